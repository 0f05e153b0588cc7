/** The table `outbox`: what has to be published, written in the alert's own transaction; published rows are kept. */
import { sql } from 'kysely';
import type { PublishedAlert } from '../../model/alert.ts';
import type { Db } from '../open-database.ts';

export type OutboxRow = { readonly id: number; readonly payload: PublishedAlert };

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

/**
 * Within a transaction: the oldest that no notifier has heard of. Waits for whoever takes some at the same time, so that
 * an alert's revisions are taken in their order.
 */
export async function takeUnnoted(db: Db, limit: number): Promise<OutboxRow[]> {
  await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.notices'))`.execute(db);
  return db
    .selectFrom('outbox')
    .select(['id', 'payload'])
    .where('noted_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function markNoted(db: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ noted_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

/** Known to have been read: the queue need not know them any more. */
export async function markSettled(db: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('outbox')
    .set({ settled_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

/** Settles what was published before the `kept` newest: the queue may have forgotten it, and has had it read. */
export async function settleBeyond(db: Db, kept: number, now: Date): Promise<void> {
  await sql`
    update outbox set settled_at = ${now}
    where published_at is not null and settled_at is null
      and id <= (select id from outbox where published_at is not null order by id desc offset ${kept} limit 1)`.execute(
    db,
  );
}

/** Published before `before` and not yet known to have been read, with an id above `after`; the oldest first. */
export async function listUnsettled(
  db: Db,
  o: { readonly before: Date; readonly after: number; readonly limit: number },
): Promise<OutboxRow[]> {
  return unsettledRows(db)
    .where('published_at', '<', o.before.toISOString())
    .where('id', '>', o.after)
    .limit(o.limit)
    .execute();
}

/** Of these alerts; the oldest first. */
export async function listUnsettledOf(db: Db, alerts: readonly number[]): Promise<OutboxRow[]> {
  if (alerts.length === 0) return [];
  return unsettledRows(db)
    .where('alert_id', 'in', [...alerts])
    .execute();
}

function unsettledRows(db: Db) {
  return db
    .selectFrom('outbox')
    .select(['id', 'payload'])
    .where('published_at', 'is not', null)
    .where('settled_at', 'is', null)
    .orderBy('id');
}

export type OutboxState = {
  readonly unpublished: number;
  /** When the longest waiting row was written; null when none waits. */
  readonly oldest: string | null;
};

export async function outboxState(db: Db): Promise<OutboxState> {
  return db
    .selectFrom('outbox')
    .select((row) => [row.fn.countAll<number>().as('unpublished'), row.fn.min('created_at').as('oldest')])
    .where('published_at', 'is', null)
    .executeTakeFirstOrThrow();
}

export async function countUnpublished(db: Db): Promise<number> {
  return (await outboxState(db)).unpublished;
}
