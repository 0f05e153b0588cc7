/** Where a crawl stands: what it has asked for and read, and whether it has to stop. */
import type { Coverage } from '../src/model/run.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { MAX_WAIT_SECONDS } from './pacing.ts';
import type { Visit } from './visit-url.ts';

/** halted: an operator stopped all crawling; held: another run was told to leave the domain alone for longer than is worth waiting. */
export type Stop = 'budget' | 'signal' | 'blocked' | 'hours' | 'held' | 'halted';

export type Progress = {
  /** URLs that took a request, which is what the budget counts. */
  asked: number;
  /** Pages that were read; walls are not counted. */
  pages: number;
  /** Unpacked bodies of all answers. */
  bytes: number;
  blocksInRow: number;
  stopped: Stop | null;
};

/** A site that blocks so often in a row means it. */
const BLOCKS_IN_ROW = 3;

/** Ends that cost the site no page request. */
const WITHOUT_REQUEST: ReadonlySet<Coverage['outcome']> = new Set([
  'disallowed',
  'robots-unreachable',
  'refused-address',
  'opted-out',
  'halted',
  'no-browser',
]);

/** Why URLs that still wait are left out, by why the run ended. */
export const LEFT_OUT = {
  budget: 'out-of-budget',
  signal: 'stopped',
  blocked: 'stopped',
  hours: 'out-of-hours',
  held: 'stopped',
  halted: 'halted',
} as const satisfies Record<Stop, SkipReason>;

export function newProgress(): Progress {
  return { asked: 0, pages: 0, bytes: 0, blocksInRow: 0, stopped: null };
}

/** Counts one visit and decides whether the run goes on. */
export function countVisit(
  progress: Progress,
  visit: Pick<Visit, 'outcome' | 'read' | 'retryAfterSeconds'>,
): void {
  if (!WITHOUT_REQUEST.has(visit.outcome)) progress.asked += 1;
  if (visit.read) {
    progress.pages += 1;
    progress.blocksInRow = 0;
  }
  if (visit.outcome === 'halted') progress.stopped ??= 'halted';
  if (visit.outcome === 'blocked') {
    progress.blocksInRow += 1;
    // A wall at the door is the whole answer; later on, single pages may be closed to us.
    if (progress.pages === 0 || progress.blocksInRow >= BLOCKS_IN_ROW) progress.stopped ??= 'blocked';
  }
  if ((visit.retryAfterSeconds ?? 0) > MAX_WAIT_SECONDS) progress.stopped ??= 'blocked';
}
