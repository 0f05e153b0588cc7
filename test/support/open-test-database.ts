/** A fresh, migrated database for a test, inside the one server of the test run; disposing drops it. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { inject } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';

/** `databaseUrl` is what a second process or connection needs to open the same database. */
export type TestDatabase = OpenDatabase & { readonly databaseUrl: string };

export async function openTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('testServerUrl');
  const name = `pw_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name} template ${inject('testTemplate')} strategy file_copy`);
  const databaseUrl = serverUrl.replace(/(@[^/?]*)\/[^?]*/, `$1/${name}`);
  const opened = await openDatabase({ databaseUrl, dataFolder: tmpdir(), log: createLog('silent') });
  return {
    ...opened,
    databaseUrl,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
