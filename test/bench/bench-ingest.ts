/** Storing what pages say, deduplicated, when little and when much is stored already; beside plain inserts one by one. */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { contentHash } from '../../src/dedupe/content-hash.ts';
import { createLog } from '../../src/log.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { Listing } from '../../src/model/listing.ts';
import {
  type ListingToRecord,
  type RecordPlace,
  recordListings,
} from '../../src/pipeline/page/record-listings.ts';
import { type Db, openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { textTable } from '../evaluate/text-table.ts';
import { expectCount, median } from './in-turn.ts';
import { ALERTING, seedOffers } from './seed-offers.ts';
import { cpuWithServer } from './used-by-process.ts';

const FEW = 1000;
const BATCH = 200;
/** Batches of one round; rounds at each size. */
const BATCHES = 25;
const SITE = {
  id: 'site-1',
  start: ['https://site-1.invalid/'],
  practice: false,
} as RecordPlace['site'];
/** By which listings, offers and sellers are found again. */
const INDEX = [
  'offer_keys',
  'seller_contacts',
  'seller_links',
  'shared_contacts',
  'listing_aliases',
  'listings_by_external_id',
];
/** What tells an analyst why a listing belongs to its offer. */
const REASONS = ['placements'];

const WORDS =
  `sealed drum stock warehouse purity parcel courier sample invoice quote bulk grade packed shipped tracked
  standard colour powder liquid crystal pallet customs origin batch certificate order payment weekly monthly reserve`.split(
    /\s+/,
  );

function textOf(n: number): string {
  let state = (n * 2_654_435_761) % 4_294_967_296;
  const word = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return WORDS[Math.floor((state / 4_294_967_296) * WORDS.length)] ?? '';
  };
  return Array.from({ length: 40 }, word).join(' ');
}

/** One in four that alert says what another one of the same seller said; each seller has two contacts. */
function listingOf(n: number): Listing {
  const seller = Math.floor(n / 40);
  return {
    ...{ url: `https://site-1.invalid/new/${n}`, externalId: String(n), title: `Thing ${n}, 5 kg` },
    description: textOf(n % 4 === 0 ? n - 3 : n),
    price: { amount: String(20 + (n % 80)), currency: 'EUR', unit: null, raw: '' },
    ...{ availability: 'InStock', quantity: '5 kg', location: null, postedAt: null, language: 'en' },
    seller: { name: `Trader ${seller}`, id: null, url: null, country: null },
    contacts: [
      { kind: 'telegram', value: `trader${seller}x`, raw: `@trader${seller}x` },
      { kind: 'email', value: `t${seller}@traders${seller % 7}.com`, raw: '' },
    ],
    ...{ images: [`https://site-1.invalid/img/${n}.jpg`], attributes: { Grade: 'standard' }, source: {} },
  };
}

function assessmentOf(n: number): Assessment {
  const verdict = n % 100 < ALERTING ? 'alert' : n % 100 < 27 ? 'watch' : 'clear';
  const substances = verdict === 'clear' ? [] : [`substance-${n % 3}`];
  return {
    ...{ verdict, score: 50, severity: 'medium', substances, law: [], watchlist: 'bench' },
    reasons: substances.length === 0 ? [] : [{ code: 'name', text: 'Names it', weight: 50 }],
    hits: substances.map((substance) => ({
      ...{ substance, term: 'Thing', technique: 'name', field: 'title', start: 0, end: 5, text: 'Thing' },
    })),
  };
}

function batchOf(first: number): ListingToRecord[] {
  return Array.from({ length: BATCH }, (_, at) => {
    const listing = listingOf(first + at);
    const rest = { capture: null, partial: false, watchlist: 'bench' };
    const key = `/new/${first + at}`;
    return { key, listing, contentHash: contentHash(listing), assessment: assessmentOf(first + at), ...rest };
  });
}

/** Listings a second, and microseconds of processors that one took, the server's included. */
type Round = { readonly rate: number; readonly plain: number; readonly cpu: number };

/** Listings a second, ours and plain inserts of the same listings into a table without anything else. */
async function round(db: Db, pool: pg.Pool, folder: string, first: number): Promise<Round> {
  const place = { site: SITE, run: 1, token: 1, room: 1e9, flood: { alert: null } };
  const cpuBefore = cpuWithServer(folder);
  const began = performance.now();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await recordListings(db, place, batchOf(first + batch * BATCH), new Date());
  }
  const ours = performance.now() - began;
  const cpu = cpuWithServer(folder) - cpuBefore;
  const single = BATCH * 2;
  const plainBegan = performance.now();
  for (let n = 0; n < single; n += 1) {
    const listing = listingOf(first + n);
    await pool.query('insert into plain (key, content) values ($1, $2)', [
      `${first + n} ${randomInt(1e9)}`,
      JSON.stringify(listing),
    ]);
  }
  const plain = performance.now() - plainBegan;
  return {
    rate: (BATCH * BATCHES * 1000) / ours,
    plain: (single * 1000) / plain,
    cpu: (cpu * 1e6) / (BATCH * BATCHES),
  };
}

type Size = {
  readonly bytes: number;
  readonly reasons: number;
  readonly listings: number;
  readonly alerting: number;
};

async function sizeOf(pool: pg.Pool): Promise<Size> {
  const { rows } = await pool.query<Size>(
    `select (select sum(pg_total_relation_size(name::regclass)) from unnest($1::text[]) name)::float8 as bytes,
      (select sum(pg_total_relation_size(name::regclass)) from unnest($2::text[]) name)::float8 as reasons,
      (select count(*) from listings) as listings, (select count(*) from listings where offer_id is not null) as alerting`,
    [INDEX, REASONS],
  );
  return rows[0] ?? { bytes: 0, reasons: 0, listings: 0, alerting: 0 };
}

async function measure(stored: number, rounds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-ingest-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const { db, pool } = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  await seedOffers(pool, stored, new Date());
  // What filling it left to be written is no part of what is measured; what is written from here on is.
  await pool.query('checkpoint');
  await pool.query(
    'create table plain (id bigint generated always as identity primary key, key text, content json)',
  );
  const before = await sizeOf(pool);
  const measured: Round[] = [];
  for (let at = 0; at < rounds; at += 1)
    measured.push(await round(db, pool, folder, 100_000_000 + at * BATCH * BATCHES));
  const after = await sizeOf(pool);
  const { rows } = await pool.query<{ alerts: number }>(
    'select count(*) as alerts from alerts where offer_id in (select id from offers where key not like $1)',
    ['offer-%'],
  );
  const added = after.listings - before.listings;
  expectCount('listings stored', added, rounds * BATCH * BATCHES);
  return {
    rate: median(measured.map(({ rate }) => rate)),
    plain: median(measured.map(({ plain }) => plain)),
    cpu: median(measured.map(({ cpu }) => cpu)),
    perListing: (after.bytes - before.bytes) / added,
    reasons: (after.reasons - before.reasons) / (after.alerting - before.alerting),
    perAlerting: (after.bytes - before.bytes) / (after.alerting - before.alerting),
    alerts: rows[0]?.alerts ?? 0,
  };
}

export async function benchIngest(rounds: number, stored: number): Promise<void> {
  const [few, many] = [await measure(FEW, rounds), await measure(stored, rounds)];
  const row = (name: string, each: Awaited<ReturnType<typeof measure>>) => [
    name,
    each.rate.toFixed(0),
    (each.rate / each.plain).toFixed(2),
    each.cpu.toFixed(0),
    each.perListing.toFixed(0),
    each.perAlerting.toFixed(0),
    each.reasons.toFixed(0),
    String(each.alerts),
  ];
  console.log(
    textTable([
      [
        `ingest in batches of ${BATCH}`,
        'listings/s',
        '× plain single inserts',
        'µs of processors a listing',
        'index bytes per listing',
        'per alerting listing',
        'reasons per alerting listing',
        'alerts',
      ],
      row(`${FEW} stored`, few),
      row(`${stored} stored`, many),
    ]),
  );
  const more = (ratio: number) => (100 * (ratio - 1)).toFixed(0);
  console.log(
    `at ${stored} stored a listing costs ${more(many.cpu / few.cpu)} % more of the processors than at ${FEW}, and takes ` +
      `${more(few.rate / many.rate)} % more time\n`,
  );
}
