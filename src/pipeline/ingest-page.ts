/** The way of a page: read it, screen its listings, find their offers, store it all; gives the crawler what to follow. */
import type { PageOutcome } from '../../crawlers/crawl-site.ts';
import { contentHash } from '../dedupe/content-hash.ts';
import { listingKey, sharedUrls } from '../dedupe/listing-key.ts';
import type { CaptureStore } from '../evidence/capture-store.ts';
import { type Extraction, extractPage } from '../extract/extract-page.ts';
import type { HtmlReader } from '../extract/outline.ts';
import type { Page } from '../model/page.ts';
import type { Site } from '../model/site.ts';
import type { Screener } from '../screen/compile-watchlist.ts';
import { recordCapture } from '../store/captures.ts';
import { findListing } from '../store/listings.ts';
import type { Db } from '../store/open-database.ts';
import { canonicalUrl } from '../text/canonical-url.ts';
import { joinDirectives } from '../text/robots-directives.ts';
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

/** Keeps the page's bytes when they are first asked for. */
function copyOnce(tools: IngestTools, context: RunContext, page: Page): () => Promise<string> {
  let copy: Promise<string> | null = null;
  return () => {
    copy ??= keepCapture(tools, context, page);
    return copy;
  };
}

/** A page that asks not to be shown or kept is still read; the operator may have a written reason to keep it as any other. */
function asksForNoCopy(page: Page, { directives }: Extraction, site: Site): boolean {
  const { noindex, noarchive } = joinDirectives(page.directives, directives);
  return (noindex || noarchive) && site.overrides.noarchive === null;
}

/** `copy` keeps the page where it was not kept yet: an alert always has its evidence. */
async function ingestListing(
  tools: IngestTools,
  context: RunContext,
  found: FoundListing & { readonly card: boolean },
  copy: (() => Promise<string>) | null,
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
  const capture = copy !== null && assessment?.verdict === 'alert' ? await copy() : seen.capture;
  const change = await recordListing(db, context, { ...seen, capture }, assessment, clock());
  context.counts.listings += 1;
  if (change === 'opened') context.counts.opened += 1;
  if (change === 'revised') context.counts.revised += 1;
}

/**
 * Takes one fetched page through every step. A copy of the page is kept when it offers something, so that an alert always has
 * its evidence; of a page that asks for no copy, only when one of its listings alerts.
 * @returns kind and links for the crawler
 */
export async function ingestPage(tools: IngestTools, context: RunContext, page: Page): Promise<PageOutcome> {
  const read = extractPage(page, context.site, tools.htmlReader);
  const { kind, listings, links, needsBrowser } = read;
  context.fields.add(read);
  const outcome: PageOutcome = { kind, listings: listings.length, links, needsBrowser };
  context.counts.pages += 1;
  if (listings.length === 0) return outcome;
  const copy = copyOnce(tools, context, page);
  const noCopy = asksForNoCopy(page, read, context.site);
  const capture = noCopy ? null : await copy();
  const origins = new Set(context.site.start.map((url) => new URL(url).origin));
  const shared = sharedUrls(listings);
  const here = canonicalUrl(page.url);
  for (const listing of listings) {
    const key = listingKey(listing, origins, shared.has(listing.url));
    const card = canonicalUrl(listing.url) !== here;
    const found = { key, listing, contentHash: contentHash(listing), capture, card };
    await ingestListing(tools, context, found, noCopy ? copy : null);
  }
  return outcome;
}
