/** The set-up before a start: packages are fetched when they are missing or other ones, and never twice. */
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let clone: string;

const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
const LOCKED = {
  '': { name: 'clone' },
  'node_modules/node': { integrity: 'sha512-a' },
  'node_modules/other-platform': { integrity: 'sha512-b', optional: true },
};

/** A clone with a program in the place of npm that only says that it was called: fetching takes half a minute. */
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'pw-setup-'));
  const put = async (path: string, text: string, mode = 0o644) => {
    await mkdir(join(clone, path, '..'), { recursive: true });
    await writeFile(join(clone, path), text);
    await chmod(join(clone, path), mode);
  };
  await put('package.json', '{}');
  await put('package-lock.json', lock(LOCKED));
  await put('src/console/main.tsx', '');
  await put('src/model/api.ts', '');
  await put('npm.mjs', "import { writeFileSync } from 'node:fs'; writeFileSync('npm-ran', '');");
  await put('node_modules/.bin/node', '#!/bin/sh\nexit 0\n', 0o755);
  await put('node_modules/node/bin/node', '#!/bin/sh\nexit 0\n', 0o755);
  await mkdir(join(clone, 'src/main'));
  await copyFile(new URL('../src/main/setup.mjs', import.meta.url), join(clone, 'src/main/setup.mjs'));
});
afterEach(() => rm(clone, { recursive: true, force: true }));

function setUp(): boolean {
  const env = { ...process.env, npm_execpath: join(clone, 'npm.mjs') };
  const done = spawnSync(process.execPath, [join(clone, 'src/main/setup.mjs')], { cwd: clone, env });
  expect([done.status, done.error]).toEqual([0, undefined]);
  return done.stderr.toString().includes('installing packages');
}

it.each([
  ['nothing is installed', null, true],
  ['npm has installed the same before', { 'node_modules/node': { integrity: 'sha512-a' } }, false],
  ['another version is installed', { 'node_modules/node': { integrity: 'sha512-old' } }, true],
  ['what is needed for tests was left out', {}, true],
])('when %s', async (_, installed, fetched) => {
  if (installed !== null) await writeFile(join(clone, 'node_modules/.package-lock.json'), lock(installed));
  expect(setUp()).toBe(fetched);
  expect(setUp(), 'a second start').toBe(false);
  const ran = await readFile(join(clone, 'npm-ran'), 'utf8').catch(() => null);
  expect(ran !== null).toBe(fetched);
});

it('fetches again when install scripts were not run: then there is no Node 24', async () => {
  await writeFile(join(clone, 'node_modules/.package-lock.json'), lock(LOCKED));
  await rm(join(clone, 'node_modules/node'), { recursive: true });
  expect(setUp()).toBe(true);
});
