/** What each origin's robots.txt asks of us: fetched through the guarded client, kept for a day (RFC 9309 §2.3, §2.4). */
import { createHash } from 'node:crypto';
import type { Answer, Failure } from '../src/net/http-client.ts';
import { type AgentRules, parseRobots, rulesFor } from './robots.ts';

/** Without rules there is no permission: nothing of that origin may be fetched. */
export type RobotsAnswer =
  | {
      readonly kind: 'rules';
      readonly rules: AgentRules;
      /** Of the answer that was read. */
      readonly status: number;
      /** Of the file as its server sent it; null where the server says that there is none. */
      readonly sha256: string | null;
      /** ISO 8601, UTC. */
      readonly fetchedAt: string;
    }
  | {
      readonly kind: 'unreachable';
      readonly reason: 'robots-unreachable' | 'refused-address';
      readonly status: number | null;
      readonly detail: string;
    };

/** Fetches one URL of a robots.txt, politely paced. */
type GetRobots = (url: URL) => Promise<Answer | Failure>;

export type RobotsCache = {
  /** Rejects only when `get` does, which means that the run is being stopped; that is not kept. */
  ask(origin: string, get: GetRobots): Promise<RobotsAnswer>;
};

type CacheOptions = { readonly userAgent: string; readonly clock: () => Date };

/** RFC 9309 §2.4: not longer than 24 hours. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A server that is down is asked again sooner, but not by every page of a run. */
const UNREACHABLE_KEPT_MS = 60 * 60 * 1000;
/** RFC 9309 §2.3.1.2: at least five consecutive redirects, also to other hosts. */
const MAX_REDIRECTS = 5;

function unreachable(detail: string, status: number | null = null): RobotsAnswer {
  return { kind: 'unreachable', reason: 'robots-unreachable', status, detail: `robots.txt: ${detail}` };
}

const NO_RULES: AgentRules = { rules: [], crawlDelaySeconds: null, group: null };

function readAnswer(answer: Answer, o: CacheOptions): RobotsAnswer {
  const { status, body } = answer;
  const fetchedAt = o.clock().toISOString();
  if (status >= 200 && status < 300) {
    const rules = rulesFor(parseRobots(new TextDecoder().decode(body)), o.userAgent);
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { kind: 'rules', rules, status, sha256, fetchedAt };
  }
  // "Too many requests" is no statement about robots.txt: the server asks us to stay away for now.
  if (status >= 400 && status < 500 && status !== 429) {
    return { kind: 'rules', rules: NO_RULES, status, sha256: null, fetchedAt };
  }
  return unreachable(`status ${status}`, status);
}

async function fetchRobots(origin: string, o: CacheOptions, get: GetRobots): Promise<RobotsAnswer> {
  let url = new URL('/robots.txt', origin);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await get(url);
    if (answer.kind === 'failure') {
      // A cut or endless file is unreadable like a missing answer; only a refused address has a reason of its own.
      return answer.reason === 'refused-address'
        ? { kind: 'unreachable', reason: 'refused-address', status: null, detail: answer.detail }
        : unreachable(answer.detail, answer.status);
    }
    const { location } = answer.headers;
    const redirect = answer.status >= 300 && answer.status < 400 && location !== undefined;
    if (!redirect) return readAnswer(answer, o);
    if (!URL.canParse(location, url.href)) return unreachable(`redirected to ${location}`, answer.status);
    url = new URL(location, url);
  }
  return unreachable(`more than ${MAX_REDIRECTS} redirects`);
}

/** One cache may serve all crawls of a process that use the same user agent. */
export function createRobotsCache(o: CacheOptions): RobotsCache {
  const kept = new Map<string, { answer: RobotsAnswer; until: number }>();
  return {
    async ask(origin, get) {
      const known = kept.get(origin);
      if (known !== undefined && o.clock().getTime() < known.until) return known.answer;
      const answer = await fetchRobots(origin, o, get);
      const keptFor = answer.kind === 'rules' ? KEPT_MS : UNREACHABLE_KEPT_MS;
      kept.set(origin, { answer, until: o.clock().getTime() + keptFor });
      return answer;
    },
  };
}
