/** A folder of copies that takes no more of them while the database goes on: runs wait, and no site is asked in vain. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryFolder } from '../src/evidence/try-folder.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { watchStorage } from '../src/pipeline/watch-storage.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';

const SITE = 'classifieds';

let place: TestWorkplace;
let folder: string;

beforeEach(async () => {
  place = await openTestWorkplace({ shops: 5, listings: 300 });
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
});
afterEach(async () => {
  await place[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const asked = () => place.market.requests().filter(({ shop }) => shop === SITE).length;

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
