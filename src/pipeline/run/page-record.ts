/** What is remembered of a page after a visit, and what the visit says of the listings that it showed before. Pure. */
import type { PlannedUrl } from '../../../crawlers/planned-url.ts';
import type { PageKind } from '../../model/page.ts';
import type { Coverage } from '../../model/run.ts';
import type { PageRecord, SitePageKind } from '../../store/crawling/site-pages.ts';
import { isLaterPage } from '../../text/page-number.ts';
import { dueAt, nextLook } from './revisit.ts';

/** What was read from a page that the server sent. */
export type PageFacts = {
  readonly kind: PageKind;
  /** Null where the page was drawn by a script: then they are those of an empty shell. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Keys of its listings. */
  readonly shows: readonly string[];
  /** Those that it says are sold. */
  readonly sold: readonly string[];
  readonly news: boolean;
  /** It was sent from another address than the one that was planned. */
  readonly moved: boolean;
  /** It says that what was offered at its address is not any more. */
  readonly gone: boolean;
};

export type Visited = {
  readonly row: Coverage;
  readonly planned: PlannedUrl;
  readonly key: string;
  /** As it is kept. */
  readonly url: string;
  readonly before: PageRecord | null;
  readonly facts: PageFacts | null;
  /** In this run already, when another address led there. */
  readonly readBefore: boolean;
  readonly reading: string;
  readonly everySeconds: number;
  readonly now: Date;
};

export type Remembered = {
  readonly page: PageRecord | null;
  readonly seen: readonly string[];
  readonly gone: readonly string[];
};

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Seconds after which a page that could not be read is tried again, as one that no run has come to. */
const RETRY: Partial<Record<Coverage['outcome'], number>> = {
  failed: HOUR,
  timeout: HOUR,
  'robots-unreachable': HOUR,
  blocked: DAY,
  disallowed: 7 * DAY,
  'too-large': 30 * DAY,
  'unsupported-type': 30 * DAY,
  'no-browser': 0,
};
const LONGEST_RETRY = 30 * DAY;
/** For a page that could be read before, when that fails for the first time. */
const LONGEST_WAIT = 2 * DAY;
const GONE_AGAIN = 30 * DAY;
/**
 * Offers come and go: asked for monthly for ever, what a site once had would be most of what it is asked for. Now and then all the
 * same: a list that only links its offers does not tell that one has come back.
 */
const GONE_AT_MOST = 120 * DAY;

function kindOf(planned: PlannedUrl, facts: PageFacts | null, before: PageRecord | null): SitePageKind {
  if (planned.kind === 'sitemap') return 'sitemap';
  if (facts !== null && facts.kind !== 'blocked') return facts.kind;
  if (before !== null) return before.kind;
  return planned.kind === 'detail' || planned.kind === 'other' ? planned.kind : 'list';
}

function plainRecord(visited: Visited): PageRecord {
  const { planned, key, url, before, facts, now, row } = visited;
  return {
    key,
    url,
    kind: kindOf(planned, facts, before),
    tail: planned.kind === 'next' || isLaterPage(url),
    depth: planned.depth,
    state: 'live',
    found_at: before?.found_at ?? row.at,
    fetched_at: row.at,
    changed_at: null,
    etag: null,
    last_modified: null,
    reading: null,
    modified_at: planned.modified > 0 ? new Date(planned.modified * 1000).toISOString() : null,
    shows: null,
    quiet: 0,
    interval_seconds: 0,
    due_at: now.toISOString(),
    unlisted: planned.missing,
    failures: 0,
  };
}

function lookAgain(visited: Visited, kind: SitePageKind, tail: boolean, news: boolean) {
  const { before, everySeconds, now, key } = visited;
  const last = before === null || before.fetched_at === null ? null : before;
  const look = nextLook(
    { kind, tail, news },
    last === null ? null : { quiet: last.quiet, intervalSeconds: last.interval_seconds },
    everySeconds,
  );
  return {
    quiet: look.quiet,
    interval_seconds: look.intervalSeconds,
    due_at: dueAt(now, look.intervalSeconds, key).toISOString(),
  };
}

/** The listings that the page stood for when it was read last. */
function shownBefore({ before, key }: Visited): readonly string[] {
  return before === null ? [] : (before.shows ?? (before.kind === 'detail' ? [key] : []));
}

function read(visited: Visited, facts: PageFacts): Remembered {
  const { row, key, reading } = visited;
  const page = plainRecord(visited);
  const { etag, lastModified, shows, news, sold, moved } = facts;
  const own = page.kind === 'detail' && shows.length === 1 && shows[0] === key && !moved;
  // A page that was sent on to another one does not stand for what that one shows.
  const lost = moved ? shownBefore(visited).filter((each) => !shows.includes(each)) : [];
  return {
    page: {
      ...page,
      changed_at: news ? row.at : null,
      etag: moved ? null : etag,
      last_modified: moved ? null : lastModified,
      reading,
      shows: own ? null : [...shows],
      ...lookAgain(visited, page.kind, page.tail, news),
    },
    seen: [],
    // Shops list what is sold out and comes again; what is sold and listed no more is gone.
    gone: visited.planned.missing ? [...sold, ...lost] : lost,
  };
}

function unchanged(visited: Visited, before: PageRecord): Remembered {
  const { planned, row } = visited;
  const { modified } = planned;
  return {
    page: {
      ...before,
      state: 'live',
      fetched_at: row.at,
      changed_at: null,
      modified_at: modified > 0 ? new Date(modified * 1000).toISOString() : before.modified_at,
      unlisted: planned.missing,
      failures: 0,
      ...lookAgain(visited, before.kind, before.tail, false),
    },
    seen: shownBefore(visited),
    gone: [],
  };
}

/** Where the page is not there any more, or only points to another one that was read. More seldom each time it is found so. */
function gone(visited: Visited): Remembered {
  const { before, now, key } = visited;
  const page = plainRecord(visited);
  const interval =
    before?.state === 'gone' ? Math.min(GONE_AT_MOST, 2 * before.interval_seconds) : GONE_AGAIN;
  const due = dueAt(now, interval, key).toISOString();
  const isOffer = page.kind === 'detail';
  const shown = isOffer ? shownBefore(visited) : [];
  // Where nothing was ever read at its own address, a list may have told of it.
  const told = visited.row.outcome === 'gone' && !shown.includes(key);
  return {
    page: { ...page, state: 'gone', reading: null, interval_seconds: interval, due_at: due },
    seen: [],
    gone: told ? [...shown, key] : shown,
  };
}

/** Longer with each try in vain. */
const backOff = (seconds: number, tries: number): number =>
  Math.min(LONGEST_RETRY, seconds * 2 ** Math.min(tries - 1, 10));

/**
 * Tried again before long at first, and later each time. A page that was read once keeps what it was, and is looked at again after
 * its usual pause at first: left due, those that cannot be read would take the place of all others that are read again by age.
 */
function unread(visited: Visited, seconds: number): Remembered {
  const { before, now, key, row } = visited;
  if (before !== null && before.state !== 'waiting') {
    if (seconds === 0) return { page: null, seen: [], gone: [] };
    const failures = before.failures + 1;
    const usual = Math.min(before.interval_seconds, LONGEST_WAIT);
    const due = dueAt(now, backOff(usual, failures), key).toISOString();
    return { page: { ...before, failures, due_at: due }, seen: [], gone: [] };
  }
  const tries = (before?.quiet ?? 0) + 1;
  const pause = backOff(seconds, tries);
  const page = plainRecord(visited);
  return {
    page: {
      ...page,
      state: 'waiting',
      fetched_at: null,
      found_at: before?.found_at ?? row.at,
      quiet: tries,
      due_at: dueAt(now, pause, key).toISOString(),
    },
    seen: [],
    gone: [],
  };
}

/** A look that told nothing of the page, whatever it seemed to tell. */
export function rememberFailure(visited: Visited): Remembered {
  return unread({ ...visited, facts: null }, HOUR);
}

/** Where an offer stood nothing does, and nothing says why: that may be an outage, and what stood there is not forgotten for it. */
function isBlank(visited: Visited, { kind, shows, moved }: PageFacts): boolean {
  const blank = kind === 'other' && shows.length === 0 && !moved;
  return blank && visited.before?.kind === 'detail' && shownBefore(visited).length > 0;
}

/** No list names the offer any more, and its own page shows it no more and says that it is gone: each alone may be a mistake. */
function isToldGone(visited: Visited, { gone, shows, moved }: PageFacts): boolean {
  const { planned, before } = visited;
  if (!gone || moved || !planned.missing || before?.kind !== 'detail') return false;
  return !shownBefore(visited).some((key) => shows.includes(key));
}

/** Other ends leave a page unread, also where an empty shell of it was looked at before the browser failed. */
const READ: ReadonlySet<Coverage['outcome']> = new Set(['fetched', 'no-listing']);

/** Null as the page: nothing new is known of it. */
export function rememberVisit(visited: Visited): Remembered {
  const { row, facts, before } = visited;
  if (row.outcome === 'unchanged' && before !== null) return unchanged(visited, before);
  // That it was not read a second time says nothing against it; what led there is another page.
  if (row.outcome === 'duplicate' && visited.readBefore) return { page: null, seen: [], gone: [] };
  if (row.outcome === 'gone' || row.outcome === 'duplicate') return gone(visited);
  if (facts !== null && facts.kind !== 'blocked' && READ.has(row.outcome)) {
    if (isToldGone(visited, facts)) return gone({ ...visited, facts: null });
    return isBlank(visited, facts) ? rememberFailure(visited) : read(visited, facts);
  }
  const retry = RETRY[row.outcome];
  return retry === undefined
    ? { page: null, seen: [], gone: [] }
    : unread({ ...visited, facts: null }, retry);
}
