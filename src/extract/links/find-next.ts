/** The address of the page that goes on with a list. */
import type { PageRule } from '../../model/site.ts';
import { type Element, selfAndAncestors } from '../html/element.ts';
import { inPageOrder, type Node, nodesBearing } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import type { Unread } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sameHost } from '../page/web-url.ts';
import { addressIn, attempt, valuesAt } from '../readers/read-site-rules.ts';
import type { NextInControl } from './next-in-control.ts';
import { type OpinionTest, opinionTest } from './opinion-pages.ts';
import {
  BESIDE_WORDS,
  GALLERY,
  LEADS_ON,
  MORE_WORDS,
  NEWER_WORDS,
  NEXT_NAME,
  NEXT_NAME_IN_PAGER,
  NEXT_SIGNS,
  NEXT_WORDS,
  OLDER_WORDS,
  PAGE_PARAMETER,
  pictureSays,
  SLIDES,
} from './paging-words.ts';
import {
  classesAround,
  findPagers,
  linksOf,
  type PagerPlace,
  type Pagers,
  pagerPlaces,
  shortText,
} from './read-pagers.ts';

const MAX_ANCHORS = 20_000;
const ANY = /^/;

/** Nothing, or what a script or a place on the page is: the address for the script stands beside it. */
const NO_ADDRESS = /^\s*(?:$|#|javascript:)/i;

function hrefOf(page: PageDocument, { attribs }: Element): string | null {
  const { href } = attribs;
  const leads = href !== undefined && !NO_ADDRESS.test(href);
  return addressOf(page, leads ? href : (attribs['data-url'] ?? attribs['data-href']));
}

/** Null for the page itself and for places in it. */
function addressOf(page: PageDocument, href: string | undefined): string | null {
  if (href === undefined || href.trim().startsWith('#')) return null;
  const url = page.resolve(href);
  return url === page.url ? null : url;
}

/** A link that is shown greyed out, or one that turns over pictures. */
function leadsNowhere(element: Element): boolean {
  const { attribs } = element;
  return (
    attribs['aria-disabled'] === 'true' ||
    attribs['disabled'] !== undefined ||
    /(?:^|[\s_-])(?:disabled|inactive)(?:$|[\s_-])/i.test(classesAround(element))
  );
}

const labelsOf = ({ attribs, children }: Element): string[] => {
  const picture = children.find((child) => 'attribs' in child && child.name === 'img');
  const inner = picture !== undefined && 'attribs' in picture ? picture.attribs : {};
  const labels = [attribs['aria-label'], attribs['title'], inner['alt'], inner['title']];
  return [...labels, pictureSays(inner['src'] ?? '')].map((label) => label?.trim() ?? '');
};

/** What shops call their links for their own tests: it survives a change of looks. */
const namesForTests = ({ attribs }: Element): string =>
  ['data-testid', 'data-test', 'data-cy', 'data-qa', 'data-marker']
    .map((name) => attribs[name] ?? '')
    .join(' ');

/** "older" goes on with a list too, but blogs do not agree on whether it is next or previous: an arrow or a name tells. */
type Saying = 'next' | 'older' | 'more' | null;

function isNamedNext(element: Element, inPager: boolean): boolean {
  const names = `${classesAround(element)} ${namesForTests(element)}`;
  return NEXT_NAME.test(names) || (inPager && NEXT_NAME_IN_PAGER.test(names));
}

/** What the text, label, sign or class of a link says of the page behind it. */
function sayingOf(element: Element, inPager: boolean): Saying {
  const text = shortText(element);
  const labels = labelsOf(element);
  const said = [text, ...labels].filter((label) => label !== '');
  if (said.some((label) => BESIDE_WORDS.test(label))) return null;
  if (said.some((label) => OLDER_WORDS.test(label)))
    return LEADS_ON.test(text) || isNamedNext(element, inPager) ? 'next' : 'older';
  if (NEWER_WORDS.test(text)) return null;
  if (NEXT_WORDS.test(text)) return 'next';
  if (labels.some((label) => NEXT_WORDS.test(label)) && (inPager || text.length < 3)) return 'next';
  if (MORE_WORDS.test(text)) return 'more';
  if (/\d/.test(text) || text.length > 30) return null;
  return isNamedNext(element, inPager) || (inPager && NEXT_SIGNS.test(text)) ? 'next' : null;
}

/** What the site's own selector points to; undefined when the site has none. */
function siteNext(page: PageDocument, rule: PageRule | null, missed: Unread[]): string | null | undefined {
  const candidates = rule?.next ?? [];
  if (candidates.length === 0) return undefined;
  const root = page.select().root().children();
  for (const candidate of candidates) {
    const values = attempt('next', candidate.selector, missed, [], () => valuesAt(page, root, candidate));
    const url = addressIn(page, values[0]);
    if (url !== null) return url;
  }
  return null;
}

/** Boxes, too, when they hold little. */
const BUTTON = tagSet('button div span');
const MAX_BUTTON = 8;

/** Links, and what a script makes one of. */
function leadingNodes(page: PageDocument): Node[] {
  const { outline } = page;
  const buttons = ['data-href', 'data-url'].flatMap((name) =>
    nodesBearing(outline, name, ANY).filter(
      (node) => BUTTON[outline.kindOf(node)] === 1 && outline.endOf(node) - node <= MAX_BUTTON,
    ),
  );
  const stated = nodesBearing(outline, 'data-next-url', ANY);
  return buttons.length + stated.length === 0 ? linksOf(page) : inPageOrder(linksOf(page), buttons, stated);
}

const RELATED = tagSet('link a');

/** Links of the head and the body whose `rel` says next. */
function relatedNodes({ outline }: PageDocument): Node[] {
  return nodesBearing(outline, 'rel', /(?:^|\s)next(?:\s|$)/i).filter(
    (node) => RELATED[outline.kindOf(node)] === 1 && outline.attribute(node, 'href') !== undefined,
  );
}

/** Homepages of old are joined to rings: next there is the site of somebody else. */
const RING = /web-?ring/i;

type Said = { readonly url: string; readonly element: Element };

/** Links that say what follows, in the order of the page, by what they say. */
function sayings(
  page: PageDocument,
  pagers: Pagers,
  inSlides: (element: Element) => Element | null,
  opinions: OpinionTest,
): Map<Exclude<Saying, null>, Said[]> {
  const found = new Map<Exclude<Saying, null>, Said[]>();
  for (const element of page.tree().elementsOf(leadingNodes(page).slice(0, MAX_ANCHORS))) {
    const { attribs } = element;
    const stated = attribs['data-next-url'];
    const saying = stated === undefined ? sayingOf(element, pagers.holds(element)) : 'more';
    if (saying === null || leadsNowhere(element) || inSlides(element) !== null) continue;
    const url = stated === undefined ? hrefOf(page, element) : addressOf(page, stated);
    if (url === null || !sameHost(url, page.url) || opinions.at(url) || opinions.around(element)) continue;
    if (saying === 'more' && stated === undefined && !PAGE_PARAMETER.test(url)) continue;
    if (RING.test(url)) continue;
    const same = found.get(saying);
    if (same === undefined) found.set(saying, [{ url, element }]);
    else same.push({ url, element });
  }
  return found;
}

/** A link in the head to the article beside it bears that article's title. */
function isBeside(element: Element, url: string): boolean {
  if (element.name === 'link') return element.attribs['title'] !== undefined && !PAGE_PARAMETER.test(url);
  const said = [shortText(element), ...labelsOf(element)];
  return said.some((label) => BESIDE_WORDS.test(label) || NEWER_WORDS.test(label));
}

/** rel=next, unless it goes to a thing beside or to what customers say, or the row of numbers shows that this is the last page. */
function relatedNext(
  page: PageDocument,
  last: boolean,
  inSlides: (element: Element) => Element | null,
  opinions: OpinionTest,
): string | null {
  for (const element of page.tree().elementsOf(relatedNodes(page).slice(0, 20))) {
    const url = hrefOf(page, element);
    if (url === null || !sameHost(url, page.url) || opinions.at(url) || isBeside(element, url)) continue;
    if (element.name === 'link' ? last : inSlides(element) !== null || opinions.around(element)) continue;
    return url;
  }
  return null;
}

/** Where pages are turned in tens, "next" beside the numbers leads to the next ten: the number that follows is meant. */
function wordedNext(
  page: PageDocument,
  said: Said | undefined,
  places: readonly PagerPlace[],
): string | null {
  if (said === undefined) return null;
  const around = new Set(selfAndAncestors(said.element));
  const place = places.find(({ pager, following }) => following !== null && around.has(pager));
  return (place?.following && hrefOf(page, place.following)) ?? said.url;
}

/** How much of two texts is the same from their start, and from their end. */
function sharedEnds(a: string, b: string): { readonly start: number; readonly end: number } {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return { start, end };
}

/**
 * Whether `next` is a further part of the page at `url`: it counts pages, or it is that address with a number put in or
 * behind it ("…-Reviews-X" → "…-Reviews-or10-X"). What else follows an offer is the offer beside it.
 */
export function isFurtherPart(url: string, next: string): boolean {
  if (PAGE_PARAMETER.test(next)) return true;
  const own = url.replace(/\/$/, '');
  const further = next.replace(/\/$/, '');
  const { start, end } = sharedEnds(own, further);
  return start + end >= own.length && /\d/.test(further.slice(start, further.length - end));
}

/** The pictures that an element is among. Looked for when it is first asked: most pages have no link that says what follows. */
function slideTest(page: PageDocument): (element: Element) => Element | null {
  let slides: ReadonlySet<Element> | null = null;
  return (element) => {
    slides ??= new Set(page.tree().elementsOf(nodesBearing(page.outline, 'class', SLIDES)));
    const known = slides;
    return selfAndAncestors(element).find((at) => known.has(at)) ?? null;
  };
}

const onlyGallery = ({ attribs }: Element): boolean =>
  !SLIDES.test((attribs['class'] ?? '').replaceAll(GALLERY, ''));

/** The site's own selector, then rel=next, words and signs, numbers, pages to choose or to turn by a form, a button for more. Null on the last page. */
export function findNext(
  page: PageDocument,
  rule: PageRule | null,
  missed: Unread[],
  inControl: NextInControl,
): string | null {
  const given = siteNext(page, rule, missed);
  if (given !== undefined)
    return given !== null && given !== page.url && sameHost(given, page.url) ? given : null;
  const pagers = findPagers(page);
  const inSlides = slideTest(page);
  const isHere = (link: Element) => page.resolve(link.attribs['href'] ?? '') === page.url;
  const opinions = opinionTest(page.url);
  const places = pagerPlaces(pagers, isHere, (pager) => {
    const around = inSlides(pager);
    return (around === null || onlyGallery(around)) && !opinions.around(pager);
  });
  const said = sayings(page, pagers, inSlides, opinions);
  const worded = wordedNext(page, said.get('next')?.[0], places);
  const numbered = places
    .map(({ following }) => following && hrefOf(page, following))
    .filter((url) => url !== null && !opinions.at(url));
  return (
    relatedNext(page, worded === null && places.some(({ last }) => last), inSlides, opinions) ??
    worded ??
    numbered[0] ??
    inControl() ??
    said.get('more')?.[0]?.url ??
    null
  );
}
