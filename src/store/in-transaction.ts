/** Runs several statements as one, within the caller's transaction when there is one. */
import type { Db } from './open-database.ts';

export async function inTransaction<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? await work(db) : await db.transaction().execute(work);
}
