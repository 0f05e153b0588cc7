/** One page, politely: guard, robots.txt and site are asked before every hop; what is refused is said, never got round. */
import type { Log } from '../src/log.ts';
import type { FetchProof, Page } from '../src/model/page.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { type AddressPolicy, refuseUrl } from '../src/net/address-guard.ts';
import type { Answer, Failure, Headers, HttpClient } from '../src/net/http-client.ts';
import { type Meaning, meaningOf, retryAfterSeconds, wantsBody } from './answer-meaning.ts';
import { judgeUrl } from './fetch-proof.ts';
import type { Sleep } from './pacing.ts';
import { ROBOTS_MAX_BYTES } from './robots.ts';
import type { RobotsCache } from './robots-cache.ts';
import type { Scope } from './site-scope.ts';

export type CrawlLimits = {
  /** Of one page's body, on the wire and unpacked. */
  readonly maxBytes: number;
  /** For one request, from connecting to the last byte; waiting for its turn is not counted. */
  readonly pageSeconds: number;
};

export type Skip = {
  readonly reason: SkipReason;
  readonly status: number | null;
  readonly detail: string | null;
  /** How long the server asks us to stay away. */
  readonly retryAfterSeconds: number | null;
  /** What robots.txt said of the last hop; null where it was not asked. */
  readonly proof: FetchProof | null;
};

/** Runs `work` in the turn of the URL's host; `crawlDelaySeconds` is what its robots.txt asks for. */
export type Pace = <T>(url: URL, crawlDelaySeconds: number | null, work: () => Promise<T>) => Promise<T>;

export type FetchTools = {
  readonly client: HttpClient;
  readonly robots: RobotsCache;
  readonly policy: AddressPolicy;
  readonly pace: Pace;
  readonly limits: CrawlLimits;
  readonly clock: () => Date;
  readonly sleep: Sleep;
  readonly log: Log;
};

export type FetchOrder = {
  readonly url: string;
  readonly inScope: Scope;
  /** Its abort rejects with its reason. */
  readonly signal: AbortSignal;
  readonly accept?: string;
  readonly wantsBody?: (status: number, headers: Headers) => boolean;
  /** Reads what an answer means; a script or data file for the browser may have any type. */
  readonly meaningOf?: (answer: Answer) => Meaning;
};

const MAX_REDIRECTS = 5;
const ACCEPT_PAGE =
  'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,application/json;q=0.7';
const ACCEPT_ROBOTS = 'text/plain';
/** Pauses before the second and the third try of a request that failed in the network. */
const RETRY_PAUSES_MS = [500, 2000];

function skip(
  reason: SkipReason,
  detail: string | null,
  status: number | null = null,
  proof: FetchProof | null = null,
): Skip {
  return { reason, status, detail, retryAfterSeconds: null, proof };
}

/** Tries again only what failed in the network: a server that answered, whatever it said, is not asked again. */
async function withRetries(
  tools: FetchTools,
  signal: AbortSignal,
  once: () => Promise<Answer | Failure>,
): Promise<Answer | Failure> {
  let last = await once();
  for (const pause of RETRY_PAUSES_MS) {
    if (last.kind === 'answer' || !last.passing) return last;
    tools.log.debug({ detail: last.detail, pause }, 'network failure, trying again');
    await tools.sleep(pause, signal);
    last = await once();
  }
  return last;
}

function askRobots(tools: FetchTools, url: URL, signal: AbortSignal) {
  return tools.robots.ask(url.origin, (robotsUrl) =>
    withRetries(tools, signal, () =>
      tools.pace(robotsUrl, null, () =>
        tools.client.get(robotsUrl, {
          accept: ACCEPT_ROBOTS,
          // One byte more than is read, so that the reader sees that the last line was cut.
          maxBytes: ROBOTS_MAX_BYTES + 1,
          overflow: 'cut',
          seconds: tools.limits.pageSeconds,
          signal,
          wantsBody: (status) => status >= 200 && status < 300,
        }),
      ),
    ),
  );
}

type Fetched = { readonly answer: Answer; readonly proof: FetchProof };

/** One hop: everything that may forbid it is asked first, so that a forbidden URL is never requested. */
async function fetchHop(tools: FetchTools, url: URL, order: FetchOrder): Promise<Fetched | Skip> {
  const refused = refuseUrl(url, tools.policy);
  if (refused !== null) return skip('refused-address', refused);
  if (!order.inScope(url.href)) return skip('off-site', url.href);
  const robots = await askRobots(tools, url, order.signal);
  if (robots.kind === 'unreachable') return skip(robots.reason, robots.detail, robots.status);
  const { allowed, proof } = judgeUrl(robots, url.href);
  if (!allowed) return skip('disallowed', proof.rule, null, proof);
  const answer = await withRetries(tools, order.signal, () =>
    tools.pace(url, robots.rules.crawlDelaySeconds, () =>
      tools.client.get(url, {
        accept: order.accept ?? ACCEPT_PAGE,
        maxBytes: tools.limits.maxBytes,
        overflow: 'refuse',
        seconds: tools.limits.pageSeconds,
        signal: order.signal,
        wantsBody: order.wantsBody ?? wantsBody,
      }),
    ),
  );
  return answer.kind === 'failure'
    ? skip(answer.reason, answer.detail, answer.status, proof)
    : { answer, proof };
}

/**
 * Fetches one page: redirects are followed one by one, at most five, each through guard, site and robots.txt.
 * @returns the page, or why there is none; a block is an answer, not an error
 */
export async function fetchPage(tools: FetchTools, order: FetchOrder): Promise<Page | Skip> {
  if (!URL.canParse(order.url)) return skip('failed', 'not a URL');
  let url = new URL(order.url);
  const seen = new Set<string>();
  while (seen.size <= MAX_REDIRECTS) {
    url.hash = '';
    if (seen.has(url.href)) return skip('failed', `redirects in a circle at ${url.href}`);
    seen.add(url.href);
    const fetched = await fetchHop(tools, url, order);
    if ('reason' in fetched) return fetched;
    const { answer, proof } = fetched;
    const meaning = (order.meaningOf ?? meaningOf)(answer);
    if (meaning.kind === 'skip') {
      const wait = retryAfterSeconds(answer.headers, tools.clock());
      return { ...skip(meaning.reason, meaning.detail, answer.status, proof), retryAfterSeconds: wait };
    }
    if (meaning.kind === 'content') {
      const { status, headers, body } = answer;
      const fetchedAt = tools.clock().toISOString();
      return { requestedUrl: order.url, url: url.href, status, headers, body, fetchedAt, via: 'http', proof };
    }
    if (!URL.canParse(meaning.location, url.href)) {
      return skip('failed', `redirected to ${meaning.location}`, answer.status, proof);
    }
    url = new URL(meaning.location, url);
  }
  return skip('failed', `more than ${MAX_REDIRECTS} redirects`);
}
