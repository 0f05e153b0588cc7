/** One request in its turn: the host's pace, a last look at what may stop it, a time limit, and further tries after network failures. */
import type { Log } from '../src/log.ts';
import type { FetchProof } from '../src/model/page.ts';
import type { Answer, Failure, HttpClient } from '../src/net/http-client.ts';
import type { CrawlGate, GateRefusal } from './crawl-gate.ts';
import type { Sleep } from './pacing.ts';

/**
 * Runs `work` in the turn of the URL's host; `crawlDelaySeconds` is what its robots.txt asks for. `work` is told how long the
 * host was left in peace before.
 */
export type Pace = <T>(
  url: URL,
  crawlDelaySeconds: number | null,
  work: (pauseSeconds: number) => Promise<T>,
) => Promise<T>;

/** A request at the moment in which it is made, with what allowed it. */
export type AllowedRequest = {
  readonly url: string;
  /** Null for robots.txt itself, which nothing has to allow. */
  readonly proof: FetchProof | null;
  readonly pauseSeconds: number;
};

export type RequestTools = {
  readonly client: HttpClient;
  readonly gate: CrawlGate;
  readonly pace: Pace;
  /** Told of every single request, redirects and further tries too. */
  readonly note: (request: AllowedRequest) => void;
  /** Within the turn: sees to it that a pause that the server asks for is given, whatever it was asked for; its seconds. */
  readonly heed: (url: URL, answer: Answer) => Promise<number | null>;
  readonly sleep: Sleep;
  readonly log: Log;
};

type GetOptions = Omit<Parameters<HttpClient['get']>[1], 'seconds' | 'signal'>;

export type Order = {
  readonly url: URL;
  readonly proof: FetchProof | null;
  readonly options: GetOptions;
  readonly signal: AbortSignal;
};

/** What was stopped at the last moment was not asked. */
export type Stopped = { readonly kind: 'stopped' } & GateRefusal;

/** Time for a page's requests together, its redirects and further tries too; waiting for a turn is not counted. */
export type TimeLeft = { readonly ofSeconds: number; seconds: number };

export function timeLeft(seconds: number): TimeLeft {
  return { ofSeconds: seconds, seconds };
}

/** Pauses before the second and the third try of a request that failed in the network. */
const RETRY_PAUSES_MS = [500, 2000];

function timeout({ ofSeconds }: TimeLeft): Failure {
  const detail = `no whole answer within ${ofSeconds} s`;
  return { kind: 'failure', reason: 'timeout', status: null, detail, passing: false, bytes: 0 };
}

async function askOnce(
  tools: RequestTools,
  { url, proof, options, signal }: Order,
  time: TimeLeft,
): Promise<Answer | Failure | Stopped> {
  // Here too, so that nobody waits for a turn that is not taken.
  const before = await tools.gate(url);
  if (before !== null) return { kind: 'stopped', ...before };
  return await tools.pace(url, proof?.delaySeconds ?? null, async (pauseSeconds) => {
    const stopped = await tools.gate(url);
    if (stopped !== null) return { kind: 'stopped', ...stopped };
    if (time.seconds <= 0) return timeout(time);
    tools.note({ url: url.href, proof, pauseSeconds });
    const startedAt = performance.now();
    const answer = await tools.client.get(url, { ...options, seconds: time.seconds, signal });
    time.seconds -= (performance.now() - startedAt) / 1000;
    if (answer.kind === 'answer') await tools.heed(url, answer);
    return answer.kind === 'failure' && answer.reason === 'timeout' ? timeout(time) : answer;
  });
}

/** Tries again only what failed in the network: a server that answered, whatever it said, is not asked again. */
export async function askPolitely(
  tools: RequestTools,
  order: Order,
  time: TimeLeft,
): Promise<Answer | Failure | Stopped> {
  let last = await askOnce(tools, order, time);
  for (const pause of RETRY_PAUSES_MS) {
    if (last.kind !== 'failure' || !last.passing) return last;
    tools.log.debug({ detail: last.detail, pause }, 'network failure, trying again');
    await tools.sleep(pause, order.signal);
    last = await askOnce(tools, order, time);
  }
  return last;
}
