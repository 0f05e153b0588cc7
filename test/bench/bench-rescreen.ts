/** Re-screening of many stored listings, beside one that takes them one by one and writes each. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { createLog } from '../../src/log.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { Watchlist } from '../../src/model/watchlist.ts';
import { putInUse } from '../../src/pipeline/configuration/use-watchlist.ts';
import { recordListings } from '../../src/pipeline/page/record-listings.ts';
import { driveRescreen } from '../../src/pipeline/rescreen.ts';
import { compileWatchlist, type Screener } from '../../src/screen/compile-watchlist.ts';
import { createRun } from '../../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../../src/store/crawling/sites.ts';
import { type Db, type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { openRescreen } from '../../src/store/rescreening/rescreens.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { saveAssessment } from '../support/single-rows.ts';
import { sampleListing, sampleSite } from '../support/store-samples.ts';
import { crawlBesideRescreen } from './crawl-beside-rescreen.ts';
import { expectCount } from './in-turn.ts';
import { shopTexts } from './shop-texts.ts';
import { cpuWithServer } from './used-by-process.ts';

/** Different listings; the others are copies of them. */
const KINDS = 1000;
/** Listings of each thousand that the new list finds, and the old one does not. */
const NEW_NAME = 'zorbamoline';
const ONE_BY_ONE = 2000;
const SITE = sampleSite('shop');
const BEFORE = new Date('2026-01-01T00:00:00Z');

export async function benchRescreen(listings: number, threads: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-rescreen-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const database = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  const shipped = await loadWatchlist(new URL('../../config/watchlist', import.meta.url).pathname);
  const bytes = await seed(database, shipped, listings);
  const stored = Math.ceil(listings / KINDS) * KINDS;
  const alone = await oneByOne(database.db, compileWatchlist(withNewName(shipped)));
  const cpuBefore = cpuWithServer(folder);
  const ours = await rescreenAll(database, withNewName(shipped), threads, stored);
  const cpu = cpuWithServer(folder) - cpuBefore;
  console.log(
    `re-screening: ${stored} stored listings (${(bytes / KINDS / 1e3).toFixed(1)} kB each), ${threads} threads: ` +
      `${(stored / ours).toFixed(0)}/s in ${ours.toFixed(1)} s; one by one, each written: ${alone.toFixed(0)}/s; ` +
      `ratio ${(stored / ours / alone).toFixed(1)}; ${((cpu * 1e6) / stored).toFixed(0)} µs of processors a listing`,
  );
  const again = (round: number) => ({
    ...withNewName(shipped, `${NEW_NAME}${round}`),
    version: `again-${round}`,
  });
  console.log(`${await crawlBesideRescreen(database, folder, again)}\n`);
}

function withNewName(list: Watchlist, text = NEW_NAME): Watchlist {
  const [first] = list.substances;
  if (first === undefined) throw new Error('the shipped list is empty');
  const terms = first.terms
    .slice(0, 1)
    .map((term) => ({ ...term, text, ambiguous: false, collidesWith: [] }));
  const added = { ...first, id: 'added', name: text, cas: [], terms };
  return { ...list, version: `${list.version}-more`, substances: [...list.substances, added] };
}

/** Some as crawls leave them, and the rest as copies, rows and indexes included. Gives the bytes of one of each kind. */
async function seed({ db, pool }: OpenDatabase, shipped: Watchlist, listings: number): Promise<number> {
  await db.transaction().execute((tx) => putInUse(tx, shipped, 'bench', BEFORE));
  await applySites(db, [SITE], 'file', BEFORE);
  const run = await createRun(db, SITE.id, 'command', BEFORE);
  const { token = 0 } = (await acquireLease(db, SITE.id, 'bench', 3600)) ?? {};
  const screener = compileWatchlist(shipped);
  const { texts } = shopTexts(KINDS);
  const place = { site: SITE, run, token, room: KINDS, flood: { alert: null } };
  let bytes = 0;
  for (const [i, text] of texts.entries()) {
    const description = i === 0 ? `${text} ${NEW_NAME}, in stock` : text;
    const listing: Listing = sampleListing(`Goods number ${i}`, { description, seller: null });
    bytes += Buffer.byteLength(JSON.stringify(listing));
    const found = { key: String(i), listing, contentHash: String(i), capture: null, partial: false };
    const assessment = screener.screen(listing, BEFORE);
    await recordListings(db, place, [{ ...found, assessment, watchlist: shipped.version }], BEFORE);
  }
  await copyRows(pool, Math.ceil(listings / KINDS) - 1);
  return bytes;
}

async function copyRows(pool: pg.Pool, copies: number): Promise<void> {
  await pool.query(
    `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id)
     select site_id, key || '/' || n, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id
     from generate_series(1, $1::integer) n, listings order by n, id`,
    [copies],
  );
  await pool.query('vacuum analyze listings, assessments, hits');
  // A copy has the key of what it was copied from.
  const join = `listings c join listings l on l.key = split_part(c.key, '/', 1) and l.site_id = c.site_id and c.key like '%/%'`;
  await pool.query(
    `insert into assessments (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law, assessed_at)
     select c.id, a.watchlist_version, a.verdict, a.score, a.severity, a.substances, a.reasons, a.law, a.assessed_at
     from ${join} join assessments a on a.listing_id = l.id order by c.id`,
  );
  await pool.query(
    `insert into hits (listing_id, position, substance, term, technique, field, start_at, end_at, text)
     select c.id, h.position, h.substance, h.term, h.technique, h.field, h.start_at, h.end_at, h.text
     from ${join} join hits h on h.listing_id = l.id order by c.id`,
  );
  await pool.query('vacuum analyze');
}

/** Listings a second, each read, screened and written by itself. */
async function oneByOne(db: Db, screener: Screener): Promise<number> {
  const ids = await db.selectFrom('listings').select('id').orderBy('id', 'desc').limit(ONE_BY_ONE).execute();
  const started = performance.now();
  for (const { id } of ids) {
    const { content } = await db
      .selectFrom('listings')
      .select('content')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await saveAssessment(db, id, screener.screen(content, BEFORE), BEFORE);
  }
  return (ids.length * 1000) / (performance.now() - started);
}

/** Seconds. */
async function rescreenAll(
  { db, databaseUrl }: OpenDatabase,
  list: Watchlist,
  threads: number,
  stored: number,
): Promise<number> {
  await db.transaction().execute((tx) => putInUse(tx, list, 'bench', BEFORE));
  const { id = 0 } = (await openRescreen(db)) ?? {};
  const started = performance.now();
  const after = await driveRescreen({
    ...{ db, databaseUrl, rescreen: id, threads, worker: 'bench', alertsPerRun: 200 },
    ...{ clock: () => new Date(), signal: new AbortController().signal },
  });
  const seconds = (performance.now() - started) / 1000;
  expectCount('screened', after?.screened ?? 0, stored);
  // One of each thousand has the new name; those of the last thousands were written one by one before.
  expectCount('changed', after?.changed ?? 0, (stored - ONE_BY_ONE) / KINDS);
  return seconds;
}
