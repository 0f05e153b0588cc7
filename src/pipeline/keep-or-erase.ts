/** Erases what is older than its class is kept for, and copies of pages beyond the budget; what was erased stands on record. */
import type { CaptureStore } from '../evidence/capture-store.ts';
import { appendAudit } from '../store/audit-log.ts';
import { inAllLanguages } from '../store/listing-languages.ts';
import type { Db } from '../store/open-database.ts';
import {
  copiesOf,
  dropCaptures,
  dropCopies,
  type ErasedBatch,
  eraseExpired,
  eraseOne,
  type Keeping,
} from '../store/retention.ts';
import { removeCopies } from './remove-copies.ts';

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
  for (let after: number | null = 0; after !== null; ) {
    const { erased, last }: ErasedBatch = await eraseExpired(db, retention, now, after);
    listings += erased;
    after = last;
  }
  const dropped = await dropCaptures(db, {
    days: retention.clearDays,
    budgetBytes: retention.captureBytes,
    now,
  });
  const erased = { listings, captures: dropped.length };
  if (listings + dropped.length > 0) {
    const entry = { actor: by, action: 'retention.erase' as const, subject: null, detail: { ...erased } };
    await db.transaction().execute((tx) => appendAudit(tx, entry, now));
  }
  await removeCopies(db, captures);
  return erased;
}

/**
 * One listing in all its languages, where it stood, and at once the copies and pictures of pages that nothing else names. null
 * when there is none of that number; `held` when a legal hold stands on it.
 */
export async function eraseListing(
  db: Db,
  captures: Pick<CaptureStore, 'remove'>,
  { listing, reason, by }: { readonly listing: number; readonly reason: string; readonly by: string },
  now: Date,
): Promise<Erased | 'held' | null> {
  const done = await db.transaction().execute(async (tx) => {
    const same = await inAllLanguages(tx, [listing]);
    const copies = await copiesOf(tx, same);
    const erased = await eraseOne(tx, same, reason, now);
    if (erased === 'held' || erased === null) return erased;
    const dropped = (await dropCopies(tx, copies)).length;
    const detail = { reason, languages: erased, captures: dropped };
    await appendAudit(
      tx,
      { actor: by, action: 'retention.erase', subject: `listing:${listing}`, detail },
      now,
    );
    return { listings: erased, captures: dropped };
  });
  if (done === 'held' || done === null) return done;
  await removeCopies(db, captures);
  return done;
}
