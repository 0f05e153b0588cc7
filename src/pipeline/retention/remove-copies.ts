/** Removes the files of copies that nothing names any more; what a crash or a full disk left of earlier ones goes with them. */
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { takeDropped } from '../../store/crawling/captures.ts';
import type { Db } from '../../store/open-database.ts';

/** Files that one transaction removes. */
const BATCH = 200;

/** After the transaction that dropped them: a file that is gone does not come back with a rollback. */
export async function removeCopies(
  db: Db,
  captures: Pick<CaptureStore, 'remove'>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  while (!isStopped()) {
    const taken = await db.transaction().execute(async (tx) => {
      const { dropped, unnamed } = await takeDropped(tx, BATCH);
      await captures.remove(unnamed);
      return dropped;
    });
    if (taken < BATCH) return;
  }
}
