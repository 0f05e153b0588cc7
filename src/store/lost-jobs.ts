/** The table `lost_jobs`: each job that PostgreSQL knew of and the queue did not, and that was put there again. */
import type { Db } from './open-database.ts';

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
