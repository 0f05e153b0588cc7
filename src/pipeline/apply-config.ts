/** Takes site files and watch-list packs into the database, which is what workers read; a bad file changes nothing. */
import { loadNotifiers } from '../../config/load-notifiers.ts';
import { readOptOuts } from '../../config/load-opt-outs.ts';
import type { Notifying } from '../../config/notifiers-file.ts';
import { toError } from '../../config/read-yaml.ts';
import type { OptOut } from '../model/opt-out.ts';
import type { Site } from '../model/site.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { appendAudit } from '../store/audit-log.ts';
import { applyNotifiers } from '../store/notifiers.ts';
import type { Db } from '../store/open-database.ts';
import { applyOptOuts } from '../store/opt-outs.ts';
import { applySites } from '../store/sites.ts';
import { loadCheckedSites } from './read-checked-sites.ts';
import { recallWatchlist } from './recall-watchlist.ts';
import { useWatchlist } from './use-watchlist.ts';

export type Configuration = {
  /** The operator's own sites. */
  readonly sites: readonly Site[];
  /** Those of the practice market; empty when it is off. */
  readonly practiceSites: readonly Site[];
  readonly watchlist: Watchlist;
  /** Domains that are not visited, from the list beside the operator's site files. */
  readonly optOuts: readonly OptOut[];
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
  const [sites, watchlist, { optOuts, problems }, notifying] = await Promise.all([
    loadCheckedSites(sources.sitesFolder, false),
    recallWatchlist(sources.dataFolder, sources.watchlistFolders),
    readOptOuts(sources.sitesFolder),
    loadNotifiers(sources.notifiersFile),
  ]);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  const practising = sources.practice === 'on' || (sources.practice === 'auto' && sites.length === 0);
  const practiceSites = practising ? await loadCheckedSites(sources.practiceSitesFolder, true) : [];
  return { sites, practiceSites, watchlist, optOuts, notifying };
}

export type Applied = {
  readonly added: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  readonly removed: string[];
};

/** Stores a checked configuration; sites that are no longer in the files are retired, their listings and alerts stay. */
export async function applyConfiguration(db: Db, configuration: Configuration, now: Date): Promise<Applied> {
  return await db.transaction().execute(async (transaction) => {
    await useWatchlist(transaction, configuration.watchlist, 'system', now);
    await applyOptOuts(transaction, configuration.optOuts, now);
    await applyNotifiers(transaction, configuration.notifying.notifiers, now);
    const own = await applySites(transaction, configuration.sites, 'file', now);
    const practice = await applySites(transaction, configuration.practiceSites, 'practice', now);
    const applied = {
      added: [...own.added, ...practice.added],
      changed: [...own.changed, ...practice.changed],
      unchanged: [...own.unchanged, ...practice.unchanged],
      removed: [...own.removed, ...practice.removed],
    };
    await putOnRecord(transaction, applied, now);
    return applied;
  });
}

/** Nothing when nothing changed: every start applies the configuration. */
async function putOnRecord(db: Db, applied: Applied, now: Date): Promise<void> {
  const actor = 'system';
  const { unchanged: _unchanged, ...changes } = applied;
  if (Object.values(changes).some((ids) => ids.length > 0)) {
    await appendAudit(db, { actor, action: 'sites.apply', subject: null, detail: { ...changes } }, now);
  }
}
