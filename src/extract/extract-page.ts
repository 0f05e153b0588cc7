/** Page → kind, listings, links, next page: the way of a page through the readers. */
import type { Listing } from '../model/listing.ts';
import type { Page, PageDirectives, PageKind } from '../model/page.ts';
import type { ReadingRules } from '../model/site.ts';
import { NO_DIRECTIVES } from '../text/robots-directives.ts';
import { type AddressList, readAddressList, readSitemapAtOnce } from './feeds/read-address-list.ts';
import { wholeText } from './html/code-units.ts';
import { decodePage } from './html/decode-body.ts';
import type { HtmlReader } from './html/outline.ts';
import { outlineText, showsAtLeast } from './html/outline-text.ts';
import { giveOwnTexts } from './html/own-texts.ts';
import { asShown } from './html/plain-text-page.ts';
import { decideKind } from './kind/decide-kind.ts';
import { blockSignal, contentLength, isEmptyShell } from './kind/judge-block.ts';
import { saysDown } from './kind/says-down.ts';
import { saysGone } from './kind/says-gone.ts';
import { declaredDirectives, declaredNext, findLinks, type Link } from './links/find-links.ts';
import { findNext, isFurtherPart } from './links/find-next.ts';
import { mayGoOn } from './links/hints-of-next.ts';
import { nextInControl } from './links/next-in-control.ts';
import { readAlternates } from './links/read-alternates.ts';
import type { Unread } from './page/draft.ts';
import type { Patterns } from './page/link-kinds.ts';
import { type PageDocument, type PageOrigin, parseDocument, type Way } from './page/page-document.ts';
import { openReadingMemory } from './page/reading-memory.ts';
import { pathMatcher } from './page/web-url.ts';
import { listCards, mainListing } from './readers/make-listings.ts';
import { type Offers, readOffers } from './readers/read-offers.ts';

/** `fetchedAt` is needed for dates like "2 days ago"; without it the Date header tells when the page was sent. */
export type ExtractInput = Pick<Page, 'url' | 'status' | 'headers' | 'body'> & {
  readonly fetchedAt?: string;
};

export type Extraction = {
  readonly kind: PageKind;
  readonly listings: Listing[];
  readonly links: Link[];
  readonly next: string | null;
  /** Addresses of the same offer in other languages, as its page declares them. */
  readonly alternates: readonly string[];
  /** The address that the page says is its own, where it stands at another one. */
  readonly canonical: string | null;
  /** Fields that stand on the page and could not be read. */
  readonly unread: Unread[];
  /** What the page's text says to robots; its headers are the crawler's to read. */
  readonly directives: PageDirectives;
  /** An empty shell that a script fills: fetch it with a browser. */
  readonly needsBrowser: boolean;
  /** Offers nothing, and says that the site is not there for now. */
  readonly down: boolean;
  /** Is about no offer, and says that what was offered at its address is not any more. */
  readonly gone: boolean;
};

const NOTHING: Extraction = {
  kind: 'other',
  listings: [],
  links: [],
  next: null,
  alternates: [],
  canonical: null,
  unread: [],
  directives: NO_DIRECTIVES,
  needsBrowser: false,
  down: false,
  gone: false,
};

/** Text of the page as a reader sees it, by which a wall or a shell is told from content; null where there is so much that it is content. */
function thinText(page: PageDocument): string | null {
  const { outline, parts, mainText } = page;
  const body = parts.body ?? 0;
  const limit = contentLength(page);
  return mainText().length >= limit || showsAtLeast(outline, body, limit)
    ? null
    : outlineText(outline, body, { limit });
}

function patternsOf(rules: ReadingRules | null): Patterns {
  const { detail, list } = rules?.pages ?? { detail: null, list: null };
  return {
    detail: detail?.match ? pathMatcher(detail.match) : null,
    list: list?.match ? pathMatcher(list.match) : null,
  };
}

/**
 * The page that goes on with this one, searched for where the page shows any sign of it. Where structured data tells of
 * one offer, only what it declares counts: the numbers on its page are of its pictures and reviews.
 */
function nextPage(
  page: PageDocument,
  { told }: Offers,
  rules: ReadingRules | null,
  missed: Unread[],
): string | null {
  const rule = rules?.pages.list ?? null;
  const inControl = nextInControl(page);
  if ((rule?.next ?? []).length > 0) return findNext(page, rule, missed, inControl);
  if (told === 'detail') {
    const next = declaredNext(page);
    return next !== null && isFurtherPart(page.url, next) ? next : null;
  }
  return mayGoOn(page, inControl) ? findNext(page, rule, missed, inControl) : null;
}

function originOf({ headers, fetchedAt }: ExtractInput): PageOrigin {
  const moment = new Date(fetchedAt ?? headers['date'] ?? '');
  return {
    contentLanguage: headers['content-language'] ?? null,
    fetchedAt: Number.isNaN(moment.getTime()) ? null : moment,
  };
}

function ofAddresses(addresses: AddressList): Extraction {
  const kind = addresses.links.length > 0 ? 'list' : 'other';
  return { ...NOTHING, ...addresses, kind };
}

/**
 * Pure: the same page and rules give the same extraction, whatever `way.memory` holds. Never throws on what a server sends;
 * a page that cannot be understood is `other`. `page.url` must be the final http or https URL.
 */
export function extractPage(page: ExtractInput, rules: ReadingRules | null, way: Way = {}): Extraction {
  const { memory = openReadingMemory() } = way;
  const patterns = patternsOf(rules);
  const sitemap = page.status < 400 ? readSitemapAtOnce(page, patterns) : null;
  if (sitemap !== null) return ofAddresses(sitemap);
  const source = decodePage(page.body, page.headers['content-type'] ?? null, memory.room);
  const addresses = page.status < 400 ? readAddressList(page, source, rules, patterns) : null;
  if (addresses !== null) return ofAddresses(addresses);
  const shown = asShown(source, page.headers['content-type'] ?? null, memory.room);
  const document = parseDocument(shown, page.url, originOf(page), rules, { ...way, memory });
  const text = thinText(document);
  const wall = blockSignal(document, page.status, text === null ? '' : wholeText(source), text);
  if (wall !== null) return { ...NOTHING, kind: 'blocked' };
  // Error pages carry menus and recommendations, never the offer that was asked for.
  if (page.status >= 400) return NOTHING;

  const offers = readOffers(document, rules, patterns);
  const missed = [...offers.unread];
  const following = nextPage(document, offers, rules, missed);
  const kind = decideKind(document, offers, following, patterns);
  const beside = kind === 'detail' && following !== null && !isFurtherPart(document.url, following);
  const next = beside ? null : following;
  const listings =
    kind === 'detail' ? mainListing(document, offers) : kind === 'list' ? listCards(document, offers) : [];
  const directives = declaredDirectives(document);
  const links = findLinks(document, {
    patterns,
    details: [...listings.map(({ url }) => url), ...offers.links],
    next,
    mayGoOn: offers.told !== 'detail',
    nofollow: directives.nofollow,
  });
  return {
    kind,
    listings,
    links,
    next,
    alternates: kind === 'detail' ? readAlternates(document) : [],
    canonical: document.canonical === document.url ? null : document.canonical,
    unread: missed,
    directives,
    needsBrowser: kind === 'other' && isEmptyShell(document, text),
    down: kind === 'other' && saysDown(document.title, text),
    gone: kind !== 'detail' && saysGone(document, kind),
  };
}

/** Reads the pages of one site, one after the other: as {@link extractPage} reads each, and quicker, as what they share is judged once. */
export function createExtractor(
  rules: ReadingRules | null,
  reader: HtmlReader,
): (page: ExtractInput) => Extraction {
  const memory = openReadingMemory();
  return (page) => {
    const read = extractPage(page, rules, { reader, memory });
    for (const listing of read.listings) giveOwnTexts(listing);
    return read;
  };
}
