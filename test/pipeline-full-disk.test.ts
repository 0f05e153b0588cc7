/** A folder of copies that takes no more of them while the database goes on: runs wait, and no site is asked in vain. */
import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import { tryFolder } from '../src/evidence/try-folder.ts';
import { watchStorage } from '../src/pipeline/run/watch-storage.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { createRun, findRun } from '../src/store/crawling/runs.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { until } from './support/until.ts';

const SITE = 'classifieds';
/** Begun when the disk was full, and written by the journal: more than these are not asked for again. */
const IN_FLIGHT = 32;

let place: TestWorkplace;
let folder: string;
let lines: { level: number; msg: string; problem?: string }[];
let seconds: number;

beforeEach(async () => {
  place = await openTestWorkplace({ shops: 5, listings: 300 });
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
  lines = [];
  seconds = 0;
});
afterEach(async () => {
  await place[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const asked = () => place.market.requests().filter(({ shop }) => shop === SITE).length;

it('is told once at its beginning and once at its end, tried less and less often, and costs no request', async () => {
  const { db } = place.database;
  const copies = join(folder, 'captures');
  const clock = () => new Date(Date.now() + seconds * 1000);
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const storage = watchStorage({ folder: copies, clock, log });
  const tools = { ...place.tools, captures: openCaptureStore(copies), storage, log };
  const run = await createRun(db, SITE, 'schedule', new Date());
  const signal = new AbortController().signal;
  const perform = () => runSite(tools, { site: SITE, run, trigger: 'schedule', handsOver: true, signal });
  const told = () => lines.filter(({ msg }) => msg.startsWith('copies of pages'));

  const taking = until('50 requests', () => asked() >= 50).then(() => {
    // In one go: a folder that is not there for a moment is made anew.
    renameSync(copies, join(folder, 'aside'));
    writeFileSync(copies, '');
  });
  await expect(perform()).rejects.toMatchObject({ exit: 'unavailable' });
  await taking;
  const before = asked();
  // The folder, or a file in it: whichever was being written then.
  const problem = expect.stringMatching(
    RegExp(`^Cannot write to ${copies}.*: a file stands where a folder is needed\\.$`),
  );
  expect(storage.trouble()).toMatchObject({ problem });
  expect(await findRun(db, run)).toMatchObject({ status: 'queued' });

  const pauses: number[] = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    const error = await perform().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exit: 'storage', seconds: expect.any(Number) });
    pauses.push((error as { seconds: number }).seconds);
    seconds += pauses.at(-1) ?? 0;
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  expect(asked()).toBe(before);
  expect(told()).toMatchObject([{ level: 50, problem }]);

  await rm(copies);
  await rename(join(folder, 'aside'), copies);
  expect(await perform()).toMatchObject({ status: 'ok' });
  expect(told()).toHaveLength(2);
  expect(told()[1]).toMatchObject({ level: 30, msg: 'copies of pages can be kept again: runs go on' });
  expect(storage.trouble()).toBeNull();
  const pages = place.market.requests().filter(({ shop }) => shop === SITE);
  expect(pages.length - new Set(pages.map(({ path }) => path)).size).toBeLessThanOrEqual(IN_FLIGHT);
});

function mountSmall(path: string): boolean {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('a disk that is full is found before anything is asked for, and nothing is left on it', async ({
  skip,
}) => {
  const small = join(folder, 'small');
  await mkdir(small);
  if (!mountSmall(small)) skip('file systems cannot be mounted here');
  try {
    const full = { exit: 'storage', message: `Cannot write to ${small}: the disk is full.` };
    await expect(tryFolder(small)).rejects.toMatchObject(full);
    expect(await readdir(small)).toEqual([]);
    const log = pino({ level: 'silent' });
    const storage = watchStorage({ folder: small, clock: () => new Date(), log });
    const order = {
      site: SITE,
      run: null,
      trigger: 'command',
      signal: new AbortController().signal,
    } as const;
    await expect(runSite({ ...place.tools, storage }, order)).rejects.toMatchObject(full);
    expect(asked()).toBe(0);
  } finally {
    execFileSync('/bin/umount', [small]);
  }
});
