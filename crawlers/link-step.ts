/** What becomes of one link of a page: a visit, nothing because it is known, or a reason for leaving it out. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { type KnownUrls, type LookedLink, MARK, secondsOf } from './known-urls.ts';
import type { FollowLink, PlannedUrl } from './planned-url.ts';
import type { Scope } from './site-scope.ts';
import type { TrapSense } from './traps.ts';

/** A page that was read, as far as its links are to be judged. */
export type LinkSource = {
  readonly planned: Pick<PlannedUrl, 'url' | 'depth' | 'kind' | 'barren'>;
  /** The address that it says is its own, where it stands at another one. */
  readonly canonical?: string | null;
  /** It was read as an offer's own page. */
  readonly showsOffer?: boolean;
  /** What the page says of all its links. */
  readonly nofollow: boolean;
  /** Listings on it that are new or not as they were. */
  readonly news: number;
  /** Offers' pages that are worth another look: the list no longer says of them what it said. */
  readonly changed: readonly string[];
};

/**
 * `barrenNow`: pages in a row without anything new, this one counted; `believed`: its dates mean something; `leaves`: known
 * sitemaps that it does not date are left for a later run.
 */
export type Judged = Omit<LinkSource, 'changed'> & {
  readonly changed: ReadonlySet<string>;
  readonly barrenNow: number;
  readonly believed: boolean;
  readonly leaves: boolean;
};

export type LinkRules = {
  readonly maxDepth: number;
  readonly inScope: Scope;
  readonly traps: TrapSense;
};

/** A list that goes on and on without anything new, as some do when the number in their address is too large. */
const MOST_BARREN = 5;
export function isSitemap(url: string): boolean {
  return /sitemap|\.xml(?:\.gz)?(?:$|\?)/i.test(url);
}

/** How many offers the links name that no other page of this run has linked. */
export function countFresh(urls: KnownUrls, links: readonly LookedLink[]): number {
  let fresh = 0;
  for (const { link, entry } of links) {
    if (link.kind === 'next') continue;
    if (link.kind === 'detail' && !urls.has(entry, MARK.listed)) fresh += 1;
    urls.set(entry, MARK.listed);
  }
  return fresh;
}

/** How many offers the links name that neither this run nor an earlier one has planned. */
export function countUnheard(urls: KnownUrls, links: readonly LookedLink[]): number {
  const known = MARK.planned | MARK.remembered;
  return links.filter(({ link, entry }) => link.kind === 'detail' && !urls.has(entry, known)).length;
}

/** Whether a page that is remembered has to be visited again because of this link. */
function isDue(urls: KnownUrls, link: FollowLink, entry: number, source: Judged): boolean {
  if (source.changed.has(link.url)) return true;
  // What follows a list on which something has moved may have moved, too.
  if (link.kind === 'next' && source.news > 0) return true;
  const modified = secondsOf(link.lastModified);
  // A sitemap of sitemaps that does not date them leaves nothing but to look, now and then.
  if (modified === 0 && source.planned.kind === 'sitemap') return isSitemap(link.url) && !source.leaves;
  if (modified === 0 || !source.believed) return false;
  urls.noteDated(entry);
  return urls.hasMoved(entry, modified) || urls.takeUnsettled(entry);
}

/** Why a URL is not visited now, though a better link to it may still turn up. */
function asideReason(
  link: FollowLink,
  depth: number,
  maxDepth: number,
  source: Pick<LinkSource, 'nofollow'>,
): SkipReason | null {
  if (source.nofollow || link.nofollow) return 'nofollow';
  return depth > maxDepth ? 'too-deep' : null;
}

export type Step =
  | { readonly to: 'alias' | 'not-due' }
  | { readonly to: 'drop' | 'aside'; readonly reason: SkipReason; readonly detail: string | null }
  | { readonly to: 'visit'; readonly depth: number; readonly barren: number; readonly again: boolean };

const drop = (reason: SkipReason, detail: string | null): Step => ({ to: 'drop', reason, detail });

/** In the order in which it costs: marks, scope, then the address itself. */
export function stepOf(
  o: LinkRules,
  urls: KnownUrls,
  { link, entry, canonical }: LookedLink,
  source: Judged,
): Step {
  if (urls.has(entry, MARK.planned)) return { to: 'alias' };
  const again = urls.has(entry, MARK.remembered);
  if (again && !isDue(urls, link, entry, source)) return { to: 'not-due' };
  if (!o.inScope(link.url)) return drop('off-site', null);
  const { depth: here, kind } = source.planned;
  const barren = link.kind === 'next' ? source.barrenNow : 0;
  if (barren >= MOST_BARREN) return drop('trap', `${MOST_BARREN} pages of this list had nothing new`);
  // A sitemap is no page on the way: what it names is as deep as what a start names.
  const depth = link.kind === 'next' ? here : kind === 'sitemap' ? 1 : here + 1;
  if (again) return { to: 'visit', depth, barren, again };
  const reason = asideReason(link, depth, o.maxDepth, source);
  if (reason !== null) return { to: 'aside', reason, detail: null };
  const trap = o.traps.judge(canonical ?? canonicalUrl(link.url), link.kind === 'detail');
  return trap === null ? { to: 'visit', depth, barren, again } : drop('trap', trap);
}
