/** The turns at a domain as PostgreSQL keeps them, for every process that crawls. */
import { LONGEST_PAUSE_MS, strainEased } from '../../../crawlers/strain.ts';
import type { Turns } from '../../../crawlers/turns.ts';
import { holdDomain } from '../../store/crawling/domain-holds.ts';
import { endDomainTurn, takeDomainTurn } from '../../store/crawling/domain-turns.ts';
import type { Db } from '../../store/open-database.ts';

export function sharedTurns(db: Db): Turns {
  return {
    async take({ key: domain, host }, holder, delaySeconds, holdSeconds) {
      const { waitMs, idleMs, ...strain } = await takeDomainTurn(db, {
        domain,
        host,
        holder,
        delaySeconds,
        longestSeconds: Math.max(delaySeconds, LONGEST_PAUSE_MS / 1000),
        holdSeconds,
      });
      if (waitMs !== null) return { kind: 'wait', ms: waitMs };
      return { kind: 'taken', strain: strainEased(strain, idleMs) };
    },
    end: ({ key: domain, host }, holder, { ms: pauseMs, ofHostMs }, strain) =>
      endDomainTurn(db, { ...{ domain, host, holder, pauseMs }, hostPauseMs: ofHostMs, ...strain }),
    hold: (host, seconds, why) => holdDomain(db, host, seconds, why),
  };
}
