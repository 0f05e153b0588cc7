/** Erases what is older than it is kept for, and copies of pages beyond the budget; what was erased stands on record. */
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { appendAudit } from '../../store/accounts/audit-log.ts';
import { forgetUndelivered } from '../../store/messages/message-log.ts';
import { inAllLanguages } from '../../store/offers/listing-languages.ts';
import type { Db } from '../../store/open-database.ts';
import { forgetLedger, LEDGER_NAMES } from '../../store/retention/ledger-age.ts';
import {
  copiesOf,
  dropCaptures,
  dropCopies,
  type ErasedBatch,
  eraseExpired,
  eraseOne,
  type Keeping,
} from '../../store/retention/retention.ts';
import { removeCopies } from './remove-copies.ts';

export type Retention = Keeping & { readonly captureBytes: number; readonly ledgerDays: number };

export type Erased = { readonly listings: number; readonly captures: number };

export type Kept = Erased & {
  /** Rows of ledgers of runs and of what else is kept as long. */
  readonly ledger: number;
  /** Messages and notices that never arrived, of notifiers that were taken out long ago. */
  readonly messages: number;
};

/** As long as delivered messages are kept for the log. */
const UNDELIVERED_MS = 30 * 86_400_000;
const MESSAGES = 1000;

/** Whoever has not ended a file by then was killed. */
const HALF_WRITTEN_MS = 86_400_000;

/** `signal`: looked at between batches; the rest is left for the next time. */
export async function keepOrErase(
  db: Db,
  captures: Pick<CaptureStore, 'remove' | 'sweep'>,
  retention: Retention,
  by: string,
  now: Date,
  signal?: AbortSignal,
): Promise<Kept> {
  const isStopped = () => signal?.aborted === true;
  const listings = await eraseByAge(db, retention, now, isStopped);
  const ledger = await forgetLedgers(db, retention.ledgerDays, now, isStopped);
  const undelivered = () => forgetUndelivered(db, new Date(now.getTime() - UNDELIVERED_MS), MESSAGES);
  const messages = await untilNone(undelivered, isStopped);
  const budget = { days: retention.clearDays, budgetBytes: retention.captureBytes, now };
  const dropped = isStopped() ? [] : await dropCaptures(db, budget);
  const erased = { listings, captures: dropped.length, ledger, messages };
  if (Object.values(erased).some((each) => each > 0)) {
    const entry = { actor: by, action: 'retention.erase' as const, subject: null, detail: { ...erased } };
    await db.transaction().execute((tx) => appendAudit(tx, entry, now));
  }
  await removeCopies(db, captures, isStopped);
  await captures.sweep(new Date(now.getTime() - HALF_WRITTEN_MS), isStopped);
  return erased;
}

type IsStopped = () => boolean;

async function eraseByAge(db: Db, keeping: Keeping, now: Date, isStopped: IsStopped): Promise<number> {
  let listings = 0;
  for (let after: number | null = 0; after !== null && !isStopped(); ) {
    const { erased, last }: ErasedBatch = await eraseExpired(db, keeping, now, after);
    listings += erased;
    after = last;
  }
  return listings;
}

/** In batches. Gives how many all of them had. */
async function untilNone(batch: () => Promise<number>, isStopped: IsStopped): Promise<number> {
  let total = 0;
  for (let rows = -1; rows !== 0 && !isStopped(); ) {
    rows = await batch();
    total += rows;
  }
  return total;
}

async function forgetLedgers(db: Db, days: number, now: Date, isStopped: IsStopped): Promise<number> {
  let total = 0;
  for (const name of LEDGER_NAMES)
    total += await untilNone(() => forgetLedger(db, name, { days, now }), isStopped);
  return total;
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
