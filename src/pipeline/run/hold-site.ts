/** The lease of a site for as long as a run has it: taken, renewed, given back, and taken over from a process that died here. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { describeError, OperatorError } from '../../model/errors.ts';
import {
  acquireLease,
  endLeaseOf,
  leaseOwner,
  releaseLease,
  renewLease,
} from '../../store/crawling/sites.ts';
import type { Db } from '../../store/open-database.ts';
import { isOutage, logFailure } from '../../store/outage.ts';
import { isNameOfDead } from '../../store/server/process-identity.ts';

const LEASE_SECONDS = 60;
const RENEW_MS = 15_000;
/** A worker has 8 s for its shutdown. Longer trouble is not waited for. */
const GIVE_BACK_MS = 3_000;
const AGAIN_MS = 250;

export type HeldSite = AsyncDisposable & {
  /** Rises with each lease: writes that show it are refused once another worker has the site. */
  readonly token: number;
  /** Fires when another worker has the site. */
  readonly lost: AbortSignal;
};

export type Holder = {
  readonly db: Db;
  readonly log: Log;
  /** As `processName` has it. */
  readonly worker: string;
};

/** A worker of this machine that is no more gives nothing back: waiting for its lease to run out would be in vain. */
async function takeFromDead({ db, log }: Holder, site: string): Promise<boolean> {
  const owner = await leaseOwner(db, site);
  if (owner === null || !isNameOfDead(owner)) return false;
  log.info({ site, owner }, 'the process that had the site is gone; its run is taken over');
  return await endLeaseOf(db, site, owner);
}

/** A database that is away is asked again until the lease has run out by itself. */
async function giveBack({ db, log }: Holder, site: string, token: number): Promise<void> {
  const until = performance.now() + LEASE_SECONDS * 1000;
  for (;;) {
    try {
      return await releaseLease(db, site, token);
    } catch (error) {
      if (!isOutage(error) || performance.now() > until) {
        log.warn({ site, problem: describeError(error) }, 'the lease is not given back; it runs out');
        return;
      }
      await sleep(AGAIN_MS, null, { ref: false });
    }
  }
}

/** @throws OperatorError 'busy' when another worker has the site */
export async function holdSite(holder: Holder, site: string): Promise<HeldSite> {
  const { db, log, worker } = holder;
  const acquire = () => acquireLease(db, site, worker, LEASE_SECONDS);
  const lease = (await acquire()) ?? ((await takeFromDead(holder, site)) ? await acquire() : null);
  if (lease === null) {
    throw new OperatorError(
      'busy',
      `Site ${site} is being crawled by another worker.`,
      'Wait for it to end, then try again.',
    );
  }
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const held = await renewLease(db, site, lease.token, LEASE_SECONDS);
    if (!held) lost.abort(new Error('the lease was lost'));
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => logFailure(log, error, 'lease not renewed', { level: 'warn', site }));
  }, RENEW_MS);
  return {
    token: lease.token,
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // Ended with the wait: the command that ran the site would otherwise stand there for as long.
      const given = new AbortController();
      const enough = sleep(GIVE_BACK_MS, null, { signal: given.signal }).catch(() => undefined);
      await Promise.race([giveBack(holder, site, lease.token), enough]);
      given.abort();
    },
  };
}
