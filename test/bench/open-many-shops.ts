/** Many practice shops in this process, with a database of their own and all that publishes their alerts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOBODY } from '../../config/load-notifiers.ts';
import { loadSites } from '../../config/load-sites.ts';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { createPacer, type Pacer, sleep } from '../../crawlers/pacing.ts';
import { openQueues, type Queues } from '../../queues/open-queues.ts';
import { openCaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog } from '../../src/log.ts';
import type { Site } from '../../src/model/site.ts';
import { applyConfiguration } from '../../src/pipeline/apply-config.ts';
import { screenerInUse } from '../../src/pipeline/configuration/screener-in-use.ts';
import { openGate } from '../../src/pipeline/run/crawl-permissions.ts';
import type { RunTools } from '../../src/pipeline/run/run-tools.ts';
import { watchStorage } from '../../src/pipeline/run/watch-storage.ts';
import { compileWatchlist } from '../../src/screen/compile-watchlist.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { shopList } from '../market/shops.ts';
import { type Market, startMarket } from '../market/start-market.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
/** Of five shops one needs a browser, and is left out. */
const MAKES = 5;

export type ManyShops = {
  readonly database: OpenDatabase;
  readonly queues: Queues;
  readonly market: Market;
  readonly tools: RunTools;
  readonly sites: readonly Site[];
};

/** Practice sites are paced without a pause; here they are left in peace as sites of others are. */
function withDelay(pacer: Pacer, seconds: number): Pacer {
  return { ...pacer, take: (place, _delay, signal) => pacer.take(place, seconds, signal) };
}

async function sitesOf(count: number): Promise<Site[]> {
  const files = await loadSites(join(ROOT, 'test/market/sites'), true);
  return shopList(count).flatMap(({ id, make, name }) => {
    const file = files.find((site) => site.id === make);
    if (file === undefined || file.fetch === 'browser' || make === 'script-shop') return [];
    const start = file.start.map((url) => url.replace(`//${make}.`, `//${id}.`));
    return [{ ...file, id, name, start }];
  });
}

/** `redisUrl` null: PostgreSQL carries the queues. */
export async function openManyShops(
  open: AsyncDisposableStack,
  o: { sites: number; listings: number; delaySeconds: number; redisUrl: string | null },
): Promise<ManyShops> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-shops-'));
  open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const log = createLog('error');
  const clock = () => new Date();
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const database = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  const queues = open.use(await openQueues({ redisUrl: o.redisUrl, pool: database.pool, log }));
  const shops = Math.ceil((o.sites * MAKES) / (MAKES - 1));
  const market = open.use(await startMarket({ shops, listings: o.listings }));
  const sites = (await sitesOf(shops)).slice(0, o.sites);
  const watchlist = await loadWatchlist(join(ROOT, 'config/watchlist'));
  const configuration = { sites: [], practiceSites: sites, watchlist, optOuts: [], notifying: NOBODY };
  await applyConfiguration(database.db, configuration, clock());
  const tools: RunTools = {
    db: database.db,
    captures: openCaptureStore(join(folder, 'captures')),
    storage: watchStorage({ folder: join(folder, 'captures'), clock, log }),
    screenerInUse: screenerInUse(database.db, compileWatchlist(watchlist)),
    clock,
    htmlReader: 'own',
    log,
    worker: 'bench',
    contact: null,
    limits: { maxBytes: 10_000_000, pageSeconds: 30 },
    alertsPerRun: 100_000,
    picturesPerRun: 0,
    chromiumPath: null,
    screenshots: false,
    pacer: withDelay(createPacer({ clock, sleep }), o.delaySeconds),
    gate: openGate(database.db),
    robots: null,
    practiceMarket: async () => ({ origins: market.origins, [Symbol.asyncDispose]: async () => undefined }),
  };
  return { database, queues, market, tools, sites };
}
