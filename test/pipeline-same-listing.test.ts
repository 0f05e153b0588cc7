/** Listings that move, change their address, stand at several addresses or in several languages: each stays the one that it is. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash, contentHashBefore } from '../src/dedupe/content-hash.ts';
import { listing } from '../src/model/listing.ts';
import type { RunSummary } from '../src/model/run.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { findAlertDetail } from '../src/store/desk/alert-detail.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { type Loopback, type LoopbackAnswer, startLoopback } from './support/start-loopback.ts';
import { sampleSite } from './support/store-samples.ts';

type Goods = {
  readonly name?: string;
  readonly sku?: string;
  readonly seller?: string;
  readonly text?: string;
  readonly language?: string;
  readonly canonical?: string;
  readonly alternates?: readonly string[];
  /** Of the price. */
  readonly unit?: string;
};

const WATCHED = '4-ANPP, CAS 21409-26-7, 5 kg in stock';
const TEXT =
  'White crystals in sealed drums of five kilograms, sent on the day of payment from our own stock.';
const HOUR = 3_600_000;

let place: TestWorkplace;
let server: Loopback;
let shop: Map<string, LoopbackAnswer>;
let now: number;

const FILLERS = ['Oak table', 'Desk lamp', 'Garden chair', 'Book shelf'];
const card = (path: string, name: string) =>
  `<li class="product"><a href="${path}"><h2>${name}</h2></a><span class="price">90,00 €</span></li>`;

/** A shop whose first page shows these addresses beside other goods, and which has further pages. */
function open(linked: readonly string[], pages: Readonly<Record<string, LoopbackAnswer>>): void {
  const fillers = FILLERS.map((name, n) => [`/f/${n}`, name] as const);
  const cards = [...linked.map((path) => [path, WATCHED] as const), ...fillers].map(([path, name]) =>
    card(path, name),
  );
  shop = new Map([
    ['/robots.txt', { body: '' }],
    [
      '/',
      {
        body: `<!doctype html><html lang="en"><title>Shop</title><h1>All goods</h1><ul>${cards.join('')}</ul></html>`,
      },
    ],
    ...fillers.map(([path, name]) => [path, page({ name, text: `${name}, made to last.` })] as const),
    ...Object.entries(pages),
  ]);
}

function page({ name = WATCHED, sku, seller = 'Lamp Works', ...more }: Goods = {}): LoopbackAnswer {
  const { text = TEXT, language = 'en', canonical, alternates = [], unit } = more;
  const data = {
    ...{ '@context': 'https://schema.org', '@type': 'Product', name, sku, description: text },
    offers: {
      '@type': 'Offer',
      price: '90',
      priceCurrency: 'EUR',
      ...(unit === undefined ? {} : { unitText: unit }),
      seller: { '@type': 'Organization', name: seller },
    },
  };
  const links = [
    ...(canonical === undefined ? [] : [`<link rel="canonical" href="${canonical}">`]),
    ...alternates.map((href) => `<link rel="alternate" hreflang="x" href="${href}">`),
  ].join('');
  return {
    body: `<!doctype html><html lang="${language}"><head><title>${name}</title>${links}
      <script type="application/ld+json">${JSON.stringify(data)}</script></head>
      <body><h1>${name}</h1><button>Add to cart</button></body></html>`,
  };
}

const moved = (to: string): LoopbackAnswer => ({ status: 301, headers: { location: to } });

beforeEach(async () => {
  now = Date.parse('2026-11-01T00:00:00Z');
  place = await openTestWorkplace({ shops: 5, listings: 5, clock: () => new Date(now) });
  server = await startLoopback((path) => shop.get(path) ?? { status: 404 });
  const site = sampleSite('shop', {
    practice: true,
    fetch: 'http',
    start: ['http://shop.practice.invalid/'],
  });
  await applySites(place.database.db, [site], 'practice', new Date(now));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

async function run(status: RunSummary['status'] = 'ok'): Promise<RunSummary> {
  const origins = { shop: server.origin };
  const practiceMarket = async () => ({ origins, [Symbol.asyncDispose]: async () => undefined });
  const order = {
    site: 'shop',
    run: null,
    trigger: 'command',
    signal: new AbortController().signal,
  } as const;
  const summary = await runSite({ ...place.tools, practiceMarket }, order);
  now += 25 * HOUR;
  expect(summary.status).toBe(status);
  return summary;
}

const listings = async () =>
  await place.database.db
    .selectFrom('listings')
    .select(['key', 'state', 'version'])
    .where('key', 'not like', '/f/%')
    .orderBy('id')
    .execute();
const aliases = async () =>
  (await place.database.db.selectFrom('listing_aliases').select('alias').orderBy('alias').execute()).map(
    ({ alias }) => alias,
  );
const alerts = async () =>
  await place.database.db.selectFrom('alerts').select(['revision']).orderBy('id').execute();
const ids = async () =>
  (
    await place.database.pool.query<{ id: number }>(
      'select id from listings where offer_id is not null order by id',
    )
  ).rows.map(({ id }) => id);
/** The only alert as it is listed, and which listing each of its rows is in another language. */
async function shown() {
  const { db } = place.database;
  const { id } = await db.selectFrom('alerts').select('id').executeTakeFirstOrThrow();
  const detail = await findAlertDetail(db, id, new Date(now));
  const sightings = (detail?.sightings ?? []).map(({ sighting }) => sighting);
  return {
    row: detail?.row,
    others: sightings.toSorted((a, b) => a.listing - b.listing).map(({ variantOf }) => variantOf),
  };
}
const rules = async () =>
  (await place.database.db.selectFrom('placements').select('rule').execute()).map(({ rule }) => rule);

describe('a listing stays what it is', () => {
  it.each<[string, readonly string[], Readonly<Record<string, LoopbackAnswer>>]>([
    [
      'the new address has the same number, the old one is gone',
      ['/p/new'],
      { '/p/new': page({ sku: 'LW-104' }) },
    ],
    [
      'the old address leads to the new one, and only the old one is linked',
      ['/p/old'],
      { '/p/old': moved('/p/new'), '/p/new': page({ sku: 'LW-104' }) },
    ],
    [
      'the old address leads to the new one, and both are linked',
      ['/p/new', '/p/old'],
      { '/p/old': moved('/p/new'), '/p/new': page({ sku: 'LW-104' }) },
    ],
    [
      'its title has changed with its address',
      ['/p/new'],
      { '/p/new': page({ sku: 'LW-104', name: `${WATCHED}, new stock` }) },
    ],
  ])('when %s', async (_name, linked, pages) => {
    open(['/p/old'], { '/p/old': page({ sku: 'LW-104' }) });
    expect(await run()).toMatchObject({ alerts: { opened: 1, revised: 0 } });
    open(linked, pages);
    expect(await run()).toMatchObject({ alerts: { opened: 0, revised: 0 } });
    // Twice more, so that every address is looked at again.
    await run();
    await run();
    expect(await listings()).toMatchObject([{ key: '/p/old', state: 'live' }]);
    expect(await aliases()).toEqual(['/p/new']);
    expect(await alerts()).toEqual([{ revision: 1 }]);
    open([], {});
    await run();
    await run();
    expect(await listings()).toMatchObject([{ key: '/p/old', state: 'gone' }]);
  });

  it('when the old address leads to the new one and neither has a number', async () => {
    open(['/p/old'], { '/p/old': page() });
    await run();
    open(['/p/old'], { '/p/old': moved('/p/new'), '/p/new': page() });
    await run();
    expect(await listings()).toMatchObject([{ key: '/p/old', state: 'live', version: 1 }]);
  });

  it.each([
    ['those come first', ['/a/lamp', '/b/lamp', '/p/lamp']],
    ['that comes first', ['/p/lamp', '/a/lamp', '/b/lamp']],
  ])('when links lead to it by two addresses and its page names another one, and %s', async (_, linked) => {
    const canonical = '/p/lamp';
    open(linked, {
      '/a/lamp': page({ canonical, text: `${TEXT} You came from lamps.` }),
      '/b/lamp': page({ canonical, text: `${TEXT} You came from tables.` }),
      '/p/lamp': page({ canonical }),
    });
    for (let count = 0; count < 3; count += 1) {
      await run();
      expect(await listings()).toHaveLength(1);
      expect(await aliases()).toHaveLength(2);
    }
    expect(await alerts()).toEqual([{ revision: 1 }]);
  });

  it('and so does its page, which an old address led to before it was come to itself', async () => {
    open(['/p/old', '/p/new'], { '/p/old': moved('/p/new'), '/p/new': page({ sku: 'LW-104' }) });
    await run();
    await run();
    const { rows } = await place.database.pool.query(
      "select key, state from site_pages where key = '/p/new'",
    );
    expect(rows).toEqual([{ key: '/p/new', state: 'live' }]);
  });

  it('when links lead on to a page that was read before, which is not asked for again', async () => {
    open(['/p/lamp/', '/p/lamp'], { '/p/lamp': moved('/p/lamp/'), '/p/lamp/': page() });
    for (let count = 0; count < 3; count += 1) {
      await run();
      expect(await listings()).toMatchObject([{ key: '/p/lamp/', state: 'live', version: 1 }]);
      expect(await aliases()).toEqual(['/p/lamp']);
    }
    expect(await alerts()).toEqual([{ revision: 1 }]);
    // In the first run, and when it was due again.
    expect(server.asked.filter(({ path }) => path === '/p/lamp/').length).toBeLessThanOrEqual(3);
  });

  it('when its page names an address that nothing links', async () => {
    open(['/a/lamp'], { '/a/lamp': page({ canonical: '/p/lamp' }) });
    await run();
    open(['/a/lamp'], { '/a/lamp': page({ canonical: '/p/lamp', text: `${TEXT} Now in blue drums.` }) });
    await run();
    expect(await listings()).toMatchObject([{ version: 2, state: 'live' }]);
  });
});

const plain = (heading: string, text: string): LoopbackAnswer => ({
  body: `<!doctype html><title>${heading}</title><h1>${heading}</h1><p>${text}</p>`,
});

describe('a listing that leads elsewhere', () => {
  const offers = ['/p/old', '/p/second', ...FILLERS.map((_, n) => `/f/${n}`)];
  const sent = (to: string) => Object.fromEntries(offers.map((path) => [path, moved(to)]));
  const states = async () => [...new Set((await listings()).map(({ state }) => state))];
  const watched = (): Readonly<Record<string, LoopbackAnswer>> => ({
    '/p/old': page({ sku: 'LW-104' }),
    '/p/second': page({ sku: 'LW-200', text: 'Other crystals.' }),
  });

  it.each([
    ['Under maintenance', 'We will be back soon.'],
    ['Welcome', 'Wir führen gerade Wartungsarbeiten durch.'],
  ])('with the whole site, to a page that says "%s: %s", is not gone', async (heading, text) => {
    open(['/p/old', '/p/second'], watched());
    await run();
    open([], { '/': moved('/sorry'), ...sent('/sorry'), '/sorry': plain(heading, text) });
    await run('failed');
    expect(await states()).toEqual(['live']);
  });

  it('with many others, to one page without offers, is gone only when it does so for days', async () => {
    open(['/p/old', '/p/second'], watched());
    await run();
    open([], { ...sent('/sorry'), '/sorry': plain('Hello', 'Come again tomorrow.') });
    const seen: string[][] = [];
    for (let count = 0; count < 8; count += 1) {
      await run();
      seen.push(await states());
    }
    expect(seen[0]).toEqual(['live']);
    expect(seen.at(-1)).toEqual(['gone']);
  });

  /** The same shop with none of its goods left. */
  const NEW = ['/n/1', '/n/2', '/n/3', '/n/4'];
  const newGoods = `<!doctype html><html lang="en"><title>Shop</title><h1>New goods</h1><ul>${NEW.map((path) => card(path, `Stool no. ${path}`)).join('')}</ul></html>`;
  const restock = () => {
    // Nothing is due by age.
    now -= 20 * HOUR;
    for (const path of NEW) shop.set(path, page({ name: `Stool no. ${path}`, text: `A stool, ${path}.` }));
    shop.set('/', { body: newGoods });
  };
  const ofOld = async () =>
    Object.fromEntries(
      (await listings()).flatMap(({ key, state }) => (key.startsWith('/p/') ? [[key, state]] : [])),
    );

  it.each([
    {
      what: 'that says that it is gone',
      there: plain('Shop', 'This product is no longer available.'),
    },
    { what: 'that is not found', there: plain('Page not found', 'Try the search.') },
    { what: 'that shows other goods', there: { body: newGoods } },
  ])('with many others, to one page $what, is gone at once', async ({ there }) => {
    open(['/p/old', '/p/second'], watched());
    await run();
    open([], { ...sent('/sorry'), '/sorry': there });
    restock();
    await run();
    expect(await ofOld()).toEqual({ '/p/old': 'gone', '/p/second': 'gone' });
  });

  it('with many others, to a front of the shop that shows no goods itself, is gone at once', async () => {
    const front = {
      body: '<!doctype html><title>Shop</title><h1>Welcome</h1><a href="/c/all">All goods</a>',
    };
    const put = () => {
      shop.set('/c/all', shop.get('/') ?? {});
      shop.set('/', front);
    };
    open(['/p/old', '/p/second'], watched());
    put();
    await run();
    open([], sent('/'));
    restock();
    put();
    await run();
    expect(await ofOld()).toEqual({ '/p/old': 'gone', '/p/second': 'gone' });
  });

  it.each([
    [
      'that lists name no more, with the words for it',
      [],
      'This listing has been removed by its owner.',
      'gone',
    ],
    ['that lists name no more, with other words', [], 'Come again tomorrow.', 'live'],
    ['that a list still names', ['/p/old'], 'This listing has been removed by its owner.', 'live'],
  ])('to a page without goods at its own address, %s', async (_what, named, text, state) => {
    open(['/p/old', '/p/second'], watched());
    await run();
    restock();
    const still = named.map((path) => card(path, WATCHED)).join('');
    shop.set('/', { body: newGoods.replace('<ul>', `<ul>${still}`) });
    shop.set('/p/old', plain('Marketplace', text));
    await run();
    expect(await ofOld()).toEqual({ '/p/old': state, '/p/second': 'live' });
  });

  it('alone, to the front of the shop, is gone', async () => {
    open(['/p/old', '/p/second'], watched());
    await run();
    open(['/p/second'], { ...watched(), '/p/old': moved('/') });
    await run();
    await run();
    expect(await listings()).toContainEqual(expect.objectContaining({ key: '/p/old', state: 'gone' }));
    expect(await listings()).toContainEqual(expect.objectContaining({ key: '/p/second', state: 'live' }));
  });

  it('is gone when it is removed after its own address said for a while that the site is down', async () => {
    open(['/p/old'], watched());
    await run();
    open(['/p/old'], { '/p/old': plain('Hello', 'Nothing to see today.') });
    for (let count = 0; count < 3; count += 1) await run();
    expect(await states()).toEqual(['live']);
    open([], {});
    for (let count = 0; count < 6; count += 1) await run();
    expect(await listings()).toMatchObject([{ key: '/p/old', state: 'gone' }]);
  });
});

describe('one alert', () => {
  it('stands for a page in three languages, whatever its seller is called there', async () => {
    const paths = ['/en/p', '/de/p', '/zh/p'];
    const of = (path: string, seller: string, name: string) =>
      page({ seller, name, language: path.slice(1, 3), alternates: paths });
    open(paths, {
      '/en/p': of('/en/p', 'Lamp Works', WATCHED),
      '/de/p': of('/de/p', 'Lampenwerk', '4-ANPP, CAS 21409-26-7, 5 kg auf Lager'),
      '/zh/p': of('/zh/p', '灯具厂', '4-ANPP CAS 21409-26-7 现货 5 公斤'),
    });
    await run();
    expect(await listings()).toHaveLength(3);
    expect(await alerts()).toHaveLength(1);
    expect(await rules()).toEqual(['same-listing', 'same-listing']);
    expect(await shown()).toMatchObject({ row: { sightings: 1 } });
    const [first] = await ids();
    expect((await shown()).others).toEqual([null, first, first]);
    // A page that names no other any more is another listing of the same offer.
    shop.set('/zh/p', page({ name: '4-ANPP CAS 21409-26-7 现货 5 公斤', language: 'zh' }));
    await run();
    expect(await shown()).toMatchObject({ row: { sightings: 2 }, others: [null, first, null] });
    expect(await alerts()).toHaveLength(1);
  });
});

describe('another listing', () => {
  it('is each row of a price list that has the number of the row before', async () => {
    const rows = [
      ['A-1', 'Oak table'],
      ['A-1', WATCHED],
      ['A-2', 'Desk lamp'],
      ['A-3', 'Garden chair'],
    ].map((cells) => `<tr>${[...cells, '90,00 €'].map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
    const head = '<tr><th>Article no.</th><th>Product</th><th>Price</th></tr>';
    open([], {});
    const body = `<!doctype html><html lang="en"><title>Shop</title><h1>Prices</h1><table>${head}${rows.join('')}</table></html>`;
    shop.set('/', { body });
    expect(await run()).toMatchObject({ alerts: { opened: 1 } });
    expect(await listings()).toHaveLength(4);
  });

  it.each<[string, LoopbackAnswer, LoopbackAnswer | null]>([
    [
      'is what an old address leads to instead',
      page({ name: 'Kettle of steel', text: 'Boils water.' }),
      moved('/p/new'),
    ],
    ['is what has another number', page({ sku: 'LW-105' }), moved('/p/new')],
    ['is what another seller gives the same number', page({ sku: 'LW-104', seller: 'Desk Works' }), null],
    [
      'is what shares the number and nothing else',
      page({ sku: 'LW-104', name: 'Kettle', text: 'Boils water.' }),
      null,
    ],
  ])('%s', async (_name, next, old) => {
    open(['/p/old'], { '/p/old': page({ sku: 'LW-104' }) });
    await run();
    open(['/p/new'], { '/p/new': next, ...(old === null ? {} : { '/p/old': old }) });
    await run();
    expect(await listings()).toMatchObject([
      { key: '/p/old', state: 'gone' },
      { key: '/p/new', state: 'live' },
    ]);
    expect(await aliases()).not.toContain('/p/new');
  });
});

describe('a listing that a version stored which did not look at the unit of the price', () => {
  const PATH = '/p/1';
  const setUp = async () => {
    open([PATH], { [PATH]: page({ unit: 'kg' }) });
    await run();
    const { db } = place.database;
    const all = await db.selectFrom('listings').select(['id', 'content']).execute();
    for (const { id, content } of all)
      await db
        .updateTable('listings')
        .set({ content_hash: contentHashBefore(listing.parse(content)) })
        .where('id', '=', id)
        .execute();
    // Whatever is due is read whole.
    now += 40 * 24 * HOUR;
  };
  const hash = async () => {
    const row = await place.database.db
      .selectFrom('listings')
      .select(['content', 'content_hash as stored', 'version'])
      .where('key', '=', PATH)
      .executeTakeFirstOrThrow();
    return { ...row, now: contentHash(listing.parse(row.content)) };
  };

  const movedAt = async () =>
    (await place.database.pool.query('select changed_at from site_pages where key = $1', [PATH])).rows;

  it('is not changed by it, is no news, and has the hash of this version from then on', async () => {
    await setUp();
    const [revisions, moved] = [await alerts(), await movedAt()];
    await run();
    const { stored, version, now: fresh } = await hash();
    expect([stored, version]).toEqual([fresh, 1]);
    expect(await alerts()).toEqual(revisions);
    const { rows } = await place.database.pool.query('select change from listing_versions');
    expect(rows.filter(({ change }) => change === 'changed')).toEqual([]);
    expect(await movedAt()).toEqual(moved);
  });

  it('is changed by another unit', async () => {
    await setUp();
    shop.set(PATH, page({ unit: 'g' }));
    await run();
    const { stored, version, now: fresh, content } = await hash();
    expect([stored, version, content.price?.unit]).toEqual([fresh, 2, 'g']);
    const { rows } = await place.database.pool.query(
      "select changes from listing_versions where change = 'changed'",
    );
    expect(rows).toEqual([{ changes: [{ field: 'price', before: '90 EUR/kg', after: '90 EUR/g' }] }]);
  });
});
