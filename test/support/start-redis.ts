/** A private Redis server for one test file: a port that the system gives, nothing kept on disk, ended by its pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SYNC_MS = 1000;

/** Milliseconds since the epoch between which everything was forgotten. */
export type LostTime = { readonly from: number; readonly until: number };

export type TestRedis = {
  readonly url: string;
  /** Kills the server as a crash would. */
  kill(): Promise<void>;
  /** The same, with what it wrote down in the last second gone, as when the whole machine fails under "appendfsync everysec". */
  killForgetting(): Promise<LostTime>;
  /** Starts it again after `kill`, at the same address and with what it kept on disk. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** `settings` are those of redis.conf, without dashes. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis> {
  const program = findProgram('redis-server');
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-redis-'));
  const port = await freePort();
  const all = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const start = async () => {
    const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(server, 'exit');
    await listening(server, exited);
    return { server, exited };
  };
  let running = await start();
  const kill = async () => {
    running.server.kill('SIGKILL');
    await running.exited;
  };
  return {
    url: `redis://127.0.0.1:${all.port}`,
    kill,
    killForgetting: async () => {
      const log = await appendOnlyFile(folder);
      const from = Date.now();
      const { size } = await stat(log);
      await sleep(SYNC_MS);
      await kill();
      await truncate(log, size);
      return { from, until: Date.now() };
    },
    restart: async () => {
      running = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The part of the append-only log that is being written. */
async function appendOnlyFile(folder: string): Promise<string> {
  const name = (await readdir(join(folder, 'appendonlydir'))).find((each) => each.endsWith('.incr.aof'));
  if (name === undefined) throw new Error('this Redis keeps no append-only log');
  return join(folder, 'appendonlydir', name);
}

function findProgram(name: string): string {
  const { PATH = '' } = process.env;
  const folders = PATH.split(delimiter).concat('/usr/bin', '/usr/local/bin', '/opt/homebrew/bin');
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder: the next one is looked at.
    }
  }
  throw new Error(
    `${name} was not found; install it: apt-get install redis-server, dnf install redis, brew install redis`,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

async function listening(server: ChildProcess, exited: Promise<unknown>): Promise<void> {
  let said = '';
  const ready = new Promise<void>((resolve) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  const failed = exited.then(() => Promise.reject(new Error(`redis-server ended: ${said}`)));
  await Promise.race([ready, failed]);
  failed.catch(() => undefined);
}
