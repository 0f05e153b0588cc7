/** The table `bulk_orders`: what an order on many alerts would change, kept from its preview to its undoing. */
import { sql } from 'kysely';
import type { LIST_STATES } from '../../model/api.ts';
import type { BulkOrder } from '../../model/bulk-api.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';
import { filterOf, type KnownFilters, stateCondition } from './alert-filter.ts';

export type StoredBulk = {
  readonly id: number;
  readonly userId: number;
  readonly order: BulkOrder;
  /** Side by side: the alerts, and the version that each had in the preview. */
  readonly alerts: number[];
  readonly versions: number[];
  readonly createdAt: string;
  readonly appliedAt: string | null;
};

export type NewBulk = {
  readonly user: number;
  readonly order: BulkOrder;
  readonly alerts: readonly { readonly id: number; readonly version: number }[];
  readonly now: Date;
};

export async function createBulk(db: Db, { user, order, alerts, now }: NewBulk): Promise<number> {
  const { id } = await db
    .insertInto('bulk_orders')
    .values({
      user_id: user,
      request: toJson(order),
      alert_ids: alerts.map((alert) => alert.id),
      versions: alerts.map((alert) => alert.version),
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Locks the row until the transaction ends, so that no order is applied twice. */
export async function lockBulk(db: Db, id: number): Promise<StoredBulk | null> {
  const row = await db
    .selectFrom('bulk_orders')
    .select([
      'id',
      'user_id as userId',
      'request as order',
      sql<number[]>`to_json(alert_ids)`.as('alerts'),
      'versions',
      'created_at as createdAt',
      'applied_at as appliedAt',
    ])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function markBulkApplied(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('bulk_orders').set({ applied_at: now }).where('id', '=', id).execute();
}

/** The most urgent that a list would show, and how many it has in all. */
export async function selectAlerts(
  db: Db,
  list: { readonly state: (typeof LIST_STATES)[number]; readonly filters: KnownFilters },
  limit: number,
  now: Date,
): Promise<{ ids: number[]; matched: number }> {
  const filter = sql`${stateCondition(list.state)} and ${filterOf(list.filters, now)}`;
  const { rows } = await sql<{ id: number }>`
    select a.id from alerts a where ${filter}
    order by (-a.severity_rank), a.waiting_since, a.id limit ${limit}`.execute(db);
  const { rows: counted } = await sql<{ matched: number }>`
    select count(*) as matched from alerts a where ${filter}`.execute(db);
  return { ids: rows.map(({ id }) => id), matched: counted[0]?.matched ?? 0 };
}
