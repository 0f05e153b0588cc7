/** What a person makes of a job that was set aside: another try, or nothing; either is put on record. */
import { describeError, OperatorError } from '../model/errors.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { isParked, settleParkedJob } from '../store/health/parked-jobs.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';

export type Replayed =
  | { readonly kind: 'done'; readonly run: number }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly detail: string };

/** Within the transaction that settles the job: puts on record which run does its work. */
export type RecordReplay = (tx: Db, run: number) => Promise<void>;

/**
 * @param replay settles it with its record and puts it on its queue again; throws OperatorError 'usage' for one that cannot be
 * understood
 */
export async function replayJob(
  db: Db,
  id: number,
  replay: (id: number, record: RecordReplay) => Promise<number>,
  actor: Pick<Actor, 'name'>,
  now: Date,
): Promise<Replayed> {
  if (!(await isParked(db, id))) return { kind: 'not-found' };
  const entry = { actor: actor.name, action: 'job.replay' as const, subject: `job:${id}` };
  try {
    const run = await replay(id, (tx, run) => appendAudit(tx, { ...entry, detail: { run } }, now));
    return { kind: 'done', run };
  } catch (error) {
    if (!(error instanceof OperatorError && error.exit === 'usage')) throw error;
    return { kind: 'wrong-state', detail: describeError(error) };
  }
}

/** False when it is not set aside, or not any more. */
export async function dropJob(db: Db, id: number, actor: Pick<Actor, 'name'>, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    if (!(await settleParkedJob(tx, id, 'dropped', now))) return false;
    const entry = { actor: actor.name, action: 'job.drop' as const, subject: `job:${id}` };
    await appendAudit(tx, { ...entry, detail: {} }, now);
    return true;
  });
}
