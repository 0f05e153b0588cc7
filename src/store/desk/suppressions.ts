/** The table `suppressions`: what hides alerts for a while, and what it hid. */
import { type RawBuilder, sql } from 'kysely';
import type { SuppressionMet } from '../../model/suppression.ts';
import type { Suppression, SuppressionQuery, SuppressionScope } from '../../model/suppression-api.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';
import { notAmong } from './sealed-alerts.ts';

export type NewSuppression = SuppressionScope & {
  readonly reason: string;
  readonly by: number;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** Hides at once what meets it. Gives its id; null when there is no such site or seller. */
export async function createSuppression(db: Db, given: NewSuppression): Promise<number | null> {
  const { term, site, seller, reason, by, now, expiresAt } = given;
  const { rows } = await sql<{ id: number }>`
    insert into suppressions (term, site_id, seller_id, reason, created_by, created_at, expires_at)
    select ${term === null ? null : toText(term)}::text, ${site}::text, ${seller}::bigint, ${toText(reason)}, ${by}::bigint,
      ${now}::timestamptz, ${expiresAt}::timestamptz
    where (${site}::text is null or exists (select from sites where id = ${site}))
      and (${seller}::bigint is null or exists (select from sellers where id = ${seller}))
    returning id`.execute(db);
  const id = rows[0]?.id ?? null;
  if (id !== null) {
    await sql`update alerts a set suppression_id = ${id}
      where a.state <> 'decided' and a.suppression_id is null and ${meets(given)}`.execute(db);
    await sql`insert into suppressed_alerts (suppression_id, alert_id, at)
      select ${id}, id, ${now}::timestamptz from alerts where suppression_id = ${id}
      on conflict do nothing`.execute(db);
  }
  return id;
}

/** Shows again what it hid, unless another one hides it. False when there is none, or it has ended already. */
export async function endSuppression(db: Db, id: number, by: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('suppressions')
    .set({ ended_at: now, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await showAgain(db, [id], now);
  return true;
}

/**
 * Ends those whose time is over, and shows whatever one that has ended hides still: an alert that was being written while it
 * ended was not there to be shown then, and a process may have died in between.
 */
export async function endExpired(db: Db, now: Date): Promise<void> {
  await sql`update suppressions set ended_at = expires_at
    where ended_at is null and expires_at <= ${now}::timestamptz`.execute(db);
  const { rows } = await sql<{ id: number }>`
    select id from suppressions s
    where ended_at is not null and exists (select from alerts where suppression_id = s.id)`.execute(db);
  await showAgain(
    db,
    rows.map(({ id }) => id),
    now,
  );
}

async function showAgain(db: Db, ended: readonly number[], now: Date): Promise<void> {
  if (ended.length === 0) return;
  await sql`update alerts set suppression_id = suppression_of(listing_id, site_id, offer_id, ${now}::timestamptz)
    where suppression_id = any(${[...ended]}::bigint[])`.execute(db);
}

/** Alerts that meet a scope, decided ones too: how many of each kind, and the most urgent of those that wait. */
export async function countScope(
  db: Db,
  scope: SuppressionScope,
  sample: number,
  except: readonly number[] = [],
): Promise<{ waiting: number; confirmed: number; dismissed: number; sample: number[] }> {
  const { rows } = await sql<{ waiting: number; confirmed: number; dismissed: number }>`
    select count(*) filter (where state <> 'decided' and suppression_id is null) as waiting,
      count(*) filter (where outcome = 'confirmed') as confirmed,
      count(*) filter (where outcome = 'dismissed') as dismissed
    from alerts a where ${meets(scope)} and ${notAmong(sql`a.id`, except)}`.execute(db);
  const { rows: first } = await sql<{ id: number }>`
    select a.id from alerts a where a.state <> 'decided' and a.suppression_id is null and ${meets(scope)} and ${notAmong(sql`a.id`, except)}
    order by (-a.severity_rank), a.waiting_since, a.id limit ${sample}`.execute(db);
  const counts = rows[0] ?? { waiting: 0, confirmed: 0, dismissed: 0 };
  return { ...counts, sample: first.map(({ id }) => id) };
}

/** The latest first. */
export async function listSuppressions(
  db: Db,
  { ended, before, limit }: SuppressionQuery,
): Promise<Suppression[]> {
  const { rows } = await sql<Suppression>`
    select s.id, s.term, s.reason, u.name as by, s.created_at as "createdAt", s.expires_at as "expiresAt",
      s.ended_at as "endedAt",
      case when s.site_id is not null then json_build_object('id', s.site_id, 'name', t.name) end as site,
      case when s.seller_id is not null then json_build_object('id', s.seller_id, 'name', l.name) end as seller,
      (select count(*) from alerts where suppression_id = s.id) as hidden,
      (select count(*) from suppressed_alerts where suppression_id = s.id) as "hiddenEver"
    from suppressions s join users u on u.id = s.created_by left join sites t on t.id = s.site_id
      left join sellers l on l.id = s.seller_id
    where ${ended === 'true' ? sql`true` : sql`s.ended_at is null`}
      and ${before === undefined ? sql`true` : sql`s.id < ${before}`}
    order by s.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Those in force that an alert meets, decided or not. */
export async function suppressionsMet(db: Db, alert: number, now: Date): Promise<SuppressionMet[]> {
  const { rows } = await sql<SuppressionMet>`
    select s.id, s.reason, u.name as by, s.expires_at as "expiresAt"
    from alerts a join suppressions s on s.ended_at is null and s.expires_at > ${now}::timestamptz
      and (s.site_id is null or s.site_id = a.site_id)
      and (s.seller_id is null or s.seller_id = (select seller_id from offers where id = a.offer_id))
      and (s.term is null or (${namesOnly(sql`lower(s.term)`)}))
      join users u on u.id = s.created_by
    where a.id = ${alert} order by s.expires_at desc, s.id`.execute(db);
  return rows;
}

/** The same as the function suppression_of of the database, as a condition on `alerts a`. */
function meets({ term, site, seller }: SuppressionScope): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (site !== null) parts.push(sql`a.site_id = ${site}`);
  if (seller !== null) parts.push(sql`a.offer_id in (select id from offers where seller_id = ${seller})`);
  if (term !== null) {
    parts.push(namesOnly(sql`lower(${toText(term)})`));
  }
  return sql.join(parts, sql` and `);
}

/** Nothing but the term was found in the leading listing of `alerts a`, nor in any other one of its offer. */
function namesOnly(term: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select from hits h where h.listing_id = a.listing_id)
    and not exists (select from hits h where h.listing_id = a.listing_id and lower(h.term) <> ${term})
    and not exists (select from listings l join hits h on h.listing_id = l.id
      where l.offer_id = a.offer_id and lower(h.term) <> ${term})`;
}
