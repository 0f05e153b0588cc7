/** Compares what was published with what the queue `review` knows: read alerts are settled, forgotten ones added again. */
import { listUnsettled, lockOutbox, markSettled, settleBeyond } from '../src/store/offers/outbox.ts';
import { REVIEW_BACKLOG_CAP } from './job-contracts.ts';
import { type PublishTools, putBack } from './publish-alerts.ts';
import { standingOf } from './review-jobs.ts';

/** What was published less than this ago is looked at the next time: Redis forgets a second at most. */
const YOUNG_MS = 3_000;
const LOOKED_FOR = 500;

/** How far the comparison has come. One a process, kept between rounds. */
export type SettleSearch = { after: number };

export type Settled = { readonly settled: number; readonly putBack: number };

/**
 * A job is known to the queue until REVIEW_KEPT later ones have ended. At most REVIEW_BACKLOG_CAP wait, so of what was
 * published before that many others all has been read, and the queue is not asked about it: what it had forgotten by
 * then would look as if it were lost.
 */
export async function settlePublished(o: PublishTools, search: SettleSearch): Promise<Settled> {
  return await o.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const now = o.clock();
    await settleBeyond(tx, REVIEW_BACKLOG_CAP, now);
    const before = new Date(now.getTime() - YOUNG_MS);
    const rows = await listUnsettled(tx, { before, after: search.after, limit: LOOKED_FOR });
    search.after = rows.length < LOOKED_FOR ? 0 : (rows.at(-1)?.id ?? 0);
    const { read, lost } = await standingOf(o.review, rows);
    await markSettled(
      tx,
      read.map(({ id }) => id),
      now,
    );
    await putBack(o, tx, lost);
    return { settled: read.length, putBack: lost.length };
  });
}
