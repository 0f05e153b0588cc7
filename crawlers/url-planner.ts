/** Plans single URLs: each is visited, set aside or left out once, and its other spellings are told once. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { type KnownUrls, MARK } from './known-urls.ts';
import type { AsideUrl, PlannedUrl } from './planned-url.ts';

export type PlannerOptions = {
  /** Told of each URL that is going to be visited, once. */
  readonly onPlanned: (planned: PlannedUrl) => void;
  /** Told of each URL that will not be fetched unless a better link to it turns up, once. */
  readonly onAside: (aside: AsideUrl) => void;
  /** Told of each URL that will not be fetched, once. */
  readonly leaveOut: (url: string, reason: SkipReason, detail: string | null) => void;
};

/** So many hold more than two million addresses. */
const MOST_SITEMAPS = 50;
export const TOO_MANY_SITEMAPS = `more than ${MOST_SITEMAPS} sitemaps`;
/** URLs that are set aside until a better link to them turns up; more of them are left out at once. */
const MOST_ASIDE = 20_000;

export function createPlanner(
  o: PlannerOptions,
  urls: KnownUrls,
  put: (planned: PlannedUrl, beside: boolean) => void,
) {
  const aside = new Map<string, AsideUrl>();
  let sitemaps = 0;
  return {
    aside,
    /** False when as many are planned as a run reads, whoever named them. */
    takesSitemap(): boolean {
      sitemaps += 1;
      return sitemaps <= MOST_SITEMAPS;
    },
    enqueue(planned: PlannedUrl, entry: number, beside = false): void {
      urls.set(entry, MARK.planned);
      if (planned.url !== planned.canonical) urls.set(entry, MARK.otherSpelling);
      aside.delete(planned.canonical);
      o.onPlanned(planned);
      put(planned, beside);
    },
    drop(url: string, entry: number, reason: SkipReason, detail: string | null): void {
      urls.set(entry, MARK.planned | MARK.aliased);
      // Else it would have a second row for that when the run ends.
      if (aside.size > 0) aside.delete(canonicalUrl(url));
      o.leaveOut(url, reason, detail);
    },
    /** Another spelling of a planned URL is reported once; sites that put session ids into links would fill the ledger. */
    noteAlias(url: string, canonical: string | null, entry: number): void {
      if (canonical === null || urls.has(entry, MARK.aliased)) return;
      if (url === canonical && !urls.has(entry, MARK.otherSpelling)) return;
      urls.set(entry, MARK.aliased);
      o.leaveOut(url, 'duplicate', `the same page as ${canonical}`);
    },
    setAside(url: string, canonical: string, reason: SkipReason, entry: number): void {
      if (aside.has(canonical)) return;
      if (aside.size < MOST_ASIDE) {
        aside.set(canonical, { url, reason });
        o.onAside({ url, reason });
      } else this.drop(url, entry, reason, null);
    },
  };
}

export type Planner = ReturnType<typeof createPlanner>;
