/** What a run has planned, in the order in which it is visited: by lanes, what tells most first. */
import type { PlannedUrl } from './planned-url.ts';
import { createUrlLane } from './url-lane.ts';

/** Lists as far from the start as this, or farther, wait in one row. */
const FARTHEST = 3;

/** What only an offer's page names waits behind all else. */
const LAST = FARTHEST + 4;

/**
 * Sitemaps tell what the lists need not be asked for, and lists name the most listings with the fewest requests: those near the
 * start first, since those that are found on their pages (of sellers, of tags) mostly repeat them.
 */
function laneOf({ kind, depth }: PlannedUrl): number {
  if (kind === 'sitemap') return 0;
  if (kind === 'detail') return FARTHEST + 2;
  return kind === 'other' ? FARTHEST + 3 : 1 + Math.min(depth, FARTHEST);
}

export function createUrlQueue() {
  const lanes = Array.from({ length: LAST + 1 }, createUrlLane);
  return {
    /**
     * `beside`: named by an offer's page. Offers alike lead from one to the next without end on boards that keep what has expired,
     * and must not take the place of what lists name.
     */
    put: (planned: PlannedUrl, beside = false) => lanes[beside ? LAST : laneOf(planned)]?.put(planned),
    take: () => lanes.find((lane) => lane.waiting > 0)?.take() ?? null,
    waiting: () => lanes.reduce((sum, lane) => sum + lane.waiting, 0),
  };
}
