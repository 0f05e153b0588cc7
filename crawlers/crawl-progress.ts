/** Where a crawl stands: what it has asked for and read, and whether it has to stop. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { MAX_WAIT_SECONDS } from './pacing.ts';
import type { Visit } from './visit-url.ts';

/**
 * halted: an operator stopped all crawling; held: another run was told to leave the domain alone for longer than is worth
 * waiting; down: the server answers with errors only.
 */
export type Stop = 'budget' | 'signal' | 'blocked' | 'down' | 'hours' | 'held' | 'halted';

export type Progress = {
  /** URLs that took a request, which is what the budget counts. */
  asked: number;
  /** Pages that were read; walls are not counted. */
  pages: number;
  /** The site gave us a page, or said that one is as it was. */
  letIn: boolean;
  /** Unpacked bodies of all answers, and what was sent of those that came to nothing. */
  bytes: number;
  blocksInRow: number;
  troublesInRow: number;
  /** Of the newest answers, whether each was a block. */
  newest: boolean[];
  /** Why the site is left alone, and how many seconds it asks to be left alone. */
  block: Block | null;
  stopped: Stop | null;
};

export type Block = { readonly reason: string; readonly asked: number };

/** A site that blocks so often in a row means it. */
const BLOCKS_IN_ROW = 3;
/** So does one that blocks every other page. */
const NEWEST = 20;
const BLOCKS_IN_NEWEST = 10;
/** A server from which nothing but errors came so often in a row gives none of its other pages now. */
export const TROUBLES_IN_ROW = 10;

/** Why URLs that still wait are left out, by why the run ended. */
export const LEFT_OUT = {
  budget: 'out-of-budget',
  signal: 'stopped',
  blocked: 'stopped',
  down: 'stopped',
  hours: 'out-of-hours',
  held: 'stopped',
  halted: 'halted',
} as const satisfies Record<Stop, SkipReason>;

export function newProgress(): Progress {
  return {
    ...{ asked: 0, pages: 0, letIn: false, bytes: 0 },
    ...{ blocksInRow: 0, troublesInRow: 0, newest: [], block: null, stopped: null },
  };
}

/** Whether the blocks so far are the site's answer, and not that of single pages. */
function isBlocked({ letIn, blocksInRow, newest }: Progress): boolean {
  // A wall at the door is the whole answer; later on, single pages may be closed to us.
  if (!letIn || blocksInRow >= BLOCKS_IN_ROW) return true;
  return newest.length >= NEWEST && newest.filter(Boolean).length >= BLOCKS_IN_NEWEST;
}

/** What is neither trouble nor an answer of a server in order, a block, leaves the row as it is. */
function countTrouble(
  progress: Progress,
  { outcome, detail, troubled }: Pick<Visit, 'outcome' | 'detail' | 'troubled'>,
): void {
  if (outcome !== 'blocked') progress.troublesInRow = troubled ? progress.troublesInRow + 1 : 0;
  if (!troubled || progress.troublesInRow < TROUBLES_IN_ROW) return;
  const reason = `${TROUBLES_IN_ROW} answers in a row were errors: ${detail ?? outcome}`;
  if (progress.stopped === null) progress.block = { reason, asked: 0 };
  progress.stopped ??= 'down';
}

/**
 * Counts one visit and decides whether the run goes on. `tookRequest` is what was seen: a page whose redirect may not be followed, or
 * that no browser is there to draw, cost the site a request like any other.
 */
export function countVisit(
  progress: Progress,
  visit: Pick<Visit, 'outcome' | 'detail' | 'read' | 'retryAfterSeconds' | 'troubled'>,
  tookRequest: boolean,
): void {
  const { outcome, detail, read } = visit;
  const asked = visit.retryAfterSeconds ?? 0;
  if (tookRequest) {
    progress.asked += 1;
    progress.newest = [...progress.newest.slice(1 - NEWEST), outcome === 'blocked'];
  }
  if (read) progress.pages += 1;
  if (read || outcome === 'unchanged') {
    progress.letIn = true;
    progress.blocksInRow = 0;
  }
  if (outcome === 'halted') progress.stopped ??= 'halted';
  if (outcome === 'out-of-hours') progress.stopped ??= 'hours';
  if (outcome === 'blocked') {
    progress.blocksInRow += 1;
    progress.block = { reason: detail ?? 'blocked', asked };
    if (isBlocked(progress)) progress.stopped ??= 'blocked';
  }
  if (asked > MAX_WAIT_SECONDS) {
    progress.block ??= { reason: `${detail ?? outcome}: to be left alone for ${asked} s`, asked };
    progress.stopped ??= 'blocked';
  }
  if (tookRequest) countTrouble(progress, visit);
}
