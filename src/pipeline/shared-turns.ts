/** The turns at a domain as PostgreSQL keeps them, for every process that crawls. */
import { LONGEST_PAUSE_MS, strainEased } from '../../crawlers/strain.ts';
import type { Turns } from '../../crawlers/turns.ts';
import { endDomainTurn, holdDomain, takeDomainTurn } from '../store/domain-turns.ts';
import type { Db } from '../store/open-database.ts';

export function sharedTurns(db: Db): Turns {
  return {
    async take(domain, holder, delaySeconds, holdSeconds) {
      const { waitMs, idleMs, ...strain } = await takeDomainTurn(db, {
        domain,
        holder,
        delaySeconds,
        longestSeconds: Math.max(delaySeconds, LONGEST_PAUSE_MS / 1000),
        holdSeconds,
      });
      if (waitMs !== null) return { kind: 'wait', ms: waitMs };
      return { kind: 'taken', strain: strainEased(strain, idleMs) };
    },
    end: (domain, holder, pauseMs, strain) => endDomainTurn(db, { domain, holder, pauseMs, ...strain }),
    hold: (domain, seconds) => holdDomain(db, domain, seconds),
  };
}
