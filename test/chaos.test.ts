/** A short form of `npm run chaos` on both backends: a small market, a kill of each kind, the same result as in peace. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { judge } from './chaos/judge.ts';
import { type ChaosOptions, type Outcome, runChaos } from './chaos/run-chaos.ts';

const SHORT: Omit<ChaosOptions, 'backend' | 'kills' | 'expected'> = {
  seed: 'short',
  // A shop in five is drawn by scripts and not visited.
  listings: 75,
  shops: 5,
  processes: 2,
  concurrency: 2,
  pauseMs: 10,
  // Less than the product's own, which is what a kill near the end would be waited for.
  lockMs: 5000,
  limitSeconds: 280,
  tell: () => undefined,
};
/** One of each kind where there are three. */
const KILLS = 3;
let peace: Outcome;

beforeAll(async () => {
  // Workers are asked for silence: what they meet is what is tried here.
  vi.stubEnv('LOG_LEVEL', 'silent');
  peace = await runChaos({ ...SHORT, processes: 1, backend: 'redis', kills: 0, expected: 1 });
});

describe('a crawl whose workers and servers are killed', () => {
  it.concurrent.each(['postgres', 'redis'] as const)(
    'gives what it gives in peace, with queues on %s',
    async (backend) => {
      const chaos = await runChaos({ ...SHORT, backend, kills: KILLS, expected: peace.requests });
      const pagesInFlight = SHORT.processes * SHORT.concurrency * 4;
      expect(judge(peace, chaos, { kills: KILLS, pagesInFlight })).toEqual([]);
      expect(chaos.kills).toMatchObject({ worker: expect.any(Number), postgres: expect.any(Number) });
    },
  );

  it('is judged: what is lost, doubled, published twice or run by two is told', () => {
    const [first] = peace.alerts;
    if (first === undefined) throw new Error('the market has no alerts');
    const [published = ''] = peace.published;
    const [asked] = peace.asked;
    if (asked === undefined) throw new Error('nothing was asked for');
    const other = { ...asked, pid: asked.pid + 1, at: asked.at + 5 };
    const bad: Outcome = {
      ...peace,
      alerts: [...peace.alerts.slice(1), { ...first, severity: 'other' }, ...peace.alerts.slice(1, 2)],
      published: [...peace.published.slice(1), ...peace.published.slice(1, 2)],
      asked: [...peace.asked, other],
      again: 1000,
    };
    const told = judge(peace, bad, { kills: 1, pagesInFlight: 1 }).join('\n');
    for (const what of [
      'lost',
      'not in peace',
      'alerts twice',
      'published twice',
      'another process had',
      'only 0 of 1',
    ])
      expect(told).toContain(what);
    expect(told).toContain(published);
    expect(told).toContain('1000 pages fetched again');
    expect(judge(peace, peace, { kills: 0, pagesInFlight: 1 })).toEqual([]);
  });
});
