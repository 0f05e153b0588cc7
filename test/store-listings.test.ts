/** Listings, their assessments, captures, sellers, offers, and the watch-lists they are screened under. */

import { expect, test } from 'vitest';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { findListings, noteCards } from '../src/store/offers/listings.ts';
import { insertOffers, touchOffers } from '../src/store/offers/place-offers.ts';
import { upsertSeller } from '../src/store/offers/sellers.ts';
import {
  currentWatchlist,
  findWatchlist,
  storeWatchlist,
  substanceNames,
} from '../src/store/offers/watchlists.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import {
  attachOffer,
  recordCapture,
  saveAssessment,
  saveListing,
  upsertOffer,
} from './support/single-rows.ts';
import { at, sampleAssessment, sampleListing, sampleSite, sampleWatchlist } from './support/store-samples.ts';

const findListing = async (db: Db, key: string) =>
  (await findListings(db, 'a', [key, 'other'])).get(key) ?? null;

async function withRun(): Promise<TestDatabase & { readonly run: number }> {
  const database = await openTestDatabase();
  await applySites(database.db, [sampleSite('a')], 'file', at(0));
  return { ...database, run: await createRun(database.db, 'a', 'command', at(0)) };
}

test('a listing is new, then unchanged, then changed; its first sight and its offer stay', async () => {
  await using database = await withRun();
  const { db, run } = database;
  const seen = {
    siteId: 'a',
    key: 'k',
    listing: sampleListing('Alpha'),
    contentHash: 'h1',
    runId: run,
    captureSha256: null,
  };
  expect(await findListing(db, 'k')).toBeNull();
  const first = await saveListing(db, { ...seen, now: at(1) });
  expect(first).toMatchObject({ change: 'new', offerId: null });
  const offer = await upsertOffer(db, { key: 'o', siteId: 'a', sellerId: null, now: at(1) });
  await attachOffer(db, first.id, offer.id);
  expect(await saveListing(db, { ...seen, now: at(2) })).toMatchObject({
    id: first.id,
    change: 'unchanged',
    offerId: offer.id,
  });
  const changed = { ...seen, listing: sampleListing('Alpha, 25 kg'), contentHash: 'h2', now: at(3) };
  expect(await saveListing(db, changed)).toMatchObject({
    ...{ id: first.id, change: 'changed', offerId: offer.id, version: 2, back: false },
    before: seen.listing,
  });
  const row = await db.selectFrom('listings').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    content: changed.listing,
    content_hash: 'h2',
    state: 'live',
    first_seen_at: at(1).toISOString(),
    last_seen_at: at(3).toISOString(),
  });
  expect(await findListing(db, 'k')).toEqual({
    id: first.id,
    ...{ key: 'k', partial: false },
    contentHash: 'h2',
    cards: {},
    watchlist: null,
    offerId: offer.id,
    state: 'live',
  });
});

test('what lists say of listings is noted with the sighting, under the lease alone', async () => {
  await using database = await withRun();
  const { db, run } = database;
  const listing = { siteId: 'a', listing: sampleListing('Alpha'), contentHash: 'h', runId: run };
  const { id } = await saveListing(db, { ...listing, key: 'k', captureSha256: null, now: at(1) });
  await saveListing(db, { ...listing, key: 'l', captureSha256: null, now: at(1) });
  const offer = await upsertOffer(db, { key: 'o', siteId: 'a', sellerId: null, now: at(1) });
  await attachOffer(db, id, offer.id);
  const lease = await acquireLease(db, 'a', 'worker', 60);
  const place = { siteId: 'a', runId: run, token: lease?.token ?? 0 };
  const cards = [
    { key: 'k', hash: 'card' },
    { key: 'unknown', hash: 'card' },
  ];
  await noteCards(db, { ...place, token: 99 }, '/list', cards, at(2));
  expect(await findListing(db, 'k')).toMatchObject({ cards: {} });
  await noteCards(db, place, '/list', cards, at(3));
  expect(await findListing(db, 'k')).toMatchObject({ cards: { '/list': 'card' }, contentHash: 'h' });
  expect(await findListing(db, 'l')).toMatchObject({ cards: {} });
  // What more kinds of lists say than are told apart is not noted; what the noted ones say is.
  for (const list of '234567') await noteCards(db, place, list, cards, at(3));
  await noteCards(db, place, '/list', [{ key: 'k', hash: 'new' }], at(3));
  expect(Object.keys((await findListing(db, 'k'))?.cards ?? {}).toSorted()).toEqual(['/list', ...'23456']);
  expect(await findListing(db, 'k')).toMatchObject({ cards: { '/list': 'new' } });
  const seen = await db.selectFrom('listings').select(['key', 'last_seen_at']).orderBy('key').execute();
  expect(seen.map((row) => row.last_seen_at)).toEqual([at(3).toISOString(), at(1).toISOString()]);
  const touched = await db.selectFrom('offers').select('last_seen_at').executeTakeFirstOrThrow();
  expect(touched.last_seen_at).toBe(at(3).toISOString());
});

test('a new assessment replaces the one before with all its hits', async () => {
  await using database = await withRun();
  const { db, run } = database;
  const listing = { siteId: 'a', key: 'k', listing: sampleListing('Alpha'), contentHash: 'h', runId: run };
  const { id } = await saveListing(db, { ...listing, captureSha256: null, now: at(1) });
  await saveAssessment(db, id, sampleAssessment(), at(1));
  expect((await findListing(db, 'k'))?.watchlist).toBe('list-1');
  const [hit] = sampleAssessment().hits;
  if (hit === undefined) throw new Error('the sample has hits');
  await saveAssessment(
    db,
    id,
    sampleAssessment({ watchlist: 'list-2', verdict: 'watch', hits: [{ ...hit, term: 'Beta' }] }),
    at(2),
  );
  expect((await findListing(db, 'k'))?.watchlist).toBe('list-2');
  const hits = await db.selectFrom('hits').select(['position', 'term', 'start_at', 'end_at']).execute();
  expect(hits).toEqual([{ position: 1, term: 'Beta', start_at: 0, end_at: 5 }]);
  await saveAssessment(
    db,
    id,
    sampleAssessment({ verdict: 'clear', hits: [], substances: [], score: 0.5 }),
    at(3),
  );
  expect(await db.selectFrom('hits').selectAll().execute()).toEqual([]);
  const row = await db.selectFrom('assessments').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    verdict: 'clear',
    score: 0.5,
    substances: [],
    reasons: sampleAssessment().reasons,
  });
});

test('text that PostgreSQL does not take is stored at the same length', async () => {
  await using database = await withRun();
  const { db, run } = database;
  const title = 'nul \0, half \udc00, whole \u{1f600}';
  const listing = sampleListing(title, {
    url: 'https://a.example/\0',
    attributes: { 'na\0me': 'val\ud800ue' },
  });
  const { id } = await saveListing(db, {
    siteId: 'a',
    key: 'k',
    listing,
    contentHash: 'h',
    runId: run,
    captureSha256: null,
    now: at(1),
  });
  const { content } = await db
    .selectFrom('listings')
    .select('content')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(content.title).toBe('nul \ufffd, half \ufffd, whole \u{1f600}');
  expect(content.title).toHaveLength(title.length);
  expect(content.attributes).toEqual({ 'na\ufffdme': 'val\ufffdue' });
});

test('the same bytes are one capture, however many pages gave them', async () => {
  await using database = await withRun();
  const { db, run } = database;
  const capture = {
    siteId: 'a',
    runId: run,
    status: 200,
    sha256: 'ab'.repeat(32),
    bytes: 100,
    storedBytes: 40,
    contentType: 'text/html',
    fetchedAt: at(1).toISOString(),
  };
  await recordCapture(db, { ...capture, url: 'https://a.example/1' });
  await recordCapture(db, { ...capture, url: 'https://a.example/2', fetchedAt: at(2).toISOString() });
  expect(await db.selectFrom('captures').select(['sha256', 'bytes', 'first_seen_at']).execute()).toEqual([
    { sha256: 'ab'.repeat(32), bytes: 100, first_seen_at: at(1).toISOString() },
  ]);
  expect(await db.selectFrom('page_captures').select('url').orderBy('id').execute()).toHaveLength(2);
});

test('a seller keeps what is known when a later sight says less', async () => {
  await using database = await withRun();
  const { db } = database;
  const seller = { name: 'Invented Trading', id: null, url: 'https://a.example/seller', country: null };
  const id = await upsertSeller(db, { siteId: 'a', key: 's', seller });
  expect(await upsertSeller(db, { siteId: 'a', key: 's', seller: null })).toBe(id);
  expect(
    await upsertSeller(db, { siteId: 'a', key: 's', seller: { ...seller, name: null, country: 'NL' } }),
  ).toBe(id);
  expect(await db.selectFrom('sellers').select(['name', 'url', 'country']).execute()).toEqual([
    { name: 'Invented Trading', url: 'https://a.example/seller', country: 'NL' },
  ]);
});

test('an offer is created once and its last sight never goes back', async () => {
  await using database = await withRun();
  const { db } = database;
  const sellerId = await upsertSeller(db, { siteId: 'a', key: 's', seller: null });
  const offer = { key: 'o', sellerId, substances: [] };
  const race = await Promise.all([1, 2, 3, 4].map((second) => insertOffers(db, 'a', [offer], at(second))));
  const numbers = new Set(race.map((made) => made.get('o')));
  expect(numbers.size).toBe(1);
  await touchOffers(db, [...numbers].map(Number), at(9));
  await touchOffers(db, [...numbers].map(Number), at(5));
  expect(await db.selectFrom('offers').select('last_seen_at').execute()).toEqual([
    { last_seen_at: at(9).toISOString() },
  ]);
});

test('one watch-list is current, all that ever were are kept', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const [one, two] = [
    sampleWatchlist('v1', { a: 'Alpha', old: 'Old' }),
    sampleWatchlist('v2', { a: 'Alpha renamed' }),
  ];
  expect(await currentWatchlist(db)).toBeNull();
  expect(await storeWatchlist(db, one, at(0))).toEqual({ changed: true });
  expect(await storeWatchlist(db, one, at(1))).toEqual({ changed: false });
  expect(await storeWatchlist(db, two, at(2))).toEqual({ changed: true });
  expect(await currentWatchlist(db)).toEqual(two);
  expect(await findWatchlist(db, 'v1')).toEqual(one);
  expect(await findWatchlist(db, 'v3')).toBeNull();
  expect(await substanceNames(db, ['a', 'old', 'never'])).toEqual(
    new Map([
      ['a', 'Alpha renamed'],
      ['old', 'Old'],
    ]),
  );
  expect(await storeWatchlist(db, one, at(3))).toEqual({ changed: true });
  expect((await currentWatchlist(db))?.version).toBe('v1');
});

test('processes that store different lists at once leave one of them current', async () => {
  await using database = await openTestDatabase();
  const lists = ['v1', 'v2', 'v3', 'v4'].map((version) => sampleWatchlist(version, { a: 'Alpha' }));
  await Promise.all(lists.map((list) => storeWatchlist(database.db, list, at(0))));
  const current = await database.db
    .selectFrom('watchlists')
    .select('version')
    .where('is_current', '=', true)
    .execute();
  expect(current).toHaveLength(1);
});
