/** Opens what a run needs (database, captures, compiled watch-list, practice market) and closes it in the right order. */

import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { createPacer, sleep } from '../../crawlers/pacing.ts';
import { createRobotsCache, type RobotsCache } from '../../crawlers/robots-cache.ts';
import { openCaptureStore } from '../evidence/capture-store.ts';
import type { Log } from '../log.ts';
import { OperatorError } from '../model/errors.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { currentWatchlist, versionInUse } from '../store/offers/watchlists.ts';
import { type Db, type OpenDatabase, openDatabase } from '../store/open-database.ts';
import { processName } from '../store/server/process-identity.ts';
import {
  type Applied,
  type Applying,
  applyConfiguration,
  type ConfigSources,
  type Configuration,
  loadConfiguration,
} from './apply-config.ts';
import { screenerInUse } from './configuration/screener-in-use.ts';
import { configurationInUse } from './configuration-in-use.ts';
import { capturesFolder, openCaptures } from './open-captures.ts';
import { openGate, openRobotsShelf } from './run/crawl-permissions.ts';
import { marketWhenNeeded } from './run/market-when-needed.ts';
import { startPracticeMarket } from './run/practice-market.ts';
import type { RunTools } from './run/run-tools.ts';
import { sharedTurns } from './run/shared-turns.ts';
import { userAgent } from './run/user-agent.ts';
import { watchStorage } from './run/watch-storage.ts';

/** What a turn may take besides the time of its page: a browser starts and ends. */
const BESIDES_PAGE_SECONDS = 90;

export type Workplace = {
  readonly database: OpenDatabase;
  readonly configuration: Configuration;
  /** Why its files were refused, so that what was in use goes on; null where they were not. */
  readonly refused: OperatorError | null;
  readonly applied: Applied;
  readonly tools: RunTools;
  [Symbol.asyncDispose](): Promise<void>;
};

function robotsCacheOf(contact: string | null, db: Db, clock: () => Date): RobotsCache | null {
  if (contact === null) return null;
  return createRobotsCache({ userAgent: userAgent(contact), clock, shelf: openRobotsShelf(db) });
}

export function configSources(settings: Settings, root: string): ConfigSources {
  const { sitesFolder, watchlistFolders, notifiersFile, practice, dataFolder } = settings;
  const practiceSitesFolder = join(root, 'test/market/sites');
  return { sitesFolder, watchlistFolders, notifiersFile, practice, dataFolder, practiceSitesFolder };
}

/** `nothing`: what the database holds is worked with, whatever files are here. */
type Opening = {
  readonly applying: Applying | 'nothing';
  readonly retiresAll?: boolean;
  /** Nothing is crawled, shown or erased: it need not be the machine that has the copies of pages. */
  readonly withoutCopies?: boolean;
  /** Files that are refused keep nothing from starting where the database holds a configuration. */
  readonly goesOn?: boolean;
};

const NOTHING: Applied = { added: [], changed: [], unchanged: [], removed: [], watchlist: null };

/** What a database does not hold yet is applied, whoever starts first. */
async function apply(
  db: Db,
  configuration: Configuration,
  { applying, retiresAll }: Opening,
  log: Log,
  now: Date,
): Promise<Applied> {
  const inUse = await versionInUse(db);
  const all = inUse === null || applying === 'all';
  if (!all && inUse !== configuration.watchlist.version)
    log.warn(
      { inUse, here: configuration.watchlist.version },
      'the watch-list in use is not that of the files here: `sites apply` puts it in use',
    );
  if (!all && applying === 'nothing') return NOTHING;
  return await applyConfiguration(db, configuration, now, all ? 'all' : 'additions', retiresAll);
}

type Read = { readonly configuration: Configuration } | { readonly refused: OperatorError };

async function read(sources: ConfigSources): Promise<Read> {
  try {
    return { configuration: await loadConfiguration(sources) };
  } catch (error) {
    if (error instanceof OperatorError) return { refused: error };
    throw error;
  }
}

/** That of the files, and where they are refused that in use. @throws OperatorError where there is none, or it may not be gone on with */
async function settle(
  db: Db,
  found: Read,
  { goesOn }: Opening,
  { notifiersFile }: ConfigSources,
): Promise<Pick<Workplace, 'configuration' | 'refused'>> {
  if ('configuration' in found) return { ...found, refused: null };
  const { refused } = found;
  const configuration = goesOn === true ? await configurationInUse(db, notifiersFile) : null;
  if (configuration === null) throw refused;
  return { configuration, refused };
}

/**
 * Checks the configuration, opens the database, applies the one to the other. What opens later closes first.
 * @throws OperatorError for a bad file, a database that is down, a folder that cannot be written
 */
export async function openWorkplace(
  settings: Settings,
  root: string,
  log: Log,
  clock: () => Date,
  opening: Opening,
): Promise<Workplace> {
  const sources = configSources(settings, root);
  const found = await read(sources);
  if ('refused' in found && opening.goesOn !== true) throw found.refused;
  const { databaseUrl, dataFolder } = settings;
  const database = await openDatabase({ databaseUrl, dataFolder, log });
  const market = marketWhenNeeded(() => startPracticeMarket(root, settings.practiceDay));
  const close = async () => {
    await market[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  };
  const openCopies = async () =>
    opening.withoutCopies === true
      ? openCaptureStore(capturesFolder(dataFolder))
      : await openCaptures(database.db, dataFolder);
  try {
    const captures = await openCopies();
    const { configuration, refused } = await settle(database.db, found, opening, sources);
    if (refused !== null)
      log.error(
        { problem: refused.message, fix: refused.remedy },
        'the files are refused: what was in use goes on',
      );
    const applied =
      refused === null ? await apply(database.db, configuration, opening, log, clock()) : NOTHING;
    const watchlist = await currentWatchlist(database.db);
    if (watchlist === null)
      throw new OperatorError('config', 'No watch-list is in use.', 'See config/watchlist.');
    const tools: RunTools = {
      db: database.db,
      captures,
      storage: watchStorage({ folder: capturesFolder(dataFolder), clock, log }),
      screenerInUse: screenerInUse(database.db, compileWatchlist(watchlist)),
      clock,
      htmlReader: settings.htmlReader,
      alertsPerRun: settings.alertsPerRun,
      picturesPerRun: settings.picturesPerRun,
      log,
      worker: processName(process.pid),
      contact: settings.contact,
      limits: { maxBytes: settings.pageBytes, pageSeconds: settings.pageSeconds },
      chromiumPath: settings.chromiumPath,
      screenshots: settings.screenshots,
      pacer: createPacer({
        ...{ clock, sleep, shared: sharedTurns(database.db) },
        holdSeconds: settings.pageSeconds + BESIDES_PAGE_SECONDS,
      }),
      gate: openGate(database.db),
      robots: robotsCacheOf(settings.contact, database.db, clock),
      practiceMarket: market.get,
    };
    return { database, configuration, refused, applied, tools, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
