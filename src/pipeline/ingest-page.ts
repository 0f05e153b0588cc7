/** The way of a page: read it, screen its listings, find their offers, store it all; gives the crawler what to follow. */
import type { Shoot } from '../../crawlers/shoot-page.ts';
import type { PageOutcome } from '../../crawlers/visit-url.ts';
import { cardHash } from '../dedupe/content-hash.ts';
import type { Listing } from '../model/listing.ts';
import type { Page } from '../model/page.ts';
import { countUnused } from '../model/unused.ts';
import { noteCards } from '../store/offers/listings.ts';
import type { Db } from '../store/open-database.ts';
import { assess, isNews, isSighting, needsPicture } from './page/assess-found.ts';
import { asksForNoCopy, copyOnce } from './page/copy-page.ts';
import { keepScreenshot } from './page/keep-screenshot.ts';
import { type Found, recogniseListings } from './page/recognise-listings.ts';
import { type ListingToRecord, recordListings } from './page/record-listings.ts';
import type { IngestTools, PageBook, RunContext } from './page/run-context.ts';

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

const SOLD: ReadonlySet<Listing['availability']> = new Set(['SoldOut', 'Discontinued']);

/** What of a page the crawl needs to know, and what is remembered of it. */
export type Ingested = PageOutcome & {
  /** Keys of its listings, and of those that it offers on a page of their own and that are sold. */
  readonly shows: readonly string[];
  readonly sold: readonly string[];
  /** It says that what was offered at its address is not any more. */
  readonly gone: boolean;
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
  const { kind, links, canonical, needsBrowser, down, gone } = read;
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
    canonical,
    news: news.length,
    changed,
    needsBrowser,
    down,
    gone,
    shows: found.map(({ key }) => key),
    sold: sold.map(({ key }) => key),
  };
}
