/** The tables `gold_items` and `sampling_rates`: what second looks are drawn from. */
import { sql } from 'kysely';
import { type RowPage, type RowPageQuery, rowPage } from '../../model/row-page.ts';
import type { GoldItem, GoldRequest, SamplingRates } from '../../model/second-look-api.ts';
import type { Db } from '../open-database.ts';
import { toText, toTextOrNull } from '../to-json.ts';
import { notAmong } from './sealed-alerts.ts';

/** Gives its id; null when there is no such alert or it is one already. */
export async function addGold(db: Db, item: GoldRequest, by: number, now: Date): Promise<number | null> {
  const { alert, outcome, reason, note } = item;
  const { rows } = await sql<{ id: number }>`
    insert into gold_items (alert_id, outcome, reason, note, created_by, created_at)
    select id, ${outcome}, ${reason}, ${toTextOrNull(note)}, ${by}::bigint, ${now}::timestamptz from alerts
    where id = ${alert} on conflict do nothing returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** What was answered stays. Gives the alert that it was; null when there is none. */
export async function removeGold(db: Db, id: number): Promise<number | null> {
  const { rows } = await sql<{ alert: number }>`
    with gone as (delete from gold_items where id = ${id} returning alert_id),
    unasked as (
      delete from second_looks where kind = 'gold' and state = 'waiting' and alert_id in (select alert_id from gone))
    select alert_id as alert from gone`.execute(db);
  return rows[0]?.alert ?? null;
}

export async function listGold(
  db: Db,
  { before, limit }: RowPageQuery,
  except: readonly number[] = [],
): Promise<RowPage<GoldItem>> {
  const answered = sql`from second_looks s
    where s.kind = 'gold' and s.alert_id = g.alert_id and s.answered_at is not null`;
  const { rows } = await sql<GoldItem>`
    select g.id, g.alert_id as alert, g.outcome, g.reason, g.note, u.name as by, g.created_at as "createdAt",
      (select count(*) ${answered}) as answered, (select count(*) ${answered} and s.outcome = g.outcome) as right
    from gold_items g join users u on u.id = g.created_by where ${notAmong(sql`g.alert_id`, except)}
      and ${before === undefined ? sql`true` : sql`g.id < ${before}`}
    order by g.id desc limit ${limit}`.execute(db);
  return rowPage(rows, limit);
}

export async function listSampling(db: Db): Promise<SamplingRates['items']> {
  return db
    .selectFrom('sampling_rates')
    .select(['kind', 'value', 'rate'])
    .orderBy('kind')
    .orderBy('value')
    .execute();
}

/** All of them at once; of those named twice the last counts. */
export async function replaceSampling(db: Db, rates: SamplingRates['items']): Promise<void> {
  await db.deleteFrom('sampling_rates').execute();
  const last = new Map(rates.map((each) => [`${each.kind} ${each.value}`, each]));
  if (last.size === 0) return;
  await db
    .insertInto('sampling_rates')
    .values([...last.values()].map((each) => ({ ...each, value: toText(each.value) })))
    .execute();
}
