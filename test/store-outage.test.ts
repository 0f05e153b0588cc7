/** Which trouble of the database passes by itself, told from a fault of what was asked of it. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOutage } from '../src/store/outage.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
});

it('two transactions that wait for each other: the one that PostgreSQL ends may be done again', async () => {
  const { pool } = database;
  const [one, other] = [await pool.connect(), await pool.connect()];
  try {
    for (const client of [one, other]) await client.query('begin');
    const lock = (client: typeof one, place: number) =>
      client.query('select pg_advisory_xact_lock($1)', [place]);
    await lock(one, 1);
    await lock(other, 2);
    const ends = await Promise.allSettled([lock(one, 2), lock(other, 1)].map(async (waiting) => waiting));
    const ended = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(ended.map((error) => isOutage(error))).toEqual([true]);
  } finally {
    for (const client of [one, other]) client.release(true);
  }
});

it('what was wrong to ask is none', async () => {
  const fault = await database.pool.query('select 1 / 0').catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(isOutage(fault)).toBe(false);
});
