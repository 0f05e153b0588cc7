/** The review desk under its load: many open alerts, many analysts who each claim, read, list and decide at their pace. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { openSessions, seedReview } from './seed-review.ts';
import { end, startServer } from './start-review-server.ts';

/** Milliseconds at the 95th percentile that the desk must reach, by kind of request. */
const GOALS = { list: 150, next: 50, detail: 150, decide: 80 } as const;
type Kind = keyof typeof GOALS;

const EVERY_MS = 3000;
/** Views that analysts have open: each round of a client shows the next one. */
const VIEWS = [
  '',
  '?severity=high',
  '?site=site-7',
  '?language=de&sort=due',
  '?technique=leet',
  '?substance=substance-11&sort=newest',
  '?assignee=none&sort=due',
  '?text=drum%20company',
  '?olderThanHours=48&sort=oldest',
  '?seller=17',
] as const;

export type ReviewLoad = { readonly alerts: number; readonly analysts: number; readonly seconds: number };

export async function benchReview({ alerts, analysts, seconds }: ReviewLoad): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-review-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const { db, pool } = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  const now = new Date();
  await seedReview(pool, alerts, now);
  const cookies = await openSessions(db, analysts, now);
  const server = await startServer(databaseUrl, folder);
  open.defer(() => end(server.child));
  const desk: Desk = {
    url: server.url,
    agent: new Agent({ keepAlive: true }),
    times: emptyTimes(),
    claimed: [],
  };
  open.defer(async () => desk.agent.destroy());
  const until = Date.now() + seconds * 1000;
  await Promise.all(cookies.map((cookie, index) => work(desk, cookie, index, until, analysts)));
  const { rows } = await pool.query<{ decisions: number; alerts: number }>(
    'select count(*) as decisions, count(distinct alert_id) as alerts from decisions',
  );
  const [decided] = rows;
  expectOnce('alerts given out', desk.claimed.length, new Set(desk.claimed).size);
  expectOnce('decisions', decided?.decisions ?? 0, decided?.alerts ?? 0);
  report(desk, { alerts, analysts, seconds }, decided?.decisions ?? 0);
}

type Desk = {
  readonly url: string;
  readonly agent: Agent;
  readonly times: Record<Kind, number[]>;
  readonly claimed: number[];
};

function emptyTimes(): Record<Kind, number[]> {
  return { list: [], next: [], detail: [], decide: [] };
}

/** One analyst: every three seconds the next alert is claimed, read and decided, and the list looked at. */
async function work(
  desk: Desk,
  cookie: string,
  index: number,
  until: number,
  analysts: number,
): Promise<void> {
  await sleep((index / analysts) * EVERY_MS);
  for (let round = 0; Date.now() < until; round += 1) {
    const began = Date.now();
    const { claim } = (await ask(desk, 'next', cookie, 'POST', '/api/v1/claims/next', {})) as {
      claim: { alert: number } | null;
    };
    if (claim === null) throw new Error('no alert is left: seed more of them');
    desk.claimed.push(claim.alert);
    const path = `/api/v1/alerts/${claim.alert}`;
    const { revision } = (await ask(desk, 'detail', cookie, 'GET', path)) as { revision: number };
    await ask(desk, 'list', cookie, 'GET', `/api/v1/alerts${VIEWS[(index + round) % VIEWS.length]}`);
    const decision = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision };
    await ask(desk, 'decide', cookie, 'POST', `${path}/decisions`, decision);
    await sleep(Math.max(0, EVERY_MS - (Date.now() - began)));
  }
}

async function ask(
  { url, agent, times }: Desk,
  kind: Kind,
  cookie: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const began = performance.now();
  const sent = body === undefined ? '' : JSON.stringify(body);
  const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const order = request(`${url}${path}`, { agent, method, headers });
  order.end(sent);
  const [answer] = await once(order, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  times[kind].push(performance.now() - began);
  const text = Buffer.concat(chunks).toString();
  if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

function expectOnce(what: string, all: number, different: number): void {
  if (all !== different) throw new Error(`${what}: ${all}, of ${different} alerts`);
}

function report({ times }: Desk, { alerts, analysts, seconds }: ReviewLoad, decisions: number): void {
  console.log(
    `review: ${alerts} open alerts, ${analysts} analysts, one round every ${EVERY_MS / 1000} s for ${seconds} s: ` +
      `${decisions} decisions, no alert given out or decided twice`,
  );
  console.log('            p50      p95      p99      max   (ms)   goal at p95');
  for (const kind of Object.keys(GOALS) as Kind[]) {
    const sorted = times[kind].toSorted((a, b) => a - b);
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    const shown = [at(0.5), at(0.95), at(0.99), at(1)].map((ms) => ms.toFixed(1).padStart(8)).join(' ');
    const verdict = at(0.95) <= GOALS[kind] ? 'reached' : 'MISSED';
    console.log(`  ${kind.padEnd(7)}${shown}          ${GOALS[kind]}: ${verdict}`);
  }
}
