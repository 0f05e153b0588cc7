/** One planned URL from request to reading: fetch, render when needed, hand over, and say how it ended. */
import type { Page, PageKind } from '../src/model/page.ts';
import type { Coverage } from '../src/model/run.ts';
import type { Site } from '../src/model/site.ts';
import { retryAfterSeconds } from './answer-meaning.ts';
import type { DrawnPage } from './crawl-with-browser.ts';
import type { DrawnPages } from './drawn-pages.ts';
import type { Skip } from './fetch-page.ts';
import type { FollowLink, PlannedUrl } from './planned-url.ts';
import type { Shoot } from './shoot-page.ts';
import { isSentToSignIn } from './sign-in-address.ts';

/** What was read from a page: nothing of its meaning but what the crawl needs to go on. */
export type PageOutcome = {
  readonly kind: PageKind;
  readonly listings: number;
  readonly links: readonly FollowLink[];
  /** The address that the page says is its own, where it stands at another one. */
  readonly canonical?: string | null;
  /** Listings that were not known, or are not as they were. */
  readonly news: number;
  /** Addresses of known offers of which the page does not say any more what it said: worth another look. */
  readonly changed: readonly string[];
  /** An empty shell that fills itself by script. */
  readonly needsBrowser: boolean;
  /** It says that the site is not there for now. */
  readonly down: boolean;
};

export type VisitSteps = {
  readonly mode: Site['fetch'];
  /** What `auto` has learnt. */
  readonly drawn: DrawnPages;
  /** Links are followed whatever the page says of them: the operator has a written reason. */
  readonly followsAll: boolean;
  readonly fetch: (planned: PlannedUrl) => Promise<Page | Skip>;
  readonly render: (page: Page) => Promise<DrawnPage | Skip>;
  /** `shoot` is there for a page that was drawn, until the answer. */
  readonly onPage: (page: Page, planned: PlannedUrl, shoot: Shoot | null) => Promise<PageOutcome>;
  /** Whether this run has read a page at this address before; a wall is none, nor is a shell that no browser could draw. */
  readonly wasRead: (url: string) => boolean;
  readonly noteRead: (url: string) => void;
};

export type Visit = {
  readonly outcome: Coverage['outcome'];
  readonly status: number | null;
  readonly detail: string | null;
  /** Whether a page was read that is content and not a wall. */
  readonly read: boolean;
  readonly links: readonly FollowLink[];
  readonly canonical?: string | null;
  /** It was read as an offer's own page. */
  readonly showsOffer?: boolean;
  readonly nofollow: boolean;
  readonly news: number;
  readonly changed: readonly string[];
  readonly retryAfterSeconds: number | null;
  /** The server is in trouble, by its status, its words or its silence. */
  readonly troubled: boolean;
  /** The page that the address leads to and that was read before. */
  readonly ledTo?: string;
};

function withoutContent(skip: Skip, troubled = false): Visit {
  const { reason, status, detail, retryAfterSeconds, ledTo } = skip;
  const nothing = { read: false, links: [], nofollow: false, news: 0, changed: [] };
  const visit = { outcome: reason, status, detail, ...nothing, retryAfterSeconds, troubled };
  return ledTo === undefined ? visit : { ...visit, ledTo };
}

function skipped(page: Page, reason: Skip['reason'], detail: string): Visit {
  const { status, proof } = page;
  return withoutContent({ reason, status, detail, retryAfterSeconds: null, proof });
}

/** Nothing that a server says of the page that was asked for: that would be 4xx, or a way on that leads nowhere. */
export function isTroubled({ reason, status }: Pick<Skip, 'reason' | 'status'>): boolean {
  if (reason === 'timeout') return true;
  return reason === 'failed' && (status === null || status >= 500 || (status >= 200 && status < 300));
}

/** Being sent to a page for signing in, instead of the one that was asked for, is a refusal whatever that page shows. */
function refusalOf(page: Page): Visit | null {
  const { url, requestedUrl } = page;
  return isSentToSignIn(requestedUrl, url) ? skipped(page, 'blocked', `sent to ${url} to sign in`) : null;
}

/** As if it had said so by its status. When to come again makes no sense of a page that is what it was asked for. */
function down(page: Page, says: boolean): Visit | null {
  const wait = retryAfterSeconds(page.headers, new Date(page.fetchedAt));
  if (!says && wait === null) return null;
  const visit = skipped(page, 'failed', 'the page says that the site is down');
  return { ...visit, retryAfterSeconds: wait, troubled: true };
}

function isHtml(page: Page): boolean {
  return /html/i.test(page.headers['content-type'] ?? 'text/html');
}

function describe(page: Page, outcome: PageOutcome, followsAll: boolean): Visit {
  if (outcome.kind === 'blocked') return skipped(page, 'blocked', 'the page is a challenge or a login wall');
  const offersNothing = outcome.kind === 'other' && outcome.listings === 0;
  const links = followsAll ? outcome.links.map((link) => ({ ...link, nofollow: false })) : outcome.links;
  const nofollow = page.directives.nofollow && !followsAll;
  // Not read: as content it would say of every page that leads to it that what was there is gone.
  const away = offersNothing ? down(page, outcome.down) : null;
  if (away !== null) return { ...away, links, nofollow };
  return {
    outcome: offersNothing ? 'no-listing' : 'fetched',
    status: page.status,
    detail: page.url === page.requestedUrl ? null : `read at ${page.url}`,
    read: true,
    links,
    canonical: outcome.canonical ?? null,
    showsOffer: outcome.kind === 'detail',
    nofollow,
    news: outcome.news,
    changed: outcome.changed,
    retryAfterSeconds: null,
    troubled: false,
  };
}

async function readDrawn(drawn: DrawnPage, planned: PlannedUrl, steps: VisitSteps): Promise<Visit> {
  await using held = drawn;
  const { page, shoot } = held;
  const refused = refusalOf(page);
  if (refused !== null) return refused;
  const visit = describe(page, await steps.onPage(page, planned, shoot), steps.followsAll);
  // The page may have moved itself on by script; it need not be read again there.
  if (visit.read) steps.noteRead(page.url);
  return visit;
}

/** `failed`: the browser was expected to be needed, and could not draw the page. */
async function readSent(
  sent: Page,
  planned: PlannedUrl,
  steps: VisitSteps,
  failed: Skip | null,
): Promise<Visit> {
  const { mode, drawn, followsAll } = steps;
  const outcome = await steps.onPage(sent, planned, null);
  const visit = describe(sent, outcome, followsAll);
  if (mode !== 'auto' || !outcome.needsBrowser) {
    if (mode === 'auto' && isHtml(sent)) await drawn.note(sent.url, false);
    return visit;
  }
  // The document is not fetched a second time: the browser is given the one at hand.
  const rendered = failed ?? (await steps.render(sent));
  if ('reason' in rendered)
    return { ...withoutContent(rendered), links: visit.links, nofollow: visit.nofollow };
  await drawn.note(sent.url, true);
  return await readDrawn(rendered, planned, steps);
}

async function readPage(sent: Page, planned: PlannedUrl, steps: VisitSteps): Promise<Visit> {
  const { mode, drawn } = steps;
  const atOnce = isHtml(sent) && (mode === 'browser' || (mode === 'auto' && (await drawn.expects(sent.url))));
  if (!atOnce) return await readSent(sent, planned, steps, null);
  const rendered = await steps.render(sent);
  if (!('reason' in rendered)) return await readDrawn(rendered, planned, steps);
  // What was learnt may hold no more, or not here, where there may be no browser.
  return mode === 'auto' ? await readSent(sent, planned, steps, rendered) : withoutContent(rendered);
}

/** A pause that is asked for no longer than this is waited out within the visit, and the page asked for once more. */
const SHORT_PAUSE_SECONDS = 60;

/** "Too many" and "not now" with a time to come back (RFC 9110 §10.2.3, RFC 6585 §4) are an invitation for then. */
function invitesBack({ status, retryAfterSeconds: wait }: Skip): boolean {
  return (status === 429 || status === 503) && wait !== null && wait <= SHORT_PAUSE_SECONDS;
}

/** The pause that an answer asks for is kept by whoever takes the next turn. */
async function fetchInTwo(planned: PlannedUrl, steps: VisitSteps): Promise<Page | Skip> {
  const sent = await steps.fetch(planned);
  return 'reason' in sent && invitesBack(sent) ? await steps.fetch(planned) : sent;
}

/** Rejects only when the run is being stopped, `onPage` fails, or what is remembered cannot be read or written. */
export async function visitUrl(planned: PlannedUrl, steps: VisitSteps): Promise<Visit> {
  const sent = await fetchInTwo(planned, steps);
  if ('reason' in sent) return withoutContent(sent, isTroubled(sent));
  const refused = refusalOf(sent);
  if (refused !== null) return refused;
  if (steps.wasRead(sent.url))
    return { ...skipped(sent, 'duplicate', `the same page as ${sent.url}`), ledTo: sent.url };
  const visit = await readPage(sent, planned, steps);
  if (visit.read) steps.noteRead(sent.url);
  return visit;
}
