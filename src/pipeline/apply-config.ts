/** Takes site files and watch-list packs into the database, which is what workers read; a bad file changes nothing. */
import { readOptOuts } from '../../config/load-opt-outs.ts';
import type { Notifying } from '../../config/notifiers-file.ts';
import { toError } from '../../config/read-yaml.ts';
import { OperatorError } from '../model/errors.ts';
import type { OptOut } from '../model/opt-out.ts';
import type { Site } from '../model/site.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { applyOptOuts } from '../store/crawling/opt-outs.ts';
import { type AppliedSites, applySites, countSites } from '../store/crawling/sites.ts';
import { applyNotifiers } from '../store/messages/notifiers.ts';
import type { Db } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { loadCheckedNotifiers } from './configuration/read-checked-notifiers.ts';
import { loadCheckedSites } from './configuration/read-checked-sites.ts';
import { recallWatchlist } from './configuration/recall-watchlist.ts';
import { type ListChange, putInUse } from './configuration/use-watchlist.ts';

export type Configuration = {
  /** The operator's own sites. */
  readonly sites: readonly Site[];
  /** Those of the practice market; empty when it is off. */
  readonly practiceSites: readonly Site[];
  readonly watchlist: Watchlist;
  /** Domains that are not visited, from the list beside the operator's site files; null where there is none. */
  readonly optOuts: readonly OptOut[] | null;
  /** Who is told of what, and from when on something is an alarm. */
  readonly notifying: Notifying;
};

export type ConfigSources = {
  readonly sitesFolder: string;
  readonly watchlistFolders: readonly string[];
  /** Where what was read of the watch-list is kept. */
  readonly dataFolder: string;
  readonly practiceSitesFolder: string;
  readonly notifiersFile: string;
  /** auto: the practice market runs while the operator has no site. */
  readonly practice: 'auto' | 'on' | 'off';
};

/** Reads and checks everything before anything is stored. @throws OperatorError 'config' naming file, line and field. */
export async function loadConfiguration(sources: ConfigSources): Promise<Configuration> {
  const [sites, watchlist, { optOuts, isThere, problems }, notifying] = await Promise.all([
    loadCheckedSites(sources.sitesFolder, false),
    recallWatchlist(sources.dataFolder, sources.watchlistFolders),
    readOptOuts(sources.sitesFolder),
    loadCheckedNotifiers(sources.notifiersFile),
  ]);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  const practising = sources.practice === 'on' || (sources.practice === 'auto' && sites.length === 0);
  const practiceSites = practising ? await loadCheckedSites(sources.practiceSitesFolder, true) : [];
  return { sites, practiceSites, watchlist, optOuts: isThere ? optOuts : null, notifying };
}

export type Applied = AppliedSites & {
  /** Null where it was in use already. */
  readonly watchlist: ListChange | null;
};

/**
 * What of the files goes into the database. `all`: they are its truth; sites that have no file any more are retired. `additions`:
 * nothing is taken away, neither a site nor a domain that opted out, and the watch-list and notifiers stay those that are in use.
 */
export type Applying = 'all' | 'additions';

/**
 * Stores a checked configuration. Listings and alerts of a site that is retired stay.
 * @throws OperatorError 'config' where every site would be retired because there is no file of one, unless `retiresAll`
 */
export async function applyConfiguration(
  db: Db,
  configuration: Configuration,
  now: Date,
  applying: Applying = 'all',
  retiresAll = false,
): Promise<Applied> {
  const all = applying === 'all';
  const { sites, practiceSites, optOuts } = configuration;
  return await db.transaction().execute(async (transaction) => {
    if (all && sites.length === 0 && !retiresAll) await refuseRetiringAll(transaction);
    const watchlist = all ? await applyToAll(transaction, configuration, now) : null;
    if (optOuts !== null) await applyOptOuts(transaction, optOuts, now, all);
    const own = await applySites(transaction, sites, 'file', now, all);
    const practice = await applySites(transaction, practiceSites, 'practice', now, all);
    const applied = {
      added: [...own.added, ...practice.added],
      changed: [...own.changed, ...practice.changed],
      unchanged: [...own.unchanged, ...practice.unchanged],
      removed: [...own.removed, ...practice.removed],
    };
    await putOnRecord(transaction, applied, now);
    return { ...applied, watchlist };
  });
}

/** What holds for every site. */
async function applyToAll(
  db: Db,
  { watchlist, notifying }: Configuration,
  now: Date,
): Promise<ListChange | null> {
  const change = await putInUse(db, watchlist, 'system', now);
  await applyNotifiers(db, notifying.notifiers, now);
  return change;
}

/** A machine without the site files, or one that is told of another folder, must not end the watch for all others. */
async function refuseRetiringAll(db: Db): Promise<void> {
  const live = await countSites(db, 'file');
  if (live === 0) return;
  throw new OperatorError(
    'config',
    `There is no site file here, and ${live === 1 ? 'the one site' : `all ${count(live, 'site')}`} of the database would be retired.`,
    'Start it where the site files are, or name their folder in PRECURSOR_SITES. To retire them: precursor-watch sites apply --retire-all',
  );
}

/** Nothing when nothing changed: every start applies the configuration. */
async function putOnRecord(db: Db, applied: AppliedSites, now: Date): Promise<void> {
  const actor = 'system';
  const { unchanged: _unchanged, ...changes } = applied;
  if (Object.values(changes).some((ids) => ids.length > 0)) {
    await appendAudit(db, { actor, action: 'sites.apply', subject: null, detail: { ...changes } }, now);
  }
}
