/** How hard a domain seems to be pressed, by its failures and by how long it takes to answer: pure arithmetic. */

export type Strain = {
  /** Factor on the pause between two requests: 1 when all is well. */
  readonly slowness: number;
  /** What an answer usually takes, in milliseconds; null before the first. */
  readonly usualMs: number | null;
};

export type TurnEnd = {
  /** From the request to its last byte. */
  readonly ms: number;
  /** No answer, or one by which the server says that it is in trouble: 429 or 5xx. */
  readonly failed: boolean;
};

export const CALM: Strain = { slowness: 1, usualMs: null };

const MOST = 16;
const AFTER_FAILURE = 2;
const AFTER_LATE_ANSWER = 1.5;
/** Eased more slowly than it was tightened: some seven good answers undo one failure. */
const AFTER_GOOD_ANSWER = 0.9;
/** An answer is late when it takes so many times the usual, and long enough that a visitor would notice. */
const LATE_TIMES = 3;
const LATE_MS = 2000;
/** Weight of the newest answer in what is usual. */
const NEWEST = 0.2;

/** A domain that was left in peace is given its trust back: half of it an hour. */
const HALF_LIFE_MS = 3_600_000;

/** A pause is not lengthened beyond it. */
export const LONGEST_PAUSE_MS = 120_000;

/** The strain after so long without a request of ours. */
export function strainEased({ slowness, usualMs }: Strain, idleMs: number): Strain {
  return { slowness: Math.max(1, slowness * 0.5 ** (idleMs / HALF_LIFE_MS)), usualMs };
}

export function strainAfter({ slowness, usualMs }: Strain, { ms, failed }: TurnEnd): Strain {
  const late = ms > Math.max(LATE_MS, LATE_TIMES * (usualMs ?? LATE_MS));
  const factor = failed ? AFTER_FAILURE : late ? AFTER_LATE_ANSWER : AFTER_GOOD_ANSWER;
  return {
    slowness: Math.min(MOST, Math.max(1, slowness * factor)),
    // A failure says nothing of how long answers take: a refused connection is quick, a time limit is ours.
    usualMs: failed ? usualMs : usualMs === null ? ms : usualMs + (ms - usualMs) * NEWEST,
  };
}

/**
 * The pause before the next request. Never shorter than what is asked for, nor than the server took for its last answer, so
 * that it is busy with us at most half of the time; the lengthening is bounded at two minutes.
 */
export function pauseMs(delaySeconds: number, { slowness }: Strain, answerMs = 0): number {
  const asked = delaySeconds * 1000;
  // No delay at all is for our own servers only.
  if (asked === 0) return 0;
  return Math.max(asked, Math.min(LONGEST_PAUSE_MS, Math.max(asked * slowness, answerMs)));
}
