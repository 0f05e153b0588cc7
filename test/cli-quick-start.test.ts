/** A command begins at once: it loads what it needs itself, and not what the others do. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../src/main/precursor-watch.mjs', import.meta.url));

/** Addresses of the modules that a command has loaded by its end. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-loaded-'));
  await promisify(execFile)(process.execPath, [PROGRAM, ...args], {
    // The program says itself where it keeps what it compiles.
    env: { ...process.env, NODE_COMPILE_CACHE: undefined, NODE_V8_COVERAGE: folder },
  });
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
}

const SERVER = /node_modules\/(?:fastify|pdfkit|openid-client|prom-client|@bull-board)\/|\/src\/api\//;
const QUEUES = /node_modules\/(?:bullmq|ioredis)\//;
const CRAWLS = /node_modules\/(?:@crawlee|playwright|undici|cheerio)\/|\/src\/extract\//;
const DATABASE = /node_modules\/(?:kysely|pg)\//;

const COMMANDS: readonly (readonly [command: string, without: readonly RegExp[]])[] = [
  ['users', [SERVER, QUEUES, CRAWLS]],
  ['runs', [SERVER, QUEUES, CRAWLS]],
  ['stop', [SERVER, QUEUES, CRAWLS]],
  ['jobs', [SERVER, QUEUES, CRAWLS]],
  ['screen', [SERVER, QUEUES, CRAWLS, DATABASE]],
  ['extract', [SERVER, QUEUES]],
];

it.each(COMMANDS)('%s loads nothing that others need', async (command, without) => {
  const loaded = await loadedBy(command, '--help');
  expect(loaded.some((url) => url.endsWith(`/src/cli/${command}.ts`))).toBe(true);
  for (const others of without) expect(loaded.filter((url) => others.test(url))).toEqual([]);
});

it('help without a command names all of them', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, '--help']);
  for (const [command] of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  expect(stdout).toMatch(/^ {2}opt-out\b/m);
});
