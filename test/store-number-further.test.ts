/** Revisions and versions of alerts after a backup was put back: after all that may have been given, whatever the backup's age. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import { backUp } from '../src/pipeline/backup/back-up.ts';
import { restore } from '../src/pipeline/backup/restore.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { reviseOnce } from './support/revise-once.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { setAlertState } from './support/single-rows.ts';

const quiet = () => undefined;
const HOUR = 3600;
const YEAR = 365 * 24 * HOUR;
const LARGEST = 2 ** 31 - 1;

let first: TestDatabase;
let second: TestDatabase;
let folder: string;
beforeEach(async () => {
  [first, second] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-numbers-'));
});
afterEach(async () => {
  await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]);
  await rm(folder, { recursive: true, force: true });
});

const captures = () => openCaptureStore(join(folder, 'captures'));

/** A file of what the database holds, which says that it was made so many seconds ago. */
async function made(database: TestDatabase, name: string, secondsAgo: number): Promise<string> {
  const clock = () => new Date(Date.now() - secondsAgo * 1000);
  const file = join(folder, `${name}.tar`);
  const signal = new AbortController().signal;
  await backUp({ database, captures: captures(), clock, signal }, file, false, quiet);
  return file;
}

const putBack = (database: TestDatabase, file: string) =>
  restore({ database, captures: captures() }, file, true, quiet);

async function numbersOf({ db }: TestDatabase, alert: number) {
  return await db
    .selectFrom('alerts')
    .select(['revision', 'version'])
    .where('id', '=', alert)
    .executeTakeFirstOrThrow();
}

const decide = ({ db }: TestDatabase, alert: number) =>
  setAlertState(db, alert, { state: 'decided', outcome: 'confirmed' }, new Date());

/** What refers to revisions that were given before. */
async function rowsOf({ pool }: TestDatabase): Promise<unknown[]> {
  const names = ['alerts', 'alert_revisions', 'decisions', 'outbox', 'notices'];
  return await Promise.all(
    names.map(async (name) => (await pool.query(`select * from ${name} t order by t::text`)).rows),
  );
}

/** Revisions after a first restore, and how many a second are left out. */
const REVISED = 5;
const A_SECOND = 10;

describe('a restored alert', () => {
  it.each([
    { age: 'of this moment', seconds: 0, changes: 300 },
    { age: 'an hour old', seconds: HOUR, changes: HOUR },
    { age: 'a year old', seconds: YEAR, changes: YEAR },
    { age: 'that says it is of tomorrow', seconds: -24 * HOUR, changes: 300 },
    { age: 'that says it is of the year 1970', seconds: Date.now() / 1000, changes: YEAR },
  ])(
    'goes on after what the lost database may have given, from a backup $age',
    async ({ seconds, changes }) => {
      const [alert = 0, other = 0] = await seedAlerts(first.db, [{}, {}]);
      await reviseOnce(first.db, alert);
      await decide(first, alert);
      const before = await numbersOf(first, alert);
      const rows = await rowsOf(first);
      await putBack(second, await made(first, 'all', seconds));
      expect(await rowsOf(second)).toEqual(rows);

      const revised = await reviseOnce(second.db, alert);
      expect(revised).toMatchObject({ id: alert, opened: false });
      expect(revised.revision).toBeGreaterThan(before.revision + changes);
      expect(await numbersOf(second, alert)).toMatchObject({ revision: revised.revision });
      expect((await numbersOf(second, alert)).version).toBeGreaterThan(before.version + changes);
      // From there one by one; a version of its own for what no revision comes with.
      expect((await reviseOnce(second.db, alert)).revision).toBe(revised.revision + 1);
      await decide(second, other);
      const { revision, version } = await numbersOf(second, other);
      expect(revision).toBe(1);
      expect(version).toBeGreaterThan(changes);
      await decide(second, alert);
      expect((await numbersOf(second, alert)).version).toBeLessThan(LARGEST - 100_000_000);
    },
  );

  it('whose alert is new since then begins with its first revision', async () => {
    await seedAlerts(first.db, [{}]);
    await putBack(second, await made(first, 'all', HOUR));
    // The same offer again: `seedAlerts` would find it.
    await second.pool.query('delete from alerts');
    const [alert = 0] = await seedAlerts(second.db, [{}]);
    expect((await reviseOnce(second.db, alert)).revision).toBe(2);
    expect(await numbersOf(second, alert)).toMatchObject({ version: 2 });
  });

  it.each([
    { what: 'once more, over the first', again: () => [second, second] as const },
    { what: 'once more, when the first is lost, too', again: () => [second, first] as const },
  ])(
    'goes on after what was given since a first restore, when the backup is put back $what',
    async ({ again }) => {
      const [alert = 0] = await seedAlerts(first.db, [{}]);
      const file = await made(first, 'all', HOUR);
      const [one, two] = again();
      await putBack(one, file);
      let given = 0;
      for (let count = 0; count < REVISED; count += 1) given = (await reviseOnce(one.db, alert)).revision;
      // No alert is given more of them in a time: here they came quicker than any crawl could bring them.
      await sleep((1000 * (REVISED + 1)) / A_SECOND);
      await putBack(two, file);
      expect((await reviseOnce(two.db, alert)).revision).toBeGreaterThan(given);
    },
  );

  it.each([
    { of: 'made after a restore', seconds: 0 },
    { of: 'that says so of the year 1970, again and again', seconds: Date.now() / 1000 },
  ])('goes on from backups $of', async ({ seconds }) => {
    const [alert = 0] = await seedAlerts(first.db, [{}]);
    let given = 0;
    const places = [first, second];
    for (let round = 0; round < 4; round += 1) {
      const [from = first, to = second] = round % 2 === 0 ? places : places.toReversed();
      const file = await made(from, `round-${round}`, seconds);
      // Of these the backup knows nothing.
      for (let count = 0; count < 3; count += 1) given = (await reviseOnce(from.db, alert)).revision;
      await putBack(to, file);
      const { revision } = await reviseOnce(to.db, alert);
      expect(revision).toBeGreaterThan(given);
      given = revision;
    }
    expect(given).toBeLessThan(LARGEST);
  });
});
