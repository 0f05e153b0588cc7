/** Finds the rows of page numbers of a page, and in them the number that comes next. */
import { type ChildNode, type Element, parentOf, selfAndAncestors } from '../html/element.ts';
import { inPageOrder, type Node, nodesBearing, type Outline } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { visibleText } from '../html/visible-text.ts';
import { MARKS } from '../page/element-names.ts';
import type { PageDocument } from '../page/page-document.ts';
import { NEXT_SIGNS, NEXT_WORDS, numbered, PAGER_CLASS, PAGER_ID, PAGER_LABEL } from './paging-words.ts';

const MAX_PAGERS = 40;
const MAX_TOKENS = 400;
const MAX_ANCHORS = 20_000;
/** How far above a page number the row that holds it may begin. */
const ROW_CLIMB = 4;
/** Blogs with a thousand pages write "1,097". */
const PAGE_NUMBER = numbered('(\\d{1,4}|\\d{1,2}[,.\\u00a0 ]\\d{3})');
/** "21-40": a page named by what it holds. */
const PAGE_RANGE = /^[^\p{L}\d]?(\d{1,6})\s?[-–—~]\s?(\d{1,6})[^\p{L}\d]?$/u;
/** Years of an archive stand in rows too. */
const YEARS = { from: 1900, to: 2100 } as const;
/** What stands beside numbers of pages when the first is not among them. */
const PAGER_SIGN = /^(?:…|\.{2,3}|[‹«<←◀❮]{1,2}|\|[‹«<]|[›»>]\|)$/;
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
  /** Those that are called a pager. */
  readonly named: ReadonlySet<Element>;
  /** Whether an element stands in one. */
  readonly holds: (element: Element) => boolean;
};

/** What little text a link or button shows. */
export function shortText(element: Element, limit = 60): string {
  const [only] = element.children;
  const plain = element.children.length === 1 && only?.type === 'text';
  return (
    plain
      ? only.data
          .slice(0, limit * 4)
          .trim()
          .slice(0, limit)
      : visibleText(element, { limit })
  ).replace(/\s+/g, ' ');
}

const LINK = tagSet('a');
const NAVIGATION = tagSet('nav');

/** `a` elements with an address. */
export function linksOf({ outline, parts }: PageDocument): Node[] {
  return parts.anchors.filter(
    (node) => LINK[outline.kindOf(node)] === 1 && outline.attribute(node, 'href') !== undefined,
  );
}

/** What is called a pager. */
function pagersIn(outline: Outline): Node[] {
  const labelled = nodesBearing(outline, 'aria-label', PAGER_LABEL).filter(
    (node) => NAVIGATION[outline.kindOf(node)] === 1 || outline.attribute(node, 'role') === 'navigation',
  );
  return inPageOrder(
    nodesBearing(outline, 'class', PAGER_CLASS),
    nodesBearing(outline, 'id', PAGER_ID),
    ...MARKS.map((mark) => nodesBearing(outline, mark, PAGER_CLASS)),
    labelled,
  );
}

/** The smallest elements that hold two page numbers, or ranges of what pages hold, as links side by side. */
function numberRows(page: PageDocument): Element[] {
  const count = new Map<Element, number>();
  const rows = new Set<Element>();
  for (const link of page.tree().elementsOf(linksOf(page).slice(0, MAX_ANCHORS))) {
    const { children } = link;
    if (children.length > 3) continue;
    const text = shortText(link, 20);
    if (!PAGE_NUMBER.test(text) && !PAGE_RANGE.test(text)) continue;
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

const NO_PAGER = tagSet('body html main link');

export function findPagers(page: PageDocument): Pagers {
  const { outline } = page;
  const named = page
    .tree()
    .elementsOf(pagersIn(outline).filter((node) => NO_PAGER[outline.kindOf(node)] === 0));
  const all = new Set<Element>([...named, ...numberRows(page)]);
  return {
    elements: [...all],
    named: new Set(named),
    holds: (element) => selfAndAncestors(element).some((at) => all.has(at)),
  };
}

const isMarked = ({ attribs }: Element): boolean =>
  (attribs['aria-current'] !== undefined && attribs['aria-current'] !== 'false') ||
  CURRENT.test(attribs['class'] ?? '') ||
  CURRENT.test(attribs['id'] ?? '');

/** A text between links, without what only parts it from them. */
function plainToken(data: string): string {
  const text = data.trim();
  return text.length > 30 ? text : text.replace(/^[\s|·•]+|[\s|·•]+$/g, '');
}

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
    if (node.type === 'text') tokens.push({ text: plainToken(node.data), link: null, marked });
    if (!('attribs' in node) || HIDDEN.has(node.name)) continue;
    if (node.name === 'a' && node.attribs['href'] !== undefined) tokens.push(linkToken(node, marked));
    else {
      const inMarked = marked || (node !== pager && isMarked(node));
      for (const child of [...node.children].reverse()) stack.push({ node: child, marked: inMarked });
    }
  }
  return tokens.filter(({ text }) => text !== '');
}

type Numbers = { readonly from: number; readonly to: number };

const numbersOf = ({ text }: Token): Numbers | null => {
  const digits = PAGE_NUMBER.exec(text)?.[1];
  if (digits !== undefined) {
    const number = Number(digits.replace(/\D/g, ''));
    return { from: number, to: number };
  }
  const range = PAGE_RANGE.exec(text);
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  return from < to ? { from, to } : null;
};

/** Every link marked is a style of the row, not the page we are on. */
function currentNumbers(tokens: readonly Token[], isHere: (link: Element) => boolean): Numbers | null {
  const numbered = tokens.filter((token) => numbersOf(token) !== null);
  const marked = numbered.filter(({ marked }) => marked);
  const plain = numbered.filter(({ link }) => link === null);
  const own = numbered.filter(({ link }) => link !== null && isHere(link));
  const chosen =
    [marked, plain, own].find((some) => some.length === 1) ?? (marked.length < numbered.length ? marked : []);
  const [first] = chosen.length > 0 ? chosen : plain;
  return first === undefined ? null : numbersOf(first);
}

/** "1-20 21-40 41-53": one begins behind the other, all but the last are as long, and addresses count what is before them. */
function areParts(tokens: readonly Token[]): boolean {
  const parts = tokens.flatMap((token) => {
    const numbers = numbersOf(token);
    return numbers === null || numbers.from === numbers.to ? [] : [{ ...numbers, link: token.link }];
  });
  const length = parts[0]?.to ?? 0;
  const follow = parts.every(({ from, to }, at) => {
    const whole = to === from + length - 1 || (at === parts.length - 1 && to < from + length);
    return from === at * length + 1 && whole;
  });
  if (parts.length < 2 || !follow) return false;
  return [0, 1].some((offset) =>
    parts.every(({ from, to, link }, at) => {
      const says = (number: number) =>
        new RegExp(`[?&/;][\\w.[\\]-]{1,20}[=/]${number}(?![^&#/;])`).test(link?.attribs['href'] ?? '');
      // What ends with the range, too, is chosen by it: a price, a size.
      return at === 0 || link === null || (says(from - 1 + offset) && !says(to));
    }),
  );
}

/** Sizes, years and ranges of prices stand in rows like pages do, but without a first page, a sign or a pager's name. */
function arePages(tokens: readonly Token[], named: boolean): boolean {
  const numbers = tokens.map(numbersOf).filter((one) => one !== null);
  if (numbers.some(({ from }) => from === 1))
    return named || numbers.every(({ from, to }) => from === to) || areParts(tokens);
  if (numbers.every(({ from }) => from >= YEARS.from && from <= YEARS.to)) return false;
  return (
    named ||
    tokens.some(({ text }) => PAGER_SIGN.test(text) || NEXT_SIGNS.test(text) || NEXT_WORDS.test(text))
  );
}

export type PagerPlace = {
  readonly pager: Element;
  /** The link whose number follows the number of the page we are on. */
  readonly following: Element | null;
  /** The row says that the page we are on is its last. */
  readonly last: boolean;
};

/** `isHere`: the link leads to the page we are on. */
function placeIn(pager: Element, named: boolean, isHere: (link: Element) => boolean): PagerPlace {
  const tokens = tokensOf(pager);
  const current = currentNumbers(tokens, isHere);
  if (current === null || !arePages(tokens, named)) return { pager, following: null, last: false };
  const links = tokens.filter(({ link }) => link !== null);
  const following = links.find((token) => numbersOf(token)?.from === current.to + 1)?.link ?? null;
  const highest = Math.max(0, ...links.map((token) => numbersOf(token)?.from ?? 0));
  return { pager, following, last: current.from > 1 && highest > 0 && highest < current.from };
}

export function pagerPlaces(
  { elements, named }: Pagers,
  isHere: (link: Element) => boolean,
  counts: (pager: Element) => boolean,
): PagerPlace[] {
  return elements
    .filter(counts)
    .slice(0, MAX_PAGERS)
    .map((pager) => placeIn(pager, named.has(pager), isHere));
}

/** Whether the page shows a row of page numbers at all, also on its last page. */
export function hasPager(page: PageDocument): boolean {
  const pagers = pagersIn(page.outline).slice(0, MAX_PAGERS);
  if (pagers.length === 0) return false;
  const links = linksOf(page);
  return pagers.some((pager) => {
    // Some themes call each number of the row so.
    const inside = links.filter((link) => link >= pager && link < page.outline.endOf(pager));
    return page
      .tree()
      .elementsOf(inside.slice(0, 200))
      .some((element) => /^\d{1,4}$/.test(shortText(element, 10)));
  });
}

/** The classes of a link and of what stands right around it, where themes write "next". */
export function classesAround(element: Element): string {
  const around = parentOf(element);
  return [element, around].map((at) => `${at?.attribs['class'] ?? ''} ${at?.attribs['id'] ?? ''}`).join(' ');
}
