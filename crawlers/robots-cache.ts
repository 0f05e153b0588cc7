/** What each origin's robots.txt asks of us: fetched through the guarded client, kept for a day (RFC 9309 §2.3, §2.4). */
import { createHash } from 'node:crypto';
import type { Answer, Failure } from '../src/net/http-client.ts';
import type { Stopped } from './polite-request.ts';
import { type AgentRules, decodeRobots, parseRobots, rulesFor } from './robots.ts';

/** What a server answered when it was asked for its robots.txt. */
export type KeptRobots = {
  readonly status: number;
  /** The file; null where the server says that there is none. */
  readonly text: string | null;
  /** Of the file as it was sent, of a longer one of what is read of it (and a byte more, which tells that it is longer). */
  readonly sha256: string | null;
  /** ISO 8601, UTC. */
  readonly fetchedAt: string;
};

/** Without rules there is no permission: nothing of that origin may be fetched. */
export type RobotsAnswer =
  | (Omit<KeptRobots, 'text'> & {
      readonly kind: 'rules';
      readonly rules: AgentRules;
      /** As written; they may be on other hosts. */
      readonly sitemaps: readonly string[];
    })
  | {
      readonly kind: 'unreachable';
      readonly reason: 'robots-unreachable' | 'refused-address';
      readonly status: number | null;
      readonly detail: string;
      readonly fetchedAt: string;
    }
  | Stopped;

/** Fetches one URL of a robots.txt, politely paced. */
type GetRobots = (url: URL) => Promise<Answer | Failure | Stopped>;

export type RobotsCache = {
  /**
   * Rejects only when `get` or the shelf does; that is not kept. `in-turn`: whoever asks has the turn at the domain, for which
   * another asker may be waiting, so it waits for what others learn only where they have their turn, too.
   */
  ask(origin: string, get: GetRobots, from?: 'in-turn'): Promise<RobotsAnswer>;
};

/** Where answers are kept for other processes and later runs. */
export type RobotsShelf = {
  load(origin: string): Promise<KeptRobots | null>;
  save(origin: string, kept: KeptRobots): Promise<void>;
};

export type RobotsCacheOptions = {
  readonly userAgent: string;
  readonly clock: () => Date;
  readonly shelf?: RobotsShelf;
};

/** RFC 9309 §2.4: not longer than 24 hours. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/**
 * A server that is down is asked again sooner, but not by every page of a run. For how long it is down does not matter: RFC
 * 9309 would let a crawler take a month of silence for permission, and this one does not.
 */
const UNREACHABLE_KEPT_MS = 60 * 60 * 1000;
/** RFC 9309 §2.3.1.2: at least five consecutive redirects, also to other hosts. */
const MAX_REDIRECTS = 5;
/** In memory, of all origins together, by what takes it: the texts, of which every rule is a part, and what is made of each line. */
const MAX_BYTES = 40_000_000;
const BYTES = { answer: 1_000, rule: 400, sitemap: 100 } as const;

const NO_RULES: AgentRules = { rules: [], crawlDelaySeconds: null, group: null };

function toRules({ text, ...kept }: KeptRobots, userAgent: string): RobotsAnswer {
  if (text === null) return { kind: 'rules', ...kept, rules: NO_RULES, sitemaps: [] };
  const robots = parseRobots(text);
  return { kind: 'rules', ...kept, rules: rulesFor(robots, userAgent), sitemaps: robots.sitemaps };
}

type Unreachable = Extract<RobotsAnswer, { kind: 'unreachable' }>;
type Failed = Unreachable | Stopped;

function isKept(answer: KeptRobots | Failed): answer is KeptRobots {
  return !('kind' in answer);
}

function readAnswer({ status, body }: Answer, fetchedAt: string): KeptRobots | Failed {
  if (status >= 200 && status < 300) {
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { status, text: decodeRobots(body), sha256, fetchedAt };
  }
  // "Too many requests" is no statement about robots.txt: the server asks us to stay away for now.
  if (status >= 400 && status < 500 && status !== 429) return { status, text: null, sha256: null, fetchedAt };
  return unreachable(`status ${status}`, fetchedAt, status);
}

function unreachable(detail: string, fetchedAt: string, status: number | null = null): Unreachable {
  const reason = 'robots-unreachable';
  return { kind: 'unreachable', reason, status, detail: `robots.txt: ${detail}`, fetchedAt };
}

async function fetchRobots(origin: string, fetchedAt: string, get: GetRobots): Promise<KeptRobots | Failed> {
  let url = new URL('/robots.txt', origin);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await get(url);
    if (answer.kind === 'stopped') return answer;
    if (answer.kind === 'failure') {
      // A cut or endless file is unreadable like a missing answer; only a refused address has a reason of its own.
      const failed = unreachable(answer.detail, fetchedAt, answer.status);
      return answer.reason === 'refused-address'
        ? { ...failed, reason: 'refused-address', detail: answer.detail }
        : failed;
    }
    const { location } = answer.headers;
    const redirect = answer.status >= 300 && answer.status < 400 && location !== undefined;
    if (!redirect) return readAnswer(answer, fetchedAt);
    if (!URL.canParse(location, url.href))
      return unreachable(`redirected to ${location}`, fetchedAt, answer.status);
    url = new URL(location, url);
  }
  return unreachable(`more than ${MAX_REDIRECTS} redirects`, fetchedAt);
}

type Entry = { readonly answer: RobotsAnswer; readonly until: number; readonly bytes: number };

function bytesOf(answer: RobotsAnswer, text: string | null): number {
  if (answer.kind !== 'rules') return BYTES.answer;
  const { rules, sitemaps } = answer;
  const lines = rules.rules.length * BYTES.rule + sitemaps.length * BYTES.sitemap;
  return BYTES.answer + (text?.length ?? 0) + lines;
}

/** The newest answers, as far as they find room. */
function openMemory() {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  const remove = (origin: string): void => {
    bytes -= entries.get(origin)?.bytes ?? 0;
    entries.delete(origin);
  };
  return {
    fresh: (origin: string, now: number): RobotsAnswer | null => {
      const entry = entries.get(origin);
      return entry !== undefined && now < entry.until ? entry.answer : null;
    },
    put: (origin: string, entry: Entry): void => {
      remove(origin);
      entries.set(origin, entry);
      bytes += entry.bytes;
      for (const oldest of entries.keys()) {
        if (bytes <= MAX_BYTES || oldest === origin) break;
        remove(oldest);
      }
    },
  };
}

/** One cache may serve all crawls of a process that use the same user agent. */
export function createRobotsCache({ userAgent, clock, shelf }: RobotsCacheOptions): RobotsCache {
  const memory = openMemory();
  const underWay = new Map<string, Promise<RobotsAnswer>>();
  const underWayInTurn = new Map<string, Promise<RobotsAnswer>>();
  const learn = async (origin: string, get: GetRobots): Promise<RobotsAnswer> => {
    const now = clock();
    const shelved = (await shelf?.load(origin)) ?? null;
    const old = shelved !== null && now.getTime() >= Date.parse(shelved.fetchedAt) + KEPT_MS;
    const found = shelved === null || old ? await fetchRobots(origin, now.toISOString(), get) : shelved;
    if (!isKept(found)) {
      const until = now.getTime() + UNREACHABLE_KEPT_MS;
      if (found.kind === 'unreachable')
        memory.put(origin, { answer: found, until, bytes: bytesOf(found, null) });
      return found;
    }
    if (found !== shelved) await shelf?.save(origin, found);
    const answer = toRules(found, userAgent);
    const until = Date.parse(found.fetchedAt) + KEPT_MS;
    memory.put(origin, { answer, until, bytes: bytesOf(answer, found.text) });
    return answer;
  };
  return {
    async ask(origin, get, from) {
      const known = memory.fresh(origin, clock().getTime());
      if (known !== null) return known;
      const others = from === 'in-turn' ? underWayInTurn : underWay;
      for (let asking = others.get(origin); asking !== undefined; asking = others.get(origin)) {
        const shared = await asking.catch(() => null);
        // Whoever asked first may be stopped, for reasons of its own; then the next one asks for itself.
        if (shared !== null && shared.kind !== 'stopped') return shared;
      }
      const learning = learn(origin, get);
      const told = from === 'in-turn' ? [underWay, underWayInTurn] : [underWay];
      for (const each of told) each.set(origin, learning);
      try {
        return await learning;
      } finally {
        for (const each of told) if (each.get(origin) === learning) each.delete(origin);
      }
    },
  };
}
