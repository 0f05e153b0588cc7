/** The links of a page, each with what it probably leads to. */
import type { PageDirectives } from '../../model/page.ts';
import { PRODUCT } from '../../model/product.ts';
import { metaDirectives } from '../../text/robots-directives.ts';
import { type PageText, textAt } from '../html/code-units.ts';
import type { Node, Outline } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { MAX_ADDRESSES, newAddressIndex, sumOf } from '../page/address-index.ts';
import { kindReader, type Patterns } from '../page/link-kinds.ts';
import type { PageDocument } from '../page/page-document.ts';
import { addressesFrom, hostTest, sameHost } from '../page/web-url.ts';
import { MAY_LEAD_ON, MORE_WORDS, OLDER_WORDS, PAGE_PARAMETER } from './paging-words.ts';

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
  const url = page.resolve(href);
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
function goesOn({ outline }: PageDocument, anchor: Node, address: string): boolean {
  const shown = textInside(outline, anchor, 240);
  if (!MAY_LEAD_ON.test(shown)) return false;
  const text = oneLine(shown, 61);
  // What such a link says is short.
  if (text.length > 60) return false;
  return OLDER_WORDS.test(text) || (MORE_WORDS.test(text) && PAGE_PARAMETER.test(address));
}

export type LinkRules = {
  readonly patterns: Patterns;
  /** Addresses that are known to be offers: cards, structured lists, the page itself when it is a detail page. */
  readonly details: readonly string[];
  readonly next: string | null;
  /** The page may be part of a list: what goes on with an offer's own page is only more of its reviews. */
  readonly mayGoOn: boolean;
  /** The page forbids following. */
  readonly nofollow: boolean;
};

const NOFOLLOW = /(?:^|\s)nofollow(?:\s|$)/i;

const LINKS = tagSet('a area');
const HASH = 35;

/** A place in the page itself: "#top". */
function isFragment(page: PageText, from: number, to: number): boolean {
  const code = page.units[from] ?? 0;
  if (from >= to || (code > 32 && code < 128)) return code === HASH;
  return textAt(page, from, to).trimStart().startsWith('#');
}

/** What links say of themselves in `rel`; '' where they say nothing, as on most pages all do. */
function relReader(outline: Outline): (anchor: Node) => string {
  const rels = new Map<Node, string>();
  outline.eachBearing('rel', (node, rel) => rels.set(node, rel));
  return rels.size === 0 ? () => '' : (anchor) => rels.get(anchor) ?? '';
}

export function findLinks(page: PageDocument, rules: LinkRules): Link[] {
  const { outline } = page;
  const from = addressesFrom(page.base);
  const { kindOf, kindOfKnown } = kindReader(
    page.url,
    from,
    rules.patterns,
    rules.details,
    page.memory.folderIn,
  );
  const isHere = hostTest(page.url);
  const own = from.short(page.url);
  const next = rules.next === null ? null : from.short(rules.next);
  const links = newAddressIndex<Link>(page.memory.room);
  const relOf = relReader(outline);
  outline.eachPlace('href', (anchor, text, start, end, encoded) => {
    if (
      LINKS[outline.kindOf(anchor)] === 0 ||
      links.entries.length >= MAX_LINKS ||
      isFragment(text, start, end)
    )
      return;
    const address = from.readAt(text, start, end, encoded);
    if (address === null || address === own) return;
    const rel = relOf(anchor);
    const nofollow = rules.nofollow || (rel !== '' && NOFOLLOW.test(rel));
    const place = links.find(address, from.sum());
    // One link without nofollow is enough to follow the address.
    if (place >= 0 && (links.entries[place]?.nofollow !== true || nofollow)) return;
    const kind = kindOf(address, from.look());
    if (kind === null) return;
    const url = from.full(address);
    const leadsOn = address === next || (rules.mayGoOn && goesOn(page, anchor, address) && isHere(url));
    links.put(place, address, { url, kind: leadsOn ? 'next' : kind, nofollow });
  });
  for (const address of [...rules.details, ...(rules.next === null ? [] : [rules.next])].map(from.short)) {
    if (links.entries.length >= MAX_ADDRESSES) break;
    const place = links.find(address, sumOf(address));
    if (address === own || place >= 0) continue;
    const kind = address === next ? 'next' : kindOfKnown(address);
    links.put(place, address, { url: from.full(address), kind, nofollow: rules.nofollow });
  }
  return links.entries;
}

/** What the page's meta elements say to all robots, or to ours by name. */
export function declaredDirectives(page: PageDocument): PageDirectives {
  const names = ['robots', PRODUCT.toLowerCase()];
  return metaDirectives(names.flatMap((name) => page.meta.get(name) ?? []));
}
