/** How many hosts one run may ask for their robots.txt: each may hand out half a megabyte, and a page can name any number of hosts. */
import type { RobotsCache } from './robots-cache.ts';

/** Hosts of which nothing fresh is known, and bytes of what they say. A marketplace may have a host for each seller. */
const MOST = { hosts: 200, bytes: 20_000_000 } as const;

/** For one run; what is known already is given out whatever was asked for. Beyond it nobody is asked, and nothing is remembered of that. */
export function withRobotsBudget(
  robots: RobotsCache,
  most: Record<keyof typeof MOST, number> = MOST,
): RobotsCache {
  const hosts = new Set<string>();
  let bytes = 0;
  return {
    ask: (origin, get, from) =>
      robots.ask(
        origin,
        async (url) => {
          if (!hosts.has(origin) && (hosts.size >= most.hosts || bytes >= most.bytes))
            return { kind: 'stopped', reason: 'out-of-budget', detail: 'too many hosts with a robots.txt' };
          hosts.add(origin);
          const answer = await get(url);
          if (answer.kind === 'answer') bytes += answer.body.length;
          return answer;
        },
        from,
      ),
  };
}
