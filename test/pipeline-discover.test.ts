/** Names beside confirmed hits that stand on no list: what is found, how it is ranked, what a person says of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hit } from '../src/model/assessment.ts';
import { discover } from '../src/pipeline/discover.ts';
import { recordListings } from '../src/pipeline/page/record-listings.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { namesBeside } from '../src/screen/names-beside.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { decideDiscovery, listDiscoveries } from '../src/store/desk/discoveries.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { at, sampleListing, sampleSite, sampleWatchlist } from './support/store-samples.ts';

const HIT: Hit = {
  substance: 'a',
  term: 'alphazoline',
  technique: 'name',
  field: 'text',
  start: 0,
  end: 11,
  text: 'alphazoline',
};

describe('namesBeside', () => {
  it.each([
    ['alphazoline 99 %\nCAS 50-00-0', ['cas 50-00-0 same-listing']],
    ['alphazoline, CAS 50-00-0', ['cas 50-00-0 same-row']],
    // A wrong check digit, a date, a telephone number.
    ['alphazoline CAS 50-00-1, 2026-01-5, +44 20-79-46', []],
    ['alphazoline, also known as blue crystal', ['name blue crystal also-known-as']],
    ['alphazoline 又名 蓝色晶体，现货', ['name 蓝色晶体 also-known-as']],
    ['alphazoline order code zx-2201', ['code zx-2201 same-row']],
    ['alphazoline and betafluorfentanil', ['name betafluorfentanil same-row']],
    // Codes and words count beside a hit only; norms and its own parts never.
    ['alphazoline\norder code zx-2201, betafluorfentanil', []],
    ['alphazoline ISO-9001, usp-38', []],
    ['CAS 50-00-0 in one place, alphazoline | 50-00-0 in another', ['cas 50-00-0 same-row']],
  ])('%s: %j', (text, expected) => {
    const found = namesBeside([{ field: 'text', text }], [HIT], () => false);
    expect(found.map((each) => `${each.kind} ${each.text} ${each.relation}`)).toEqual(expected);
  });

  it('leaves out what is listed', () => {
    const text = 'alphazoline, CAS 50-00-0, also known as blue crystal';
    const found = namesBeside(
      [{ field: 'text', text }],
      [HIT],
      (key) => key === '50000' || key === 'bluecrystal',
    );
    expect(found).toEqual([]);
  });
});

const SITE = sampleSite('shop');
const base = sampleWatchlist('list', { alpha: 'alphazoline' });
const LIST = {
  ...base,
  substances: base.substances.map((substance) => ({
    ...substance,
    terms: [
      {
        ...{ text: substance.name, language: 'en', source: 'invented', verified: true, ambiguous: false },
        ...{ collidesWith: [], state: 'live' as const },
      },
    ],
  })),
};

describe('discover', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  async function store(texts: readonly string[]): Promise<void> {
    const { db } = database;
    await applySites(db, [SITE], 'file', at(0));
    const run = await createRun(db, SITE.id, 'command', at(0));
    const lease = await acquireLease(db, SITE.id, 'test', 60);
    const screener = compileWatchlist(LIST);
    const listings = texts.map((description, i) => {
      const seller = { name: `Seller ${i}`, id: `s${i}`, url: null, country: null };
      const listing = sampleListing(`Goods ${i}`, { description, seller });
      const found = { key: String(i), listing, contentHash: String(i), capture: null, partial: false };
      return { ...found, assessment: screener.screen(listing, at(1)), watchlist: LIST.version };
    });
    const place = { site: SITE, run, token: lease?.token ?? 0, room: 100, flood: { alert: null } };
    await recordListings(db, place, listings, at(1));
    await database.pool.query(
      `update alerts set state = 'decided', outcome = 'confirmed', decided_at = now()`,
    );
  }

  it('ranks CAS numbers first, then by how close and how often, and drops what ordinary listings have as well', async () => {
    await store([
      'alphazoline in stock, CAS 50-00-0, code zx-2201 and xq-77777',
      'alphazoline in stock, also known as blue crystal, code zx-2201',
      'lamp, xq-77777',
      'table, xq-77777',
    ]);
    expect(await discover(database.db, LIST, at(2))).toBe(3);
    const found = await listDiscoveries(database.db, { state: 'new', limit: 10 });
    expect(
      found.map(({ kind, text, listings, sellers, beside }) => [kind, text, listings, sellers, beside]),
    ).toEqual([
      ['cas', '50-00-0', 1, 1, ['alpha']],
      ['code', 'zx-2201', 2, 2, ['alpha']],
      ['name', 'blue crystal', 1, 1, ['alpha']],
    ]);
    expect(found[0]?.evidence).toMatchObject([{ relation: 'same-row' }]);
  });

  it('tells no more of what has come on to the list meanwhile, or is not found any more', async () => {
    await store([
      'alphazoline in stock, CAS 50-00-0, code zx-2201',
      'alphazoline in stock, also known as blue crystal',
    ]);
    const told = async () =>
      (await listDiscoveries(database.db, { state: 'new', limit: 10 })).map(({ text }) => text).sort();
    expect(await discover(database.db, LIST, at(2))).toBe(3);
    expect(await told()).toEqual(['50-00-0', 'blue crystal', 'zx-2201']);
    const [alpha] = LIST.substances;
    const [term] = alpha?.terms ?? [];
    if (alpha === undefined || term === undefined) return expect.fail('the list is empty');
    const longer = { ...alpha, terms: [...alpha.terms, { ...term, text: 'blue crystal' }] };
    expect(await discover(database.db, { ...LIST, substances: [longer] }, at(3))).toBe(2);
    expect(await told()).toEqual(['50-00-0', 'zx-2201']);
    await database.pool.query(`update alerts set outcome = 'dismissed'`);
    expect(await discover(database.db, LIST, at(4))).toBe(0);
    expect(await told()).toEqual([]);
  });

  it('keeps what a person has said', async () => {
    await store(['alphazoline in stock, CAS 50-00-0, code zx-2201']);
    const { db } = database;
    await discover(db, LIST, at(2));
    const [cas, code] = await listDiscoveries(db, { state: 'new', limit: 10 });
    if (cas === undefined || code === undefined) throw new Error('two are found');
    const accepted = await decideDiscovery(
      db,
      cas.id,
      { state: 'accepted', substance: 'alpha' },
      'ann',
      at(3),
    );
    expect(accepted).toMatchObject({ state: 'accepted', substance: 'alpha', decidedBy: 'ann' });
    await decideDiscovery(db, code.id, { state: 'dropped' }, 'ann', at(3));
    await discover(db, LIST, at(4));
    expect(await listDiscoveries(db, { state: 'new', limit: 10 })).toEqual([]);
    expect(await listDiscoveries(db, { state: 'dropped', limit: 10 })).toMatchObject([{ text: 'zx-2201' }]);
    expect(await decideDiscovery(db, 999, { state: 'dropped' }, 'ann', at(5))).toBeNull();
    const { rows } = await database.pool.query<{ action: string }>(
      'select action from audit_log order by number',
    );
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['discovery.accept', 'discovery.drop']),
    );
  });
});
