/** The links of a page, each with what it probably leads to. */
import type { PageDirectives } from '../model/page.ts';
import { PRODUCT } from '../model/product.ts';
import { metaDirectives } from '../text/robots-directives.ts';
import type { Node, Outline } from './outline.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { hasWord } from './page-parts.ts';
import { ACTION_ADDRESS, DETAIL_PATH, FILE_ADDRESS, LIST_FOLDER, LIST_PATH } from './page-words.ts';
import { MORE_WORDS, OLDER_WORDS, PAGE_PARAMETER } from './paging-words.ts';
import { oneLine } from './visible-text.ts';
import { absoluteUrl, addressReader, hostTest, pathOf, sameHost } from './web-url.ts';

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

/** "123" and "item-123.x" → "~" and "~.x", where a folder holds a number. */
function withoutNumbers(folders: string): string {
  if (!/\d{3}/.test(folders)) return folders;
  return folders
    .split('/')
    .map((folder) => (/\d{3}/.test(folder) ? folder.replace(/[^.]*/, '~') : folder))
    .join('/');
}

/** "/product/123-citric-acid.html?a=1" → "/product/~.html?a": what stays the same between two offers of a shop. */
function shapeOf(url: string): string {
  const whole = pathOf(url);
  const mark = whole.indexOf('?');
  const path = mark < 0 ? whole : whole.slice(0, mark);
  const last = path.lastIndexOf('/') + 1;
  const dot = path.indexOf('.', last);
  const shape = `${withoutNumbers(path.slice(0, last))}~${dot < 0 ? '' : path.slice(dot)}?`;
  const query = mark < 0 ? '' : whole.slice(mark + 1).replace(/\?.*$/s, '');
  if (query === '') return shape;
  const keys = query.split('&').map((pair) => pair.replace(/=.*$/s, ''));
  return shape + keys.sort().join('&');
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
  if (DETAIL_PATH.test(path)) return LIST_FOLDER.test(path) ? 'list' : 'detail';
  return LIST_PATH.test(path) ? 'list' : 'other';
}

/** Asking for it would cost the site a turn for nothing, or put goods into a cart. */
function leadsNowhere(address: string): boolean {
  return FILE_ADDRESS.test(address) || ACTION_ADDRESS.test(address);
}

export type LinkRules = {
  readonly patterns: Patterns;
  /** Addresses that are known to be offers: cards, structured lists, the page itself when it is a detail page. */
  readonly details: readonly string[];
  readonly next: string | null;
  /** The page forbids following. */
  readonly nofollow: boolean;
};

/** What each address of the page probably leads to. */
function kindReader(page: PageDocument, rules: LinkRules): (url: string) => Link['kind'] {
  const { patterns, next } = rules;
  const details = new Set(rules.details);
  // A shape must be told by its path: "/~" alone is every page of a shop.
  const shapes = new Set(
    rules.details.map(shapeOf).filter((shape) => /^\/[^~?]+\/.*~/.test(shape) || /[?].+/.test(shape)),
  );
  const isHere = hostTest(page.url);
  return (url) => {
    if (url === next) return 'next';
    if (patterns.detail !== null || patterns.list?.(url)) return kindByAddress(url, patterns);
    if (details.has(url)) return 'detail';
    if (!isHere(url)) return 'other';
    return shapes.size > 0 && shapes.has(shapeOf(url)) ? 'detail' : kindByAddress(url, patterns);
  };
}

const NOFOLLOW = /(?:^|\s)nofollow(?:\s|$)/i;

export function findLinks(page: PageDocument, rules: LinkRules): Link[] {
  const { outline, parts } = page;
  const kindOf = kindReader(page, rules);
  const isHere = hostTest(page.url);
  const read = addressReader(page.base);
  const links = new Map<string, Link>();
  const add = (url: string, nofollow: boolean, further: boolean) => {
    const known = links.get(url);
    // One link without nofollow is enough to follow the address.
    if (known === undefined || (known.nofollow && !nofollow))
      links.set(url, { url, kind: further && isHere(url) ? 'next' : kindOf(url), nofollow });
  };
  for (const anchor of parts.anchors) {
    const href = outline.attribute(anchor, 'href');
    const url = href === undefined || href.trimStart().startsWith('#') ? null : read(href);
    if (url === null || url === page.url || leadsNowhere(url)) continue;
    const rel = outline.attribute(anchor, 'rel');
    const nofollow = rules.nofollow || (rel !== undefined && NOFOLLOW.test(rel));
    add(url, nofollow, goesOn(outline, anchor, url));
    if (links.size >= MAX_LINKS) break;
  }
  for (const url of [...rules.details, ...(rules.next === null ? [] : [rules.next])]) {
    if (url !== page.url && !links.has(url)) add(url, rules.nofollow, false);
  }
  return [...links.values()];
}

/** What the page's meta elements say to all robots, or to ours by name. */
export function declaredDirectives(page: PageDocument): PageDirectives {
  const names = ['robots', PRODUCT.toLowerCase()];
  return metaDirectives(names.flatMap((name) => page.meta.get(name) ?? []));
}
