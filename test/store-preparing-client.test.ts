/** Statements with a name are planned once for each connection; all others are sent as they are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

test('a statement that begins with a name is prepared under it, and gives the same as any other', async () => {
  const client = await database.pool.connect();
  try {
    for (const number of [1, 2, 3]) {
      const named = await client.query('/* prepared: test-double */ select $1::integer * 2 as twice', [
        number,
      ]);
      expect(named.rows).toEqual([{ twice: 2 * number }]);
      const plain = await client.query('select $1::integer * 2 as twice /* prepared: no-name */', [number]);
      expect(plain.rows).toEqual(named.rows);
    }
    const { rows } = await client.query('select name from pg_prepared_statements');
    expect(rows).toEqual([{ name: 'test-double' }]);
  } finally {
    client.release();
  }
});

test('an error of such a statement leaves the connection in order', async () => {
  const client = await database.pool.connect();
  try {
    const ask = (value: string) =>
      client.query('/* prepared: test-number */ select $1::text::integer as n', [value]);
    await expect(ask('seven')).rejects.toThrow(/invalid input syntax/);
    expect((await ask('7')).rows).toEqual([{ n: 7 }]);
  } finally {
    client.release();
  }
});
