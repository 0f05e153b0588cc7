/** What a run has still to fetch: in order, without repeats, and each URL that is left out with its reason. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { createKnownUrls, type KnownUrls, type LookedLink, MARK, secondsOf } from './known-urls.ts';
import {
  countFresh,
  countUnheard,
  isSitemap,
  type Judged,
  type LinkRules,
  type LinkSource,
  stepOf,
} from './link-step.ts';
import type { AsideUrl, FollowLink, PlannedKind, PlannedUrl } from './planned-url.ts';
import type { RememberedPage } from './site-memory.ts';
import { createSitemapRests, type SitemapRests } from './sitemap-rests.ts';
import { createPlanner, type Planner, type PlannerOptions, TOO_MANY_SITEMAPS } from './url-planner.ts';
import { createUrlQueue } from './url-queue.ts';

export type FrontierOptions = LinkRules &
  PlannerOptions & {
    readonly clock: () => Date;
    /** Told of each page of an earlier run that is still named and needs no visit, once. */
    readonly onNamed: (url: string) => void;
  };

export type Frontier = {
  /**
   * Gives how many offers among the links were never heard of. `room` is waited for after every part of them: a sitemap's fifty
   * thousand are not to wait all at once to be written down.
   */
  plan(links: readonly FollowLink[], source: LinkSource, room?: () => Promise<void>): Promise<number>;
  start(urls: readonly string[], kind: 'start' | 'sitemap'): void;
  /** Goes on where a run broke off: planned or set aside by it, and not to be told again. */
  resume(waiting: readonly PlannedUrl[], ended: readonly string[], aside: readonly AsideUrl[]): void;
  /** Pages of earlier runs: links to them are followed only for a reason. */
  remember(pages: readonly RememberedPage[]): void;
  /** Sitemaps that have shown nothing new for a while: those that an index does not date are left out, all or none. */
  rest(sitemaps: readonly string[]): void;
  /** Visits pages of earlier runs again; `missing`: offers that no list names any more. */
  planAgain(pages: readonly RememberedPage[], missing?: boolean): void;
  /** Offers that are still shown, by a page that need not be read for it. */
  markSeen(urls: readonly string[]): void;
  /** True for a page of the site that this run has not met: neither come across nor planned, or what marks `met` holds. */
  misses(url: string, met?: number): boolean;
  take(): PlannedUrl | null;
  readonly waiting: number;
  /** True when sitemaps of this run date nearly all offers' pages that are known: then they tell what has changed. */
  readonly dated: boolean;
  /** True when sitemaps were left out: what they name is not known in this run. */
  readonly rested: boolean;
  /** True when those told what has changed when they were read last, and so will a later run. */
  readonly datedLater: boolean;
  /** Known pages that this run came across and had no reason to visit. */
  readonly notDue: number;
  /** Notes that a page was read at `url`, where a redirect or a script may have led. */
  noteRead(url: string): void;
  wasRead(url: string): boolean;
  /** Ends the run: what still waits is left out for `reason`, what was set aside for its own. */
  close(reason: SkipReason): void;
};

/** Links that are planned in one go. */
const PART = 500;
/** Takes the step, and counts the known pages that need no visit. */
function linkPlanner(o: FrontierOptions, urls: KnownUrls, planner: Planner, onNotDue: (url: string) => void) {
  return (looked: LookedLink, kind: PlannedKind, source: Judged): void => {
    const { link, entry } = looked;
    const { url } = link;
    urls.set(entry, MARK.seen);
    const step = stepOf(o, urls, looked, source);
    switch (step.to) {
      case 'alias':
        planner.noteAlias(url, looked.canonical, entry);
        break;
      case 'not-due':
        if (!urls.has(entry, MARK.notDue)) onNotDue(url);
        urls.set(entry, MARK.notDue);
        break;
      case 'drop':
        planner.drop(url, entry, step.reason, step.detail);
        break;
      case 'aside':
        planner.setAside(url, looked.canonical ?? canonicalUrl(url), step.reason, entry);
        break;
      case 'visit': {
        const { depth, barren, again } = step;
        const canonical = looked.canonical ?? canonicalUrl(url);
        const modified = secondsOf(link.lastModified);
        const planned = { url, canonical, kind, barren, again, missing: false, modified };
        const beside = source.showsOffer === true && (kind === 'detail' || kind === 'other');
        planner.enqueue({ ...planned, depth: kind === 'sitemap' ? 0 : depth }, entry, beside);
      }
    }
  };
}

/** Plans what one page, sitemap or feed links. */
function pagePlanner(
  traps: FrontierOptions['traps'],
  urls: KnownUrls,
  planner: Planner,
  planLink: ReturnType<typeof linkPlanner>,
  rests: SitemapRests,
): Pick<Frontier, 'plan'> {
  /** What is to be known of all links before the first of them is planned. */
  const judge = (links: readonly FollowLink[], source: LinkSource) => {
    const fromSitemap = source.planned.kind === 'sitemap';
    const looked = urls.lookAll(links);
    const fresh = fromSitemap || countFresh(urls, looked) > 0;
    if (source.canonical) {
      const read = urls.has(urls.look(source.canonical).entry, MARK.read);
      traps.learn(source.planned.url, source.canonical, { offers: fresh, read });
    }
    const barrenNow = fresh ? 0 : source.planned.barren + 1;
    const unheard = fromSitemap ? 0 : countUnheard(urls, looked);
    const news = source.news + unheard;
    const changed = new Set(source.changed);
    const leaves = fromSitemap && rests.leaves(looked);
    const judged = { ...source, news, changed, barrenNow, believed: urls.believes(looked), leaves };
    return { looked, unheard, judged };
  };
  const planAll = (looked: readonly LookedLink[], judged: Judged): void => {
    for (const each of looked) {
      const { kind, url } = each.link;
      if (judged.planned.kind !== 'sitemap' || kind !== 'list' || !isSitemap(url))
        planLink(each, kind, judged);
      else if (urls.has(each.entry, MARK.planned) || planner.takesSitemap())
        planLink(each, 'sitemap', judged);
      else planner.drop(url, each.entry, 'trap', TOO_MANY_SITEMAPS);
    }
  };
  return {
    async plan(links, source, room = async () => undefined) {
      const { looked, unheard, judged } = judge(links, source);
      let at = 0;
      for (; at + PART < looked.length; at += PART) {
        planAll(looked.slice(at, at + PART), judged);
        await room();
      }
      planAll(at === 0 ? looked : looked.slice(at), judged);
      return unheard;
    },
  };
}

const PLAIN = { barren: 0, missing: false, modified: 0 };

/** Plans what is known by its address alone: starts, sitemaps, pages of earlier runs. */
function addressPlanner(o: FrontierOptions, urls: KnownUrls, planner: Planner) {
  return {
    start(addresses: readonly string[], kind: 'start' | 'sitemap'): void {
      for (const url of addresses) {
        if (!URL.canParse(url)) {
          o.leaveOut(url, 'failed', 'not a URL');
          continue;
        }
        const { entry, canonical } = urls.look(url);
        const again = urls.has(entry, MARK.remembered);
        const address = { url, canonical: canonical ?? canonicalUrl(url) };
        const planned = { ...address, depth: 0, kind, again, ...PLAIN };
        if (urls.has(entry, MARK.planned)) planner.noteAlias(url, canonical, entry);
        else if (!o.inScope(url)) planner.drop(url, entry, 'off-site', null);
        else if (kind === 'sitemap' && !planner.takesSitemap())
          planner.drop(url, entry, 'trap', TOO_MANY_SITEMAPS);
        else planner.enqueue(planned, entry);
      }
    },
    planAgain(pages: readonly RememberedPage[], missing = false): void {
      for (const { url, kind, depth, tail, fetched, modified } of pages) {
        const { entry } = urls.look(url);
        if (urls.has(entry, MARK.planned)) continue;
        const again = fetched > 0;
        const planned = { url, canonical: canonicalUrl(url), depth, barren: 0, again, missing, modified };
        if (!o.inScope(url)) planner.drop(url, entry, 'off-site', null);
        else planner.enqueue({ ...planned, kind: tail ? 'next' : kind }, entry);
      }
    },
  };
}

/** What a list shows in another order or part; what was read before has its own time. */
function mayBeView({ kind, again, missing }: PlannedUrl): boolean {
  return (kind === 'list' || kind === 'other') && !again && !missing;
}

export function createFrontier(o: FrontierOptions): Frontier {
  const queue = createUrlQueue();
  const urls = createKnownUrls(o.clock);
  const planner = createPlanner(o, urls, queue.put);
  const rests = createSitemapRests(urls);
  let notDue = 0;
  const planLink = linkPlanner(o, urls, planner, (url) => {
    notDue += 1;
    o.onNamed(url);
  });
  return {
    ...addressPlanner(o, urls, planner),
    ...pagePlanner(o.traps, urls, planner, planLink, rests),
    resume(waiting, ended, aside) {
      // By their very spelling: that another one of a page has its row says nothing of the page itself.
      const done = new Set(ended);
      for (const planned of waiting) {
        const { entry } = urls.look(planned.url);
        if (done.has(planned.url) || urls.has(entry, MARK.planned)) continue;
        urls.set(entry, MARK.planned);
        if (planned.url !== planned.canonical) urls.set(entry, MARK.otherSpelling);
        queue.put(planned);
      }
      for (const url of ended) urls.set(urls.look(url).entry, MARK.planned | MARK.aliased | MARK.seen);
      for (const each of aside)
        if (!urls.has(urls.look(each.url).entry, MARK.planned))
          planner.aside.set(canonicalUrl(each.url), each);
    },
    remember: urls.remember,
    rest: rests.rest,
    markSeen(addresses) {
      for (const url of addresses) urls.set(urls.look(url).entry, MARK.seen);
    },
    misses: (url, met = MARK.seen | MARK.planned) => o.inScope(url) && !urls.has(urls.look(url).entry, met),
    take() {
      for (let planned = queue.take(); planned !== null; planned = queue.take()) {
        const view = mayBeView(planned) ? o.traps.viewOf(planned.canonical) : null;
        if (view === null) return planned;
        o.leaveOut(planned.url, 'trap', view);
      }
      return null;
    },
    get waiting() {
      return queue.waiting();
    },
    get dated() {
      return urls.dated;
    },
    get rested() {
      return rests.rested;
    },
    get datedLater() {
      return rests.rested && urls.datedBefore;
    },
    get notDue() {
      return notDue;
    },
    noteRead: (url) => urls.set(urls.look(url).entry, MARK.read),
    wasRead: (url) => urls.has(urls.look(url).entry, MARK.read),
    close(reason) {
      for (let planned = queue.take(); planned !== null; planned = queue.take())
        o.leaveOut(planned.url, reason, null);
      for (const { url, reason: why } of planner.aside.values()) o.leaveOut(url, why, null);
    },
  };
}
