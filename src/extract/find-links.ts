/** The links of a page, each with what it probably leads to. */
import type { Node, Outline } from './outline.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { hasWord } from './page-parts.ts';
import { DETAIL_PATH, LIST_PATH, MORE_WORDS, OLDER_WORDS, PAGE_PARAMETER } from './page-words.ts';
import { oneLine } from './visible-text.ts';
import { absoluteUrl, pathOf, sameHost } from './web-url.ts';

export type Link = {
  /** Absolute, http or https, without fragment. */
  readonly url: string;
  readonly kind: 'detail' | 'list' | 'next' | 'other';
  readonly nofollow: boolean;
  /** ISO 8601; only where a sitemap or feed tells it. */
  readonly lastModified?: string;
};

const MAX_LINKS = 3000;

/** Null for the page itself and for places in it. */
function addressOf(page: PageDocument, href: string | undefined): string | null {
  if (href === undefined || href.trim().startsWith('#')) return null;
  const url = absoluteUrl(href, page.base);
  return url === page.url ? null : url;
}

/** What the page itself declares to come next, on the same host. */
export function declaredNext(page: PageDocument): string | null {
  const { outline, parts } = page;
  for (const node of [...parts.links, ...parts.anchors]) {
    if (!hasWord(outline, node, 'rel', 'next')) continue;
    const url = addressOf(page, outline.attribute(node, 'href'));
    if (url !== null && sameHost(url, page.url)) return url;
  }
  return null;
}

/** "/product/123-citric-acid.html" → "/product/#-~.html": what stays the same between two offers of a shop. */
function shapeOf(url: string): string {
  const [before = '', query = ''] = pathOf(url).split('?', 2);
  const path = before
    .split('/')
    .map((segment, at, all) =>
      at === all.length - 1 || /\d{3,}/.test(segment) ? segment.replace(/[^.]*/, '~') : segment,
    )
    .join('/');
  const keys = query === '' ? [] : query.split('&').map((pair) => pair.replace(/=.*$/s, ''));
  return `${path}?${keys.sort().join('&')}`;
}

/** Older entries, or the part of a list that a button would load. */
function goesOn(outline: Outline, anchor: Node, url: string): boolean {
  const text = oneLine(textInside(outline, anchor, 240), 60);
  return OLDER_WORDS.test(text) || (MORE_WORDS.test(text) && PAGE_PARAMETER.test(url));
}

/** The site's own patterns for the addresses of its pages. */
export type Patterns = {
  readonly detail: ((url: string) => boolean) | null;
  readonly list: ((url: string) => boolean) | null;
};

/** What an address probably leads to, going by nothing but itself. A site that has a pattern for offers has no others. */
export function kindByAddress(url: string, { detail, list }: Patterns): 'detail' | 'list' | 'other' {
  if (detail?.(url)) return 'detail';
  if (list?.(url)) return 'list';
  if (detail !== null) return 'other';
  const path = pathOf(url);
  if (DETAIL_PATH.test(path)) return 'detail';
  return LIST_PATH.test(path) ? 'list' : 'other';
}

export type LinkRules = {
  readonly patterns: Patterns;
  /** Addresses that are known to be offers: cards, structured lists, the page itself when it is a detail page. */
  readonly details: readonly string[];
  readonly next: string | null;
  /** The page or its header forbids following. */
  readonly nofollow: boolean;
};

export function findLinks(page: PageDocument, rules: LinkRules): Link[] {
  const { outline, parts } = page;
  const details = new Set(rules.details);
  // A shape must be told by its path: "/~" alone is every page of a shop.
  const shapes = new Set(
    rules.details.map(shapeOf).filter((shape) => /^\/[^~?]+\/.*~/.test(shape) || /[?].+/.test(shape)),
  );
  const kindOf = (url: string): Link['kind'] => {
    if (url === rules.next) return 'next';
    const { patterns } = rules;
    if (patterns.detail !== null || patterns.list?.(url)) return kindByAddress(url, patterns);
    if (details.has(url)) return 'detail';
    if (!sameHost(url, page.url)) return 'other';
    return shapes.has(shapeOf(url)) ? 'detail' : kindByAddress(url, patterns);
  };
  const links = new Map<string, Link>();
  const add = (url: string, nofollow: boolean, further = false) => {
    if (links.size >= MAX_LINKS) return;
    const known = links.get(url);
    // One link without nofollow is enough to follow the address.
    if (known === undefined || (known.nofollow && !nofollow))
      links.set(url, { url, kind: further && sameHost(url, page.url) ? 'next' : kindOf(url), nofollow });
  };
  for (const anchor of parts.anchors) {
    const url = addressOf(page, outline.attribute(anchor, 'href'));
    if (url === null) continue;
    const rel = outline.attribute(anchor, 'rel') ?? '';
    add(url, rules.nofollow || /(?:^|\s)nofollow(?:\s|$)/i.test(rel), goesOn(outline, anchor, url));
  }
  for (const url of [...rules.details, ...(rules.next === null ? [] : [rules.next])]) {
    if (url !== page.url && !links.has(url)) add(url, rules.nofollow);
  }
  return [...links.values()];
}

/** Meta robots or the X-Robots-Tag header: "nofollow" or "none" for all agents. */
export function pageForbidsFollowing(page: PageDocument, header: string | undefined): boolean {
  const directives = [...(page.meta.get('robots') ?? []), header ?? ''];
  return directives.some((text) => /(?:^|[\s,:])(?:nofollow|none)(?:$|[\s,])/i.test(text));
}
