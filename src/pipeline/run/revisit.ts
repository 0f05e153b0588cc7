/** When a page is read again by age alone: sooner where something moves, later where nothing does. Pure. */
import type { SitePageKind } from '../../store/crawling/site-pages.ts';

export type Look = {
  /** Visits in a row that brought nothing new. */
  readonly quiet: number;
  readonly intervalSeconds: number;
};

export type LookedAt = {
  readonly kind: SitePageKind;
  /** A list that goes on from another one. */
  readonly tail: boolean;
  /** Something was new on it, or not as it was. */
  readonly news: boolean;
};

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Visits without news after which a list is no longer looked at in every run. */
export const QUIET = 4;

/** First pause, and the bounds between which it moves, by what a page is. */
const PAUSES = {
  detail: { first: DAY, least: 6 * HOUR, most: 30 * DAY },
  tail: { first: DAY, least: 6 * HOUR, most: 14 * DAY },
  /** Where new offers first show: in every run, until nothing has shown for long. */
  head: { first: 0, least: 0, most: DAY / 2 },
  /** A list on which nothing new stood when it was first read only repeats others. */
  repeating: { first: 7 * DAY, least: DAY, most: 60 * DAY },
  other: { first: 7 * DAY, least: DAY, most: 60 * DAY },
  sitemap: { first: DAY, least: HOUR, most: 7 * DAY },
} as const;

function pauseOf({ kind, tail, news }: LookedAt, before: Look | null): keyof typeof PAUSES {
  if (kind !== 'list') return kind;
  if (tail) return 'tail';
  const repeats = before === null ? !news : before.intervalSeconds >= DAY;
  return repeats && !news ? 'repeating' : 'head';
}

/**
 * @param before null when the page was never read
 * @param everySeconds the pause between two runs of the site
 */
export function nextLook(seen: LookedAt, before: Look | null, everySeconds: number): Look {
  const quiet = seen.news ? 0 : (before?.quiet ?? 0) + (before === null ? 0 : 1);
  const name = pauseOf(seen, before);
  const { first, least, most } = PAUSES[name];
  if (name === 'head') {
    const runs = quiet < QUIET ? 0 : 2 ** Math.min(10, quiet - QUIET);
    return { quiet, intervalSeconds: Math.min(most, runs * everySeconds) };
  }
  if (before === null) return { quiet, intervalSeconds: first };
  const factor = seen.news ? 1 / 3 : 2;
  return { quiet, intervalSeconds: Math.min(most, Math.max(least, before.intervalSeconds * factor)) };
}

/** The moment itself, moved by up to a tenth by the address, so that what was read together is not due together. */
export function dueAt(now: Date, intervalSeconds: number, key: string): Date {
  let hash = 0;
  for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
  const spread = 0.9 + ((hash >>> 0) % 1000) / 5000;
  return new Date(now.getTime() + intervalSeconds * spread * 1000);
}
