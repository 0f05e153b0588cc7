/** Where an erased listing stood: what of it is forgotten with its age, and what at once when somebody asks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Coverage, RequestProof } from '../src/model/run.ts';
import { eraseListing, keepOrErase } from '../src/pipeline/retention/keep-or-erase.ts';
import { writeJournal } from '../src/store/crawling/run-journal.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { addPicture, notePicture } from '../src/store/offers/pictures.ts';
import { addContacts, markShared } from '../src/store/offers/seller-contacts.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { recordCapture, saveAssessment, saveListing } from './support/single-rows.ts';
import {
  addAlert,
  sampleAssessment,
  sampleJournal,
  sampleListing,
  samplePage,
  sampleSite,
} from './support/store-samples.ts';

const START = new Date('2026-01-01T00:00:00Z');
const onDay = (days: number) => new Date(START.getTime() + days * 86_400_000);
const DAYS = { clearDays: 90, watchDays: 365, alertDays: 1000, confirmedDays: 3000, ledgerDays: 10_000 };
const KEEPING = { ...DAYS, captureBytes: 1e9 };
const FILES = { remove: () => Promise.resolve(), sweep: () => Promise.resolve(0) };
const SHOP = 'https://a.example';
const ERASED = expect.stringMatching(/^erased:[0-9a-f]{64}$/);

const proof = (url: string): RequestProof => ({
  ...{ url, at: START.toISOString(), robots: null, rule: 'no rule', pause: 5, budget: 9 },
});

/** One row, with a request for its own address where it took one. */
function row(
  url: string,
  outcome: Coverage['outcome'],
  detail: string | null,
  others: string[] = [],
): Coverage {
  const requests = outcome === 'duplicate' && others.length === 0 ? [] : [url, ...others].map(proof);
  return { url, outcome, status: 200, detail, requests, at: START.toISOString() };
}

describe('where an erased listing stood', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await applySites(database.db, [sampleSite('a')], 'file', START);
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  const addListing = async (key: string, images: readonly string[] = []) => {
    const runId = await createRun(database.db, 'a', 'command', START);
    const listing = sampleListing(key, { url: `${SHOP}/${key}`, images: [...images] });
    const of = { siteId: 'a', contentHash: key, runId, captureSha256: null, now: START };
    const { id } = await saveListing(database.db, { ...of, key, listing });
    await saveAssessment(database.db, id, sampleAssessment({ verdict: 'clear', substances: [] }), START);
    return id;
  };
  const write = async (batch: Partial<Parameters<typeof writeJournal>[1]>) => {
    const lease = await acquireLease(database.db, 'a', 'w', 60);
    const run = await createRun(database.db, 'a', 'command', START);
    const whole = { ...sampleJournal('a', run, lease?.token ?? 0), coverage: [], pages: [], ...batch };
    expect(await writeJournal(database.db, whole)).toBe(true);
  };
  const erase = (listing: number) =>
    eraseListing(database.db, FILES, { listing, reason: 'asked for', by: 'ann' }, START);
  const rowsOf = async (query: string) => (await database.pool.query(query)).rows;

  it('is forgotten as a page when the listing is erased by its age', async () => {
    await addListing('old-ad-of-jane-doe');
    const kept = await addListing('kept');
    await database.pool.query('update listings set last_seen_at = $1 where id = $2', [onDay(80), kept]);
    const list = { key: 'list', kind: 'list' } as const;
    const pages = ['old-ad-of-jane-doe', 'kept'].map((key) => samplePage({ key, url: `${SHOP}/${key}` }));
    const shows = ['kept', 'old-ad-of-jane-doe', 'b'];
    await write({ pages: [...pages, samplePage({ ...list, shows })] });
    expect((await keepOrErase(database.db, FILES, KEEPING, 'ann', onDay(91))).listings).toBe(1);
    expect(await rowsOf('select key, shows from site_pages order by key')).toEqual([
      { key: 'kept', shows: null },
      { key: 'list', shows: ['kept', 'b'] },
    ]);
  });

  it('is left as a page that a run is just writing', async () => {
    await addListing('ad');
    await write({ pages: [samplePage({ key: 'ad' })] });
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query('update site_pages set quiet = quiet + 1');
      expect((await keepOrErase(database.db, FILES, KEEPING, 'ann', onDay(91))).listings).toBe(1);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await rowsOf('select key from site_pages')).toEqual([{ key: 'ad' }]);
  });

  const cut = `${SHOP}/ad?${'x'.repeat(600)}`;
  it.each<{ what: string; url?: string; before: Coverage; hidden: boolean }>([
    { what: 'its own', before: row(`${SHOP}/ad`, 'fetched', `read at ${SHOP}/ad-by-jane-doe`), hidden: true },
    {
      what: 'its own, that led elsewhere',
      before: row(`${SHOP}/ad`, 'blocked', `sent to ${SHOP}/login?back=/ad to sign in`, [
        `${SHOP}/login?back=/ad`,
      ]),
      hidden: true,
    },
    {
      what: 'one that led to it',
      before: row(`${SHOP}/go/1`, 'fetched', `read at ${SHOP}/ad`, [`${SHOP}/ad`]),
      hidden: true,
    },
    {
      what: 'another spelling of it',
      before: row(`${SHOP}/ad?from=jane-doe`, 'duplicate', `the same page as ${SHOP}/ad`),
      hidden: true,
    },
    {
      what: 'another spelling of a long one, cut',
      url: cut,
      before: row(`${SHOP}/x`, 'duplicate', `the same page as ${cut}`.slice(0, 500)),
      hidden: true,
    },
    {
      what: 'one whose address begins alike',
      before: row(`${SHOP}/ad-2?from=list`, 'duplicate', `the same page as ${SHOP}/ad-2`),
      hidden: false,
    },
    {
      what: 'one without words of an address',
      before: row(`${SHOP}/b`, 'gone', 'status 404'),
      hidden: false,
    },
  ])('at once, the row of $what: hidden $hidden', async ({ url, before, hidden }) => {
    const listing = await addListing('ad');
    if (url !== undefined) await database.pool.query('update listings set url = $1', [url]);
    await write({ coverage: [before] });
    expect(await erase(listing)).toMatchObject({ listings: 1 });
    const [after] = await rowsOf('select url, detail, requests from coverage');
    const { detail, requests } = before;
    expect(after).toEqual(
      hidden
        ? { url: ERASED, detail: null, requests: requests.map((each) => ({ ...each, url: ERASED })) }
        : { url: before.url, detail, requests },
    );
  });

  it('takes every copy of its page along that no other listing names, not only the one it was read from', async () => {
    const { db, pool } = database;
    const listing = await addListing('ad');
    const other = await addListing('other');
    await write({ pages: [samplePage({ key: 'ad', url: `${SHOP}/ad?from=list` })] });
    for (const [letter, url] of [
      ['a', `${SHOP}/ad`],
      ['b', `${SHOP}/ad?from=list`],
      ['c', `${SHOP}/ad`],
      ['d', `${SHOP}/list`],
    ] as const) {
      const of = { siteId: 'a', runId: 1, url, status: 200, contentType: null, sha256: letter.repeat(64) };
      await recordCapture(db, { ...of, bytes: 1, storedBytes: 1, fetchedAt: START.toISOString() });
    }
    await pool.query('update listings set capture_sha256 = $1 where id = $2', ['c'.repeat(64), other]);
    expect(await erase(listing)).toEqual({ listings: 1, captures: 2 });
    const left = await rowsOf('select left(sha256, 1) as copy from page_captures order by 1');
    expect(left.map(({ copy }) => copy)).toEqual(['c', 'd']);
  });

  it('leaves no address of its pictures that no other listing names, and no fingerprint without one', async () => {
    const { db } = database;
    const [own, common, broken] = ['jane-doe.png', 'logo.png', 'broken.png'].map((name) => `${SHOP}/${name}`);
    const listing = await addListing('ad', [own ?? '', common ?? '', broken ?? '']);
    const other = await addListing('other', [common ?? '']);
    for (const [url, letter, of] of [
      [own, 'a', [listing]],
      [common, 'b', [listing, other]],
    ] as const) {
      const picture = await addPicture(db, letter.repeat(64), [1]);
      await notePicture(db, { url: url ?? '', picture, problem: null, rule: null }, of, START);
    }
    const problem = { url: broken ?? '', picture: null, problem: 'picture-unreadable', rule: null };
    await notePicture(db, problem, [listing], START);
    await erase(listing);
    expect(await rowsOf('select url from picture_files')).toEqual([{ url: common }]);
    expect(await rowsOf('select hash from pictures')).toEqual([{ hash: 'b'.repeat(64) }]);
    expect(await rowsOf('select listing_id from listing_pictures')).toEqual([{ listing_id: other }]);
    // Its fingerprint was erased while a run was looking at it.
    await notePicture(db, { url: own ?? '', picture: 1, problem: null, rule: null }, [other], START);
    expect(await rowsOf('select url from picture_files')).toEqual([{ url: common }]);
  });

  it('leaves no contact that nobody else gives', async () => {
    const { db } = database;
    const { listing } = await addAlert(db, { site: 'a', key: 'ad', title: 'Ad', now: START });
    await db.insertInto('sellers').values({ site_id: 'a', key: 'other' }).execute();
    const sellers = await rowsOf('select id from sellers order by id');
    const [own, other] = sellers.map(({ id }) => Number(id));
    const contact = (key: string, seller = 0) => ({ key, seller });
    await addContacts(db, [contact('phone:+1', own), contact('phone:+2', own), contact('phone:+2', other)]);
    const shared = ['phone:+1', 'phone:+2'].map((key) => ({ key, sellers: 9 }));
    await markShared(db, shared, START);
    await erase(listing);
    expect(await rowsOf('select key from shared_contacts')).toEqual([{ key: 'phone:+2' }]);
  });
});
