/** One PostgreSQL for the whole test run, with an empty migrated database that each test database is copied from. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServerUrl: string;
    testTemplate: string;
    /** Where the first test that asks for the shipped watch-list keeps what it read. */
    testReadings: string;
  }
}

const MEMORY_FOLDER = '/dev/shm';
const ENOUGH_BYTES = 2 ** 31;

/** Where processes that tests start keep what they compile, for the next ones: compiling it is half of their start. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled-for-tests', import.meta.url));

/**
 * Where files live in memory when there is room: a test database is six hundred small files, which a disk takes twenty
 * times as long to make and to remove. A crawl writes many more.
 */
async function fastestFolder(): Promise<string> {
  const room = await statfs(MEMORY_FOLDER).catch(() => null);
  return room !== null && room.bavail * room.bsize > ENOUGH_BYTES ? MEMORY_FOLDER : tmpdir();
}

/** TEST_DATABASE_URL names another server to test on; its account must be allowed to create databases. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(await fastestFolder(), 'pw-test-'));
  const given = process.env['TEST_DATABASE_URL'];
  const server = given === undefined ? await startServer(dataFolder) : null;
  const serverUrl = server?.databaseUrl ?? given ?? '';
  const template = `pw_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  if (server !== null) {
    // Nothing here has to survive a power failure.
    await admin.query('alter system set fsync = off');
    await admin.query('select pg_reload_conf()');
  }
  await admin.query(`create database ${template}`);
  const databaseUrl = serverUrl.replace(/(@[^/?]*)\/[^?]*/, `$1/${template}`);
  const migrated = await openDatabase({ databaseUrl, dataFolder, log: createLog('silent') });
  await migrated[Symbol.asyncDispose]();
  await admin.query(`alter database ${template} allow_connections false`);
  process.env['TMPDIR'] = await temporaryFolder(dataFolder);
  process.env['NODE_COMPILE_CACHE'] ??= COMPILED;
  const readings = join(dataFolder, 'readings');
  await mkdir(readings);
  provide('testServerUrl', serverUrl);
  provide('testTemplate', template);
  provide('testReadings', readings);
  return async () => {
    await admin.query(`drop database if exists ${template}`);
    await admin.end();
    if (server !== null) await endServer(server.holder);
    await rm(dataFolder, { recursive: true, force: true });
  };
}

/** What tests write is written there, too, and goes with it. The account of a PostgreSQL of their own has to get there. */
async function temporaryFolder(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, 'tmp');
  await mkdir(folder);
  for (const path of [dataFolder, folder]) await chmod(path, 0o711);
  return folder;
}

/** Held by a child that ends it when this process does, however that happens; Ctrl-C does not reach the child. */
async function startServer(dataFolder: string): Promise<{ holder: ChildProcess; databaseUrl: string }> {
  const program = fileURLToPath(new URL('./hold-postgres.ts', import.meta.url));
  const holder = spawn(process.execPath, [program, dataFolder], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([
    once(createInterface({ input: holder.stdout }), 'line'),
    once(holder, 'exit').then(() => Promise.reject(new Error('the PostgreSQL of the tests did not start'))),
  ]);
  return { holder, databaseUrl: JSON.parse(line).databaseUrl };
}

async function endServer(holder: ChildProcess): Promise<void> {
  const exited = once(holder, 'exit');
  holder.stdin?.end();
  await exited;
}
