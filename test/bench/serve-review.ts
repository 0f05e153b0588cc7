/** The server of the benchmark of the review desk, in a process of its own: prints its address, ends with its input. */
import { join } from 'node:path';
import { buildServer } from '../../src/api/build-server.ts';
import { listen } from '../../src/api/listen.ts';
import { createLog } from '../../src/log.ts';
import { DEFAULT_RULES } from '../../src/model/review-rules.ts';
import { openChangeFeed } from '../../src/store/desk/change-feed.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const [databaseUrl = '', dataFolder = '', consoleFolder = ''] = process.argv.slice(2);
const log = createLog('error');
const { db, pool } = await openDatabase({ databaseUrl, dataFolder, log });
const well = async () => ({ ok: true, parts: {} });
const server = await buildServer({
  db,
  clock: () => new Date(),
  log,
  secureCookies: false,
  proxies: [],
  factorKeyFile: join(dataFolder, 'second-factor.key'),
  consoleFolder: consoleFolder || null,
  rules: DEFAULT_RULES,
  identity: null,
  queues: null,
  changes: await openChangeFeed(pool, log),
  captures: { get: async () => null },
  health: { alive: well, ready: well },
  // All clients of a benchmark come from one address.
  rateLimits: { perAddress: 1_000_000, perAccount: 1_000_000 },
});
console.log(await listen(server, '127.0.0.1', 0));
process.stdin.on('end', () => process.exit(0)).resume();
