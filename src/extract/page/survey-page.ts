/** One walk over the tree of a page: its pieces of text in order, and what each element is by its name and place. */
import { type ChildNode, type Element, elementsIn, nearest, withAncestors } from '../html/element.ts';
import { once } from '../html/once.ts';
import { nodesTagged, type Outline } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { MARKS, namesOf } from './element-names.ts';
import { SIGN } from './name-signs.ts';
import { foundNothing } from './none-found.ts';
import { isHiddenBy } from './outline-signs.ts';
import type { PageDocument } from './page-document.ts';
import { DETAIL_PATH } from './page-words.ts';
import type { ReadingMemory } from './reading-memory.ts';
import { announcedAsRelated } from './related-headings.ts';
import { servedNoscripts } from './served-noscript.ts';
import { pathOf } from './web-url.ts';

/** Real pages have some thousands; what follows is not looked at. */
const MAX_ELEMENTS = 30_000;
const MAX_RUN = 2000;

const UNSEEN = new Set(
  'script style noscript template svg iframe head select object textarea datalist audio video'.split(' '),
);
const FURNITURE = new Set(['nav', 'footer', 'header', 'aside', 'dialog']);
const FURNITURE_ROLE = /^(?:navigation|banner|contentinfo|dialog|alertdialog|complementary)$/;

/** A piece of text and the element right around it. */
export type Run = { readonly text: string; readonly element: Element; readonly place: Place };

/** What holds for an element and all in it. */
export type Place = {
  /** In a menu, header, footer, cart, banner. */
  readonly furniture: boolean;
  /** Among goods beside the offer. */
  readonly related: boolean;
  readonly hidden: boolean;
  /** The nearest link or button around, itself included. */
  readonly control: Element | null;
};

export type Surveyed = {
  readonly signs: number;
  readonly place: Place;
  /** Its text is the runs from `first` up to, not including, `last`. */
  readonly first: number;
  last: number;
};

/** What was seen of each element, by its place in the outline: asked for many times an element. */
class SurveyedElements {
  readonly #seen: (Surveyed | undefined)[];
  size = 0;

  constructor(nodes: number) {
    this.#seen = new Array<Surveyed | undefined>(nodes);
  }

  get({ startIndex }: Element): Surveyed | undefined {
    return startIndex === null ? undefined : this.#seen[startIndex];
  }

  add({ startIndex }: Element, surveyed: Surveyed): void {
    if (startIndex !== null) this.#seen[startIndex] = surveyed;
    this.size++;
  }
}

export type Survey = {
  readonly runs: readonly Run[];
  readonly elements: SurveyedElements;
  /** How many nodes the page has: more than the start index of any element. */
  readonly nodes: number;
  /** Elements by tag name, in the order of the page. */
  readonly tagged: (name: string) => readonly Element[];
  /** The same of elements that scripts define, whose tag names fit. */
  readonly custom: (names: RegExp) => readonly Element[];
  /** Elements whose name bears a sign, in the order of the page. */
  readonly signed: (sign: number) => readonly Element[];
  /** The text of an element on one line, cut after `limit`. */
  readonly text: (element: Element, limit?: number) => string;
};

const OUTSIDE: Place = { furniture: false, related: false, hidden: false, control: null };

function isHidden({ attribs }: Element, signs: number): boolean {
  return (signs & SIGN.hidden) !== 0 || isHiddenBy((name) => attribs[name]);
}

const CONTROLS = new Set(['a', 'button']);

const ENDS = new Set(['header', 'footer']);
const ARTICLE_WITHIN = 5;

/** Head and foot of a card, a post or an advertisement are parts of it. */
function headsArticle(element: Element): boolean {
  return (
    ENDS.has(element.name) && nearest(element, ARTICLE_WITHIN, ({ name }) => name === 'article') !== null
  );
}

/** What holds the page's heading is never beside the offer, whatever it is called or announced as. */
function placeOf(
  element: Element,
  signs: number,
  around: Place,
  holdsHeading: boolean,
  announced: boolean,
): Place {
  const { name, attribs } = element;
  const furniture =
    around.furniture ||
    (!holdsHeading &&
      ((FURNITURE.has(name) && !headsArticle(element)) ||
        (signs & SIGN.furniture) !== 0 ||
        FURNITURE_ROLE.test(attribs['role'] ?? '')));
  const related = around.related || (!holdsHeading && (announced || (signs & SIGN.related) !== 0));
  const hidden = around.hidden || isHidden(element, signs);
  const control = CONTROLS.has(name) ? element : around.control;
  const same =
    furniture === around.furniture &&
    related === around.related &&
    hidden === around.hidden &&
    control === around.control;
  return same ? around : { furniture, related, hidden, control };
}

/** What the walk gathers. */
type Gathered = {
  readonly runs: Run[];
  readonly elements: SurveyedElements;
  readonly bearing: (readonly [element: Element, signs: number])[];
  readonly byTag: Map<string, Element[]>;
};

/** Marks of the direction of writing: nothing of them is seen, and a sum has some between its figures and its sign. */
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const EVERY_DIRECTION = new RegExp(DIRECTIONS, 'g');

function addText(node: ChildNode & { readonly data: string }, place: Place, { runs }: Gathered): void {
  // Between two tags there mostly is a line break or a space.
  if (node.data === '\n' || node.data === ' ') return;
  const data = node.data.length > MAX_RUN ? node.data.slice(0, MAX_RUN) : node.data;
  const text = oneLine(DIRECTIONS.test(data) ? data.replace(EVERY_DIRECTION, '') : data, MAX_RUN);
  const { parent } = node;
  if (text !== '' && parent !== null && 'attribs' in parent) runs.push({ text, element: parent, place });
}

function addElement(element: Element, signs: number, place: Place, gathered: Gathered): Surveyed {
  const { runs, elements, bearing, byTag } = gathered;
  const surveyed: Surveyed = { signs, place, first: runs.length, last: runs.length };
  elements.add(element, surveyed);
  if (signs !== 0) bearing.push([element, signs]);
  const tagged = byTag.get(element.name);
  if (tagged === undefined) byTag.set(element.name, [element]);
  else tagged.push(element);
  return surveyed;
}

/** Elements that hold the page's heading, those that a heading announces as goods beside the offer, and others that are shown after all. */
type Standing = Readonly<Record<'holding' | 'announced' | 'served', ReadonlySet<Element>>>;

/** A form that is called a filter and holds most of the page holds the list that it filters. */
function isMostOf({ startIndex }: Element, outline: Outline): boolean {
  return startIndex !== null && (outline.endOf(startIndex) - startIndex) * 2 > outline.size;
}

/** Walks from node to node with a stack of what is open, so that depth costs no call frames. */
function walk(
  root: Element | undefined,
  outline: Outline,
  { holding, announced, served }: Standing,
  marks: readonly string[],
  signsOf: ReadingMemory['signsOfNames'],
): Gathered {
  const gathered: Gathered = {
    runs: [],
    elements: new SurveyedElements(outline.size),
    bearing: [],
    byTag: new Map(),
  };
  const isSeen = (element: Element) => !UNSEEN.has(element.name) || served.has(element);
  const open: Surveyed[] = [];
  let around = OUTSIDE;
  for (let node: ChildNode | null = root ?? null; node !== null; ) {
    if (node.type === 'text') addText(node, around, gathered);
    else if ('attribs' in node && isSeen(node) && gathered.elements.size < MAX_ELEMENTS) {
      const names = namesOf(node, marks);
      const borne = names === '' ? 0 : signsOf(names);
      const signs = node.name === 'form' && isMostOf(node, outline) ? borne & ~SIGN.related : borne;
      const place = placeOf(node, signs, around, holding.has(node) || node === root, announced.has(node));
      const surveyed = addElement(node, signs, place, gathered);
      const first: ChildNode | undefined = node.children[0];
      if (first !== undefined) {
        open.push(surveyed);
        around = place;
        node = first;
        continue;
      }
    }
    node = nextOf(node, root, open, gathered);
    around = open.at(-1)?.place ?? OUTSIDE;
  }
  return gathered;
}

/** The node behind this one in the page, ending the elements that end before it; null behind the root. */
function nextOf(
  node: ChildNode,
  root: Element | undefined,
  open: Surveyed[],
  { runs }: Gathered,
): ChildNode | null {
  let at: ChildNode | ChildNode['parent'] = node;
  while (at !== null && at !== root && at.next === null) {
    const ended = open.pop();
    if (ended !== undefined) ended.last = runs.length;
    at = at.parent;
  }
  return at === null || at === root ? null : at.next;
}

const MAX_ASIDE = 200;

const AUTHOR = /(?:^|[\s_-])author/i;

/** An `aside` with what is called seller, or its author, is a column of the offer, not one beside it. */
function sellerAsides(
  asides: readonly Element[],
  marks: readonly string[],
  signsOf: ReadingMemory['signsOfNames'],
): Element[] {
  const namesSeller = (one: Element) => {
    const names = namesOf(one, marks);
    return signsOf(names, SIGN.seller) !== 0 || AUTHOR.test(names);
  };
  return asides.filter((aside) => namesSeller(aside) || elementsIn(aside, MAX_ASIDE).some(namesSeller));
}

const WHOLE_PAGE = 0;
const ASIDE = tagSet('aside');
const LESSER_HEADINGS = tagSet('h2 h3 h4 h5 h6');

/** What shops call the field for how many of a thing are ordered. */
const ORDERED = ['quantity', 'qty', 'product_quantity'];

/** Whether one thing can be ordered on the page: lists ask for a number on every card, or on none. */
function ordersOne(outline: Outline): boolean {
  const named = outline.bearing('name');
  return ORDERED.reduce((fields, name) => fields + (named.get(name)?.length ?? 0), 0) === 1;
}

export function surveyPage(page: PageDocument): Survey {
  const { outline, parts, tree, memory, url } = page;
  const { signsOfNames } = memory;
  const { elementsOf } = tree();
  const marks = MARKS.filter((mark) => outline.bearing(mark).size > 0);
  const asides = sellerAsides(elementsOf(nodesTagged(outline, ASIDE)), marks, signsOfNames);
  const standing = {
    holding: new Set([...withAncestors(elementsOf(parts.headings)), ...asides]),
    served: new Set(elementsOf(servedNoscripts(page))),
    announced: announcedAsRelated(
      elementsOf(nodesTagged(outline, LESSER_HEADINGS)),
      once(() => DETAIL_PATH.test(pathOf(url)) || ordersOne(outline) || foundNothing(page)),
    ),
  };
  const [root] = elementsOf([parts.body ?? WHOLE_PAGE]);
  const { runs, elements, bearing, byTag } = walk(root, outline, standing, marks, signsOfNames);
  return {
    runs,
    elements,
    nodes: outline.size,
    tagged: (name) => byTag.get(name) ?? [],
    custom: (names) => [...byTag].flatMap(([name, tagged]) => (names.test(name) ? tagged : [])),
    signed: (sign) => bearing.filter(([, signs]) => (signs & sign) !== 0).map(([element]) => element),
    text: (element, limit = 200) => textOf(runs, elements.get(element), limit),
  };
}

function textOf(runs: readonly Run[], surveyed: Surveyed | undefined, limit: number): string {
  // Most elements that are asked for hold one piece.
  if (surveyed !== undefined && surveyed.last - surveyed.first === 1)
    return (runs[surveyed.first]?.text ?? '').slice(0, limit);
  let text = '';
  for (let at = surveyed?.first ?? 0; at < (surveyed?.last ?? 0) && text.length <= limit; at++) {
    text += `${text === '' ? '' : ' '}${runs[at]?.text ?? ''}`;
  }
  return text.slice(0, limit);
}
