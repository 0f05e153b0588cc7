/** Erases what is older than its class is kept for, and copies of pages beyond the budget; what was erased stands on record. */
import type { CaptureStore } from '../evidence/capture-store.ts';
import { appendAudit } from '../store/audit-log.ts';
import type { Db } from '../store/open-database.ts';
import { dropCaptures, eraseExpired, type Keeping } from '../store/retention.ts';

export type Retention = Keeping & { readonly captureBytes: number };

export type Erased = { readonly listings: number; readonly captures: number };

export async function keepOrErase(
  db: Db,
  captures: Pick<CaptureStore, 'remove'>,
  retention: Retention,
  by: string,
  now: Date,
): Promise<Erased> {
  let listings = 0;
  for (;;) {
    const erased = await eraseExpired(db, retention, now);
    if (erased === 0) break;
    listings += erased;
  }
  const dropped = await dropCaptures(db, {
    days: retention.clearDays,
    budgetBytes: retention.captureBytes,
    now,
  });
  // A file that a crash leaves behind is found again by nobody, but holds no more than a copy of a public page.
  await captures.remove(dropped);
  const erased = { listings, captures: dropped.length };
  if (listings + dropped.length > 0) {
    const entry = { actor: by, action: 'retention.erase' as const, subject: null, detail: { ...erased } };
    await db.transaction().execute((tx) => appendAudit(tx, entry, now));
  }
  return erased;
}
