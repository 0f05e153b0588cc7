/** One page, politely: guard, site and robots.txt are asked before every hop; what is refused is said, never got round. */
import type { FetchProof, Page } from '../src/model/page.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { type AddressPolicy, refuseUrl } from '../src/net/address-guard.ts';
import type { Answer, Headers } from '../src/net/http-client.ts';
import { headerDirectives } from '../src/text/robots-directives.ts';
import { type Meaning, meaningOf, retryAfterSeconds, wantsBody } from './answer-meaning.ts';
import { judgeUrl, overridden } from './fetch-proof.ts';
import { orAbort } from './or-abort.ts';
import { askPolitely, type RequestTools, type TimeLeft, timeLeft } from './polite-request.ts';
import { ROBOTS_MAX_BYTES } from './robots.ts';
import type { RobotsAnswer, RobotsCache } from './robots-cache.ts';
import { isSentToSignIn } from './sign-in-address.ts';
import type { Scope } from './site-scope.ts';

export type { AllowedRequest, Pace } from './polite-request.ts';

export type CrawlLimits = {
  /** Of one page's body, on the wire and unpacked. */
  readonly maxBytes: number;
  /** For all requests of one page, from connecting to the last byte; waiting for its turn is not counted. */
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
  /** The page that the address leads to and that was read before. */
  readonly ledTo?: string;
};

/** What an earlier answer said of itself. */
export type Validators = { readonly etag: string | null; readonly lastModified: string | null };

export type FetchTools = RequestTools & {
  readonly robots: RobotsCache;
  readonly policy: AddressPolicy;
  /** The operator's written reason for not obeying robots.txt, and what it is for: pictures may be on others' hosts; null: it is obeyed. */
  readonly robotsOverride: { readonly reason: string; readonly holdsFor: Scope } | null;
  /** Our product token in lower case, by which pages may address us. */
  readonly agentToken: string;
  readonly limits: CrawlLimits;
  readonly clock: () => Date;
};

export type FetchOrder = {
  readonly url: string;
  readonly inScope: Scope;
  /** Its abort rejects with its reason. */
  readonly signal: AbortSignal;
  readonly accept?: string;
  /** Asks for the page only if it is another one since (RFC 9110 §13.1); the answer may then be `unchanged`. */
  readonly validators?: Validators | null;
  /** Where a redirect leads to such a page, it is not asked for again. */
  readonly wasRead?: (url: string) => boolean;
  readonly wantsBody?: (status: number, headers: Headers) => boolean;
  /** Reads what an answer means; a script or data file for the browser may have any type. */
  readonly meaningOf?: (answer: Answer) => Meaning;
};

const MAX_REDIRECTS = 5;
const ACCEPT_PAGE =
  'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,application/json;q=0.7';
const ACCEPT_ROBOTS = 'text/plain';

function skip(
  reason: SkipReason,
  detail: string | null,
  status: number | null = null,
  proof: FetchProof | null = null,
): Skip {
  return { reason, status, detail, retryAfterSeconds: null, proof };
}

/** What the URL's robots.txt says, which is fetched when nothing fresh is known of it. */
export function robotsOf(tools: FetchTools, url: URL, signal: AbortSignal): Promise<RobotsAnswer> {
  const time = timeLeft(tools.limits.pageSeconds);
  const options = {
    accept: ACCEPT_ROBOTS,
    // One byte more than is read, so that the reader sees that the last line was cut.
    maxBytes: ROBOTS_MAX_BYTES + 1,
    overflow: 'cut',
    wantsBody: (status: number) => status >= 200 && status < 300,
  } as const;
  const asking = tools.robots.ask(url.origin, (robotsUrl) =>
    askPolitely(tools, { url: robotsUrl, proof: null, options, signal }, time),
  );
  // Another run may be the one that asks, and be in no hurry.
  return orAbort(asking, signal);
}

/** A validator is a server's own words; one that is no header value is not sent back. */
const SENDABLE = /^[\x20-\x7e]{1,1000}$/;

/** They hold for the address that gave them, so a redirect's target is asked without. */
function conditions(url: URL, order: FetchOrder): Readonly<Record<string, string>> {
  if (!order.validators) return {};
  const { etag, lastModified } = order.validators;
  const asked = new URL(order.url);
  asked.hash = '';
  if (url.href !== asked.href) return {};
  return {
    ...(etag !== null && SENDABLE.test(etag) ? { 'if-none-match': etag } : {}),
    ...(lastModified !== null && SENDABLE.test(lastModified) ? { 'if-modified-since': lastModified } : {}),
  };
}

/** What robots.txt says of the URL, or why nothing may be asked. */
async function permission(tools: FetchTools, url: URL, signal: AbortSignal): Promise<FetchProof | Skip> {
  const robots = await robotsOf(tools, url, signal);
  if (robots.kind === 'stopped') return skip(robots.reason, robots.detail);
  const reason = tools.robotsOverride?.holdsFor(url.href) ? tools.robotsOverride.reason : null;
  if (robots.kind === 'unreachable') {
    return reason === null ? skip(robots.reason, robots.detail, robots.status) : overridden(reason, robots);
  }
  const { allowed, proof } = judgeUrl(robots, url.href);
  if (allowed) return proof;
  return reason === null ? skip('disallowed', proof.rule, null, proof) : overridden(reason, robots, proof);
}

type Fetched = { readonly answer: Answer; readonly proof: FetchProof };

/** One hop: everything that may forbid it is asked first, so that a forbidden URL is never requested. */
async function fetchHop(
  tools: FetchTools,
  url: URL,
  order: FetchOrder,
  time: TimeLeft,
): Promise<Fetched | Skip> {
  const refused = refuseUrl(url, tools.policy);
  if (refused !== null) return skip('refused-address', refused);
  if (!order.inScope(url.href)) return skip('off-site', url.href);
  const proof = await permission(tools, url, order.signal);
  if ('reason' in proof) return proof;
  const headers = conditions(url, order);
  const options = {
    accept: order.accept ?? ACCEPT_PAGE,
    headers,
    maxBytes: tools.limits.maxBytes,
    overflow: 'refuse',
    wantsBody: order.wantsBody ?? wantsBody,
  } as const;
  const answer = await askPolitely(tools, { url, proof, options, signal: order.signal }, time);
  if (answer.kind === 'stopped') return skip(answer.reason, answer.detail, null, proof);
  if (answer.kind === 'failure') return skip(answer.reason, answer.detail, answer.status, proof);
  const asConditioned = answer.status === 304 && Object.keys(headers).length > 0;
  return asConditioned ? skip('unchanged', 'status 304', answer.status, proof) : { answer, proof };
}

function toPage(
  tools: FetchTools,
  requestedUrl: string,
  { href: url }: URL,
  { answer, proof }: Fetched,
): Page {
  const { status, headers, body, robotsTags } = answer;
  const fetchedAt = tools.clock().toISOString();
  const directives = headerDirectives(robotsTags, tools.agentToken);
  return { requestedUrl, url, status, headers, body, fetchedAt, via: 'http', directives, proof };
}

/** A page that sends to itself may do so once, to see its cookie come back; anything else is a circle. */
function goesInCircles(visits: Map<string, number>, url: URL, gaveCookie: boolean): boolean {
  const before = visits.get(url.href) ?? 0;
  visits.set(url.href, before + 1);
  return before > (gaveCookie ? 1 : 0);
}

/** The page for signing in that one is sent to need not be read, where that is forbidden, to know what it means. */
function asRefusal(fault: Skip, requestedUrl: string, url: string): Skip {
  const barred = fault.reason === 'disallowed' || fault.reason === 'off-site';
  if (!barred || !isSentToSignIn(requestedUrl, url)) return fault;
  return { ...fault, reason: 'blocked', detail: `sent to ${url} to sign in` };
}

/**
 * Fetches one page: redirects are followed one by one, at most five, each through guard, site and robots.txt.
 * @returns the page, or why there is none; a block is an answer, not an error
 */
export async function fetchPage(tools: FetchTools, order: FetchOrder): Promise<Page | Skip> {
  if (!URL.canParse(order.url)) return skip('failed', 'not a URL');
  let url = new URL(order.url);
  let gaveCookie = false;
  const time = timeLeft(tools.limits.pageSeconds);
  const visits = new Map<string, number>();
  /** Of the answer that led on. */
  let status: number | null = null;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    url.hash = '';
    if (goesInCircles(visits, url, gaveCookie)) {
      return skip('failed', `redirects in a circle at ${url.href}`, status);
    }
    const fetched = await fetchHop(tools, url, order, time);
    if ('reason' in fetched) return asRefusal(fetched, order.url, url.href);
    const { answer, proof } = fetched;
    const meaning = (order.meaningOf ?? meaningOf)(answer);
    if (meaning.kind === 'skip') {
      const wait = retryAfterSeconds(answer.headers, tools.clock());
      return { ...skip(meaning.reason, meaning.detail, answer.status, proof), retryAfterSeconds: wait };
    }
    if (meaning.kind === 'content') return toPage(tools, order.url, url, fetched);
    if (!URL.canParse(meaning.location, url.href)) {
      return skip('failed', `redirected to ${meaning.location}`, answer.status, proof);
    }
    url = new URL(meaning.location, url);
    status = answer.status;
    if (order.wasRead?.(url.href) === true) {
      const ledTo = url.href;
      return { ...skip('duplicate', `the same page as ${ledTo}`, status, proof), ledTo };
    }
    gaveCookie = answer.headers['set-cookie'] !== undefined;
  }
  return skip('failed', `more than ${MAX_REDIRECTS} redirects`, status);
}
