/** How long what robots.txt said holds, who shares it, and what sets it aside. */
import { describe, expect, it } from 'vitest';
import { withRobotsBudget } from '../crawlers/robots-budget.ts';
import { createRobotsCache, type KeptRobots, type RobotsShelf } from '../crawlers/robots-cache.ts';
import { fetchWith, textOrReason, USER_AGENT } from './support/fetch-with.ts';
import { type LoopbackAnswer, startLoopback } from './support/start-loopback.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2025-06-01T00:00:00Z');

/** A server whose robots.txt can be changed. */
async function serverWith(robots: { answer: LoopbackAnswer }) {
  return await startLoopback((path) => (path === '/robots.txt' ? robots.answer : { body: 'page' }));
}

function shelfInMemory(): RobotsShelf & { readonly kept: Map<string, KeptRobots> } {
  const kept = new Map<string, KeptRobots>();
  return {
    kept,
    load: async (origin) => kept.get(origin) ?? null,
    save: async (origin, robots) => {
      kept.set(origin, robots);
    },
  };
}

const asked = (paths: readonly string[]) => paths.filter((path) => path === '/robots.txt').length;

it.each([
  { limit: 'hosts', most: { hosts: 1, bytes: 1e6 }, second: 'out-of-budget' },
  { limit: 'bytes', most: { hosts: 9, bytes: 20 }, second: 'out-of-budget' },
  { limit: 'neither', most: { hosts: 2, bytes: 1e6 }, second: 'page' },
])(
  'robots.txt of a further host is not asked for in a run beyond its limit of $limit, unless it is known',
  async (o) => {
    await using first = await serverWith({ answer: { body: '# more than twenty bytes' } });
    await using other = await serverWith({ answer: { body: '#' } });
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    const robots = withRobotsBudget(cache, o.most);
    await using page = fetchWith(first.origin, { robots });
    await using elsewhere = fetchWith(other.origin, { robots });
    expect(textOrReason(await page.fetch('/p'))).toBe('page');
    expect(textOrReason(await elsewhere.fetch('/p'))).toBe(o.second);
    expect(other.paths().length > 0).toBe(o.second === 'page');
    // The next run asks for it, and this one goes on with what that has learned.
    await using next = fetchWith(other.origin, { robots: withRobotsBudget(cache) });
    expect(textOrReason(await next.fetch('/p'))).toBe('page');
    expect(textOrReason(await elsewhere.fetch('/p'))).toBe('page');
    expect(textOrReason(await page.fetch('/q'))).toBe('page');
  },
);

describe('robots.txt', () => {
  it('is kept for a day, a failure for an hour, and what it says of speed reaches the pace', async () => {
    let now = START;
    const robots: { answer: LoopbackAnswer } = { answer: { body: 'User-agent: *\nCrawl-delay: 3\n' } };
    await using server = await serverWith(robots);
    const delays: (number | null)[] = [];
    await using page = fetchWith(server.origin, {
      clock: () => new Date(now),
      pace: (_url, delay, work) => {
        delays.push(delay);
        return work(0);
      },
    });
    const asksAfter = async (hours: number) => {
      now += hours * HOUR_MS;
      const before = asked(server.paths());
      const result = textOrReason(await page.fetch('/p'));
      return [asked(server.paths()) - before, result];
    };
    expect(await asksAfter(0)).toEqual([1, 'page']);
    expect(delays).toEqual([null, 3]);
    expect(await asksAfter(23.9)).toEqual([0, 'page']);
    robots.answer = { status: 500 };
    expect(await asksAfter(0.2)).toEqual([1, 'robots-unreachable']);
    expect(await asksAfter(0.9)).toEqual([0, 'robots-unreachable']);
    expect(await asksAfter(0.2)).toEqual([1, 'robots-unreachable']);
    expect(await asksAfter(24 * 60)).toEqual([1, 'robots-unreachable']);
    robots.answer = { status: 404 };
    expect(await asksAfter(1)).toEqual([1, 'page']);
  });

  it('that became stricter holds after a day at the latest', async () => {
    let now = START;
    const robots: { answer: LoopbackAnswer } = { answer: { status: 404 } };
    await using server = await serverWith(robots);
    await using page = fetchWith(server.origin, { clock: () => new Date(now) });
    expect(textOrReason(await page.fetch('/p'))).toBe('page');
    robots.answer = { body: 'User-agent: *\nDisallow: /\n' };
    now += 24 * HOUR_MS;
    expect(textOrReason(await page.fetch('/p'))).toBe('disallowed');
  });

  it('is asked for once by all that share a shelf, word for word, until it is a day old', async () => {
    let now = START;
    const clock = () => new Date(now);
    const shelf = shelfInMemory();
    await using server = await serverWith({ answer: { body: 'User-agent: *\nDisallow: /p\n' } });
    const newcomer = async () => {
      const robots = createRobotsCache({ userAgent: USER_AGENT, clock, shelf });
      await using page = fetchWith(server.origin, { clock, robots });
      return textOrReason(await page.fetch('/p'));
    };
    expect([await newcomer(), await newcomer()]).toEqual(['disallowed', 'disallowed']);
    expect(asked(server.paths())).toBe(1);
    expect(shelf.kept.get(server.origin)).toMatchObject({
      status: 200,
      text: 'User-agent: *\nDisallow: /p\n',
      fetchedAt: new Date(START).toISOString(),
    });
    now += 24 * HOUR_MS;
    expect(await newcomer()).toBe('disallowed');
    expect(asked(server.paths())).toBe(2);
  });

  it('that cannot be read is not put on the shelf', async () => {
    const shelf = shelfInMemory();
    await using server = await serverWith({ answer: { status: 503 } });
    const robots = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START), shelf });
    await using page = fetchWith(server.origin, { robots });
    expect(textOrReason(await page.fetch('/p'))).toBe('robots-unreachable');
    expect(shelf.kept.size).toBe(0);
  });

  it('is asked for once by pages that are fetched at the same time', async () => {
    await using server = await serverWith({ answer: { status: 404 } });
    await using page = fetchWith(server.origin);
    await Promise.all(['/a', '/b', '/c'].map((path) => page.fetch(path)));
    expect(asked(server.paths())).toBe(1);
  });

  it('is asked for at once by who has the turn that another asker may wait for', async () => {
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    const answer = { kind: 'answer', status: 404, headers: {}, robotsTags: [], body: Buffer.of() } as const;
    const turn = Promise.withResolvers<typeof answer>();
    const waiting = cache.ask('https://shop.example', () => turn.promise);
    const inTurn = await cache.ask('https://shop.example', async () => answer, 'in-turn');
    turn.resolve(answer);
    expect([inTurn, await waiting]).toMatchObject([{ kind: 'rules' }, { kind: 'rules' }]);
  });

  it('is asked for again by the next page when the first was stopped', async () => {
    let hang = true;
    await using server = await startLoopback((path) => {
      if (path !== '/robots.txt') return { body: 'page' };
      return hang ? null : { status: 404 };
    });
    await using page = fetchWith(server.origin);
    const stop = new AbortController();
    const stopped = page.fetch('/a', stop.signal);
    const next = page.fetch('/b');
    setTimeout(() => {
      hang = false;
      stop.abort(new Error('enough'));
    }, 100);
    await expect(stopped).rejects.toThrow('enough');
    expect(textOrReason(await next)).toBe('page');
  });

  it('is asked for by each run itself where the one that asked first was stopped for a reason of its own', async () => {
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    const answer = { kind: 'answer', status: 404, headers: {}, robotsTags: [], body: Buffer.of() } as const;
    const stopped = { kind: 'stopped', reason: 'out-of-hours', detail: 'outside 08:00-20:00' } as const;
    const asking = Promise.withResolvers<typeof stopped>();
    const first = cache.ask('https://shop.example', () => asking.promise);
    const other = cache.ask('https://shop.example', async () => answer);
    asking.resolve(stopped);
    expect([await first, await other]).toMatchObject([stopped, { kind: 'rules' }]);
  });

  it('is asked for once by the files of one page, however many they are', async () => {
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    const answer = { kind: 'answer', status: 404, headers: {}, robotsTags: [], body: Buffer.of() } as const;
    let asks = 0;
    const file = () =>
      cache.ask(
        'https://cdn.shop.example',
        async () => {
          asks += 1;
          return answer;
        },
        'in-turn',
      );
    await Promise.all([file(), file(), file()]);
    expect(asks).toBe(1);
  });

  it('that another run asks for is not waited for by a run that is stopped', async () => {
    await using server = await startLoopback(() => null);
    await using page = fetchWith(server.origin);
    const [slow, stop] = [new AbortController(), new AbortController()];
    const asking = page.fetch('/a', slow.signal);
    const waiting = page.fetch('/b', stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 50);
    const first = await Promise.race([asking, waiting.catch((error: unknown) => String(error))]);
    expect(first).toBe('Error: enough');
    slow.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  it('of many hosts takes no more memory than there is for it, whatever stands in it', async () => {
    const lines = 'Sitemap: https://shop.example/sitemap.xml\n'.repeat(12_000);
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    let asks = 0;
    const ask = (host: number) =>
      cache.ask(`https://host-${host}.example`, async () => {
        asks += 1;
        const answer = { kind: 'answer', status: 200, headers: {}, robotsTags: [] } as const;
        return { ...answer, body: Buffer.from(lines) };
      });
    for (let host = 0; host < 60; host += 1) await ask(host);
    await ask(59);
    expect(asks).toBe(60);
    await ask(0);
    expect(asks).toBe(61);
  });

  it('names its sitemaps, and the agent it is read for', async () => {
    await using server = await serverWith({
      answer: { body: 'User-agent: PrecursorWatch\nAllow: /\nSitemap: https://shop.example/map.xml\n' },
    });
    const cache = createRobotsCache({ userAgent: USER_AGENT, clock: () => new Date(START) });
    await using page = fetchWith(server.origin, { robots: cache });
    await page.fetch('/p');
    const known = await cache.ask(server.origin, () => Promise.reject(new Error('not asked again')));
    expect(known).toMatchObject({
      kind: 'rules',
      sitemaps: ['https://shop.example/map.xml'],
      rules: { group: 'precursorwatch' },
    });
  });
});

describe('the proof of a request', () => {
  const FILE = 'User-agent: *\nCrawl-delay: 2\nDisallow: /closed\nAllow: /closed/but\n';
  const of = (rule: string) => ({
    robotsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    robotsFetchedAt: new Date(START).toISOString(),
    rule,
    group: '*',
    delaySeconds: 2,
  });

  it.each([
    ['/open', 'no rule matches'],
    ['/closed/but', '4: Allow: /closed/but'],
    ['/closed', '3: Disallow: /closed'],
  ])('for %s names the words that decided', async (path, rule) => {
    await using server = await serverWith({ answer: { body: FILE } });
    await using page = fetchWith(server.origin, { clock: () => new Date(START) });
    expect(await page.fetch(path)).toMatchObject({ proof: of(rule) });
  });

  it('is known for each request as it is made, and robots.txt needs none', async () => {
    await using server = await startLoopback((path) => {
      if (path === '/robots.txt') return { body: FILE };
      return path === '/a' ? { status: 302, headers: { location: '/b' } } : { body: 'page' };
    });
    await using page = fetchWith(server.origin, { clock: () => new Date(START) });
    await page.fetch('/a');
    expect(page.requests.map(({ url, proof }) => [new URL(url).pathname, proof])).toEqual([
      ['/robots.txt', null],
      ['/a', of('no rule matches')],
      ['/b', of('no rule matches')],
    ]);
  });

  it('says so where there is no robots.txt', async () => {
    await using server = await serverWith({ answer: { status: 410 } });
    await using page = fetchWith(server.origin);
    expect(await page.fetch('/p')).toMatchObject({
      proof: { robotsSha256: null, rule: 'no robots.txt (status 410)', group: null, delaySeconds: null },
    });
  });
});

describe('a written reason', () => {
  const reason = 'The owner permits us in writing, letter of 2025-03-01.';
  const robotsOverride = { reason, holdsFor: () => true };

  it.each<[string, LoopbackAnswer, string, number | null]>([
    ['forbids the page', { body: 'User-agent: *\nDisallow: /\nCrawl-delay: 4\n' }, '2: Disallow: /', 4],
    ['cannot be read', { status: 503 }, 'robots.txt: status 503', null],
  ])(
    'sets a robots.txt aside that %s; it is still asked, and its delay obeyed',
    async (_name, answer, told, delay) => {
      await using server = await serverWith({ answer });
      const delays: (number | null)[] = [];
      await using page = fetchWith(server.origin, {
        robotsOverride,
        pace: (_url, seconds, work) => {
          delays.push(seconds);
          return work(0);
        },
      });
      const result = await page.fetch('/p');
      expect(textOrReason(result)).toBe('page');
      expect(result.proof?.rule).toBe(`overridden (${reason}): ${told}`);
      expect(delays.at(-1)).toBe(delay);
      expect(asked(server.paths())).toBeGreaterThan(0);
    },
  );

  it('changes nothing where robots.txt allows the page', async () => {
    await using server = await serverWith({ answer: { body: 'User-agent: *\nDisallow: /other\n' } });
    await using page = fetchWith(server.origin, { robotsOverride });
    expect((await page.fetch('/p')).proof?.rule).toBe('no rule matches');
  });
});

describe('the gate', () => {
  it('holds robots.txt back, too, and what it holds back is not remembered', async () => {
    await using server = await serverWith({ answer: { status: 404 } });
    let open = false;
    const gate = async () => (open ? null : ({ reason: 'opted-out', detail: 'shop.example' } as const));
    await using page = fetchWith(server.origin, { gate });
    expect(await page.fetch('/p')).toMatchObject({
      reason: 'opted-out',
      detail: 'shop.example',
      proof: null,
    });
    expect(server.paths()).toEqual([]);
    open = true;
    expect(textOrReason(await page.fetch('/p'))).toBe('page');
  });

  it('is asked at the last moment: a stop holds for what already waits for its turn', async () => {
    await using server = await serverWith({ answer: { status: 404 } });
    let stopped = false;
    await using page = fetchWith(server.origin, {
      gate: async () => (stopped ? { reason: 'halted', detail: 'an incident' } : null),
      pace: async (url, _delay, work) => {
        // While it waits, an operator stops everything.
        if (url.pathname === '/p') stopped = true;
        return await work(0);
      },
    });
    expect(await page.fetch('/p')).toMatchObject({ reason: 'halted', detail: 'an incident' });
    expect(server.paths()).toEqual(['/robots.txt']);
    expect(page.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/robots.txt']);
  });

  it('is asked before a turn, too, so that nobody waits for one that is not taken', async () => {
    await using server = await serverWith({ answer: { status: 404 } });
    await using page = fetchWith(server.origin, {
      gate: async () => ({ reason: 'halted', detail: 'an incident' }),
      pace: () => Promise.reject(new Error('a turn was waited for')),
    });
    expect(await page.fetch('/p')).toMatchObject({ reason: 'halted', detail: 'an incident' });
  });

  it('is asked before each redirect and each further try', async () => {
    const asks: string[] = [];
    await using server = await startLoopback((path, _request, response) => {
      if (path === '/robots.txt') return { status: 404 };
      if (path === '/a') return { status: 302, headers: { location: '/b' } };
      response.socket?.resetAndDestroy();
      return null;
    });
    await using page = fetchWith(server.origin, {
      gate: async (url) => {
        asks.push(url.pathname);
        return null;
      },
    });
    expect(await page.fetch('/a')).toMatchObject({ reason: 'failed' });
    expect(server.paths()).toEqual(['/robots.txt', '/a', '/b', '/b', '/b']);
    // Before and in the turn of each.
    expect(asks).toEqual(server.paths().flatMap((path) => [path, path]));
  });
});
