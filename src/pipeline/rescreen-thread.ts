/** One thread of re-screening: takes ranges until none is left, so that crawling and the console are not held up. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createLog } from '../log.ts';
import { describeError } from '../model/errors.ts';
import { openDatabase } from '../store/open-database.ts';
import { workThroughRanges } from './rescreen.ts';
import { openRescreenTools } from './rescreening/open-rescreen.ts';

const order = z.strictObject({
  databaseUrl: z.string(),
  rescreen: z.int(),
  worker: z.string(),
  size: z.int().positive(),
  alertsPerRun: z.int().positive(),
});

/** Steps below what crawls and answers people: where processors are free, it makes no difference. */
const YIELDS = 10;
// A thread has a priority of its own on Linux alone; elsewhere the whole process would yield.
if (process.platform === 'linux') setPriority(0, YIELDS);

const { databaseUrl, rescreen, size, ...who } = order.parse(workerData);
const stop = new AbortController();
parentPort?.once('message', () => stop.abort());
try {
  await using database = await openDatabase({
    databaseUrl,
    dataFolder: '',
    log: createLog('silent'),
    max: 3,
  });
  const tools = await openRescreenTools(database.db, rescreen, { ...who, clock: () => new Date() });
  if (tools !== null) await workThroughRanges(tools, { rescreen, size, signal: stop.signal });
} catch (error) {
  parentPort?.postMessage({ problem: describeError(error) });
}
parentPort?.close();
