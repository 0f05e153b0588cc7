/** The table `parked_jobs`: jobs that nobody tries again by themselves, until a person replays or drops them. */
import { sql } from 'kysely';
import type { ParkedPage, ParkedQuery } from '../../model/jobs-api.ts';
import type { ParkCause } from '../../model/schedule.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

export type ParkedJob = {
  readonly id: number;
  readonly queue: string;
  readonly jobId: string;
  readonly payload: unknown;
  readonly cause: ParkCause;
  readonly problem: string;
  readonly parkedAt: string;
};

/** A payload of more characters is not one of ours; its beginning shows what it is. */
const LONGEST_PAYLOAD = 100_000;
const KEPT_OF_LONGER = 1_000;

/**
 * Once for each job: a worker that dies after parking and before saying so parks it again.
 * @param state 'dropped' only puts it on record: nobody has to decide anything
 */
export async function parkJob(
  db: Db,
  job: Pick<ParkedJob, 'queue' | 'jobId' | 'payload' | 'cause' | 'problem'>,
  now: Date,
  state: 'parked' | 'dropped' = 'parked',
): Promise<void> {
  const text = toJson(job.payload ?? null);
  const payload = text.length <= LONGEST_PAYLOAD ? text : toJson({ tooLong: text.slice(0, KEPT_OF_LONGER) });
  await sql`
    insert into parked_jobs (queue, job_id, payload, cause, problem, parked_at, state, settled_at)
    values (${job.queue}, ${toText(job.jobId)}, ${payload}::jsonb, ${job.cause}, ${toText(job.problem)}, ${now},
      ${state}, ${state === 'dropped' ? now : null}::timestamptz)
    on conflict (queue, job_id) where state = 'parked' do nothing`.execute(db);
}

/** The oldest first. */
export async function listParkedJobs(db: Db, limit: number): Promise<ParkedJob[]> {
  return parkedRows(db).orderBy('id').limit(limit).execute();
}

/** Locked until the transaction ends; null when it is not parked, or not any more. */
export async function takeParkedJob(db: Db, id: number): Promise<ParkedJob | null> {
  return (await parkedRows(db).where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

export async function settleParkedJob(
  db: Db,
  id: number,
  state: 'replayed' | 'dropped',
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('parked_jobs')
    .set({ state, settled_at: now })
    .where('id', '=', id)
    .where('state', '=', 'parked')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function parkedRows(db: Db) {
  return db
    .selectFrom('parked_jobs')
    .select(['id', 'queue', 'job_id as jobId', 'payload', 'cause', 'problem', 'parked_at as parkedAt'])
    .where('state', '=', 'parked');
}

/** Those in one state, settled ones too, the latest first. */
export async function pageOfParkedJobs(db: Db, { state, before, limit }: ParkedQuery): Promise<ParkedPage> {
  const items = await db
    .selectFrom('parked_jobs')
    .select([
      'id',
      'queue',
      'job_id as jobId',
      'payload',
      'cause',
      'problem',
      'parked_at as parkedAt',
      'state',
      'settled_at as settledAt',
    ])
    .where('state', '=', state)
    .$if(before !== undefined, (rows) => rows.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

export async function isParked(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('parked_jobs')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'parked')
    .executeTakeFirst();
  return row !== undefined;
}
