/** What a person orders of the crawling: a site held back and let go on, a run now, all of it stopped and resumed; each on record. */
import { EVERY_SITE, type HoldMode } from '../model/schedule.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { resumeCrawling, stopCrawling } from '../store/crawling/crawl-stops.ts';
import { type DomainHold, liftDomainHold } from '../store/crawling/domain-holds.ts';
import { endHold, isPaused, setHold } from '../store/crawling/holds.ts';
import { makeRunNow } from '../store/crawling/schedules.ts';
import { findSite } from '../store/crawling/sites.ts';
import { inTransaction } from '../store/in-transaction.ts';
import type { Db } from '../store/open-database.ts';

/** Who orders it: an account, or who typed a command. */
type By = { readonly by: string };

/** `scope`: a site's id, or `EVERY_SITE`. */
export type HoldOrder = By & {
  readonly scope: string;
  readonly mode: HoldMode;
  readonly reason: string;
};

/** Whether there is such a site to be ordered about. */
export async function isWatched(db: Db, scope: string): Promise<boolean> {
  if (scope === EVERY_SITE) return true;
  const found = await findSite(db, scope);
  return found !== null && !found.removed;
}

export async function orderHold(db: Db, { scope, mode, reason, by }: HoldOrder, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await setHold(tx, { scope, mode, reason, by }, now);
    const entry = { actor: by, action: 'site.hold', subject: `site:${scope}` } as const;
    await appendAudit(tx, { ...entry, detail: { mode, reason } }, now);
  });
}

/** False when nothing was held. */
export async function orderRelease(
  db: Db,
  { scope, by }: By & { readonly scope: string },
  now: Date,
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const ended = await endHold(tx, scope);
    const entry = { actor: by, action: 'site.release', subject: `site:${scope}`, detail: {} } as const;
    if (ended) await appendAudit(tx, entry, now);
    return ended;
  });
}

/** `made`: false when one was queued or under way before. `paused`: it waits until the hold ends, and belongs on no queue yet. */
export type RunNow = { readonly run: number; readonly made: boolean; readonly paused: boolean };

/** The turn of its schedule stays as it is. null when there is no such site. */
export async function orderRun(
  db: Db,
  { site, by }: By & { readonly site: string },
  now: Date,
): Promise<RunNow | null> {
  return await inTransaction(db, async (tx) => {
    const made = await makeRunNow(tx, site, 'manual', now);
    if (made === null) return null;
    const entry = { actor: by, action: 'site.run', subject: `site:${site}` } as const;
    const paused = await isPaused(tx, site);
    if (made.made) await appendAudit(tx, { ...entry, detail: { run: made.run } }, now);
    return { ...made, paused };
  });
}

/** A host that asked to be left alone may be asked again; what was lifted, null when nothing was held. */
export async function orderDomainRelease(
  db: Db,
  { name, reason, by }: By & { readonly name: string; readonly reason: string },
  now: Date,
): Promise<DomainHold | null> {
  return await inTransaction(db, async (tx) => {
    const lifted = await liftDomainHold(tx, name);
    if (lifted === null) return null;
    const { until, why } = lifted;
    const entry = { actor: by, action: 'domain.release', subject: `domain:${name}` } as const;
    await appendAudit(tx, { ...entry, detail: { until, why, reason } }, now);
    return lifted;
  });
}

/** False when crawling is stopped already: the first reason stands. */
export async function orderStop(
  db: Db,
  { reason, by }: By & { readonly reason: string },
  now: Date,
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const begun = await stopCrawling(tx, { reason, by }, now);
    const entry = { actor: by, action: 'crawl.stop', subject: null, detail: { reason } } as const;
    if (begun) await appendAudit(tx, entry, now);
    return begun;
  });
}

/** False when nothing was stopped. */
export async function orderResume(db: Db, { by }: By, now: Date): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const ended = await resumeCrawling(tx, by, now);
    const entry = { actor: by, action: 'crawl.resume', subject: null, detail: {} } as const;
    if (ended) await appendAudit(tx, entry, now);
    return ended;
  });
}
