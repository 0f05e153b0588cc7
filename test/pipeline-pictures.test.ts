/** Pictures of what alerts: fetched politely and once, fingerprinted or counted with a reason, linked across sellers. */

import { createServer } from 'node:http';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { OPEN_GATE } from '../crawlers/crawl-gate.ts';
import { fetchPictures } from '../crawlers/fetch-pictures.ts';
import { createRobotsCache } from '../crawlers/robots-cache.ts';
import { createLog } from '../src/log.ts';
import type { Coverage } from '../src/model/run.ts';
import { openHttpClient } from '../src/net/http-client.ts';
import { lookAtPictures, unusedReason } from '../src/pipeline/run/look-at-pictures.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { readCoverage } from '../src/store/crawling/coverage.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { wantedPictures } from '../src/store/offers/pictures.ts';
import { upsertSeller } from '../src/store/offers/sellers.ts';
import { drawPicture } from './market/draw-picture.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { openTestWorkplace } from './support/open-test-workplace.ts';
import { attachOffer, saveAssessment, saveListing, upsertOffer } from './support/single-rows.ts';
import { at, sampleAssessment, sampleListing, sampleSite } from './support/store-samples.ts';

/** Something with enough in it to be known again. */
async function photo(seed: number, edit: (image: Sharp) => Sharp = (image) => image): Promise<Buffer> {
  const side = 256;
  const pixels = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const value =
        128 + 60 * Math.sin((x * (seed + 2)) / 19) + 60 * Math.cos((y * (seed + 3)) / 23 + x / 31);
      pixels.fill(Math.max(0, Math.min(255, value)), (y * side + x) * 3, (y * side + x) * 3 + 3);
    }
  return await edit(sharp(pixels, { raw: { width: side, height: side, channels: 3 } })).toBuffer();
}

async function startPictures(files: Readonly<Record<string, { type: string; bytes: Buffer }>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    if (path === '/robots.txt') response.end('User-agent: *\nDisallow: /private/\n');
    else {
      const file = files[path];
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { asked, origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test('the same photo under other sellers, mirrored too, links them; each file is asked for once, and what is no picture is counted', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const run = await createRun(db, 'a', 'command', at(0));
  const png = (image: Sharp) => image.png();
  const drum = Buffer.from(drawPicture('drum', 1000));
  const server = await startPictures({
    '/1.png': { type: 'image/png', bytes: await photo(1, png) },
    '/2.jpg': {
      type: 'image/jpeg',
      bytes: await photo(1, (image) => image.jpeg({ quality: 80 })),
    },
    '/3.png': { type: 'image/png', bytes: await photo(5, png) },
    '/drum.png': { type: 'image/png', bytes: drum },
    '/mirrored.png': { type: 'image/png', bytes: await sharp(drum).flop().png().toBuffer() },
    '/dot.png': {
      type: 'image/png',
      bytes: await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    },
    '/cut.png': { type: 'image/png', bytes: (await photo(2, png)).subarray(0, 900) },
    '/page.html': { type: 'text/html', bytes: Buffer.from('<p>no picture') },
    '/drawn.svg': { type: 'image/svg+xml', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    '/private/4.png': { type: 'image/png', bytes: await photo(7, png) },
  });
  const shown = [
    ['/1.png', '/dot.png', '/page.html'],
    ['/2.jpg', '/cut.png', '/gone.png'],
    ['/3.png', '/private/4.png', '/drawn.svg'],
    ['/drum.png'],
    ['/mirrored.png'],
  ];
  for (const [index, paths] of shown.entries()) {
    const listing = sampleListing(`Alpha ${index}`, { images: paths.map((path) => server.origin + path) });
    const seen = {
      siteId: 'a',
      key: String(index),
      contentHash: 'h',
      runId: run,
      captureSha256: null,
      now: at(1),
    };
    const { id } = await saveListing(db, { ...seen, listing });
    await saveAssessment(db, id, sampleAssessment({ verdict: index === 2 ? 'watch' : 'alert' }), at(1));
    const sellerId = await upsertSeller(db, { siteId: 'a', key: `s${index}`, seller: null });
    const offer = await upsertOffer(db, { key: `o${index}`, siteId: 'a', sellerId, now: at(1) });
    await attachOffer(db, id, offer.id);
  }
  const look = lookAtPictures({ db, site: 'a', run, most: 100, clock: () => at(2) });
  const ends: Record<string, string> = {};
  const policy = { allowedOrigins: new Set([server.origin]), ports: [] };
  const signal = new AbortController().signal;
  const crawl = async () => {
    await using client = openHttpClient({ ...policy, userAgent: 'PrecursorWatch/test' });
    const tools = {
      ...{
        client,
        gate: OPEN_GATE,
        policy,
        robotsOverride: null,
        agentToken: 'precursorwatch',
        log: createLog('silent'),
      },
      robots: createRobotsCache({ userAgent: 'PrecursorWatch/test', clock: () => at(2) }),
      pace: async <T>(_url: URL, _delay: number | null, work: (pause: number) => Promise<T>) => await work(0),
      ...{
        note: () => undefined,
        heed: async () => null,
        sleep: async () => undefined,
        clock: () => at(2),
      },
      limits: { maxBytes: 1_000_000, pageSeconds: 10 },
    };
    const pictures = {
      wanted: look.wanted,
      onPicture: async (url: string, picture: Parameters<typeof look.look>[1]) => {
        ends[new URL(url).pathname] = await look.look(url, picture);
      },
    };
    const urls = await pictures.wanted();
    await fetchPictures(tools, { urls, ...pictures, goesOn: () => true, end: () => undefined, signal });
  };
  await crawl();
  expect(ends).toEqual({
    ...{ '/1.png': 'fingerprint', '/2.jpg': 'fingerprint', '/3.png': 'fingerprint' },
    ...{ '/drum.png': 'fingerprint', '/mirrored.png': 'fingerprint' },
    ...{
      '/dot.png': 'too-small',
      '/cut.png': 'broken',
      '/page.html': 'unsupported-type',
      '/gone.png': 'gone',
    },
    ...{ '/drawn.svg': 'unsupported-type', '/private/4.png': 'disallowed' },
  });
  expect(server.asked).not.toContain('/private/4.png');
  const unused = Object.values(ends).filter((end) => end !== 'fingerprint');
  expect(unused.map(unusedReason).toSorted()).toEqual([
    ...['broken', 'picture-not-fetched', 'picture-not-fetched', 'picture-not-fetched'],
    ...['picture-not-fetched', 'too-small'],
  ]);
  const pictures = await db.selectFrom('pictures').select('id').execute();
  expect(pictures).toHaveLength(3);
  const links = await db.selectFrom('seller_links').select(['evidence', 'strength']).execute();
  const byPicture = { evidence: [{ sign: 'picture' }] };
  expect(links).toMatchObject([byPicture, byPicture]);
  expect(links[0]?.strength).toBeLessThan(0.8);
  const before = server.asked.length;
  await crawl();
  expect(server.asked).toHaveLength(before);
  server.close();
});

test.each([
  { most: 2, pages: 11, wanted: 2 },
  { most: 2, pages: 19, wanted: 4 },
  { most: 9, pages: 19, wanted: 6 },
  { most: 0, pages: 19, wanted: 0 },
])('a run that may fetch $most pictures and fetched $pages pages wants $wanted of six', async (o) => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a')], 'file', at(0));
  const run = await createRun(db, 'a', 'command', at(0));
  const fetched = { outcome: 'fetched', status: 200, detail: null, at: at(0).toISOString() } as const;
  const rows = Array.from({ length: o.pages }, (_, position) => ({
    ...{ run_id: run, position, url: `https://a.example/${position}`, requests: '[]' },
    ...fetched,
  }));
  const skipped = { ...fetched, run_id: run, url: 'https://a.example/x', requests: '[]' };
  const others = Array.from({ length: 60 }, (_, at) => ({
    ...skipped,
    outcome: 'duplicate' as const,
    position: o.pages + at,
  }));
  await db
    .insertInto('coverage')
    .values([...rows, ...others])
    .execute();
  for (const key of ['1', '2', '3']) {
    const images = [`https://img.example/${key}.png`, `https://img.example/${key}b.png`];
    const listing = sampleListing(`Alpha ${key}`, { images });
    const seen = { siteId: 'a', key, contentHash: 'h', runId: run, captureSha256: null, now: at(1) };
    const { id } = await saveListing(db, { ...seen, listing });
    await saveAssessment(db, id, sampleAssessment({ verdict: 'alert' }), at(1));
  }
  expect(await wantedPictures(db, { site: 'a', run }, o.most, at(2))).toHaveLength(o.wanted);
});

test('a run with pictures: the ledger has each request that the shop saw, and takes no picture for a page', async () => {
  await using place = await openTestWorkplace({ shops: 5, listings: 500 });
  const { db } = place.database;
  const tools = { ...place.tools, picturesPerRun: 10 };
  const order = { site: 'jsonld-shop', run: null, trigger: 'command' } as const;
  const summary = await runSite(tools, { ...order, signal: new AbortController().signal });
  expect(summary).toMatchObject({ status: 'ok' });
  const rows: Coverage[] = [];
  for await (const batch of readCoverage(db, summary.run)) rows.push(...batch);
  const pictures = rows.filter(({ outcome }) => outcome.startsWith('picture-'));
  expect(pictures.length).toBeGreaterThanOrEqual(10);
  const pathsOf = (some: typeof rows) =>
    some.flatMap(({ requests }) => requests.map(({ url }) => new URL(url).pathname + new URL(url).search));
  const asked = place.market.requests().map(({ path }) => path);
  expect(pathsOf(rows).toSorted()).toEqual(asked.toSorted());
  expect(pathsOf(pictures)).toEqual(asked.slice(-pictures.length));
  // Each row is a page that was read, or counted under its reason.
  const counts = Object.fromEntries(
    Object.entries(Object.groupBy(rows, ({ outcome }) => outcome)).map(([each, some]) => [each, some.length]),
  );
  const { fetched = 0, ...others } = counts;
  const { 'not-due': _notDue, ...skipped } = summary.skipped;
  expect(skipped).toEqual(others);
  expect(summary.pages).toBe(fetched + (others['no-listing'] ?? 0));
});

test('a run that broke off among its pictures goes on with all of its pages', async () => {
  await using place = await openTestWorkplace({ shops: 5, listings: 500 });
  const { db } = place.database;
  const site = 'jsonld-shop';
  const { config } = await db
    .selectFrom('sites')
    .select('config')
    .where('id', '=', site)
    .executeTakeFirstOrThrow();
  const few = { ...config, politeness: { ...config.politeness, pages: 3 } };
  await db
    .updateTable('sites')
    .set({ config: JSON.stringify(few) })
    .where('id', '=', site)
    .execute();
  const run = await createRun(db, site, 'schedule', at(0));
  const request = { at: at(1).toISOString(), robots: null, rule: 'no rule', pause: 0, budget: 3 };
  // The page of that address is one of those that it still has to read.
  const [start = ''] = config.start;
  const urls = [start, `${start}1.png`, `${start}2.png`];
  const rows = urls.map((url, index) => ({
    ...{
      run_id: run,
      position: index + 1,
      url,
      outcome: 'picture-fetched' as const,
      status: 200,
      detail: null,
    },
    ...{ requests: JSON.stringify([{ ...request, url }]), at: at(1).toISOString() },
  }));
  const page = {
    ...rows[0],
    position: 9,
    url: `${start}?twice`,
    outcome: 'duplicate',
    requests: '[]',
  } as const;
  await db
    .insertInto('coverage')
    .values([...rows, { ...page, run_id: run, at: at(1).toISOString() }])
    .execute();
  const order = { site, run, trigger: 'schedule', signal: new AbortController().signal } as const;
  const summary = await runSite(place.tools, order);
  expect(summary).toMatchObject({ pages: 3, skipped: { 'picture-fetched': 3, duplicate: 1 } });
  expect(place.market.requests().map(({ path }) => path)).toContain(new URL(start).pathname);
});
