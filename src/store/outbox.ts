/** The table `outbox`: what has to be published, written in the alert's own transaction; published rows are kept. */
import { sql } from 'kysely';
import type { PublishedAlert } from '../model/alert.ts';
import type { Db } from './open-database.ts';
import { toJson } from './to-json.ts';

export type NewOutboxRow = {
  readonly alert: number;
  readonly revision: number;
  readonly payload: PublishedAlert;
  readonly now: Date;
};

export type OutboxRow = { readonly id: number; readonly payload: PublishedAlert };

/** Once for each alert and revision; a second time is refused by the database. */
export async function addToOutbox(db: Db, { alert, revision, payload, now }: NewOutboxRow): Promise<void> {
  await db
    .insertInto('outbox')
    .values({ alert_id: alert, revision, payload: toJson(payload), created_at: now })
    .execute();
}

/**
 * Within a transaction: waits for the publisher at work, if any, then keeps others out until the transaction ends. So
 * rows are published oldest first throughout, and an alert's revisions in their order.
 */
export async function lockOutbox(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.outbox'))`.execute(db);
}

/** The oldest first, locked until the caller's transaction ends; rows that another publisher holds are left out. */
export async function takeUnpublished(db: Db, limit: number): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'payload'])
    .where('published_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function markPublished(db: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ published_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

export async function countUnpublished(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('outbox')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('published_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
