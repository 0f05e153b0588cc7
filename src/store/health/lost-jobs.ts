/** The table `lost_jobs`: each job that PostgreSQL knew of and the queue did not, and that was put there again. */
import type { LostPage, LostQuery } from '../../model/jobs-api.ts';
import type { Db } from '../open-database.ts';

export type LostJob = {
  readonly queue: string;
  readonly jobId: string;
  /** What the queue said of it: unknown, completed or failed. */
  readonly found: string;
};

export async function recordLostJobs(db: Db, jobs: readonly LostJob[], now: Date): Promise<void> {
  if (jobs.length === 0) return;
  await db
    .insertInto('lost_jobs')
    .values(jobs.map(({ queue, jobId, found }) => ({ queue, job_id: jobId, found, found_at: now })))
    .execute();
}

/** The latest first. */
export async function pageOfLostJobs(db: Db, { before, limit }: LostQuery): Promise<LostPage> {
  const items = await db
    .selectFrom('lost_jobs')
    .select(['id', 'queue', 'job_id as jobId', 'found', 'found_at as foundAt'])
    .$if(before !== undefined, (rows) => rows.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}
