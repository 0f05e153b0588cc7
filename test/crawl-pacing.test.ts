/** Turns at a host: one at a time, with a pause, given up on abort. */
import { describe, expect, it } from 'vitest';
import { createPacer, type Sleep } from '../crawlers/pacing.ts';
import { politePace } from '../crawlers/polite-pace.ts';
import { paceKey, siteScope } from '../crawlers/site-scope.ts';

const never = new AbortController().signal;

/** A clock that only sleeping moves. */
function fakeTime() {
  const slept: number[] = [];
  let now = 1_000_000;
  const sleep: Sleep = async (ms) => {
    slept.push(ms);
    now += ms;
  };
  const pacer = createPacer({ clock: () => new Date(now), sleep });
  return { pacer, slept, pass: (ms: number) => (now += ms) };
}

describe('a turn', () => {
  it('is immediate the first time, then waits out the delay from the end of the last one', async () => {
    const { pacer, slept, pass } = fakeTime();
    (await pacer.take('shop.example', 5, never))();
    pass(2000);
    (await pacer.take('shop.example', 5, never))();
    (await pacer.take('shop.example', 1, never))();
    (await pacer.take('other.example', 5, never))();
    expect(slept).toEqual([3000, 1000]);
  });

  it('is had by one at a time, in order', async () => {
    const { pacer } = fakeTime();
    const log: string[] = [];
    const first = await pacer.take('a', 0, never);
    const others = ['second', 'third'].map(async (name) => {
      const release = await pacer.take('a', 0, never);
      log.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name} out`);
      release();
    });
    log.push('first out');
    first();
    await Promise.all(others);
    expect(log).toEqual(['first out', 'second in', 'second out', 'third in', 'third out']);
  });

  it('is held back as long as a server asks', async () => {
    const { pacer, slept } = fakeTime();
    pacer.hold('a', 30);
    (await pacer.take('a', 1, never))();
    expect(slept).toEqual([30_000]);
  });

  it('is given up on abort without blocking those behind', async () => {
    const { pacer } = fakeTime();
    const first = await pacer.take('a', 0, never);
    const stop = new AbortController();
    const second = pacer.take('a', 0, stop.signal);
    const third = pacer.take('a', 0, never);
    const reason = new Error('stop');
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    first();
    (await third)();
  });
});

describe('the pause', () => {
  it.each([
    ["the site's, when robots.txt says nothing", 5, null, [5]],
    ["robots.txt's, when it is longer", 5, 20, [20]],
    ["the site's, when it is longer", 5, 1, [5]],
  ])('is %s', async (_name, delaySeconds, crawlDelay, expected) => {
    const delays: number[] = [];
    const pacer = {
      take: async (_key: string, delay: number) => {
        delays.push(delay);
        return () => undefined;
      },
      hold: () => undefined,
    };
    const pace = politePace({
      pacer,
      delaySeconds,
      allowedOrigins: new Set(['http://127.0.0.1:1']),
      signal: never,
    });
    await pace(new URL('https://shop.example/a'), crawlDelay, async () => undefined);
    expect(delays).toEqual(expected);
    await pace(new URL('http://127.0.0.1:1/'), 20, async () => undefined);
    expect(delays.at(-1)).toBe(0);
  });
});

describe('hosts', () => {
  const ours = new Set(['http://127.0.0.1:4711']);

  it.each([
    ['https://www.shop.co.uk/a', 'shop.co.uk'],
    ['http://cdn.shop.co.uk:8080/', 'shop.co.uk'],
    ['https://one.github.io/', 'github.io'],
    ['https://two.github.io/', 'github.io'],
    ['http://93.184.216.34/', '93.184.216.34:80'],
    ['https://[2606:4700::1]/', '[2606:4700::1]:443'],
    ['http://127.0.0.1:4711/', '127.0.0.1:4711'],
    ['http://intranet/', 'intranet:80'],
  ])('%s is paced as %s', (url, key) => {
    expect(paceKey(new URL(url), ours)).toBe(key);
  });

  it.each([
    ['https://shop.co.uk/', 'https://www.shop.co.uk/x', true],
    ['https://www.shop.co.uk/', 'http://shop.co.uk/x', true],
    ['https://shop.co.uk/', 'https://other.co.uk/', false],
    ['https://shop.co.uk/', 'https://shop.co.uk.evil.example/', false],
    ['https://one.github.io/', 'https://two.github.io/', false],
    ['http://127.0.0.1:4711/', 'http://127.0.0.1:4711/x', true],
    ['http://127.0.0.1:4711/', 'http://127.0.0.1:4712/x', false],
    ['http://93.184.216.34/', 'http://93.184.216.34:8080/', false],
    ['https://shop.co.uk/', 'not a url', false],
  ])('a site of %s: %s belongs to it: %s', (start, url, belongs) => {
    expect(siteScope([start], ours)(url)).toBe(belongs);
  });
});
