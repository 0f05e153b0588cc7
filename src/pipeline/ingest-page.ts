/** The way of a page: read it, screen its listings, find their offers, store it all; gives the crawler what to follow. */
import type { Shoot } from '../../crawlers/shoot-page.ts';
import type { PageOutcome } from '../../crawlers/visit-url.ts';
import { cardHash } from '../dedupe/content-hash.ts';
import type { CaptureStore } from '../evidence/capture-store.ts';
import type { Extraction } from '../extract/extract-page.ts';
import type { Listing } from '../model/listing.ts';
import type { Page } from '../model/page.ts';
import type { Site } from '../model/site.ts';
import { countUnused, type UnusedCounts } from '../model/unused.ts';
import type { Screener } from '../screen/compile-watchlist.ts';
import { noteCards } from '../store/listings.ts';
import type { Db } from '../store/open-database.ts';
import { joinDirectives } from '../text/robots-directives.ts';
import type { Journal } from './keep-journal.ts';
import { keepScreenshot } from './keep-screenshot.ts';
import type { Flood } from './raise-listings.ts';
import { type Found, recogniseListings } from './recognise-listings.ts';
import { type ListingToRecord, recordListings } from './record-listings.ts';
import type { FieldTally } from './tally-fields.ts';

export type IngestTools = {
  readonly db: Db;
  readonly captures: CaptureStore;
  readonly screener: Screener;
  readonly clock: () => Date;
  /** Called after an alert was written, so that it is published at once; must not throw. */
  readonly onAlert?: () => void;
  /** So many alerts one run of one site may open; one more then stands for all others. */
  readonly alertsPerRun: number;
  /** Pictures of listings that alert or are watched that one run may fetch. */
  readonly picturesPerRun: number;
};

/** Grows while the run goes on. */
export type RunCounts = { pages: number; listings: number; opened: number; revised: number };

export type RunContext = {
  readonly site: Site;
  readonly run: number;
  /** Fencing token of the site's lease: a run that lost it cannot write. */
  readonly token: number;
  readonly counts: RunCounts;
  /** Contacts and pictures that tell nothing of who sells. */
  readonly unused: UnusedCounts;
  /** Reads a page by the rules of the site. */
  readonly extract: (page: Page) => Extraction;
  readonly fields: FieldTally;
  readonly flood: Flood;
  /** Cards that alert and whose own page is still to be read. */
  readonly cards: { waiting: number };
};

/** Where what a page says is written down, with the rest of the run. */
export type PageBook = Pick<Journal, 'add' | 'isFresh' | 'written'>;

/** Keeps the page's bytes when they are first asked for; gives their SHA-256. */
function copyOnce({ captures }: IngestTools, page: Page, book: PageBook): () => string {
  let copy: string | null = null;
  return () => {
    if (copy !== null) return copy;
    const { sha256, stored } = captures.begin(page.body);
    const { url, status, headers, fetchedAt } = page;
    const contentType = headers['content-type'] ?? null;
    book.add({ capture: { page: { url, status, contentType, fetchedAt }, stored } });
    copy = sha256;
    return sha256;
  };
}

/** A page that asks not to be shown or kept is still read; the operator may have a written reason to keep it as any other. */
function asksForNoCopy(page: Page, { directives }: Extraction, site: Site): boolean {
  const { noindex, noarchive } = joinDirectives(page.directives, directives);
  return (noindex || noarchive) && site.overrides.noarchive === null;
}

/** What is to be written of a listing. `capture` is null where no copy is kept; then `evidence` keeps one for an alert all the same. */
function assess(
  { screener, clock }: IngestTools,
  context: RunContext,
  { known, card, ...found }: Found,
  copies: { readonly capture: string | null; readonly evidence: () => string },
): ListingToRecord {
  // A card on a list says less than the listing's own page: it is a sighting of what is known, not a new text.
  const seen = known !== null && card ? { ...found, contentHash: known.contentHash } : found;
  // Same words under the same list give the same verdict: only the sighting is written. A card's is settled by its own page.
  const same = known?.contentHash === seen.contentHash && known.watchlist === screener.version;
  const silent = card ? same || known?.partial === false : same && !known.partial;
  const assessment = silent ? null : screener.screen(found.listing, clock(), context.site.kind);
  const capture = copies.capture ?? (assessment?.verdict === 'alert' ? copies.evidence() : null);
  const kept = known !== null && card ? null : capture;
  return { ...seen, capture: kept, partial: card, assessment, watchlist: screener.version };
}

/** A card of a listing that was read and screened before: that it was seen is all there is to write. */
function isSighting({ known, card }: Found, watchlist: string): boolean {
  if (!card || known === null || known.state !== 'live') return false;
  return known.watchlist === watchlist || !known.partial;
}

/** Whether the page says something of the listing that was not known, or is not as it was. */
function isNews({ known, card, listing, contentHash: hash }: Found, list: string): boolean {
  if (known === null) return true;
  if (!card) return known.contentHash !== hash;
  const before = known.cards[list];
  return known.state !== 'live' || (before !== undefined && before !== cardHash(listing));
}

/** Lists of one kind say the same things of a listing: all pages of a catalogue are one kind, all pages of sellers another. */
function kindOfList(url: string): string {
  return new URL(url).pathname.replace(/\d+/g, '#').slice(0, 200);
}

/** What is new and raises no alert goes with the rest of the run. True when it does. */
function noteQuiet(
  { assessment, watchlist: _, ...listing }: ListingToRecord,
  known: ReadonlySet<string>,
  book: PageBook,
  at: Date,
): boolean {
  if (assessment === null || assessment.verdict === 'alert' || known.has(listing.key)) return false;
  const { aliases = [], languageSet = null } = listing;
  book.add({ listing: { ...listing, aliases, languageSet, assessment, at } });
  return true;
}

/** All else that a page says, in one transaction. */
async function record(
  { db, clock, alertsPerRun, onAlert }: IngestTools,
  context: RunContext,
  listings: readonly ListingToRecord[],
  { list, cards, book }: { readonly list: string; readonly cards: readonly Found[]; readonly book: PageBook },
): Promise<void> {
  const { site, run, token, counts, unused, flood } = context;
  const hashes = cards.map(({ key, listing }) => ({ key, hash: cardHash(listing) }));
  const note = async (tx: Db) =>
    hashes.length === 0
      ? undefined
      : await noteCards(tx, { siteId: site.id, runId: run, token }, list, hashes, clock());
  // What it refers to, and what was said of it before, comes first.
  if (listings.length > 0 || hashes.length > 0) await book.written();
  if (listings.length === 0) return await note(db);
  const place = { site, run, token, flood, room: alertsPerRun - counts.opened };
  const { opened, revised, ...told } = await recordListings(db, place, listings, clock(), note);
  countUnused(unused, told.unused);
  counts.opened += opened;
  counts.revised += revised;
  if (opened + revised > 0) onAlert?.();
}

/** A card's own page is still to come, and has a picture of its own. */
function needsPicture({ partial, assessment }: ListingToRecord): boolean {
  return !partial && assessment?.verdict === 'alert';
}

const SOLD: ReadonlySet<Listing['availability']> = new Set(['SoldOut', 'Discontinued']);

/** What of a page the crawl needs to know, and what is remembered of it. */
export type Ingested = PageOutcome & {
  /** Keys of its listings, and of those that it offers on a page of their own and that are sold. */
  readonly shows: readonly string[];
  readonly sold: readonly string[];
};

/**
 * Takes one fetched page through every step. A copy of the page is kept when it offers something, so that an alert always has
 * its evidence; of a page that asks for no copy, only when one of its listings alerts; of a list that says nothing new, none.
 * `shoot`: takes a picture of a page that a script drew, which is kept beside the copy when one of its listings alerts.
 */
export async function ingestPage(
  tools: IngestTools,
  context: RunContext,
  page: Page,
  book: PageBook,
  shoot: Shoot | null = null,
): Promise<Ingested> {
  const read = context.extract(page);
  const { kind, links, needsBrowser } = read;
  context.fields.add(read);
  context.counts.pages += 1;
  const found = await recogniseListings(tools.db, context, page, read, book);
  const evidence = copyOnce(tools, page, book);
  const told = found.filter((each) => !isSighting(each, tools.screener.version));
  const keeps = told.length > 0 && !asksForNoCopy(page, read, context.site);
  const copies = { capture: keeps ? evidence() : null, evidence };
  const list = kindOfList(page.url);
  const cards = found.filter(({ card }) => card);
  const known = new Set(found.flatMap((each) => (each.known === null ? [] : [each.key])));
  const assessed = told.map((each) => assess(tools, context, each, copies));
  const alerting = assessed.filter(({ partial, assessment }) => partial && assessment?.verdict === 'alert');
  context.cards.waiting += alerting.length;
  if (shoot !== null && assessed.some(needsPicture)) await keepScreenshot(tools, book, evidence(), shoot);
  const rest = assessed.filter((each) => !noteQuiet(each, known, book, tools.clock()));
  await record(tools, context, rest, { list, cards, book });
  context.counts.listings += found.length;
  const news = found.filter((each) => isNews(each, list));
  const changed = news.filter(({ card, known }) => card && known !== null).map(({ listing }) => listing.url);
  const sold = found.filter(({ card, listing }) => !card && SOLD.has(listing.availability));
  return {
    kind,
    listings: read.listings.length,
    links,
    news: news.length,
    changed,
    needsBrowser,
    shows: found.map(({ key }) => key),
    sold: sold.map(({ key }) => key),
  };
}
