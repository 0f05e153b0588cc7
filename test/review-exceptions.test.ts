/** Exceptions after a wrong alert: what is proposed and what it costs, and drafts that a pack of one's own takes as they are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import { exceptionList, proposalList } from '../src/model/exception-api.ts';
import { putInUse } from '../src/pipeline/configuration/use-watchlist.ts';
import { recordListings } from '../src/pipeline/page/record-listings.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { acquireLease, applySites } from '../src/store/crawling/sites.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { writeSmallPack } from './support/small-pack.ts';
import { at, sampleListing, sampleSite } from './support/store-samples.ts';

const TEXTS = [
  'Garden lamp, norfentanyl edition, 25 in stock, for sale',
  'Norfentanyl edition of the garden lamp, in stock, for sale',
  'Norfentanyl for sale, 25 kg in stock, safe delivery',
  'Table lamp, N-phenyl-N-(4-piperidinyl)propanamide edition, 25 kg in stock, for sale',
];

let test: TestServer;
let folder: string;
let ours: string;
let lead: string;

beforeAll(async () => {
  test = await openTestServer();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-exceptions-'));
  ours = await writeSmallPack(folder);
  lead = await test.signIn('lead');
  const { db } = test;
  await applySites(db, [sampleSite('shop')], 'file', at(0));
  const watchlist = await loadWatchlist(ours);
  await putInUse(db, watchlist, 'system', at(0));
  const run = await createRun(db, 'shop', 'command', at(0));
  const lease = await acquireLease(db, 'shop', 'test', 60);
  const screener = compileWatchlist(watchlist);
  const found = TEXTS.map((text, index) => {
    const seller = { name: `Seller ${index}`, id: String(index), url: null, country: null };
    const listing = sampleListing(text, { seller });
    const parts = { key: text, contentHash: text, capture: null, partial: false, listing };
    return { ...parts, assessment: screener.screen(listing, at(1), null), watchlist: watchlist.version };
  });
  const place = {
    site: sampleSite('shop'),
    run,
    token: lease?.token ?? 0,
    room: 100,
    flood: { alert: null },
  };
  await recordListings(db, place, found, at(1));
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** By the place of its text. */
async function alertOf(index: number): Promise<number> {
  const alerts = await test.db
    .selectFrom('alerts')
    .innerJoin('listings', 'listings.id', 'alerts.listing_id')
    .select(['alerts.id', 'listings.key'])
    .execute();
  return Number(alerts.find(({ key }) => key === TEXTS[index])?.id);
}

const draft = (body: object) => test.post('/api/v1/exceptions', { alert: 1, note: null, ...body }, lead);
const drafts = async () => exceptionList.parse((await test.get('/api/v1/exceptions', lead)).json()).items;

describe('exceptions', () => {
  it('are proposed with what each would remove', async () => {
    const { items, screened } = proposalList.parse(
      (await test.get(`/api/v1/alerts/${await alertOf(1)}/exceptions`, lead)).json(),
    );
    expect(screened).toBe(3);
    expect(items.find(({ phrase }) => phrase === 'norfentanyl edition')).toEqual({
      term: 'norfentanyl',
      phrase: 'norfentanyl edition',
      removes: { waiting: 2, dismissed: 0, confirmed: 0, confirmedAlerts: [] },
    });
  });

  it('are proposed for no name that was read as a structure, which is no term of the list', async () => {
    const { items } = proposalList.parse(
      (await test.get(`/api/v1/alerts/${await alertOf(3)}/exceptions`, lead)).json(),
    );
    expect(items).toEqual([]);
  });

  it('are kept as drafts that a pack of your own takes', async () => {
    const { items } = proposalList.parse(
      (await test.get(`/api/v1/alerts/${await alertOf(1)}/exceptions`, lead)).json(),
    );
    const first = items.find(({ phrase }) => phrase === 'norfentanyl edition');
    expect((await draft({ term: first?.term, phrase: first?.phrase })).status).toBe(201);
    const [kept] = await drafts();
    await writeFile(join(folder, 'mine.yaml'), kept?.yaml ?? '');
    const list = await loadWatchlist(ours, folder);
    expect(list.innocentContexts.at(-1)).toMatchObject({ phrases: [first?.phrase], terms: [first?.term] });
    expect(compileWatchlist(list).screen(sampleListing(TEXTS[1] ?? ''), at(1), null).verdict).not.toBe(
      'alert',
    );
  });

  it.each([
    { name: 'a term that is on no list', body: { term: 'nosuchterm', phrase: 'garden lamp' } },
    { name: 'a phrase of nothing', body: { term: 'norfentanyl', phrase: '\u200b\u200b\u200b' } },
    { name: 'a phrase of signs', body: { term: 'norfentanyl', phrase: '---' } },
  ])('are refused for $name', async ({ body }) => {
    const before = (await drafts()).length;
    expect((await draft(body)).status).toBe(400);
    expect(await drafts()).toHaveLength(before);
  });
});
