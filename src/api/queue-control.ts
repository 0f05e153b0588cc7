/** What the interface may ask of the queues; who starts the server passes it in. */
import type { QueueList } from '../model/jobs-api.ts';
import type { RecordReplay } from '../review/settle-jobs.ts';

/** A queue of BullMQ, on either of its backends. */
export type BoardQueue = { readonly name: string };

export type QueueControl = {
  /** Puts a run that PostgreSQL knows of before all others. */
  enqueue(order: { readonly site: string; readonly run: number }): Promise<void>;
  /** Jobs of each queue by state. */
  count(): Promise<QueueList>;
  /**
   * Gives a job that was set aside another try, on record; resolves to the run that does its work.
   * @throws OperatorError 'usage' when it is no longer there or cannot be understood
   */
  replay(parked: number, record: RecordReplay): Promise<number>;
  /** The queues themselves, which the board only reads. */
  board(): Promise<readonly BoardQueue[]>;
};
