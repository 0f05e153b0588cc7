/** What crawls are timed on: a PostgreSQL server of its own, databases as they are after a first start, and measured programs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readSettings } from '../../config/settings.ts';
import { createLog } from '../../src/log.ts';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../../src/main/node-options.mjs';
import { recallWatchlist } from '../../src/pipeline/configuration/recall-watchlist.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { cpuOfTree, followTree, type Usage } from './used-by-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where one site, or several together, are crawled: what a run finds there would not be written again, and cost nothing. */
export type Place = { readonly databaseUrl: string; readonly dataFolder: string };

export type Ground = AsyncDisposable & {
  /** Processor seconds that PostgreSQL has used so far. */
  cpuOfDatabase(): number;
  /** A database and a data folder of their own, as they are after the first start. */
  fresh(): Promise<Place>;
  /** The number that a query gives. */
  ask(place: Place, query: string): Promise<number>;
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

/** A data folder as it is after the first start: with the watch-list that was made of its files, and no copies of pages. */
export async function freshFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'run-'));
  await recallWatchlist(folder, readSettings(ROOT).watchlistFolders);
  return folder;
}

/** How many copies of pages lie in a data folder. */
export async function countCopies(dataFolder: string): Promise<number> {
  const names = await readdir(join(dataFolder, 'captures'), { recursive: true });
  return names.filter((name) => name.endsWith('.zst')).length;
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
  let made = 0;
  return {
    cpuOfDatabase: () => cpuOfTree(pid),
    async fresh() {
      made += 1;
      const name = `fresh_${made}`;
      await admin.query(`create database ${name} template started`);
      return { databaseUrl: placed(name), dataFolder: await freshFolder(folder) };
    },
    async ask({ databaseUrl: connectionString }, query) {
      const client = new pg.Client({ connectionString });
      await client.connect();
      const { rows } = await client.query<{ count: string }>(query);
      await client.end();
      return Number(rows[0]?.count ?? 0);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

const PRACTICE_SITES = 'test/market/sites';

/**
 * Names the sites to every process that opens the place: one that is not named there is taken for one that was removed. Their shops
 * are reached as the practice market's are, on an origin of this machine that the process registers.
 */
function writeSites(dataFolder: string, names: readonly string[], pages: number, fetch: string): void {
  const folder = join(dataFolder, PRACTICE_SITES);
  mkdirSync(folder, { recursive: true });
  for (const id of names) {
    const start = `http://${id}.practice.invalid/sitemap.xml`;
    const politeness = { delay: '0s', pages: pages + 100, megabytes: 100_000, minutes: 600 };
    // JSON is YAML, too.
    writeFileSync(join(folder, `${id}.yaml`), JSON.stringify({ id, start, fetch, politeness }));
  }
}

/** One run of ours in a place of its own, PostgreSQL's processor time included. */
export async function crawlWithOurs(
  ground: Pick<Ground, 'cpuOfDatabase'>,
  { origin }: Shop,
  o: {
    readonly site: string;
    readonly pages: number;
    readonly fetch?: 'http' | 'browser' | 'auto';
    /** All sites that are crawled in the same place. */
    readonly beside?: readonly string[];
  },
  { databaseUrl, dataFolder }: Place,
): Promise<Usage> {
  const before = ground.cpuOfDatabase();
  writeSites(dataFolder, o.beside ?? [o.site], o.pages, o.fetch ?? 'http');
  const env = {
    ...NODE_ENVIRONMENT,
    DATABASE_URL: databaseUrl,
    PRECURSOR_DATA: dataFolder,
    PRECURSOR_PRACTICE: 'on',
  };
  const options = [...NODE_OPTIONS, ...LATER_OPTIONS];
  const usage = await measure('./crawl-with-ours.ts', [origin, o.site], env, options);
  return { ...usage, cpu: usage.cpu + ground.cpuOfDatabase() - before };
}
