/** The database, and the queues on it, for commands that need nothing else: they must not fail on a bad site file. */
import type { Queues } from '../../queues/open-queues.ts';
import { type OpenDatabase, openDatabase } from '../store/open-database.ts';
import type { Surroundings } from './surroundings.ts';

/** `migrates`: false leaves the schema as it is. */
export function openStore(around: Surroundings, migrates = true): Promise<OpenDatabase> {
  const { databaseUrl, dataFolder } = around.settings();
  return openDatabase({ databaseUrl, dataFolder, log: around.log, migrates });
}

/** The queues close before the database that they may be on. */
export async function openStoreAndQueues(
  around: Surroundings,
): Promise<AsyncDisposable & { readonly db: OpenDatabase['db']; readonly queues: Queues }> {
  const open = new AsyncDisposableStack();
  try {
    const { db, pool } = open.use(await openStore(around));
    const { redisUrl } = around.settings();
    // Most commands ask the database alone, and need not wait for the queues' modules.
    const { openQueues } = await import('../../queues/open-queues.ts');
    const queues = open.use(await openQueues({ redisUrl, pool, log: around.log }));
    return { db, queues, [Symbol.asyncDispose]: () => open.disposeAsync() };
  } catch (error) {
    await open.disposeAsync();
    throw error;
  }
}
