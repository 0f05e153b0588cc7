/** Crawls a loopback site as if it were on a public domain: `node crawl-in-turn.ts '{"databaseUrl", "start", "domain", "delaySeconds"}'`. */
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { createPacer, type Pacer, sleep } from '../../crawlers/pacing.ts';
import { createLog } from '../../src/log.ts';
import { sharedTurns } from '../../src/pipeline/run/shared-turns.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { crawlWith, testSite } from './crawl-with.ts';

const asked = z.strictObject({
  databaseUrl: z.string(),
  start: z.string(),
  domain: z.string(),
  delaySeconds: z.number(),
});
const { databaseUrl, start, domain, delaySeconds } = asked.parse(JSON.parse(process.argv[2] ?? ''));
await using database = await openDatabase({ databaseUrl, dataFolder: tmpdir(), log: createLog('silent') });
const shared = createPacer({ clock: () => new Date(), sleep, shared: sharedTurns(database.db) });
const place = { key: domain, host: domain, ours: false };
const pacer: Pacer = {
  take: (_place, _delay, signal) => shared.take(place, delaySeconds, signal),
  hold: (_place, seconds, why) => shared.hold(place, seconds, why),
};
const { report } = await crawlWith({ origins: [new URL(start).origin], site: testSite([start]), pacer });
process.stdout.write(`${JSON.stringify(report)}\n`);
