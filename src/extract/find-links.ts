/** The links of a page, each with what it probably leads to. */
import type { PageDirectives } from '../model/page.ts';
import { PRODUCT } from '../model/product.ts';
import { metaDirectives } from '../text/robots-directives.ts';
import { kindReader, leadsNowhere, type Patterns } from './link-kinds.ts';
import type { Node, Outline } from './outline.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { MORE_WORDS, OLDER_WORDS, PAGE_PARAMETER } from './paging-words.ts';
import { oneLine } from './visible-text.ts';
import { absoluteUrl, addressesFrom, hostTest, sameHost } from './web-url.ts';

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
  const { outline } = page;
  const [head, body]: [string[], string[]] = [[], []];
  outline.eachBearing('rel', (node, rel) => {
    const name = outline.nameOf(node);
    if (name !== 'link' && name !== 'a' && name !== 'area') return;
    const url = /(?:^|\s)next(?:\s|$)/i.test(rel) ? addressOf(page, outline.attribute(node, 'href')) : null;
    if (url !== null && sameHost(url, page.url)) (name === 'link' ? head : body).push(url);
  });
  return head[0] ?? body[0] ?? null;
}

/** Older entries, or the part of a list that a button would load. */
function goesOn(outline: Outline, anchor: Node, address: string): boolean {
  const text = oneLine(textInside(outline, anchor, 240), 61);
  // What such a link says is short.
  if (text.length > 60) return false;
  return OLDER_WORDS.test(text) || (MORE_WORDS.test(text) && PAGE_PARAMETER.test(address));
}

export type LinkRules = {
  readonly patterns: Patterns;
  /** Addresses that are known to be offers: cards, structured lists, the page itself when it is a detail page. */
  readonly details: readonly string[];
  readonly next: string | null;
  /** The page forbids following. */
  readonly nofollow: boolean;
};

const NOFOLLOW = /(?:^|\s)nofollow(?:\s|$)/i;

export function findLinks(page: PageDocument, rules: LinkRules): Link[] {
  const { outline, parts } = page;
  const from = addressesFrom(page.base);
  const kindOf = kindReader(page.url, from, rules.patterns, rules.details);
  const isHere = hostTest(page.url);
  const own = from.short(page.url);
  const next = rules.next === null ? null : from.short(rules.next);
  const links = new Map<string, Link>();
  const add = (address: string, nofollow: boolean, anchor: Node | null) => {
    const known = links.get(address);
    // One link without nofollow is enough to follow the address.
    if (known !== undefined && (!known.nofollow || nofollow)) return;
    const url = from.full(address);
    const leadsOn = address === next || (anchor !== null && goesOn(outline, anchor, address) && isHere(url));
    links.set(address, { url, kind: leadsOn ? 'next' : kindOf(address), nofollow });
  };
  for (const anchor of parts.anchors) {
    const href = outline.attribute(anchor, 'href');
    const address = href === undefined || href.trimStart().startsWith('#') ? null : from.read(href);
    if (address === null || address === own || leadsNowhere(address)) continue;
    const rel = outline.attribute(anchor, 'rel');
    const nofollow = rules.nofollow || (rel !== undefined && NOFOLLOW.test(rel));
    add(address, nofollow, anchor);
    if (links.size >= MAX_LINKS) break;
  }
  for (const address of [...rules.details, ...(rules.next === null ? [] : [rules.next])].map(from.short)) {
    if (address !== own && !links.has(address)) add(address, rules.nofollow, null);
  }
  return [...links.values()];
}

/** What the page's meta elements say to all robots, or to ours by name. */
export function declaredDirectives(page: PageDocument): PageDirectives {
  const names = ['robots', PRODUCT.toLowerCase()];
  return metaDirectives(names.flatMap((name) => page.meta.get(name) ?? []));
}
