/** What a run has still to fetch: in order, without repeats, and each URL that is left out with its reason. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import type { Scope } from './site-scope.ts';

export type FollowLink = {
  readonly url: string;
  readonly kind: 'detail' | 'list' | 'next' | 'other';
  readonly nofollow: boolean;
};

export type PlannedUrl = {
  readonly url: string;
  readonly canonical: string;
  /** Links away from a start URL; following pages of one list do not count. */
  readonly depth: number;
};

export type Frontier = {
  /** Plans the links of a page of `depth`; `nofollow` is what the page says of all of them. */
  plan(links: readonly FollowLink[], depth: number, nofollow: boolean): void;
  take(): PlannedUrl | null;
  readonly waiting: number;
  /** Says that a page was read at `url`, where a redirect led; false when this run read one there before. */
  visited(url: string): boolean;
  /** Ends the run: what still waits is left out for `reason`, what was set aside for its own. */
  close(reason: SkipReason): void;
};

/** Lists first: they name the most listings with the fewest requests. */
const LANES = { start: 0, list: 0, next: 0, detail: 1, other: 2 } as const;

type Lane = { urls: PlannedUrl[]; head: number };

/** Known canonical forms: planned ones, and those set aside until a better link to them turns up. */
type Known = { url: string; aliased: boolean; aside: SkipReason | null };

/** Lanes are arrays with a moving head: shift() would move every waiting URL. */
function takeFrom(lanes: readonly Lane[]): PlannedUrl | null {
  for (const lane of lanes) {
    const planned = lane.urls[lane.head];
    if (planned === undefined) continue;
    lane.head += 1;
    if (lane.head > 1000 && lane.head * 2 > lane.urls.length) {
      lane.urls.splice(0, lane.head);
      lane.head = 0;
    }
    return planned;
  }
  return null;
}

/** `leaveOut` is told of each URL that will not be fetched, once. */
export function createFrontier(o: {
  readonly start: readonly string[];
  readonly maxDepth: number;
  readonly inScope: Scope;
  readonly leaveOut: (url: string, reason: SkipReason, detail: string | null) => void;
}): Frontier {
  const lanes: readonly Lane[] = [0, 1, 2].map(() => ({ urls: [], head: 0 }));
  const known = new Map<string, Known>();
  const read = new Set<string>();

  const enqueue = (url: string, canonical: string, kind: keyof typeof LANES, depth: number): void => {
    known.set(canonical, { url, aliased: false, aside: null });
    lanes[LANES[kind]]?.urls.push({ url, canonical, depth });
  };

  /** Another spelling of a planned URL is reported once; sites that put session ids into links would fill the ledger. */
  const noteAlias = (url: string, before: Known): void => {
    if (before.aliased || before.url === url) return;
    before.aliased = true;
    o.leaveOut(url, 'duplicate', `the same page as ${before.url}`);
  };

  const planLink = (link: FollowLink, depth: number, nofollow: boolean): void => {
    const canonical = canonicalUrl(link.url);
    const before = known.get(canonical);
    if (before !== undefined && before.aside === null) {
      noteAlias(link.url, before);
      return;
    }
    if (!o.inScope(link.url)) {
      known.set(canonical, { url: link.url, aliased: true, aside: null });
      o.leaveOut(link.url, 'off-site', null);
      return;
    }
    const aside = nofollow || link.nofollow ? 'nofollow' : depth > o.maxDepth ? 'too-deep' : null;
    if (aside === null) enqueue(link.url, canonical, link.kind, depth);
    else if (before === undefined) known.set(canonical, { url: link.url, aliased: false, aside });
  };

  for (const url of o.start) {
    const canonical = canonicalUrl(url);
    const before = known.get(canonical);
    if (!URL.canParse(url)) o.leaveOut(url, 'failed', 'not a URL');
    else if (before === undefined) enqueue(url, canonical, 'start', 0);
    else noteAlias(url, before);
  }

  return {
    plan(links, depth, nofollow) {
      for (const link of links) planLink(link, link.kind === 'next' ? depth : depth + 1, nofollow);
    },
    take: () => takeFrom(lanes),
    get waiting() {
      return lanes.reduce((sum, lane) => sum + lane.urls.length - lane.head, 0);
    },
    visited(url) {
      const canonical = canonicalUrl(url);
      if (read.has(canonical)) return false;
      read.add(canonical);
      return true;
    },
    close(reason) {
      for (let planned = takeFrom(lanes); planned !== null; planned = takeFrom(lanes)) {
        o.leaveOut(planned.url, reason, null);
      }
      for (const { url, aside } of known.values()) if (aside !== null) o.leaveOut(url, aside, null);
    },
  };
}
