/** What crawls are timed on: a PostgreSQL server of its own, databases as they are after a first start, and measured programs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readSettings } from '../../config/settings.ts';
import { createLog } from '../../src/log.ts';
import { NODE_OPTIONS } from '../../src/main/node-options.mjs';
import { recallWatchlist } from '../../src/pipeline/recall-watchlist.ts';
import { openBundledPostgres } from '../../src/store/bundled-postgres.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { cpuOfTree, followTree, type Usage } from './used-by-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Ground = AsyncDisposable & {
  readonly folder: string;
  /** Processor seconds that PostgreSQL has used so far. */
  cpuOfDatabase(): number;
  /** A database as it is after the first start; gives its address. */
  fresh(): Promise<string>;
  /** The number that a query gives. */
  ask(databaseUrl: string, query: string): Promise<number>;
};

/** Runs a program of this folder until its standard input ends; `options` are Node's. */
function start(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url));
  // With what was compiled before, as every command starts. The peers, too.
  const compiled = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled') };
  return spawn(process.execPath, [...options, path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...compiled, ...env },
  });
}

async function lineOf<T>(child: ChildProcess): Promise<T> {
  if (child.stdout === null) throw new Error('no output');
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with code ${code}`)));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return JSON.parse(String(line)) as T;
}

/** Runs a program to its end; gives what it told of itself. */
export async function measure(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: readonly string[] = [],
): Promise<Usage> {
  const child = start(program, args, env, options);
  const exited = once(child, 'exit');
  const tree = followTree(child.pid ?? 0);
  const usage = await lineOf<Usage>(child);
  await exited;
  return { ...usage, cpu: Math.max(usage.cpu, tree.stop()) };
}

export type Shop = AsyncDisposable & { readonly origin: string; readonly first: number };

/** A shop in a process of its own. */
export async function openShop(program: string, args: readonly string[]): Promise<Shop> {
  const child = start(program, args);
  const shop = await lineOf<{ origin: string; first: number }>(child);
  return {
    ...shop,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    },
  };
}

export async function openGround(): Promise<Ground> {
  const open = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-crawl-'));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl, pid } = open.use(await openBundledPostgres(folder, log));
  const admin = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  open.defer(() => admin.end());
  const placed = (name: string) => databaseUrl.replace(/(@[^/?]*)\/[^?]*/, `$1/${name}`);
  await admin.query('create database started');
  const started = await openDatabase({ databaseUrl: placed('started'), dataFolder: folder, log });
  await started[Symbol.asyncDispose]();
  await recallWatchlist(folder, readSettings(ROOT).watchlistFolders);
  let made = 0;
  return {
    folder,
    cpuOfDatabase: () => cpuOfTree(pid),
    async fresh() {
      made += 1;
      await admin.query(`create database fresh_${made} template started`);
      return placed(`fresh_${made}`);
    },
    async ask(url, query) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ count: string }>(query);
      await client.end();
      return Number(rows[0]?.count ?? 0);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** One run of ours on a fresh database, PostgreSQL's processor time included. */
export async function crawlWithOurs(
  ground: Pick<Ground, 'folder' | 'cpuOfDatabase'>,
  { origin }: Shop,
  o: {
    readonly site: string;
    readonly pages: number;
    readonly fetch?: 'http' | 'browser' | 'auto';
    /** Other sites that are crawled on the same database. */
    readonly beside?: readonly string[];
  },
  databaseUrl: string,
): Promise<Usage> {
  const before = ground.cpuOfDatabase();
  const env = { DATABASE_URL: databaseUrl, PRECURSOR_DATA: ground.folder, PRECURSOR_PRACTICE: 'off' };
  const usage = await measure(
    './crawl-with-ours.ts',
    [origin, o.site, String(o.pages), o.fetch ?? 'http', (o.beside ?? []).join(',')],
    env,
    NODE_OPTIONS,
  );
  return { ...usage, cpu: usage.cpu + ground.cpuOfDatabase() - before };
}
