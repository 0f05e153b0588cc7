/** The crawl of one run, with what earlier runs learnt and what this one writes down for the next, or for its successor. */
import { createHash } from 'node:crypto';
import type { BrokenOff, CrawlReport } from '../../crawlers/crawl-options.ts';
import { crawlSite } from '../../crawlers/crawl-site.ts';
import type { Pictures } from '../../crawlers/fetch-pictures.ts';
import { type AsideUrl, PLANNED_KINDS, type PlannedUrl } from '../../crawlers/planned-url.ts';
import type { Page } from '../model/page.ts';
import type { Coverage } from '../model/run.ts';
import type { Site } from '../model/site.ts';
import { isPictureEnd, type SkipReason } from '../model/skip-reasons.ts';
import { countUnused } from '../model/unused.ts';
import { hasListings } from '../store/crawling/page-batch.ts';
import {
  adoptBrokenRuns,
  type BrokenRun,
  closeJournal,
  type PlannedRow,
} from '../store/crawling/run-journal.ts';
import { isOutage } from '../store/outage.ts';
import { canonicalUrl } from '../text/canonical-url.ts';
import { type Ingested, ingestPage } from './ingest-page.ts';
import { type Journal, keepJournal } from './page/keep-journal.ts';
import type { RunContext } from './page/run-context.ts';
import { joinLedAddresses, type LedAddress } from './run/join-led-addresses.ts';
import { type Causes, noteCause } from './run/judge-run.ts';
import { createLedAwayOffers } from './run/led-away.ts';
import { lookAtPictures, unusedReason } from './run/look-at-pictures.ts';
import { type PageFacts, rememberFailure, rememberVisit } from './run/page-record.ts';
import { raiseCards } from './run/raise-cards.ts';
import { type Recall, recallSite } from './run/recall-site.ts';
import type { RunTools } from './run/run-tools.ts';
import { type SiteAddresses, siteAddresses } from './run/site-addresses.ts';
import { userAgentOf } from './run/user-agent.ts';

export type RunCrawl = {
  readonly report: CrawlReport;
  /** A page was read as a detail or a list, or is as it was when it was. */
  readonly proof: boolean;
  readonly handedOver: boolean;
  readonly causes: Causes;
};

/** A fingerprint of the rules by which a site is read: pages that were read by others are read again. */
function readingOf({ kind, country, currency, fetch, pages }: Site): string {
  const rules = JSON.stringify([kind, country, currency, fetch, pages]);
  return createHash('sha256').update(rules).digest('hex').slice(0, 16);
}

function toRow({ url, kind, depth, again, modified }: PlannedUrl, addresses: SiteAddresses): PlannedRow {
  return { url: addresses.toStored(url), key: addresses.keyOf(url), kind, depth, again, modified };
}

function brokenOff(left: BrokenRun, addresses: SiteAddresses): BrokenOff | null {
  if (left.planned.length === 0 && left.ended.length === 0) return null;
  const aside = left.planned.flatMap((row) =>
    'aside' in row ? [{ url: addresses.toLive(row.url), reason: row.aside }] : [],
  );
  const planned = left.planned.flatMap((row) => ('aside' in row ? [] : [row]));
  const waiting = planned.map(({ url: stored, kind, depth, again, modified }): PlannedUrl => {
    const url = addresses.toLive(stored);
    const known = PLANNED_KINDS.find((each) => each === kind) ?? 'other';
    const rest = { barren: 0, missing: false, again, modified };
    return { url, canonical: canonicalUrl(url), depth, kind: known, ...rest };
  });
  const read = left.outcomes.filter(({ outcome }) => outcome === 'fetched' || outcome === 'no-listing');
  const asked = left.outcomes.filter(({ outcome }) => !isPictureEnd(outcome));
  const skipped = left.outcomes.flatMap(({ outcome, rows }) =>
    outcome === 'fetched' ? [] : [[outcome, rows] as const],
  );
  return {
    waiting,
    aside,
    ended: left.ended.map(addresses.toLive),
    asked: asked.reduce((sum, { requested }) => sum + requested, 0),
    pages: read.reduce((sum, { rows }) => sum + rows, 0),
    skipped: Object.fromEntries(skipped),
  };
}

function factsOf(page: Page, planned: PlannedUrl, read: Ingested): PageFacts {
  // What a script draws changes without the shell that it is drawn in.
  const whole = page.via === 'http' && !read.needsBrowser;
  return {
    kind: read.kind,
    etag: whole ? (page.headers['etag'] ?? null) : null,
    lastModified: whole ? (page.headers['last-modified'] ?? null) : null,
    shows: read.shows,
    sold: read.sold,
    news: read.news > 0,
    moved: canonicalUrl(page.url) !== planned.canonical,
    gone: read.gone,
  };
}

/** What a run read before it broke off speaks for its site, however little is left for whoever goes on. */
function hasProof({ outcomes }: BrokenRun): boolean {
  return outcomes.some(({ outcome }) => outcome === 'fetched' || outcome === 'unchanged');
}

type RunPlace = {
  readonly file: Site;
  readonly origins: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** When the signal fires, another worker goes on with the run. */
  readonly handsOver: boolean;
};

/** More than this is no listing at two addresses but a site that was moved; the next runs go on with it. */
const MOST_LED = 10_000;

/** Turns what the crawl tells into entries of the journal. */
function noteTaker(
  context: RunContext,
  o: {
    readonly addresses: SiteAddresses;
    readonly reading: string;
    readonly recall: Recall;
    readonly journal: Journal;
    readonly clock: () => Date;
    /** The run had read content when it broke off. */
    readonly proved: boolean;
  },
) {
  const { addresses, reading, recall, journal, clock } = o;
  const { everySeconds } = context.site.schedule;
  /** Of the page of the visit under way, and the offers that it was the first to name. */
  let facts: PageFacts | null = null;
  let found = 0;
  let proof = o.proved;
  /** Keys of pages that were read where another address led. */
  const ledTo = new Set<string>();
  const ledAway = createLedAwayOffers(context.site.start);
  const led: LedAddress[] = [];
  /** Where the page of the visit under way was shown, if that is not its own address. */
  let shownAt: string | null = null;
  const ended = (row: Coverage, planned: PlannedUrl): void => {
    const [key, url] = [addresses.keyOf(planned.url), addresses.toStored(planned.url)];
    const seen = facts === null ? null : { ...facts, news: facts.news || found > 0 };
    const before = planned.again ? recall.before(key) : null;
    const readBefore = ledTo.has(key);
    const visited = { row, planned, key, url, before, facts: seen, readBefore, reading, everySeconds };
    const whole = { ...visited, now: clock() };
    const remembered = rememberVisit(whole);
    const waits = ledAway.wait(whole, remembered, shownAt);
    journal.add({ coverage: { ...row, url }, ...(waits ? {} : remembered) });
    if (row.outcome === 'unchanged') proof = true;
    facts = null;
    shownAt = null;
    found = 0;
  };
  return {
    proof: () => proof,
    onRead(page: Page, planned: PlannedUrl, read: Ingested): void {
      if (read.kind === 'detail' || read.kind === 'list') proof = true;
      facts = factsOf(page, planned, read);
      if (facts.moved) ledTo.add(addresses.keyOf(page.url));
      shownAt = facts.moved ? page.url : null;
      if (read.gone || (read.kind === 'list' && read.shows.length > 0)) ledAway.noteSound(page.url);
    },
    onLedTo(planned: PlannedUrl, url: string): void {
      shownAt = url;
      const pair = { from: addresses.keyOf(planned.url), to: addresses.keyOf(url) };
      if (planned.kind === 'detail' && led.length < MOST_LED) led.push(pair);
    },
    led: () => led,
    /** When nothing more will be visited. */
    settle(): void {
      for (const remembered of ledAway.settle(rememberFailure)) journal.add(remembered);
    },
    onPlanned(planned: PlannedUrl): void {
      // What is planned by age has no page that leads to it.
      const shown = facts !== null && planned.kind === 'detail';
      if (shown && (!planned.again || planned.modified > 0)) found += 1;
      journal.add({ planned: toRow(planned, addresses) });
    },
    onAside({ url, reason }: AsideUrl): void {
      journal.add({ planned: { url: addresses.toStored(url), aside: reason } });
    },
    onNamed(url: string): void {
      journal.add({ named: addresses.keyOf(url) });
    },
    onCoverage(row: Coverage, planned: PlannedUrl | null): void {
      if (planned === null) journal.add({ coverage: { ...row, url: addresses.toStored(row.url) } });
      else ended(row, planned);
    },
  };
}

/** Pictures are looked at when all that the pages said is stored. */
function picturesOf(tools: RunTools, { site, run, unused }: RunContext, journal: Journal): Pictures {
  const { db, clock, picturesPerRun: most, log } = tools;
  const pictures = lookAtPictures({ db, site: site.id, run, most, clock });
  return {
    ...pictures,
    async wanted() {
      await journal.written();
      return await pictures.wanted();
    },
    async onPicture(url, picture) {
      // What is looked at is not asked for again: by then the ledger says that it was.
      await journal.written();
      const end = await pictures.look(url, picture);
      if (end !== 'fingerprint') countUnused(unused, { [unusedReason(end)]: 1 });
      log.debug({ site: site.id, run, url, end }, 'picture looked at');
    },
  };
}

/** @throws what the database says when it cannot be written, and when another worker has taken over the site */
export async function crawlRun(tools: RunTools, context: RunContext, o: RunPlace): Promise<RunCrawl> {
  const { db, clock, robots, ...shared } = tools;
  const { site, run, token } = context;
  const addresses = siteAddresses(o.file, site);
  const reading = readingOf(o.file);
  const left = await adoptBrokenRuns(db, site.id, run);
  const lost = new AbortController();
  const place = { site: site.id, run, token };
  const from = { ...left, allFresh: !(await hasListings(db, site.id)) };
  const journal = keepJournal(db, place, from, clock, (error) => lost.abort(error));
  const causes = new Map<SkipReason, string>();
  const { pages } = site.politeness;
  const { everySeconds } = site.schedule;
  const recall = recallSite(db, { site: site.id, addresses, reading, pages, everySeconds, now: clock() });
  const notes = noteTaker(context, { addresses, reading, recall, journal, clock, proved: hasProof(left) });
  const crawled = crawlSite({
    ...shared,
    clock,
    site,
    userAgent: userAgentOf(site, tools.contact),
    allowedOrigins: o.origins,
    signal: AbortSignal.any([o.signal, lost.signal]),
    // The practice market has addresses of its own at each start.
    ...(site.practice || robots === null ? {} : { robots }),
    memory: recall,
    resume: brokenOff(left, addresses),
    handsOver: o.handsOver,
    passes: isOutage,
    async onPage(page, planned, shoot) {
      await journal.room();
      const screener = await tools.screenerInUse();
      const read = await ingestPage({ ...tools, screener }, context, page, journal, shoot);
      notes.onRead(page, planned, read);
      return read;
    },
    onPlanned: notes.onPlanned,
    room: () => journal.room(),
    onNamed: notes.onNamed,
    onAside: notes.onAside,
    onLedTo: notes.onLedTo,
    onCoverage(row, planned) {
      noteCause(causes, row);
      notes.onCoverage(row, planned);
    },
    pictures: picturesOf(tools, context, journal),
  });
  const [crawl] = await Promise.allSettled([crawled]);
  // Whoever goes on with the run, or the next one, asks again for what it took to tell.
  if (crawl.status === 'fulfilled' && crawl.value.stopped !== 'signal') notes.settle();
  // A crawl that breaks off still accounts for what it did.
  const [written] = await Promise.allSettled([journal.written()]);
  const fault = faultOf(written) ?? faultOf(crawl);
  const stopped = crawl.status === 'fulfilled' && crawl.value.stopped === 'signal';
  const handedOver = o.handsOver && (stopped || (fault !== null && isOutage(fault.error)));
  if (!handedOver && fault === null) {
    await joinLedAddresses(tools, context, notes.led());
    await raiseCards(tools, context, left.position > 0);
  }
  if (!handedOver) await closeJournal(db, place, clock());
  if (fault !== null) throw fault.error;
  if (crawl.status === 'rejected') throw crawl.reason;
  return { report: crawl.value, proof: notes.proof(), handedOver, causes };
}

function faultOf(end: PromiseSettledResult<unknown>): { readonly error: unknown } | null {
  return end.status === 'rejected' ? { error: end.reason } : null;
}
