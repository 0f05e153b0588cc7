/** The practice market keeps its promises: counts, languages, disguises, days, robots, and truth that equals what is drawn. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { termKey } from '../config/check-packs.ts';
import { loadSites } from '../config/load-sites.ts';
import { IDENTIFIERS, RED_FLAG_SENTENCES } from './market/content.ts';
import { generateMarket } from './market/generate-market.ts';
import { descriptionText, type MarketListing } from './market/listing.ts';
import { escapeHtml } from './market/page-parts.ts';
import { type Market, startMarket } from './market/start-market.ts';
import { marketTruth } from './market/truth.ts';
import { shippedWatchlist } from './support/shipped-watchlist.ts';

const FOLDER = new URL('market/', import.meta.url);
const MAIN = new URL('main.ts', FOLDER).pathname;
const SHOPS = ['jsonld-shop', 'classifieds', 'chem-supplier', 'board', 'script-shop'];
const CATALOGUES: Readonly<Record<string, string>> = {
  'jsonld-shop': 'catalogue',
  classifieds: 'ads',
  'chem-supplier': 'catalog/',
  board: 'board',
};

const truth = marketTruth();
const listings = generateMarket().flatMap((stock) => stock.listings);
const positives = listings.filter(({ kind }) => kind === 'positive');

function wholeText(listing: MarketListing): string {
  return `${listing.title}\n${descriptionText(listing.blocks)}`;
}

function identifierOf(listing: MarketListing) {
  const found = IDENTIFIERS.find(({ substance }) => substance === listing.substances[0]);
  if (found === undefined) throw new Error(`no identifier for ${listing.id}`);
  return found;
}

async function get(url: string): Promise<string> {
  const answer = await fetch(url);
  expect(answer.status, url).toBe(200);
  return answer.text();
}

describe('truth', () => {
  it('is stored as the generator gives it for the default market', async () => {
    const stored: unknown = JSON.parse(await readFile(new URL('truth.json', FOLDER), 'utf8'));
    expect(stored, 'run: node test/market/write-truth.ts').toEqual(truth);
  });

  it('holds five shops, ten languages and the promised mix', () => {
    const count = (kind: string): number => truth.listings.filter((listing) => listing.kind === kind).length;
    expect([...new Set(truth.listings.map(({ shop }) => shop))]).toEqual(SHOPS);
    expect(truth.listings.length).toBeGreaterThanOrEqual(600);
    expect(new Set(truth.listings.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10);
    expect([count('positive'), count('negative'), count('ordinary')]).toEqual([70, 100, 470]);
    expect(truth.offers.length).toBeLessThan(truth.listings.length);
    expect(new Set(truth.listings.map(({ id }) => id)).size).toBe(truth.listings.length);
  });

  it('names every listing in exactly one offer of its own seller', () => {
    const offers = new Map(truth.offers.map((offer) => [offer.id, offer]));
    expect(truth.offers.flatMap((offer) => offer.listings).length).toBe(truth.listings.length);
    for (const listing of truth.listings) {
      const offer = offers.get(listing.offer);
      expect(offer?.listings).toContain(listing.id);
      expect(offer?.seller).toBe(listing.seller);
      expect(offer?.substances).toEqual(listing.substances);
    }
    expect(truth.sellers.map(({ id }) => id).sort()).toEqual(
      [...new Set(truth.listings.map(({ seller }) => seller))].sort(),
    );
  });

  it('has every disguise, and about half of the offers plain', () => {
    const plain = positives.filter(({ category }) => /^(plain|abbreviation)-/.test(category));
    expect(plain.length / positives.length).toBeGreaterThan(0.4);
    expect(plain.length / positives.length).toBeLessThan(0.6);
    expect(new Set(positives.map(({ technique }) => technique)).size).toBe(12);
    expect(new Set(positives.map(({ category }) => category)).size).toBe(26);
  });

  it('expects alerts for offers only', () => {
    for (const { kind, substances, technique } of truth.listings) {
      expect(substances.length).toBe(kind === 'positive' ? 1 : 0);
      expect(technique === null).toBe(kind !== 'positive');
    }
  });
});

describe('watched identifiers', () => {
  it('are live in the watch-list, with the tier that is offered', async () => {
    const watchlist = await shippedWatchlist();
    const substances = new Map(watchlist.substances.map((substance) => [substance.id, substance]));
    for (const identifier of IDENTIFIERS) {
      const substance = substances.get(identifier.substance);
      expect(substance?.tier, identifier.substance).toBe(identifier.tier);
      expect(substance?.controlledAsPrecursor).toBe(true);
      expect(substance?.cas.map(({ number }) => number)).toContain(identifier.cas);
      // Sellers write a listed name with and without its separators; the list has it once.
      const live = substance?.terms.filter(({ ambiguous }) => !ambiguous);
      const terms = new Set(live?.map(({ text }) => termKey(text)));
      expect(
        Object.values(identifier.names)
          .flat()
          .filter((name) => !terms.has(termKey(name))),
      ).toEqual([]);
    }
  });

  it.each(positives.filter(({ category }) => /^(plain|abbreviation)-/.test(category)))(
    'stand plainly in $id ($category)',
    (listing) => {
      const { cas, names } = identifierOf(listing);
      const plain = [cas, ...Object.values(names).flat()];
      expect(plain.some((text) => wholeText(listing).includes(text))).toBe(true);
    },
  );

  it.each(positives.filter(({ category }) => !/^(plain|abbreviation)-/.test(category)))(
    'are hidden in $id ($category)',
    (listing) => {
      const { cas, names } = identifierOf(listing);
      const text = wholeText(listing).toLowerCase();
      const plain = [cas, ...Object.values(names).flat()].filter((term) => text.includes(term.toLowerCase()));
      expect(plain).toEqual([]);
    },
  );

  it('come with a published red flag wherever their tier asks for one', () => {
    const tierB = positives.filter((listing) => identifierOf(listing).tier === 'B');
    expect(tierB.length).toBeGreaterThan(5);
    for (const listing of tierB) {
      expect(
        RED_FLAG_SENTENCES.some((sentence) => wholeText(listing).includes(sentence)),
        listing.id,
      ).toBe(true);
    }
  });
});

describe('generator', () => {
  it('gives the same market for the same seed and day, and another for another seed', () => {
    expect(generateMarket({ day: 2 })).toEqual(generateMarket({ day: 2 }));
    expect(marketTruth({ seed: 'other' })).not.toEqual(truth);
  });

  it.each([1, 2, 5])('adds, edits, removes and reposts listings by day %i, keeping their URLs', (day) => {
    const before = new Map(
      generateMarket({ day: day - 1 })
        .flatMap((stock) => stock.listings)
        .map((one) => [one.id, one]),
    );
    const after = new Map(
      generateMarket({ day })
        .flatMap((stock) => stock.listings)
        .map((one) => [one.id, one]),
    );
    const added = [...after.values()].filter(({ id }) => !before.has(id));
    const removed = [...before.keys()].filter((id) => !after.has(id));
    const offers = new Set([...before.values()].map(({ offer }) => offer));
    const kept = [...after.values()].filter(({ id }) => before.has(id));
    const edited = kept.filter((one) => JSON.stringify(one) !== JSON.stringify(before.get(one.id)));
    expect(added.filter(({ kind }) => kind === 'positive').length).toBeGreaterThanOrEqual(SHOPS.length);
    expect(added.filter(({ offer }) => offers.has(offer)).length).toBeGreaterThanOrEqual(SHOPS.length);
    expect(removed.length).toBeGreaterThanOrEqual(SHOPS.length);
    expect(edited.length).toBeGreaterThanOrEqual(SHOPS.length);
    expect(edited.filter((one) => one.price !== before.get(one.id)?.price)).toEqual(edited);
    expect(edited.every((one) => one.changedAt > (before.get(one.id)?.changedAt ?? ''))).toBe(true);
    expect(kept.map(({ path }) => path)).toEqual(kept.map(({ id }) => before.get(id)?.path));
  });

  it('grows to 10,000 listings in more shops, every one with its own address', () => {
    const stocks = generateMarket({ listings: 10_000, shops: 8, day: 1 });
    expect(stocks.map(({ shop }) => shop.id)).toEqual([
      ...SHOPS,
      'jsonld-shop-2',
      'classifieds-2',
      'chem-supplier-2',
    ]);
    const all = stocks.flatMap((stock) => stock.listings);
    expect(all.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(all.map(({ shop, path }) => `${shop} ${path}`)).size).toBe(all.length);
  });

  it('gives no two private sellers the same telephone or e-mail, unless they are one person', () => {
    const owners = new Map<string, string>();
    for (const { person, contacts } of marketTruth({ listings: 10_000 }).sellers) {
      for (const { kind, value } of contacts) {
        expect(owners.get(`${kind} ${value}`) ?? person).toBe(person);
        owners.set(`${kind} ${value}`, person);
      }
    }
  });

  it('uses only telephone numbers and domains that are reserved', () => {
    for (const { contacts } of marketTruth({ listings: 10_000, shops: 7 }).sellers) {
      for (const { kind, value } of contacts) {
        if (kind === 'email') expect(value).toMatch(/@[a-z0-9.-]+\.(example|invalid|test)$/);
        else if (/^\+/.test(value))
          expect(value).toMatch(/^\+(44207946\d{4}|447700900\d{3}|1\d{3}55501\d{2})$/);
        else expect(value).toMatch(/practice/);
      }
    }
  });

  it('never says how anything is made or used', () => {
    const forbidden =
      /synthe[st]|recipe|\byields?\b|\breflux|distil|\bcook(ing|ed)\b|\breact(ed|ing|ant)|how to make/i;
    const all = generateMarket({ listings: 10_000, day: 1 }).flatMap((stock) => stock.listings);
    expect(all.map(wholeText).filter((text) => forbidden.test(text))).toEqual([]);
  });
});

describe('files', () => {
  it('import nothing but node and each other, since they ship without dependencies', async () => {
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts'));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const text = await readFile(new URL(name, FOLDER), 'utf8');
      const imports = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
      expect(
        imports.filter((from) => !/^(node:|\.\/)/.test(from ?? '')),
        name,
      ).toEqual([]);
      expect(/Math\.random|Date\.now/.test(text), name).toBe(false);
    }
  });

  it('describe each shop as a site, fetched every hour without delay', async () => {
    const sites = await loadSites(new URL('sites/', FOLDER).pathname, true);
    expect(sites.map(({ id }) => id).sort()).toEqual([...SHOPS].sort());
    for (const site of sites) {
      expect(site.start.every((url) => new URL(url).hostname === `${site.id}.practice.invalid`)).toBe(true);
      expect(site.schedule.everySeconds).toBe(3600);
      expect(site.politeness).toMatchObject({ delaySeconds: 0, pages: 3000 });
      expect(site.fetch === 'browser').toBe(site.id === 'script-shop');
    }
  });
});

describe('served shops', () => {
  let market: Market;
  beforeAll(async () => {
    market = await startMarket();
  });
  afterAll(async () => {
    await market[Symbol.asyncDispose]();
  });
  const origin = (shop: string): string => market.origins[shop] ?? '';

  /** The document of a listing as a visitor sees it; the script shop's is the JSON that its script draws. */
  const documentOf = (listing: MarketListing): Promise<string> =>
    get(
      listing.shop === 'script-shop'
        ? `${origin(listing.shop)}/api/item/${listing.language}/${listing.number}`
        : origin(listing.shop) + listing.path,
    );

  it('each have their own loopback port', () => {
    expect(Object.keys(market.origins)).toEqual(SHOPS);
    expect(new Set(Object.values(market.origins)).size).toBe(SHOPS.length);
    expect(Object.values(market.origins).every((url) => /^http:\/\/127\.0\.0\.1:\d+$/.test(url))).toBe(true);
  });

  it('show every watched identifier as the truth says', async () => {
    for (const listing of positives) {
      const page = await documentOf(listing);
      const cells = listing.blocks.flatMap((block) => ('cells' in block ? [...block.cells] : []));
      const parts =
        listing.category === 'title-and-text' ? listing.shown.split(/(?<=-)(?=\d)/) : [listing.shown];
      for (const part of cells.length > 0 ? cells : parts) {
        const drawn = listing.shop === 'script-shop' ? JSON.stringify(part).slice(1, -1) : escapeHtml(part);
        expect(page, listing.id).toContain(drawn);
      }
    }
  });

  it('give byte-identical answers to the same request', async () => {
    const paths = listings
      .filter((_, index) => index % 25 === 0)
      .map((listing) => origin(listing.shop) + listing.path);
    for (const url of [...SHOPS.map((shop) => `${origin(shop)}/`), ...paths])
      expect(await get(url)).toBe(await get(url));
  });

  it.each(Object.entries(CATALOGUES))(
    'list every listing of %s in its paginated catalogues',
    async (shop, catalogue) => {
      const seen = new Set<string>();
      const languages = new Set(listings.filter((one) => one.shop === shop).map(({ language }) => language));
      for (const language of languages) {
        const list = `/${language}/${catalogue}`;
        for (let page = 1; ; page += 1) {
          const text = await get(`${origin(shop)}${list}?page=${page}`);
          for (const match of text.matchAll(/href="([^"]+)"/g)) seen.add(match[1] ?? '');
          if (!text.includes(`${list}?page=${page + 1}"`)) break;
        }
      }
      const missing = listings.filter((one) => one.shop === shop && !seen.has(one.path));
      expect(missing.map(({ id }) => id)).toEqual([]);
    },
  );

  it('send an empty shell for the script shop, and the goods as JSON', async () => {
    const listing = listings.find(({ shop }) => shop === 'script-shop');
    if (listing === undefined) throw new Error('the script shop is empty');
    const shell = await get(origin('script-shop') + listing.path);
    expect(shell).toContain('<div id="root"></div>');
    expect(shell).not.toContain(escapeHtml(listing.title));
    expect(await documentOf(listing)).toContain(JSON.stringify(listing.title).slice(1, -1));
    expect(await get(`${origin('script-shop')}/assets/app.js`)).toContain('fetch(');
    let seen = 0;
    for (const language of ['ar', 'ja', 'zh']) {
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const list = JSON.parse(await get(`${origin('script-shop')}/api/list/${language}?page=${page}`));
        pages = list.pages;
        seen += list.cards.length;
      }
    }
    expect(seen).toBe(listings.filter(({ shop }) => shop === 'script-shop').length);
  });

  it('forbid basket, search and sign-in in robots.txt, and link to them all the same', async () => {
    for (const shop of SHOPS) {
      const robots = await get(`${origin(shop)}/robots.txt`);
      const page = await get(shop === 'script-shop' ? `${origin(shop)}/assets/app.js` : `${origin(shop)}/`);
      for (const path of ['/cart', '/search', '/admin']) {
        expect(robots).toContain(`Disallow: ${path}\n`);
        expect(page, shop).toContain(path);
      }
      expect(/^Crawl-delay: /m.test(robots)).toBe(shop === 'chem-supplier');
    }
  });

  it('say what has changed, each in its own way: a sitemap, entity tags, dates, nothing', async () => {
    const pathOf = (shop: string) => listings.find((one) => one.shop === shop)?.path ?? '';
    const ask = (shop: string, headers: Record<string, string> = {}, path = pathOf(shop)) =>
      fetch(origin(shop) + path, { headers });
    const robots = await get(`${origin('jsonld-shop')}/robots.txt`);
    expect(robots).toContain(`Sitemap: ${origin('jsonld-shop')}/sitemap.xml\n`);
    const sitemap = await get(`${origin('jsonld-shop')}/sitemap.xml`);
    const goods = listings.filter((one) => one.shop === 'jsonld-shop');
    expect(sitemap.match(/<loc>/g)).toHaveLength(goods.length);
    for (const { path, changedAt } of goods)
      expect(sitemap).toContain(`${origin('jsonld-shop')}${path}</loc><lastmod>${changedAt}<`);
    const etag = (await ask('classifieds')).headers.get('etag') ?? '';
    expect((await ask('classifieds', { 'if-none-match': etag })).status).toBe(304);
    expect((await ask('classifieds', { 'if-none-match': etag }, '/')).status).toBe(200);
    const modified = (await ask('chem-supplier')).headers.get('last-modified') ?? '';
    expect((await ask('chem-supplier', { 'if-modified-since': modified })).status).toBe(304);
    expect((await ask('chem-supplier', {}, '/en/catalog/')).headers.get('last-modified')).toBeNull();
    const { headers } = await ask('board');
    expect([headers.get('etag'), headers.get('last-modified')]).toEqual([null, null]);
    expect((await ask('board', {}, '/sitemap.xml')).status).toBe(404);
  });

  it('name the author of an ad as its seller, with a page of everything the author offers', async () => {
    const shops = ['classifieds', 'board'];
    for (const shop of shops) {
      const listing = listings.find((one) => one.shop === shop);
      if (listing === undefined || listing.seller.path === null)
        throw new Error(`${shop} has no private seller`);
      expect(await documentOf(listing)).toContain(`href="${listing.seller.path}"`);
      const profile = await get(origin(shop) + listing.seller.path);
      const own = listings.filter(({ seller }) => seller.id === listing.seller.id);
      expect(own.filter(({ path }) => !profile.includes(`href="${path}"`))).toEqual([]);
    }
  });

  it('answer 404 to what is not there, 405 to anything but reading, and log both', async () => {
    const before = market.requests().length;
    expect((await fetch(`${origin('board')}/ru/t/1`, { headers: { 'user-agent': 'probe/1' } })).status).toBe(
      404,
    );
    expect((await fetch(`${origin('board')}/ru/board?page=999`)).status).toBe(404);
    expect((await fetch(`${origin('board')}/cart`, { method: 'POST' })).status).toBe(405);
    const log = market.requests().slice(before);
    expect(log[0]).toMatchObject({ shop: 'board', method: 'GET', path: '/ru/t/1', userAgent: 'probe/1' });
    expect(log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /ru/t/1',
      'GET /ru/board?page=999',
      'POST /cart',
    ]);
  });
});

it('turns to another day under the same origins', async () => {
  await using market = await startMarket({ listings: 100 });
  const after = marketTruth({ listings: 100, day: 1 });
  const before = new Set(marketTruth({ listings: 100 }).listings.map(({ id }) => id));
  const added = after.listings.find(({ id }) => !before.has(id));
  const url = `${market.origins[added?.shop ?? '']}${added?.path}`;
  expect((await fetch(url)).status).toBe(404);
  market.turnTo(1);
  expect((await fetch(url)).status).toBe(200);
});

describe('child process', () => {
  it('prints its origins in one line, turns days on request, and ends when its stdin closes', async () => {
    const child = spawn(process.execPath, [MAIN, '--listings', '60', '--shops', '6', '--day', '1'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { origins } = JSON.parse((await lines.next()).value ?? '{}');
    expect(Object.keys(origins)).toEqual([...SHOPS, 'jsonld-shop-2']);
    expect(await get(`${origins['jsonld-shop-2']}/`)).toContain('<h1>');
    child.stdin.write('day 2\n');
    expect((await lines.next()).value).toBe('{"day":2}');
    child.stdin.end();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it.each([
    { given: ['--help'], code: 0, says: /--listings/ },
    { given: ['--day', 'soon'], code: 2, says: /--day must be a whole number/ },
    { given: ['--nonsense'], code: 2, says: /nonsense/ },
  ])('answers $given with code $code', async ({ given, code, says }) => {
    const child = spawn(process.execPath, [MAIN, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: unknown[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const [ended] = await once(child, 'close');
    expect(ended).toBe(code);
    expect(chunks.join('')).toMatch(says);
  });
});
