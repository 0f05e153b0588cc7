/** `work --processes N`: so many processes live, one that is killed comes again, and all of them end with their parent. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listBeats } from '../src/store/heartbeats.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { until } from './support/until.ts';

const MAIN = new URL('../src/main/main.ts', import.meta.url).pathname;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process: that is the answer.
    return false;
  }
}

it('keeps so many worker processes, and leaves none behind', async () => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-work-'));
  const { PATH } = process.env;
  const { databaseUrl: DATABASE_URL } = database;
  const env = { PATH, DATABASE_URL, PRECURSOR_DATA: folder, LOG_LEVEL: 'silent' };
  const parent = spawn(process.execPath, [MAIN, 'work', '--processes', '2'], { env, stdio: 'ignore' });
  const exited = once(parent, 'exit');
  const workers = async () =>
    (await listBeats(database.db))
      .map(({ part }) => Number(/^worker .*:(\d+)$/.exec(part)?.[1] ?? Number.NaN))
      .filter((pid) => pid > 0 && isAlive(pid));
  const two = async () => ((await workers()).length === 2 ? await workers() : null);
  try {
    const [first = 0, second = 0] = await until('two live', two);
    process.kill(first, 'SIGKILL');
    const after = await until('another one lives', async () => {
      const now = await workers();
      return now.length === 2 && !now.includes(first) ? now : null;
    });
    expect(after).toContain(second);
    parent.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    expect(after.filter(isAlive)).toEqual([]);
  } finally {
    parent.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
