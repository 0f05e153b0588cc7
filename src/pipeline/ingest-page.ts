/** The way of a page: read it, screen its listings, find their offers, store it all; gives the crawler what to follow. */
import type { PageOutcome } from '../../crawlers/crawl-site.ts';
import { contentHash } from '../dedupe/content-hash.ts';
import { listingKey, sharedUrls } from '../dedupe/listing-key.ts';
import type { CaptureStore } from '../evidence/capture-store.ts';
import { extractPage } from '../extract/extract-page.ts';
import type { HtmlReader } from '../extract/outline.ts';
import type { Page } from '../model/page.ts';
import type { Site } from '../model/site.ts';
import type { Screener } from '../screen/compile-watchlist.ts';
import { recordCapture } from '../store/captures.ts';
import { findListing } from '../store/listings.ts';
import type { Db } from '../store/open-database.ts';
import { canonicalUrl } from '../text/canonical-url.ts';
import { type FoundListing, recordListing } from './record-listing.ts';
import type { FieldTally } from './tally-fields.ts';

export type IngestTools = {
  readonly db: Db;
  readonly captures: CaptureStore;
  readonly screener: Screener;
  readonly clock: () => Date;
  readonly htmlReader: HtmlReader;
};

/** Grows while the run goes on. */
export type RunCounts = { pages: number; listings: number; opened: number; revised: number };

export type RunContext = {
  readonly site: Site;
  readonly run: number;
  /** Fencing token of the site's lease: a run that lost it cannot write. */
  readonly token: number;
  readonly counts: RunCounts;
  readonly fields: FieldTally;
};

async function keepCapture(tools: IngestTools, context: RunContext, page: Page): Promise<string> {
  const kept = await tools.captures.put(page.body);
  await recordCapture(tools.db, {
    ...kept,
    siteId: context.site.id,
    runId: context.run,
    url: page.url,
    status: page.status,
    contentType: page.headers['content-type'] ?? null,
    fetchedAt: page.fetchedAt,
  });
  return kept.sha256;
}

async function ingestListing(
  tools: IngestTools,
  context: RunContext,
  found: FoundListing & { readonly card: boolean },
): Promise<void> {
  const { db, screener, clock } = tools;
  const known = await findListing(db, context.site.id, found.key);
  // A card on a list says less than the listing's own page: it is a sighting of what is known, not a new text.
  const seen =
    known !== null && found.card ? { ...found, contentHash: known.contentHash, capture: null } : found;
  // Same words under the same list give the same verdict: only the sighting is written.
  const same =
    known !== null && known.contentHash === seen.contentHash && known.watchlist === screener.version;
  const assessment = same ? null : screener.screen(found.listing, clock(), context.site.kind);
  const change = await recordListing(db, context, seen, assessment, clock());
  context.counts.listings += 1;
  if (change === 'opened') context.counts.opened += 1;
  if (change === 'revised') context.counts.revised += 1;
}

/**
 * Takes one fetched page through every step. The page's capture is kept when it offers something, so that an alert always has
 * its evidence.
 * @returns kind and links for the crawler
 */
export async function ingestPage(tools: IngestTools, context: RunContext, page: Page): Promise<PageOutcome> {
  const read = extractPage(page, context.site, tools.htmlReader);
  const { kind, listings, links, needsBrowser } = read;
  context.fields.add(read);
  const outcome: PageOutcome = { kind, listings: listings.length, links, needsBrowser };
  context.counts.pages += 1;
  if (listings.length === 0) return outcome;
  const capture = await keepCapture(tools, context, page);
  const origins = new Set(context.site.start.map((url) => new URL(url).origin));
  const shared = sharedUrls(listings);
  const here = canonicalUrl(page.url);
  for (const listing of listings) {
    const key = listingKey(listing, origins, shared.has(listing.url));
    const card = canonicalUrl(listing.url) !== here;
    await ingestListing(tools, context, { key, listing, contentHash: contentHash(listing), capture, card });
  }
  return outcome;
}
