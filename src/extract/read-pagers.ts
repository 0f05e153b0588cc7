/** Finds the rows of page numbers of a page, and in them the number that comes next. */
import { type ChildNode, descendants, type Element, parentOf, selfAndAncestors } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { PAGER } from './page-words.ts';
import { visibleText } from './visible-text.ts';

const MAX_PAGERS = 40;
const MAX_TOKENS = 400;
const MAX_ANCHORS = 20_000;
/** How far above a page number the row that holds it may begin. */
const ROW_CLIMB = 4;
/** Blogs with a thousand pages write "1,097". */
const PAGE_NUMBER = /^\W?(\d{1,4}|\d{1,2}[,.\u00a0 ]\d{3})\W?$/;
const CURRENT =
  /(?:^|[\s_-])(?:current|active|activ|selected|aktiv|actual|cur|on|dead|here)(?:$|[\s_-])|current/i;

/** One word of a pager: the text of a link, or a text that is no link. */
type Token = {
  readonly text: string;
  readonly link: Element | null;
  readonly marked: boolean;
};

export type Pagers = {
  readonly elements: readonly Element[];
  /** Whether an element stands in one. */
  readonly holds: (element: Element) => boolean;
};

/** What little text a link or button shows. */
export function shortText(element: Element, limit = 60): string {
  return visibleText(element, { limit }).replace(/\s+/g, ' ');
}

/** The smallest elements that hold two page numbers as links side by side. */
function numberRows(page: PageDocument): Element[] {
  const count = new Map<Element, number>();
  const rows = new Set<Element>();
  for (const link of page.$('a[href]').slice(0, MAX_ANCHORS).toArray()) {
    const { children } = link;
    if (children.length > 3 || !PAGE_NUMBER.test(shortText(link, 8))) continue;
    for (const above of selfAndAncestors(link).drop(1).take(ROW_CLIMB)) {
      if (above.name === 'body' || above.name === 'html') break;
      const seen = (count.get(above) ?? 0) + 1;
      count.set(above, seen);
      if (seen >= 2) {
        rows.add(above);
        break;
      }
    }
  }
  return [...rows];
}

export function findPagers(page: PageDocument): Pagers {
  const named = page
    .$(PAGER)
    .toArray()
    .filter(({ name }) => name !== 'body' && name !== 'html' && name !== 'main' && name !== 'link');
  const all = new Set<Element>([...named, ...numberRows(page)]);
  return {
    elements: [...all],
    holds: (element) => selfAndAncestors(element).some((at) => all.has(at)),
  };
}

const isMarked = ({ attribs }: Element): boolean =>
  (attribs['aria-current'] !== undefined && attribs['aria-current'] !== 'false') ||
  CURRENT.test(attribs['class'] ?? '') ||
  CURRENT.test(attribs['id'] ?? '');

const HIDDEN = new Set(['script', 'style', 'select']);

function linkToken(link: Element, marked: boolean): Token {
  const inside = link.children.some((child) => 'attribs' in child && isMarked(child));
  return { text: shortText(link, 20), link, marked: marked || isMarked(link) || inside };
}

function tokensOf(pager: Element): Token[] {
  const tokens: Token[] = [];
  const stack: { node: ChildNode; marked: boolean }[] = [{ node: pager, marked: false }];
  for (let step = 0; step < MAX_TOKENS * 4 && tokens.length < MAX_TOKENS; step++) {
    const top = stack.pop();
    if (top === undefined) break;
    const { node, marked } = top;
    if (node.type === 'text') tokens.push({ text: node.data.trim(), link: null, marked });
    if (!('attribs' in node) || HIDDEN.has(node.name)) continue;
    if (node.name === 'a' && node.attribs['href'] !== undefined) tokens.push(linkToken(node, marked));
    else {
      const inMarked = marked || (node !== pager && isMarked(node));
      for (const child of [...node.children].reverse()) stack.push({ node: child, marked: inMarked });
    }
  }
  return tokens.filter(({ text }) => text !== '');
}

const numberOf = ({ text }: Token): number | null => {
  const digits = PAGE_NUMBER.exec(text)?.[1];
  return digits === undefined ? null : Number(digits.replace(/\D/g, ''));
};

/** Every link marked is a style of the row, not the page we are on. */
function currentNumber(tokens: readonly Token[], isHere: (link: Element) => boolean): number | null {
  const numbered = tokens.filter((token) => numberOf(token) !== null);
  const marked = numbered.filter(({ marked }) => marked);
  const plain = numbered.filter(({ link }) => link === null);
  const own = numbered.filter(({ link }) => link !== null && isHere(link));
  const chosen =
    [marked, plain, own].find((some) => some.length === 1) ?? (marked.length < numbered.length ? marked : []);
  const [first] = chosen.length > 0 ? chosen : plain;
  return first === undefined ? null : numberOf(first);
}

export type PagerPlace = {
  /** The link whose number follows the number of the page we are on. */
  readonly following: Element | null;
  /** The row says that the page we are on is its last. */
  readonly last: boolean;
};

/** `isHere`: the link leads to the page we are on. */
export function placeIn(pager: Element, isHere: (link: Element) => boolean): PagerPlace {
  const tokens = tokensOf(pager);
  const current = currentNumber(tokens, isHere);
  if (current === null) return { following: null, last: false };
  const links = tokens.filter(({ link }) => link !== null);
  const following = links.find((token) => numberOf(token) === current + 1)?.link ?? null;
  const highest = Math.max(0, ...links.map((token) => numberOf(token) ?? 0));
  return { following, last: current > 1 && highest > 0 && highest < current };
}

export function pagerPlaces(pagers: Pagers, isHere: (link: Element) => boolean): PagerPlace[] {
  return pagers.elements.slice(0, MAX_PAGERS).map((pager) => placeIn(pager, isHere));
}

/** Whether the page shows a row of page numbers at all, also on its last page. */
export function hasPager(page: PageDocument): boolean {
  return page
    .$(PAGER)
    .slice(0, MAX_PAGERS)
    .toArray()
    .some((pager) =>
      descendants(page.$(pager), 'a[href]')
        .slice(0, 200)
        .toArray()
        .some((element) => /^\d{1,4}$/.test(shortText(element, 10))),
    );
}

/** The classes of a link and of what stands right around it, where themes write "next". */
export function classesAround(element: Element): string {
  const around = parentOf(element);
  return [element, around].map((at) => `${at?.attribs['class'] ?? ''} ${at?.attribs['id'] ?? ''}`).join(' ');
}
