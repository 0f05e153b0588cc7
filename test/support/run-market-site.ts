/** Runs one site of a practice market elsewhere, slowly, to be killed: `node run-market-site.ts '{"databaseUrl", "origins", "site", "folder", "readings", "run"}'`. */
import { join } from 'node:path';
import { z } from 'zod';
import { createPacer, type Pacer, sleep } from '../../crawlers/pacing.ts';
import { openCaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog } from '../../src/log.ts';
import { recallWatchlist } from '../../src/pipeline/configuration/recall-watchlist.ts';
import { screenerInUse } from '../../src/pipeline/configuration/screener-in-use.ts';
import { openGate } from '../../src/pipeline/run/crawl-permissions.ts';
import { watchStorage } from '../../src/pipeline/run/watch-storage.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { compileWatchlist } from '../../src/screen/compile-watchlist.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { processName } from '../../src/store/server/process-identity.ts';

const asked = z.strictObject({
  databaseUrl: z.string(),
  origins: z.record(z.string(), z.string()),
  site: z.string(),
  folder: z.string(),
  /** Where what was read of the watch-list is kept. */
  readings: z.string(),
  run: z.int().nullable(),
});
const { databaseUrl, origins, site, folder, readings, run } = asked.parse(JSON.parse(process.argv[2] ?? ''));
const ROOT = new URL('../..', import.meta.url).pathname;
const log = createLog('silent');
const clock = () => new Date();
/** Slow enough that what is under way at any moment is a page or two. */
const PAUSE_MS = 25;
const quick = createPacer({ clock, sleep });
const pacer: Pacer = {
  async take(place, delay, signal) {
    await sleep(PAUSE_MS, signal);
    return await quick.take(place, delay, signal);
  },
  hold: quick.hold,
};
await using database = await openDatabase({ databaseUrl, dataFolder: folder, log });
const summary = await runSite(
  {
    ...{
      clock,
      log,
      pacer,
      db: database.db,
      htmlReader: 'own',
      alertsPerRun: 200,
      picturesPerRun: 0,
      contact: null,
      chromiumPath: null,
      screenshots: false,
      robots: null,
    },
    captures: openCaptureStore(folder),
    storage: watchStorage({ folder, clock, log }),
    screenerInUse: screenerInUse(
      database.db,
      compileWatchlist(await recallWatchlist(readings, [join(ROOT, 'config/watchlist')])),
    ),
    worker: processName(process.pid),
    limits: { maxBytes: 10_000_000, pageSeconds: 30 },
    gate: openGate(database.db),
    practiceMarket: async () => ({ origins, [Symbol.asyncDispose]: async () => undefined }),
  },
  { site, run, trigger: 'command', signal: new AbortController().signal },
);
process.stdout.write(`${JSON.stringify(summary)}\n`);
