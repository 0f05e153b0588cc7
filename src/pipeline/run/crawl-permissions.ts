/** What all workers share about whether they may ask: the stop switch, domains that opted out, and what robots.txt said. */
import { type CrawlGate, createGate } from '../../../crawlers/crawl-gate.ts';
import type { RobotsShelf } from '../../../crawlers/robots-cache.ts';
import { currentStop } from '../../store/crawling/crawl-stops.ts';
import { listOptOuts } from '../../store/crawling/opt-outs.ts';
import { loadRobots, saveRobots } from '../../store/crawling/robots.ts';
import type { Db } from '../../store/open-database.ts';

export function openGate(db: Db): CrawlGate {
  return createGate({
    read: async () => {
      const [stop, optOuts] = await Promise.all([currentStop(db), listOptOuts(db)]);
      return { stop: stop?.reason ?? null, optOuts: new Set(optOuts.map(({ domain }) => domain)) };
    },
    now: () => performance.now(),
  });
}

export function openRobotsShelf(db: Db): RobotsShelf {
  return {
    load: (origin) => loadRobots(db, origin),
    save: (origin, kept) => saveRobots(db, origin, kept),
  };
}
