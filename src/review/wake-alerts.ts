/** Brings back what was put off or hidden when its time is over. */
import { wakeSnoozed } from '../store/desk/alert-standing.ts';
import { endExpired } from '../store/desk/suppressions.ts';
import type { Db } from '../store/open-database.ts';

/** Looked at most so often: nobody waits for the second. */
const EVERY_MS = 1000;

export type Waker = () => Promise<void>;

/**
 * Called before anything that lists or gives out alerts; so nothing has to run in the background for it. Calls at the
 * same time share one look.
 */
export function createWaker(db: Db, clock: () => Date): Waker {
  let last = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  return async () => {
    const now = clock();
    if (running === null && now.getTime() - last < EVERY_MS && now.getTime() >= last) return;
    running ??= wake(db, now).finally(() => {
      last = now.getTime();
      running = null;
    });
    await running;
  };
}

async function wake(db: Db, now: Date): Promise<void> {
  await endExpired(db, now);
  await wakeSnoozed(db, now);
}
