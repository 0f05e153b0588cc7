/** The board of queues: behind our sign-in, to look at only, in a real browser, with nothing from elsewhere. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueueRuns } from '../queues/enqueue-runs.ts';
import { listen } from '../src/api/listen.ts';
import { BOARD_PATH } from '../src/api/routes/queue-board.ts';
import type { ZodServer } from '../src/api/zod-server.ts';
import { openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { launchBrowser, openWatchedPage } from './support/watch-browser.ts';

const methods = new Map<string, Set<string>>();
let place: TestQueues;
let test: TestServer;
let browser: Browser;
let url: string;

function hearOfRoutes(message: unknown): void {
  const { fastify } = message as { fastify: ZodServer };
  fastify.addHook('onRoute', ({ method, url: path }) => {
    if (!path.startsWith(BOARD_PATH)) return;
    methods.set(path, new Set([...(methods.get(path) ?? []), ...[method].flat()]));
  });
}

beforeAll(async () => {
  const { redisUrl } = await openBackend('PostgreSQL');
  place = await openTestQueues(redisUrl);
  await enqueueRuns(place.queues, [{ site: 'shop-a', run: 17, priority: 0 }]);
  subscribe('fastify.initialization', hearOfRoutes);
  test = await openTestServer({
    queues: {
      count: async () => ({ backend: 'postgres', items: await place.queues.count() }),
      enqueue: async () => undefined,
      replay: async () => 0,
      board: async () => place.queues.board(),
    },
  });
  unsubscribe('fastify.initialization', hearOfRoutes);
  url = await listen(test.server, '127.0.0.1', 0);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await test[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

describe('the board', () => {
  it('has routes that read and no other', async () => {
    expect([...methods.keys()]).toContain(`${BOARD_PATH}/api/queues`);
    for (const [path, known] of methods) expect([...known].toSorted(), path).toEqual(['GET', 'HEAD']);
    const cookie = await test.signIn('admin');
    const writes = [
      ['PUT', '/api/queues/crawl/pause'],
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/crawl/empty'],
      ['PUT', '/api/queues/crawl/obliterate'],
      ['PUT', '/api/queues/crawl/retry/failed'],
      ['PUT', '/api/queues/crawl/clean/failed'],
      ['POST', '/api/queues/crawl/add'],
      ['PUT', '/api/queues/crawl/run-17/clean'],
      ['PATCH', '/api/queues/crawl/run-17/update-data'],
    ] as const;
    for (const [method, path] of writes) {
      const answer = await test.server.inject({
        method,
        url: `${BOARD_PATH}${path}`,
        headers: { cookie },
        payload: {},
      });
      expect(answer.statusCode, path).toBe(404);
    }
    expect(await place.queues.crawl.getJobCounts('prioritized')).toEqual({ prioritized: 1 });
  });

  it('is for those who look after operations', async () => {
    for (const path of ['', '/api/queues', '/static/favicon-32x32.png']) {
      expect((await test.get(`${BOARD_PATH}${path}`)).status, path).toBe(401);
      expect((await test.get(`${BOARD_PATH}${path}`, await test.signIn('analyst'))).status, path).toBe(403);
      expect((await test.get(`${BOARD_PATH}${path}`, await test.signIn('operator'))).status, path).toBe(200);
    }
    expect(
      (await test.get(`${BOARD_PATH}/static/..%2findex.ejs`, await test.signIn('operator'))).status,
    ).toBe(404);
  });

  it('shows the jobs in a browser, asks nothing of any other server, and keeps to the policy', async () => {
    const { page, outside, faults } = await openWatchedPage(browser, url, await test.signIn('operator'));
    await page.goto(`${url}${BOARD_PATH}/queue/crawl`);
    await page.getByText('run-17').first().waitFor();
    expect(outside).toEqual([]);
    // A style that its script writes into an attribute is refused, and the page does without.
    expect(faults.filter((fault) => !fault.includes('Applying inline style'))).toEqual([]);
    const names = await page.getByRole('button').allInnerTexts();
    expect(names.join('\n')).not.toMatch(/\b(?:Retry|Promote|Clean|Pause|Empty|Add job)\b/i);
  });

  it('is not there in a process without queues', async () => {
    await using alone = await openTestServer();
    const cookie = await alone.signIn('operator');
    expect((await alone.get(`${BOARD_PATH}/api/queues`, cookie)).status).toBe(503);
    expect((await alone.get(BOARD_PATH, cookie)).status).toBe(503);
  });
});
