/** Crawling, the whole way from the first request to the stored listing, beside stock Crawlee on the same pages in the same run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLog } from '../../src/log.ts';
import { openBundledPostgres } from '../../src/store/bundled-postgres.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { textTable } from '../evaluate/text-table.ts';
import { expectCount, median } from './in-turn.ts';
import { SHAPES, type ShapeName } from './shop-pages.ts';
import { cpuOfTree, type Usage } from './used-by-process.ts';

type Ground = AsyncDisposable & {
  /** Of the PostgreSQL server. */
  readonly pid: number;
  readonly folder: string;
  /** A database as it is after the first start; gives its address. */
  fresh(): Promise<string>;
  ask(databaseUrl: string, query: string): Promise<number>;
};

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return spawn(process.execPath, [path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
}

async function lineOf<T>(child: ChildProcess): Promise<T> {
  if (child.stdout === null) throw new Error('no output');
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with code ${code}`)));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return JSON.parse(String(line)) as T;
}

/** Runs a program to its end; gives what it told of itself. */
async function measure(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Usage> {
  const child = start(program, args, env);
  const exited = once(child, 'exit');
  const usage = await lineOf<Usage>(child);
  await exited;
  return usage;
}

async function openGround(): Promise<Ground> {
  const open = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'pw-bench-crawl-'));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl, pid } = open.use(await openBundledPostgres(folder, log));
  const admin = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  open.defer(() => admin.end());
  const placed = (name: string) => databaseUrl.replace(/(@[^/?]*)\/[^?]*/, `$1/${name}`);
  await admin.query('create database started');
  await (await openDatabase({ databaseUrl: placed('started'), dataFolder: folder, log }))[
    Symbol.asyncDispose
  ]();
  let made = 0;
  return {
    pid,
    folder,
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

type Shop = AsyncDisposable & { readonly origin: string; readonly first: number };

async function openShop(shape: ShapeName, pages: number): Promise<Shop> {
  const child = start('./crawl-shop.ts', ['--shape', shape, '--pages', String(pages)]);
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

async function crawlWithStock({ origin, first }: Shop, pages: number): Promise<Usage> {
  const storage = await mkdtemp(join(tmpdir(), 'pw-bench-stock-'));
  const args = [origin, String(first), String(pages)];
  const usage = await measure('./crawl-with-stock.ts', args, { CRAWLEE_STORAGE_DIR: storage });
  await rm(storage, { recursive: true, force: true });
  expectCount('pages read by stock CheerioCrawler', usage.pages, pages);
  return usage;
}

/** Processor time of PostgreSQL included. */
async function crawlWithOurs(ground: Ground, { origin }: Shop, pages: number): Promise<Usage> {
  const databaseUrl = await ground.fresh();
  const before = cpuOfTree(ground.pid);
  const env = { DATABASE_URL: databaseUrl, PRECURSOR_DATA: ground.folder, PRECURSOR_PRACTICE: 'off' };
  const usage = await measure('./crawl-with-ours.ts', [origin, 'bench-shop', String(pages)], env);
  const cpu = usage.cpu + cpuOfTree(ground.pid) - before;
  expectCount('listings stored', await ground.ask(databaseUrl, 'select count(*) from listings'), pages);
  const copies = 'select count(distinct capture_sha256) from listings where content is not null';
  expectCount('copies kept', await ground.ask(databaseUrl, copies), pages);
  return { ...usage, cpu };
}

const perCpu = ({ cpu }: Usage, pages: number) => pages / cpu;

async function compare(ground: Ground, shape: ShapeName, rounds: number, pages: number): Promise<string[][]> {
  await using shop = await openShop(shape, pages);
  const rounded: { ours: Usage; stock: Usage }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const stock = await crawlWithStock(shop, pages);
    rounded.push({ stock, ours: await crawlWithOurs(ground, shop, pages) });
  }
  const row = (name: string, usages: readonly Usage[], ratios: readonly number[]) => [
    `${shape}  ${name}`,
    median(usages.map((usage) => perCpu(usage, pages))).toFixed(0),
    median(usages.map(({ seconds }) => pages / seconds)).toFixed(0),
    Math.max(...usages.map(({ megabytes }) => megabytes)).toFixed(0),
    ...(ratios.length === 0
      ? ['', '', '']
      : [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2))),
  ];
  const ratios = rounded.map(({ ours, stock }) => stock.cpu / ours.cpu);
  return [
    row(
      'stock CheerioCrawler, nothing stored',
      rounded.map(({ stock }) => stock),
      [],
    ),
    row(
      'ours, all stored',
      rounded.map(({ ours }) => ours),
      ratios,
    ),
  ];
}

export async function benchCrawl({
  rounds,
  pages,
}: {
  readonly rounds: number;
  readonly pages: number;
}): Promise<void> {
  await using ground = await openGround();
  const head = [`${pages} pages`, 'pages/CPU-s', 'pages/s', 'MB', 'ratio min', 'median', 'max'];
  for (const shape of SHAPES) {
    console.log(`${textTable([head, ...(await compare(ground, shape, rounds, pages))])}\n`);
  }
}
export async function only(shape: ShapeName, pages: number): Promise<void> {
  await using ground = await openGround();
  await using shop = await openShop(shape, pages);
  const databaseUrl = await ground.fresh();
  const before = cpuOfTree(ground.pid);
  const env = {
    DATABASE_URL: databaseUrl,
    PRECURSOR_DATA: ground.folder,
    PRECURSOR_PRACTICE: 'off',
    NODE_OPTIONS: process.env['OPTS'] ?? '',
  };
  const usage = await measure('./crawl-with-ours.ts', [shop.origin, 'bench-shop', String(pages)], env);
  console.log(
    shape,
    pages,
    'node cpu',
    usage.cpu,
    'pg cpu',
    cpuOfTree(ground.pid) - before,
    'wall',
    usage.seconds,
    'MB',
    usage.megabytes,
    'us/page node',
    (usage.cpu / pages) * 1e6,
  );
}
