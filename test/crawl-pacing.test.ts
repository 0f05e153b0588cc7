/** Turns at a domain: one at a time, with a pause that grows when the server strains, given up on abort. */
import { describe, expect, it } from 'vitest';
import { createPacer, LeftAlone, type Pacer, type Sleep } from '../crawlers/pacing.ts';
import { politeHeed, politePace } from '../crawlers/polite-pace.ts';
import { type PacePlace, pacePlace, siteScope } from '../crawlers/site-scope.ts';
import { CALM, pauseMs, type Strain, strainAfter, strainEased, type TurnEnd } from '../crawlers/strain.ts';
import { createLog } from '../src/log.ts';

const never = new AbortController().signal;
const SHOP = { key: 'shop.example', host: 'shop.example', ours: false };
const OTHER = { key: 'other.example', host: 'other.example', ours: false };
/** Two that share the servers of one hosting suffix. */
const [TENANT, NEIGHBOUR] = ['a.github.io', 'b.github.io'].map((host) => ({
  ...{ key: 'github.io', host, ours: false },
})) as [PacePlace, PacePlace];
const WHY = 'it said so';

/** A clock that only sleeping and passing move. */
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

async function visit(pacer: Pacer, place: PacePlace = SHOP, delay = 5, failed = false): Promise<number> {
  const turn = await pacer.take(place, delay, never);
  await turn.end(failed);
  return turn.pauseSeconds;
}

describe('a turn', () => {
  it('is immediate the first time, then waits out the delay from the end of the last one', async () => {
    const { pacer, slept, pass } = fakeTime();
    await visit(pacer);
    pass(2000);
    await visit(pacer);
    await visit(pacer, OTHER);
    expect(slept).toEqual([3000]);
  });

  it('waits as long as the more patient of two neighbours asks', async () => {
    const { pacer, slept } = fakeTime();
    await visit(pacer, SHOP, 5);
    await visit(pacer, SHOP, 1);
    await visit(pacer, SHOP, 5);
    expect(slept).toEqual([5000, 5000]);
  });

  it('is had by one at a time, in order', async () => {
    const { pacer } = fakeTime();
    const log: string[] = [];
    const first = await pacer.take(SHOP, 0, never);
    const others = ['second', 'third'].map(async (name) => {
      const turn = await pacer.take(SHOP, 0, never);
      log.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name} out`);
      await turn.end(false);
    });
    log.push('first out');
    await first.end(false);
    await Promise.all(others);
    expect(log).toEqual(['first out', 'second in', 'second out', 'third in', 'third out']);
  });

  it('is held back as long as a server asks', async () => {
    const { pacer, slept } = fakeTime();
    await pacer.hold(SHOP, 30, WHY);
    await visit(pacer, SHOP, 1);
    expect(slept).toEqual([30_000]);
  });

  it('is held back for as many days as a server asks', async () => {
    const { pacer, pass } = fakeTime();
    await pacer.hold(SHOP, 20 * 86_400, WHY);
    pass(19 * 86_400_000);
    await expect(visit(pacer)).rejects.toThrow('shop.example is to be left alone for 86400 s');
    pass(86_400_000);
    expect(await visit(pacer)).toBe(5);
  });

  it('is held back for the shop that asks alone where many have one host; the pause between two requests is of all', async () => {
    const { pacer, slept } = fakeTime();
    await pacer.hold(TENANT, 20 * 86_400, WHY);
    await expect(visit(pacer, TENANT)).rejects.toThrow('a.github.io is to be left alone for 1728000 s');
    expect(slept).toEqual([]);
    await visit(pacer, NEIGHBOUR);
    await visit(pacer, { ...NEIGHBOUR, host: 'c.github.io' });
    expect(slept).toEqual([5000]);
  });

  it('is put off by the long delay of one shop for that shop alone, whoever of its host is visited meanwhile', async () => {
    const { pacer, slept } = fakeTime();
    const waited = () => slept.reduce((sum, ms) => sum + ms, 0);
    await visit(pacer, TENANT, 3600);
    await visit(pacer, NEIGHBOUR);
    expect(waited()).toBe(120_000);
    await visit(pacer, NEIGHBOUR);
    expect(waited()).toBe(125_000);
    await visit(pacer, TENANT, 3600);
    expect(waited()).toBe(3_600_000);
  });

  it('is not waited for when the domain is to be left alone for long', async () => {
    const { pacer, slept } = fakeTime();
    await pacer.hold(SHOP, 7200, WHY);
    await expect(visit(pacer)).rejects.toThrow(LeftAlone);
    // Its place in the row was given up.
    await expect(visit(pacer)).rejects.toThrow('shop.example is to be left alone for 7200 s');
    expect(slept).toEqual([]);
  });

  it('is waited for when it is the site itself that wants long pauses', async () => {
    const { pacer, slept } = fakeTime();
    await visit(pacer, SHOP, 900);
    await visit(pacer, SHOP, 900);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(900_000);
  });

  it('comes later after each failure, and sooner again when all is well or time has passed', async () => {
    const { pacer, pass } = fakeTime();
    const pauses: number[] = [];
    for (const failed of [true, true, false, false]) pauses.push(await visit(pacer, SHOP, 5, failed));
    // A few seconds of peace have eased it a little.
    expect(pauses.map(Math.round)).toEqual([5, 10, 20, 18]);
    pass(24 * 3_600_000);
    expect(await visit(pacer)).toBe(5);
  });

  it('comes two minutes later at most, or when the site itself says, however often it has failed', async () => {
    const { pacer, slept } = fakeTime();
    const pauses: number[] = [];
    for (let failures = 0; failures < 6; failures += 1) pauses.push(await visit(pacer, SHOP, 60, true));
    expect(pauses.map(Math.round)).toEqual([60, 117, 120, 120, 120, 120]);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(600_000);
  });

  it('is given up on abort without blocking those behind', async () => {
    const { pacer } = fakeTime();
    const first = await pacer.take(SHOP, 0, never);
    const stop = new AbortController();
    const second = pacer.take(SHOP, 0, stop.signal);
    const third = pacer.take(SHOP, 0, never);
    const reason = new Error('stop');
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    await first.end(false);
    await (await third).end(false);
  });
});

describe('the strain on a domain', () => {
  const after = (...ends: TurnEnd[]): Strain => ends.reduce<Strain>(strainAfter, CALM);
  const good = { ms: 200, failed: false };
  const failed = { ms: 200, failed: true };

  it.each([
    ['good answers leave it calm', [good, good], 1],
    ['a failure doubles it', [failed], 2],
    ['failures are bounded', Array.from({ length: 20 }, () => failed), 16],
    ['an answer far slower than usual raises it', [good, { ms: 5000, failed: false }], 1.5],
    ['a slow answer that a visitor would not notice does not', [good, { ms: 1500, failed: false }], 1],
    ['good answers bring it down', [failed, good], 1.8],
    ['many good answers bring it back', [failed, ...Array.from({ length: 7 }, () => good)], 1],
  ])('%s', (_name, ends, slowness) => {
    expect(after(...ends).slowness).toBeCloseTo(slowness);
  });

  it('halves in each hour of peace, never below calm', () => {
    expect(strainEased({ slowness: 8, usualMs: 1 }, 3_600_000).slowness).toBe(4);
    expect(strainEased({ slowness: 8, usualMs: 1 }, 86_400_000).slowness).toBe(1);
  });

  it.each([
    ['the delay when all is well', 5, 1, 200, 5000],
    ['longer under strain', 5, 4, 200, 20_000],
    ['at most two minutes by strain', 30, 16, 200, 120_000],
    ['never less than the site asks', 600, 1, 200, 600_000],
    ['no shorter than the last answer took', 1, 1, 8000, 8000],
    ['none at all for our own servers', 0, 16, 8000, 0],
  ])('makes the pause %s', (_name, delay, slowness, answer, ms) => {
    expect(pauseMs(delay, { slowness, usualMs: 200 }, answer)).toBe(ms);
  });
});

describe('the pause', () => {
  const paced = (delaySeconds: number) => {
    const delays: number[] = [];
    const failures: boolean[] = [];
    const pacer: Pacer = {
      take: async (_place, delay) => {
        delays.push(delay);
        return {
          pauseSeconds: delay,
          end: async (failed) => {
            failures.push(failed);
          },
        };
      },
      hold: async () => undefined,
    };
    const allowedOrigins = new Set(['http://127.0.0.1:1']);
    return { delays, failures, pace: politePace({ pacer, delaySeconds, allowedOrigins, signal: never }) };
  };

  it.each([
    ["the site's, when robots.txt says nothing", 5, null, 5],
    ["robots.txt's, when it is longer", 5, 20, 20],
    ["the site's, when it is longer", 5, 1, 5],
    ['a second at least, whatever the site file says', 0, null, 1],
  ])('is %s', async (_name, delaySeconds, crawlDelay, expected) => {
    const { delays, pace } = paced(delaySeconds);
    expect(await pace(new URL('https://shop.example/a'), crawlDelay, async (pause) => pause)).toBe(expected);
    await pace(new URL('http://127.0.0.1:1/'), 20, async () => undefined);
    expect(delays).toEqual([expected, 0]);
  });

  it.each([
    ['a page', { kind: 'answer', status: 200 }, false],
    ['a missing page', { kind: 'answer', status: 404 }, false],
    ['too many requests', { kind: 'answer', status: 429 }, true],
    ['a server in trouble', { kind: 'answer', status: 503 }, true],
    ['no answer in time', { kind: 'failure', reason: 'timeout' }, true],
    ['a broken connection', { kind: 'failure', reason: 'failed' }, true],
    ['an address that is refused', { kind: 'failure', reason: 'refused-address' }, false],
    ['a page that is too large', { kind: 'failure', reason: 'too-large' }, false],
    ['nothing', undefined, false],
  ])('learns from %s', async (_name, result, failed) => {
    const { failures, pace } = paced(5);
    await pace(new URL('https://shop.example/a'), null, async () => result);
    expect(failures).toEqual([failed]);
  });

  it('learns from an error, and nothing from being stopped', async () => {
    const { failures, pace } = paced(5);
    const url = new URL('https://shop.example/a');
    await expect(pace(url, null, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(failures).toEqual([true]);
  });
});

it('a pause that an answer asks for is noted for who asked, without the address of the page', async () => {
  const holds: unknown[] = [];
  const pacer: Pacer = {
    take: () => Promise.reject(new Error('nobody asks for a turn')),
    hold: async ({ host }, seconds, why) => {
      holds.push([host, seconds, why]);
    },
  };
  const clock = () => new Date('2026-03-02T12:00:00Z');
  const heed = politeHeed({ pacer, allowedOrigins: new Set(), clock, log: createLog('silent') });
  const answer = { kind: 'answer', status: 200, body: Buffer.alloc(0), robotsTags: [] } as const;
  const url = new URL('https://www.a.github.io/anna-smith-555-0100');
  expect(await heed(url, { ...answer, headers: {} })).toBeNull();
  expect(await heed(url, { ...answer, headers: { 'retry-after': '7200' } })).toBe(7200);
  expect(holds).toEqual([
    ['a.github.io', 7200, 'www.a.github.io answered 200 with Retry-After: 7200 seconds'],
  ]);
});

describe('hosts', () => {
  const ours = new Set(['http://127.0.0.1:4711']);

  it.each([
    ['https://www.shop.co.uk/a', 'shop.co.uk', 'shop.co.uk', false],
    ['http://cdn.shop.co.uk:8080/', 'shop.co.uk', 'shop.co.uk', false],
    ['https://one.github.io/', 'github.io', 'one.github.io', false],
    ['https://two.github.io/', 'github.io', 'two.github.io', false],
    ['https://www.two.github.io/', 'github.io', 'two.github.io', false],
    ['https://github.io/', 'github.io', 'github.io:443', false],
    ['http://93.184.216.34/', '93.184.216.34:80', '93.184.216.34:80', false],
    ['https://[2606:4700::1]/', '[2606:4700::1]:443', '[2606:4700::1]:443', false],
    ['http://127.0.0.1:4711/', '127.0.0.1:4711', '127.0.0.1:4711', true],
    ['http://127.0.0.1:4712/', '127.0.0.1:4712', '127.0.0.1:4712', false],
    ['http://intranet/', 'intranet:80', 'intranet:80', false],
  ])('%s is paced as %s, and held as %s', (url, key, host, own) => {
    expect(pacePlace(new URL(url), ours)).toEqual({ key, host, ours: own });
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
