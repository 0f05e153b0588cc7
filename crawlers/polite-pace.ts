/** How long a site is left in peace between two requests: its own setting or its robots.txt's, whichever is longer. */
import type { Log } from '../src/log.ts';
import { count } from '../src/text/count.ts';
import { retryAfterSeconds } from './answer-meaning.ts';
import type { FetchTools, Pace } from './fetch-page.ts';
import type { Pacer } from './pacing.ts';
import { pacePlace } from './site-scope.ts';

/** No site file goes below it; only our own servers are asked faster. */
const FLOOR_SECONDS = 1;

/** Whether what came of a turn says that the server is in trouble: an answer, a failure, or a page's reason for being none. */
function failedTurn(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const { kind, status, reason } = { kind: null, status: null, reason: null, ...result };
  if (kind === 'answer') return typeof status === 'number' && (status === 429 || status >= 500);
  return reason === 'timeout' || reason === 'failed';
}

/** Origins that are our own (the practice market) get their turns one by one, too, but without a pause. */
export function politePace(o: {
  readonly pacer: Pacer;
  readonly delaySeconds: number;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly signal: AbortSignal;
}): Pace {
  const asked = new Map<string, number>();
  return async (url, crawlDelaySeconds, work) => {
    if (crawlDelaySeconds !== null) asked.set(url.origin, crawlDelaySeconds);
    const place = pacePlace(url, o.allowedOrigins);
    const delay = place.ours ? 0 : Math.max(FLOOR_SECONDS, o.delaySeconds, asked.get(url.origin) ?? 0);
    const turn = await o.pacer.take(place, delay, o.signal);
    let failed = false;
    try {
      const result = await work(turn.pauseSeconds);
      failed = failedTurn(result);
      return result;
    } catch (error) {
      // That the run is being stopped says nothing of the server.
      failed = !o.signal.aborted;
      throw error;
    } finally {
      await turn.end(failed);
    }
  };
}

/** Any answer may ask for a pause, whatever its status: whoever asks at its host waits for its end. */
export function politeHeed(o: {
  readonly pacer: Pacer;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly clock: () => Date;
  readonly log: Log;
}): FetchTools['heed'] {
  return async (url, answer) => {
    const seconds = retryAfterSeconds(answer.headers, o.clock());
    if (seconds === null) return null;
    o.log.info({ url: url.href, seconds }, 'the site asks for a pause');
    // The host alone: more of the address may tell of a person, and the hold outlives the page.
    const why = `${url.host} answered ${answer.status} with Retry-After: ${count(seconds, 'second')}`;
    await o.pacer.hold(pacePlace(url, o.allowedOrigins), seconds, why);
    return seconds;
  };
}
