/** The tools of a run against a fresh database, a temporary capture folder and a practice market in this process. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOBODY } from '../../config/load-notifiers.ts';
import { loadSites } from '../../config/load-sites.ts';
import { findChromium } from '../../crawlers/find-chromium.ts';
import { createPacer, sleep } from '../../crawlers/pacing.ts';
import { openCaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog } from '../../src/log.ts';
import { applyConfiguration } from '../../src/pipeline/apply-config.ts';
import { openGate } from '../../src/pipeline/run/crawl-permissions.ts';
import type { RunTools } from '../../src/pipeline/run/run-tools.ts';
import { watchStorage } from '../../src/pipeline/run/watch-storage.ts';
import type { OpenDatabase } from '../../src/store/open-database.ts';
import { type Market, type StartOptions, startMarket } from '../market/start-market.ts';
import { openTestDatabase } from './open-test-database.ts';
import { shippedScreener, shippedWatchlist } from './shipped-watchlist.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

export type TestWorkplace = {
  readonly database: OpenDatabase;
  /** What another process needs to open the same database. */
  readonly databaseUrl: string;
  readonly tools: RunTools;
  readonly market: Market;
  [Symbol.asyncDispose](): Promise<void>;
};

/** What stands in files is read once for all tests of a process: none of them changes it. */
async function readFiles() {
  const watchlist = await shippedWatchlist();
  const practiceSites = await loadSites(join(ROOT, 'test/market/sites'), true);
  return { watchlist, practiceSites, screener: await shippedScreener() };
}
let files: ReturnType<typeof readFiles> | null = null;

/** All sites of the practice market are applied, whatever market is asked for. */
export async function openTestWorkplace(
  options: StartOptions & { readonly clock?: () => Date } = {},
): Promise<TestWorkplace> {
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
  const database = await openTestDatabase();
  const { clock = () => new Date(), ...shops } = options;
  const market = await startMarket(shops);
  const log = createLog('silent');
  files ??= readFiles();
  const { watchlist, practiceSites, screener } = await files;
  const configuration = { sites: [], practiceSites, watchlist, optOuts: [], notifying: NOBODY };
  await applyConfiguration(database.db, configuration, clock());
  const tools: RunTools = {
    db: database.db,
    captures: openCaptureStore(folder),
    storage: watchStorage({ folder, clock, log }),
    screenerInUse: async () => screener,
    clock,
    htmlReader: 'own',
    alertsPerRun: 200,
    picturesPerRun: 0,
    log,
    worker: 'test',
    contact: null,
    limits: { maxBytes: 10_000_000, pageSeconds: 30 },
    chromiumPath: findChromium(process.env['CHROMIUM_PATH'] ?? null),
    screenshots: false,
    pacer: createPacer({ clock, sleep }),
    gate: openGate(database.db),
    robots: null,
    practiceMarket: async () => ({ origins: market.origins, [Symbol.asyncDispose]: async () => undefined }),
  };
  return {
    database,
    databaseUrl: database.databaseUrl,
    tools,
    market,
    [Symbol.asyncDispose]: async () => {
      await market[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
