/** From listings to alerts, deduplicated: one alert an offer, as long as it lives, whatever is thrown at it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../src/dedupe/content-hash.ts';
import type { Assessment } from '../src/model/assessment.ts';
import type { Contact, Listing } from '../src/model/listing.ts';
import { countUnused, type UnusedCounts } from '../src/model/unused.ts';
import { addEvidence } from '../src/pipeline/page/link-by-contacts.ts';
import { recordListings } from '../src/pipeline/page/record-listings.ts';
import type { RunCounts } from '../src/pipeline/page/run-context.ts';
import { releaseFlood } from '../src/pipeline/run/release-held.ts';
import { mergeOffers } from '../src/review/part-offers.ts';
import { createUser } from '../src/store/accounts/users.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { setLinkVerdict } from '../src/store/desk/seller-links.ts';
import { findCandidates, readOfferTexts } from '../src/store/offers/offer-candidates.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { at, sampleAssessment, sampleListing, sampleSite, sampleWatchlist } from './support/store-samples.ts';
import { until } from './support/until.ts';

const SITES = ['a', 'b', 'c'] as const;
type SiteId = (typeof SITES)[number];
const POST =
  'Fine white powder in sealed bags, sent from our warehouse on the day of payment, ask for photos, tracked parcel to any country';

let database: TestDatabase;
const runs = new Map<SiteId, { run: number; token: number }>();
const USER = { name: 'analyst', passwordHash: 'none', role: 'analyst', now: at(0) };

beforeEach(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeWatchlist(db, sampleWatchlist('list-1', { alpha: 'Alpha', beta: 'Beta' }), at(0));
  await applySites(
    db,
    SITES.map((id) => sampleSite(id)),
    'file',
    at(0),
  );
  for (const site of SITES) {
    const lease = await acquireLease(db, site, 'test', 3600);
    runs.set(site, { run: await createRun(db, site, 'command', at(0)), token: lease?.token ?? 0 });
  }
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

type Post = {
  readonly path: string;
  readonly title?: string;
  readonly text?: string | null;
  readonly seller?: string | null;
  readonly contacts?: readonly Contact[];
  readonly price?: string;
  readonly substances?: readonly string[];
};

function listingOf(site: SiteId, post: Post): Listing {
  const { title = 'Alpha 5 kg', text = null, seller = 'Lamp Works', contacts = [], price } = post;
  return sampleListing(title, {
    url: `https://${site}.example${post.path}`,
    description: text,
    seller: seller === null ? null : { name: seller, id: null, url: null, country: null },
    contacts: [...contacts],
    price: price === undefined ? null : { amount: price, currency: 'EUR', unit: null, raw: price },
  });
}

function found({ substances = ['alpha'] }: Post): Assessment {
  const [hit] = sampleAssessment().hits;
  const hits = substances.flatMap((substance) =>
    hit === undefined ? [] : [{ ...hit, substance, term: substance }],
  );
  return sampleAssessment({ substances: [...substances], hits });
}

async function crawl(site: SiteId, posts: readonly Post[], o: { second?: number; room?: number } = {}) {
  const { run, token } = runs.get(site) ?? expect.fail('no run');
  const place = { site: sampleSite(site), run, token, room: o.room ?? 1000, flood: { alert: null } };
  const listings = posts.map((post) => {
    const listing = listingOf(site, post);
    const rest = { capture: null, partial: false, assessment: found(post), watchlist: 'list-1' };
    return { key: post.path, listing, contentHash: contentHash(listing), ...rest };
  });
  return await recordListings(database.db, place, listings, at(o.second ?? 1));
}

const alerts = async () =>
  await database.db
    .selectFrom('alerts')
    .select(['id', 'offer_id as offer', 'state', 'revision', 'substances', 'stands_for as standsFor'])
    .orderBy('id')
    .execute();
const vanish = async (path: string) =>
  await database.db.updateTable('listings').set({ state: 'gone' }).where('key', '=', path).execute();
const revisions = async () =>
  await database.db
    .selectFrom('alert_revisions')
    .select(['revision', 'causes', 'decided'])
    .orderBy('revision')
    .execute();
const phone = (value: string): Contact => ({ kind: 'phone', value, raw: value });
const telegram = (value: string): Contact => ({ kind: 'telegram', value, raw: value });
const paths = (count: number, more: (n: number) => Omit<Post, 'path'>) =>
  Array.from({ length: count }, (_, n): Post => ({ path: `/ad/${n}`, ...more(n) }));

describe('one offer', () => {
  it('is a batch of 40 reposts under other titles, in one run and in later ones', async () => {
    const posts = paths(40, (n) => ({ title: `Alpha number ${n}`, text: `${POST} ${n}` }));
    expect(await crawl('a', posts.slice(0, 20))).toMatchObject({ opened: 1, revised: 0, held: 0 });
    for (const post of posts.slice(20)) await crawl('a', [post], { second: 2 });
    expect(await alerts()).toHaveLength(1);
    const { rows } = await database.pool.query(
      'select count(*) as n from listings where offer_id is not null',
    );
    expect(rows).toEqual([{ n: 40 }]);
  });

  it('is the same post of the same person on six addresses of three sites', async () => {
    const contacts = [phone('+442079460123')];
    for (const [index, site] of SITES.entries()) {
      const seller = `Name ${index}`;
      const posts = paths(2, (n) => ({ text: `${POST}. ${'!'.repeat(n)}`, contacts, seller, price: '200' }));
      await crawl(site, posts);
    }
    expect(await alerts()).toHaveLength(1);
    const links = await database.db.selectFrom('seller_links').selectAll().execute();
    expect(links).toHaveLength(3);
    expect(links[0]?.evidence).toContainEqual({ sign: 'phone', detail: 'phone:+442079460123' });
    const placed = await database.db.selectFrom('placements').select(['rule', 'evidence']).execute();
    expect(placed.map(({ rule }) => rule)).toContain('linked-seller');
    expect(placed.find(({ rule }) => rule === 'linked-seller')?.evidence.length).toBeGreaterThan(0);
  });

  it('is what a shop sells that names no seller and shows two of its contacts at a time', async () => {
    const all = [
      phone('+442079460123'),
      telegram('quietseller'),
      { kind: 'email', value: 'sales@shop-a.com', raw: '' },
    ] as const;
    await crawl('a', [
      { path: '/1', seller: null, contacts: [all[0], all[2]] },
      { path: '/2', seller: null, contacts: [all[1], all[2]] },
    ]);
    await crawl('a', [{ path: '/3', seller: null, contacts: [all[1], all[0]] }], { second: 2 });
    expect(await alerts()).toMatchObject([{ revision: 1 }]);
  });

  it('is not what two people sell who name no seller and show the same hotline', async () => {
    const hotline = phone('+442079460123');
    await crawl('a', [{ path: '/1', seller: null, contacts: [hotline, telegram('quietseller')] }]);
    await crawl('a', [{ path: '/2', seller: null, contacts: [hotline, telegram('loudseller')] }]);
    expect(await alerts()).toHaveLength(2);
  });

  it.each([
    ['a mailbox that nobody reads', { kind: 'email', value: 'noreply@lampworks.com', raw: '' } as const],
    ['a number that was typed to fill a field', phone('+10000000000')],
  ])('is not what people sell who name no seller and show %s beside their own contact', async (_, common) => {
    for (const name of ['quietseller', 'loudseller'])
      await crawl('a', [{ path: `/${name}`, seller: null, contacts: [common, telegram(name)] }]);
    expect(await alerts()).toHaveLength(2);
  });

  it('is not what people sell who name no seller and show a hotline that is known as one', async () => {
    const hotline = phone('+442079460123');
    const posts = paths(6, (n) => ({ seller: null, contacts: [hotline, telegram(`own_handle_${n}`)] }));
    for (const post of posts) await crawl('a', [post]);
    expect(await alerts()).toHaveLength(6);
    await crawl('a', [{ path: '/hotline', seller: null, contacts: [hotline] }]);
    expect(await alerts()).toHaveLength(7);
  });

  it('is not the product of two shops, nor two substances of one supplier', async () => {
    await crawl('a', [{ path: '/1', seller: null, text: POST }]);
    await crawl('b', [{ path: '/1', seller: null, text: POST }]);
    await crawl('c', [
      { path: '/1', text: POST },
      { path: '/2', title: 'Beta 5 kg', text: POST, substances: ['beta'] },
    ]);
    expect(await alerts()).toHaveLength(4);
  });

  it('is not what sellers offer whom an analyst cut, though they share a phone number and a post', async () => {
    const contacts = [phone('+442079460123')];
    await crawl('a', [{ path: '/1', contacts, text: POST }]);
    await crawl('b', [
      {
        path: '/1',
        contacts,
        text: 'Quite another matter, sold by the ton from a port in the north',
        substances: ['beta'],
      },
    ]);
    const sellers = await database.db.selectFrom('sellers').select('id').orderBy('id').execute();
    const pair = [sellers[0]?.id ?? 0, sellers[1]?.id ?? 0] as const;
    expect(await setLinkVerdict(database.db, pair, { verdict: 'cut', by: 'x', reason: 'y' }, at(2))).toBe(
      true,
    );
    await crawl('b', [{ path: '/2', contacts, text: POST }], { second: 3 });
    expect(await alerts()).toHaveLength(3);
  });

  it('stays what an analyst merged: later reposts join it', async () => {
    await crawl('a', [{ path: '/1' }]);
    await crawl('b', [{ path: '/1', seller: 'Other Name' }]);
    const [first, second] = await alerts();
    const actor = { id: (await createUser(database.db, USER)) ?? 0, name: USER.name, role: 'analyst' };
    const order = { into: first?.offer ?? 0, offers: [second?.offer ?? 0], reason: 'same man' };
    expect(await mergeOffers(database.db, order, actor, at(2))).toMatchObject({ kind: 'done' });
    expect(await crawl('b', [{ path: '/2', seller: 'Other Name' }], { second: 3 })).toMatchObject({
      opened: 0,
    });
    expect(await alerts()).toMatchObject([{ state: 'open' }, { state: 'decided' }]);
    const listings = await database.db.selectFrom('listings').select('offer_id').execute();
    expect(new Set(listings.map(({ offer_id }) => offer_id))).toEqual(new Set([first?.offer]));
  });
});

describe('an offer that a flood held back', () => {
  it('tells what it knows when an analyst joins it to another one', async () => {
    await crawl('a', [{ path: '/1' }]);
    const decided = { state: 'decided', outcome: 'dismissed', decided_at: at(2) } as const;
    await database.db.updateTable('alerts').set(decided).execute();
    const posts = [1, 2].map((n) => ({ path: `/b${n}`, seller: `Name ${n}`, substances: ['alpha', 'beta'] }));
    expect(await crawl('b', posts, { second: 3, room: 0 })).toMatchObject({ opened: 1, held: 1 });
    const held = await database.db.selectFrom('held_offers').select('offer_id').executeTakeFirstOrThrow();
    const actor = { id: (await createUser(database.db, USER)) ?? 0, name: USER.name, role: 'analyst' };
    const [first] = await alerts();
    const order = { into: first?.offer ?? 0, offers: [held.offer_id], reason: 'same man' };
    expect(await mergeOffers(database.db, order, actor, at(4))).toMatchObject({ kind: 'done' });
    expect((await alerts())[0]).toMatchObject({ state: 'reopened', substances: ['alpha', 'beta'] });
  });

  it('is held back still as a part of one that has no alert either', async () => {
    const posts = paths(3, (n) => ({ seller: `Name ${n}` }));
    expect(await crawl('a', posts, { room: 0 })).toMatchObject({ opened: 1, held: 2 });
    const held = async () => await database.db.selectFrom('held_offers').select('offer_id').execute();
    const [into, from] = (await held()).map(({ offer_id }) => offer_id);
    await database.db
      .deleteFrom('held_offers')
      .where('offer_id', '=', into ?? 0)
      .execute();
    const actor = { id: (await createUser(database.db, USER)) ?? 0, name: USER.name, role: 'analyst' };
    const order = { into: into ?? 0, offers: [from ?? 0], reason: 'same man' };
    expect(await mergeOffers(database.db, order, actor, at(4))).toMatchObject({ kind: 'done' });
    expect(await held()).toEqual([{ offer_id: into }]);
  });
});

describe('an alert', () => {
  it('is not revised by what only counts and dates, and says what changed', async () => {
    await crawl('a', [{ path: '/1', text: `${POST}. 17 views`, price: '100' }]);
    expect(await crawl('a', [{ path: '/1', text: `${POST}. 99 views`, price: '100' }])).toMatchObject({
      revised: 0,
    });
    expect(await database.db.selectFrom('listing_versions').selectAll().execute()).toEqual([]);
    await crawl('a', [{ path: '/1', text: `${POST}. 99 views`, price: '120' }], { second: 5 });
    const versions = await database.db
      .selectFrom('listing_versions')
      .select(['version', 'change', 'changes'])
      .execute();
    expect(versions).toEqual([
      { version: 2, change: 'changed', changes: [{ field: 'price', before: '100 EUR', after: '120 EUR' }] },
    ]);
    expect(await alerts()).toMatchObject([{ revision: 1 }]);
  });

  it.each([
    ['another substance', { substances: ['alpha', 'beta'] }, 'new-substance'],
    ['a price of another class', { price: '1000' }, 'price-class'],
    ['a quantity of another class', { title: 'Alpha 500 kg' }, 'quantity-class'],
  ])('is revised by %s', async (_, change, cause) => {
    await crawl('a', [{ path: '/1', price: '100' }]);
    expect(await crawl('a', [{ path: '/1', price: '100', ...change }])).toMatchObject({ revised: 1 });
    expect((await revisions()).at(-1)?.causes).toContain(cause);
  });

  it('that was dismissed stays so until its offer is back, then it says what had been decided', async () => {
    await crawl('a', [{ path: '/1', text: POST }]);
    await database.db
      .updateTable('alerts')
      .set({ state: 'decided', outcome: 'dismissed', decided_at: at(2) })
      .execute();
    expect(await crawl('a', [{ path: '/2', text: POST }], { second: 3 })).toMatchObject({ revised: 0 });
    for (const path of ['/1', '/2']) await vanish(path);
    expect(await crawl('a', [{ path: '/3', text: POST }], { second: 4 })).toMatchObject({ revised: 1 });
    expect(await alerts()).toMatchObject([{ state: 'reopened', revision: 2 }]);
    expect(await revisions()).toMatchObject([
      { causes: ['opened'] },
      { causes: ['back'], decided: 'dismissed' },
    ]);
  });
});

describe('one run', () => {
  it('opens so many alerts at most; one more stands for all others', async () => {
    const posts = paths(30, (n) => ({ seller: `Seller ${n}` }));
    expect(await crawl('a', posts, { room: 10 })).toMatchObject({ opened: 11, revised: 0, held: 19 });
    const opened = await alerts();
    expect(opened).toHaveLength(11);
    expect(opened.filter(({ standsFor }) => standsFor !== null)).toMatchObject([{ standsFor: 20 }]);
  });
});

describe('bad input', () => {
  it('no text at all merges nobody', async () => {
    await crawl(
      'a',
      paths(5, (n) => ({ title: '', text: null, seller: `Seller ${n}` })),
    );
    expect(await alerts()).toHaveLength(5);
  });

  it('the same boilerplate on a whole shop keeps its sellers apart, at a bounded cost', async () => {
    await crawl(
      'a',
      paths(300, (n) => ({ seller: `Seller ${n}`, text: POST })),
    );
    expect(await alerts()).toHaveLength(300);
    const candidates = await database.pool.query('select key, count(*) as n from offer_keys group by key');
    expect(candidates.rows[0]).toMatchObject({ n: 300 });
  });

  it('of a seller with 100,000 ads and 20,000 offers a few are compared with one more', async () => {
    await crawl('a', [{ path: '/first', text: POST }]);
    const { db, pool } = database;
    await pool.query(
      `insert into offers (key, site_id, seller_id, substances, first_seen_at, last_seen_at)
       select 'many ' || n, site_id, seller_id, array['s' || n % 5000], first_seen_at, last_seen_at
       from offers, generate_series(1, 20000) n`,
    );
    await pool.query(
      `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id)
       select l.site_id, '/many/' || n, l.url, l.content, l.content_hash, 'live', l.first_seen_at, l.last_seen_at, l.last_run_id,
         case when n % 2 = 0 then l.offer_id else l.offer_id + 1 + n % 20000 end
       from listings l, generate_series(1, 100000) n`,
    );
    await pool.query('analyze');
    const { id: first, seller_id: seller } = await db
      .selectFrom('offers')
      .select(['id', 'seller_id'])
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const rest = { linked: [], keys: [], alternates: [], images: [] };
    for (const substances of [['alpha'], ['s7'], ['alpha', 's7']]) {
      const found = await findCandidates(db, 'a', [{ at: 0, seller: seller ?? 0, substances, ...rest }]);
      expect(found.length).toBeLessThanOrEqual(50);
    }
    const texts = await readOfferTexts(db, [first], 2);
    expect(texts.get(first)).toHaveLength(2);
    const plan = await pool.query(
      `explain (format json, costs off) select content from listings where offer_id = ${first} order by id desc limit 2`,
    );
    expect(JSON.stringify(plan.rows)).not.toMatch(/Seq Scan|Sort/);
    expect(await crawl('a', [{ path: '/last', text: POST }], { second: 2 })).toMatchObject({ opened: 0 });
    expect(await alerts()).toHaveLength(1);
  });

  const confirmFlood = async () =>
    await database.db
      .updateTable('alerts')
      .set({ state: 'decided', outcome: 'confirmed', decided_at: at(8) })
      .where('stands_for', 'is not', null)
      .execute();
  const flooded = (counts: RunCounts) => {
    const { run, token } = runs.get('a') ?? expect.fail('no run');
    return { ...{ site: sampleSite('a'), run, token, counts, unused: {}, flood: { alert: null } } } as const;
  };

  it('the offers that a flood held back alert one by one once its alert is confirmed', async () => {
    const posts = paths(6, (n) => ({ seller: `Seller ${n}` }));
    expect(await crawl('a', posts, { room: 2 })).toMatchObject({ opened: 3, revised: 0, held: 3 });
    const counts = { pages: 0, listings: 0, opened: 0, revised: 0 };
    const release = () => releaseFlood(database.db, flooded(counts), 200, at(9));
    await release();
    expect(await alerts()).toHaveLength(3);
    await confirmFlood();
    await release();
    expect(counts.opened).toBe(3);
    expect(await alerts()).toHaveLength(6);
    expect(await database.db.selectFrom('held_offers').selectAll().execute()).toEqual([]);
  });

  it('what was held back and alerts no more by then opens none; another listing of its offer that does, does', async () => {
    const posts = paths(5, (n) => ({ seller: `Seller ${n}` }));
    await crawl('a', posts, { room: 1 });
    await crawl('a', [{ path: '/again', seller: 'Seller 0' }], { second: 2, room: 1 });
    await database.pool.query(`
      update assessments set verdict = 'clear', substances = '{}' where listing_id in (
        select id from listings where key in ('/ad/0', '/ad/1'))`);
    await confirmFlood();
    const counts = { pages: 0, listings: 0, opened: 0, revised: 0 };
    await releaseFlood(database.db, flooded(counts), 200, at(9));
    expect(counts.opened).toBe(2);
    const opened = (await alerts()).slice(2);
    expect(opened.map(({ substances }) => substances)).toEqual([['alpha'], ['alpha']]);
    expect(await database.db.selectFrom('held_offers').selectAll().execute()).toEqual([]);
  });

  it('none of 510 that were held back is lost when one run may open as many', async () => {
    await crawl(
      'a',
      paths(512, (n) => ({ seller: `Seller ${n}` })),
      { room: 1 },
    );
    await confirmFlood();
    const counts = { pages: 0, listings: 0, opened: 0, revised: 0 };
    await releaseFlood(database.db, flooded(counts), 505, at(9));
    expect(counts.opened).toBe(505);
    expect(await database.db.selectFrom('held_offers').selectAll().execute()).toHaveLength(5);
    await releaseFlood(database.db, flooded({ ...counts, opened: 0 }), 505, at(10));
    expect(await alerts()).toHaveLength(512);
  });

  it('what two workers find of the same two sellers at once is all kept', async () => {
    await crawl('a', [{ path: '/1', seller: 'One' }]);
    await crawl('a', [{ path: '/2', seller: 'Other' }]);
    const { db } = database;
    const sellers = await db.selectFrom('sellers').select('id').orderBy('id').execute();
    const [a = 0, b = 0] = sellers.map(({ id }) => id);
    const add = (tx: Db, detail: string) =>
      addEvidence(tx, [{ a, b, evidence: { sign: 'phone', detail } }], at(2));
    const written = Promise.withResolvers<void>();
    const waits = Promise.withResolvers<void>();
    const first = db.transaction().execute(async (tx) => {
      await add(tx, 'phone:+442079460001');
      written.resolve();
      await waits.promise;
    });
    await written.promise;
    const second = db.transaction().execute((tx) => add(tx, 'phone:+442079460002'));
    await until('the second waits for the first', async () => {
      const { rows } = await database.pool.query('select from pg_locks where not granted');
      return rows.length > 0;
    });
    waits.resolve();
    await Promise.all([first, second]);
    const [link] = await db.selectFrom('seller_links').select('evidence').execute();
    expect(link?.evidence.map(({ detail }) => detail)).toEqual([
      'phone:+442079460001',
      'phone:+442079460002',
    ]);
  });

  it('placeholders, freemail domains and a hotline link nobody', async () => {
    const common = [phone('+10000000000'), { kind: 'email', value: 'sales@gmail.com', raw: '' } as const];
    const posts = paths(6, (n) => ({
      seller: `Seller ${n}`,
      text: POST,
      contacts: [phone('+10000000000'), phone('+442079460999'), telegram(`own_handle_${n}`)],
    }));
    const unused: UnusedCounts = {};
    for (const post of posts) countUnused(unused, (await crawl('a', [post])).unused);
    expect(unused).toEqual({ 'placeholder-contact': 6, 'shared-contact': 1 });
    const other = await crawl('b', [{ path: '/1', text: POST, contacts: common.slice(0, 1) }]);
    expect(other.unused).toEqual({ 'placeholder-contact': 1 });
    expect(await alerts()).toHaveLength(7);
    const links = await database.db.selectFrom('seller_links').select('strength').execute();
    expect(links.filter(({ strength }) => strength >= 0.8)).toEqual([]);
    const shared = await database.db.selectFrom('shared_contacts').select('key').execute();
    expect(shared).toEqual([{ key: 'phone:+442079460999' }]);
  });

  it('texts with characters that no database takes are stored all the same', async () => {
    expect(
      await crawl('a', [{ path: '/\0x', title: 'Al\0pha \ud800', text: `${POST}\0`, seller: 'x\0y' }]),
    ).toMatchObject({ opened: 1 });
  });
});
