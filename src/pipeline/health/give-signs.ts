/** A process gives a sign of life every few seconds, with its memory, so that others notice when it gives none. */
import type { Log } from '../../log.ts';
import { describeError } from '../../model/errors.ts';
import { beat, endBeat } from '../../store/health/heartbeats.ts';
import type { Db } from '../../store/open-database.ts';
import { logFailure } from '../../store/outage.ts';

const EVERY_MS = 15_000;

/** `part` such as "worker HOST:PID". Resolves after the first sign; an orderly end takes the part off the list. */
export async function giveSigns(o: {
  readonly db: Db;
  readonly part: string;
  readonly clock: () => Date;
  readonly log: Log;
  /** Told beside its memory. */
  readonly facts?: () => Promise<Readonly<Record<string, unknown>>>;
  readonly everyMs?: number;
}): Promise<AsyncDisposable> {
  const sign = async () => {
    const { rss, heapUsed } = process.memoryUsage();
    try {
      await beat(o.db, o.part, { rss, heapUsed, ...(await o.facts?.()) }, o.clock());
    } catch (error) {
      logFailure(o.log, error, 'no sign of life was given', { level: 'warn' });
    }
  };
  await sign();
  let signing = Promise.resolve();
  const timer = setInterval(() => {
    signing = signing.then(sign);
  }, o.everyMs ?? EVERY_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await signing;
      await endBeat(o.db, o.part).catch((error: unknown) =>
        o.log.warn({ problem: describeError(error) }, 'the end of a worker was not noted'),
      );
    },
  };
}
