/** The links of a page, each with what it probably leads to, and the address of the next page. */
import type { PageRule } from '../model/site.ts';
import type { Unread } from './draft.ts';
import { descendants, type Element, enclosingTest, parentOf } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { DETAIL_PATH, LIST_PATH, NEXT_SIGNS, NEXT_WORDS, PAGER } from './page-words.ts';
import { attempt } from './read-site-rules.ts';
import { oneLine } from './visible-text.ts';
import { absoluteUrl } from './web-url.ts';

export type Link = {
  /** Absolute, http or https, without fragment. */
  readonly url: string;
  readonly kind: 'detail' | 'list' | 'next' | 'other';
  readonly nofollow: boolean;
};

const MAX_LINKS = 3000;
const MAX_ANCHORS = 20_000;

function hrefOf(page: PageDocument, element: Element): string | null {
  const href = element.attribs['href'];
  if (href === undefined || href.trim().startsWith('#')) return null;
  const url = absoluteUrl(href, page.base);
  return url === page.url ? null : url;
}

function sameHost(a: string, b: string): boolean {
  return new URL(a).hostname === new URL(b).hostname;
}

/** Text, title or label that says "next". */
function saysNext(
  page: PageDocument,
  element: Element,
  pagerOf: (element: Element) => Element | null,
): boolean {
  const text = oneLine(page.$(element).text(), 60);
  if (NEXT_WORDS.test(text)) return true;
  const labels = [element.attribs['aria-label'], element.attribs['title']].map(
    (label) => label?.trim() ?? '',
  );
  const inPager = pagerOf(element) !== null;
  if (labels.some((label) => NEXT_WORDS.test(label)) && (inPager || text.length < 3)) return true;
  if (!inPager) return false;
  const classes = `${element.attribs['class'] ?? ''} ${parentOf(element)?.attribs['class'] ?? ''}`;
  return NEXT_SIGNS.test(text) || (/(?:^|[\s_-])next(?:$|[\s_-])/i.test(classes) && !/\d/.test(text));
}

/** The link whose number follows the number of the page we are on, inside a pager. */
function nextNumber(page: PageDocument): string | null {
  for (const pager of page.$(PAGER).slice(0, 20).toArray()) {
    const current = descendants(
      page.$(pager),
      '[aria-current],[class*="current" i],[class*="active" i],[class*="selected" i],strong,b,span,em',
    )
      .toArray()
      .map((element) => oneLine(page.$(element).text(), 10))
      .find((text) => /^\d{1,5}$/.test(text));
    if (current === undefined) continue;
    const following = descendants(page.$(pager), 'a[href]')
      .toArray()
      .find((element) => oneLine(page.$(element).text(), 10) === String(Number(current) + 1));
    const url = following === undefined ? null : hrefOf(page, following);
    if (url !== null) return url;
  }
  return null;
}

/** What the site's own selector points to; undefined when the site has none. */
function siteNext(page: PageDocument, rule: PageRule | null, missed: Unread[]): string | null | undefined {
  const at = rule?.next ?? null;
  if (at === null) return undefined;
  const found = attempt('next', at.selector, missed, undefined, () =>
    descendants(page.$.root().children(), at.selector).first(),
  );
  if (found === undefined || found.length === 0) return null;
  const link = found.is('a,link') ? found : descendants(found, 'a[href]').first();
  const href = at.attribute === null ? link.attr('href') : found.attr(at.attribute);
  return href === undefined ? null : absoluteUrl(href, page.base);
}

/** The site's own selector, then rel=next, then words and signs, then numbers. Null on the last page. */
export function findNext(page: PageDocument, rule: PageRule | null, missed: Unread[]): string | null {
  const given = siteNext(page, rule, missed);
  const here = (url: string | null | undefined): url is string =>
    typeof url === 'string' && url !== page.url && sameHost(url, page.url);
  if (given !== undefined) return here(given) ? given : null;
  const related = page.$('link[rel~="next" i][href],a[rel~="next" i][href]').toArray();
  const pagerOf = enclosingTest(page.$, PAGER);
  const worded = page
    .$('a[href]')
    .slice(0, MAX_ANCHORS)
    .toArray()
    .values()
    .filter((element) => saysNext(page, element, pagerOf));
  for (const elements of [related, worded]) {
    for (const element of elements) {
      const url = hrefOf(page, element);
      if (here(url)) return url;
    }
  }
  return nextNumber(page);
}

/** Whether the page shows a row of page numbers or a next link at all, also on its last page. */
export function hasPager(page: PageDocument): boolean {
  return page
    .$(PAGER)
    .toArray()
    .some((pager) =>
      descendants(page.$(pager), 'a[href]')
        .toArray()
        .some((element) => /^\d{1,4}$/.test(oneLine(page.$(element).text(), 10))),
    );
}

/** "/product/123-citric-acid.html" → "/product/#-~.html": what stays the same between two offers of a shop. */
function shapeOf(url: string): string {
  const { pathname, searchParams } = new URL(url);
  const path = pathname
    .split('/')
    .map((segment, at, all) =>
      at === all.length - 1 || /\d{3,}/.test(segment) ? segment.replace(/[^.]*/, '~') : segment,
    )
    .join('/');
  return `${path}?${[...searchParams.keys()].sort().join('&')}`;
}

export type LinkRules = {
  readonly isDetail: ((url: string) => boolean) | null;
  readonly isList: ((url: string) => boolean) | null;
  /** Addresses that are known to be offers: cards, structured lists, the page itself when it is a detail page. */
  readonly details: readonly string[];
  readonly next: string | null;
  /** The page or its header forbids following. */
  readonly nofollow: boolean;
};

export function findLinks(page: PageDocument, rules: LinkRules): Link[] {
  const details = new Set(rules.details);
  // A shape must be told by its path: "/~" alone is every page of a shop.
  const shapes = new Set(
    rules.details.map(shapeOf).filter((shape) => /^\/[^~?]+\/.*~/.test(shape) || /[?].+/.test(shape)),
  );
  const kindOf = (url: string): Link['kind'] => {
    if (url === rules.next) return 'next';
    if (rules.isDetail?.(url)) return 'detail';
    if (rules.isList?.(url)) return 'list';
    if (rules.isDetail !== null) return 'other';
    if (details.has(url)) return 'detail';
    if (!sameHost(url, page.url)) return 'other';
    if (shapes.has(shapeOf(url))) return 'detail';
    const { pathname, search } = new URL(url);
    if (DETAIL_PATH.test(pathname + search)) return 'detail';
    return LIST_PATH.test(pathname + search) ? 'list' : 'other';
  };
  const links = new Map<string, Link>();
  const add = (url: string | null, nofollow: boolean) => {
    if (url === null || links.size >= MAX_LINKS) return;
    const known = links.get(url);
    // One link without nofollow is enough to follow the address.
    if (known === undefined || (known.nofollow && !nofollow))
      links.set(url, { url, kind: kindOf(url), nofollow });
  };
  for (const element of page.$('a[href],area[href]').slice(0, MAX_ANCHORS).toArray()) {
    add(
      hrefOf(page, element),
      rules.nofollow || /(?:^|\s)nofollow(?:\s|$)/i.test(element.attribs['rel'] ?? ''),
    );
  }
  for (const url of [...rules.details, ...(rules.next === null ? [] : [rules.next])]) {
    if (url !== page.url && !links.has(url)) add(url, rules.nofollow);
  }
  return [...links.values()];
}

/** Meta robots or the X-Robots-Tag header: "nofollow" or "none" for all agents. */
export function pageForbidsFollowing(page: PageDocument, header: string | undefined): boolean {
  const directives = [
    ...page
      .$('meta[name="robots" i]')
      .toArray()
      .map((meta) => meta.attribs['content'] ?? ''),
    header ?? '',
  ];
  return directives.some((text) => /(?:^|[\s,:])(?:nofollow|none)(?:$|[\s,])/i.test(text));
}
