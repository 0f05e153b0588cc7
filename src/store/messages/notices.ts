/** The table `notices`: each revision that a notifier is to hear of, once, with what may be said of it. */
import { sql } from 'kysely';
import type { Contact } from '../../model/listing.ts';
import type { NoticeContent } from '../../model/notifier.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** What is known of an alert beyond what was published of it. Unmasked. */
export type AlertWords = {
  readonly site: string;
  readonly title: string | null;
  readonly seller: string | null;
  readonly contacts: readonly Contact[];
};

/** By alert; from its leading listing. */
export async function wordsOfAlerts(
  db: Db,
  alerts: readonly number[],
): Promise<ReadonlyMap<number, AlertWords>> {
  const { rows } = await sql<AlertWords & { id: number }>`
    select a.id, s.name as site, l.content->>'title' as title, l.content->'seller'->>'name' as seller,
      coalesce(l.content->'contacts', '[]') as contacts
    from alerts a join listings l on l.id = a.listing_id join sites s on s.id = a.site_id
    where a.id = any(${[...alerts]}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}

/** Those that the list knows. */
export async function substanceNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('substances')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type WaitingNotice = { readonly id: number; readonly content: NoticeContent };

/** Gives those that were not there before, in the order in which they were given. */
export async function addNotices(
  db: Db,
  notifier: string,
  contents: readonly NoticeContent[],
  now: Date,
): Promise<WaitingNotice[]> {
  const added: WaitingNotice[] = [];
  for (const content of contents) {
    const { alert, revision } = content;
    const { rows } = await sql<{ id: number }>`
      insert into notices (notifier_id, alert_id, revision, content, created_at)
      values (${notifier}, ${alert}, ${revision}, ${toJson(content)}, ${now})
      on conflict (notifier_id, alert_id, revision) do nothing returning id`.execute(db);
    for (const { id } of rows) added.push({ id, content });
  }
  return added;
}

/** When the notifier's oldest notice without a message was made; null when there is none. */
export async function oldestWaitingNotice(db: Db, notifier: string): Promise<Date | null> {
  const row = await db
    .selectFrom('notices')
    .select('created_at as at')
    .where('notifier_id', '=', notifier)
    .where('message_id', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : new Date(row.at);
}

/** Locked until the transaction ends; the oldest first. */
export async function takeWaitingNotices(db: Db, notifier: string, limit: number): Promise<WaitingNotice[]> {
  return db
    .selectFrom('notices')
    .select(['id', 'content'])
    .where('notifier_id', '=', notifier)
    .where('message_id', 'is', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function putInMessage(db: Db, notices: readonly number[], message: number): Promise<void> {
  await db
    .updateTable('notices')
    .set({ message_id: message })
    .where('id', 'in', [...notices])
    .execute();
}
