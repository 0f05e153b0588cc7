/** A run while all crawling is stopped, its domain has opted out or its site is removed: nothing is asked, and the run says why. */
import { expect, it } from 'vitest';
import { holdSite } from '../src/pipeline/run/hold-site.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { resumeCrawling, stopCrawling } from '../src/store/crawling/crawl-stops.ts';
import { addOptOut, removeOptOut } from '../src/store/crawling/opt-outs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { openTestWorkplace } from './support/open-test-workplace.ts';
import { until } from './support/until.ts';

it('asks for nothing until it may again', async () => {
  await using workplace = await openTestWorkplace();
  const { tools, database, market } = workplace;
  const run = () =>
    runSite(tools, {
      site: 'classifieds',
      run: null,
      trigger: 'command',
      signal: new AbortController().signal,
    });
  const open = () =>
    tools.gate(new URL(market.origins['classifieds'] ?? '')).then((refusal) => refusal === null);

  await stopCrawling(database.db, { reason: 'an incident', by: 'me@here' }, new Date());
  const stopped = await run();
  expect(stopped).toMatchObject({ status: 'partial', pages: 0, problem: expect.stringContaining('stopped') });
  expect(stopped.skipped.halted).toBeGreaterThan(0);

  await resumeCrawling(database.db, 'me@here', new Date());
  await addOptOut(database.db, { domain: '127.0.0.1', reason: 'asked by mail' }, 'me@here', new Date());
  await until('the stop is over, and the list holds', async () => {
    const refusal = await tools.gate(new URL('http://127.0.0.1/'));
    return refusal?.reason === 'opted-out';
  });
  const optedOut = await run();
  expect(optedOut).toMatchObject({ status: 'failed', pages: 0 });
  expect(Object.keys(optedOut.skipped)).toEqual(['opted-out']);

  expect(market.requests()).toEqual([]);

  await removeOptOut(database.db, '127.0.0.1');
  await until('the list is empty', open);
  expect(await run()).toMatchObject({ status: 'ok', problem: null });
});

it('leaves no timer behind that would keep its process waiting', async () => {
  await using workplace = await openTestWorkplace();
  const { tools } = workplace;
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const held = await holdSite(tools, 'classifieds');
  await held[Symbol.asyncDispose]();
  expect(timers()).toBe(before);
});

it('ends when its site is removed, and says so', async () => {
  await using workplace = await openTestWorkplace();
  const { tools, database, market } = workplace;
  const asked = () => market.requests().filter(({ shop }) => shop === 'classifieds').length;
  const pacer = {
    ...tools.pacer,
    async take(...given: Parameters<typeof tools.pacer.take>) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return await tools.pacer.take(...given);
    },
  };
  const order = { site: 'classifieds', run: null, trigger: 'command' } as const;
  const running = runSite({ ...tools, pacer }, { ...order, signal: new AbortController().signal });
  await until('it has begun', () => asked() > 5);
  await applySites(database.db, [], 'practice', new Date());
  expect(await running).toMatchObject({
    status: 'failed',
    problem: 'The site was removed while it was crawled.',
  });
  expect(asked()).toBeLessThan(100);
});
