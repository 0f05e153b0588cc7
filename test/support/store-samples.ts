/** Rows for the tests of the store: invented shops with invented goods. */

import type { Assessment, Severity } from '../../src/model/assessment.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { RunSummary } from '../../src/model/run.ts';
import type { Site } from '../../src/model/site.ts';
import type { Watchlist } from '../../src/model/watchlist.ts';
import type { JournalBatch } from '../../src/store/crawling/run-journal.ts';
import { createRun } from '../../src/store/crawling/runs.ts';
import type { PageRecord } from '../../src/store/crawling/site-pages.ts';
import { upsertSeller } from '../../src/store/offers/sellers.ts';
import type { Db } from '../../src/store/open-database.ts';
import {
  attachOffer,
  openAlert,
  recordCapture,
  saveAssessment,
  saveListing,
  upsertOffer,
} from './single-rows.ts';

/** Seconds after a fixed moment. */
export function at(seconds: number): Date {
  return new Date(Date.UTC(2026, 0, 5, 12, 0, seconds));
}

export function sampleSite(id: string, more: Partial<Site> = {}): Site {
  return {
    id,
    name: `Shop ${id}`,
    country: null,
    kind: null,
    currency: null,
    start: [`https://${id}.example/`],
    schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
    politeness: { delaySeconds: 5, pages: 100, megabytes: 100, minutes: 10, depth: 3 },
    overrides: { robots: null, nofollow: null, noarchive: null },
    ports: [],
    fetch: 'auto',
    practice: false,
    pages: { list: null, detail: null },
    ...more,
  };
}

export function sampleListing(title: string, more: Partial<Listing> = {}): Listing {
  return {
    url: `https://shop.example/${encodeURIComponent(title.toWellFormed())}`,
    externalId: null,
    title,
    description: null,
    price: null,
    availability: null,
    quantity: null,
    seller: { name: 'Invented Trading', id: null, url: null, country: null },
    contacts: [],
    location: null,
    images: [],
    attributes: {},
    language: null,
    postedAt: null,
    source: {},
    ...more,
  };
}

export function sampleAssessment(more: Partial<Assessment> = {}): Assessment {
  return {
    verdict: 'alert',
    score: 80,
    severity: 'high',
    substances: ['substance-a'],
    hits: [
      {
        substance: 'substance-a',
        term: 'Alpha',
        technique: 'name',
        field: 'title',
        start: 0,
        end: 5,
        text: 'Alpha',
      },
      {
        substance: 'substance-a',
        term: 'Alpha',
        technique: 'leet',
        field: 'description',
        start: 2,
        end: 7,
        text: '4lpha',
      },
    ],
    reasons: [{ code: 'name', text: 'Names it', weight: 60 }],
    law: [],
    watchlist: 'list-1',
    ...more,
  };
}

export function sampleWatchlist(version: string, names: Readonly<Record<string, string>>): Watchlist {
  const substances = Object.entries(names).map(([id, name]) => ({
    id,
    name,
    family: 'invented',
    tier: 'A' as const,
    controlledAsPrecursor: true,
    cas: [],
    structures: [],
    terms: [],
    schedules: [],
    note: null,
  }));
  return { version, substances, redFlags: [], innocentContexts: [], innocentCas: [], knownBad: [] };
}

export function sampleSummary(run: number, site: string, more: Partial<RunSummary> = {}): RunSummary {
  return {
    run,
    site,
    status: 'ok',
    pages: 3,
    listings: 2,
    alerts: { opened: 1, revised: 0 },
    held: null,
    skipped: { gone: 1 },
    unused: {},
    seconds: 1.5,
    problem: null,
    ...more,
  };
}

export type SampleAlert = {
  readonly site: string;
  readonly key: string;
  readonly title: string;
  readonly severity?: Severity;
  readonly score?: number;
  readonly substances?: readonly string[];
  readonly practice?: boolean;
  readonly now: Date;
};

/** A listing with capture, assessment, seller, offer and alert, as a crawl of an applied site would leave them. */
export async function addAlert(
  db: Db,
  o: SampleAlert,
): Promise<{ alert: number; listing: number; offer: number }> {
  const run = await createRun(db, o.site, 'command', o.now);
  const sha256 = Buffer.from(`${o.site}/${o.key}`).toString('hex').padEnd(64, '0').slice(0, 64);
  const listing = sampleListing(o.title);
  const capture = {
    siteId: o.site,
    runId: run,
    url: listing.url,
    status: 200,
    sha256,
    bytes: 10,
    storedBytes: 5,
  };
  await recordCapture(db, { ...capture, contentType: 'text/html', fetchedAt: o.now.toISOString() });
  const saved = await saveListing(db, {
    siteId: o.site,
    key: o.key,
    listing,
    contentHash: o.title,
    runId: run,
    captureSha256: sha256,
    now: o.now,
  });
  const facts = {
    severity: o.severity ?? 'high',
    score: o.score ?? 80,
    substances: [...(o.substances ?? ['substance-a'])],
  };
  await saveAssessment(db, saved.id, sampleAssessment(facts), o.now);
  const seller = await upsertSeller(db, { siteId: o.site, key: 'seller', seller: listing.seller });
  const offer = await upsertOffer(db, {
    key: `${o.site}:${o.key}`,
    siteId: o.site,
    sellerId: seller,
    now: o.now,
  });
  await attachOffer(db, saved.id, offer.id);
  const alert = await openAlert(db, {
    ...facts,
    listingId: saved.id,
    offerId: offer.id,
    siteId: o.site,
    practice: o.practice ?? false,
    material: facts,
    now: o.now,
  });
  return { alert: alert.id, listing: saved.id, offer: offer.id };
}

/** One URL that was planned and read, with a page that is remembered. */
export function sampleJournal(site: string, run: number, token: number): JournalBatch {
  const url = `https://${site}.example/a`;
  const moment = at(3).toISOString();
  return {
    ...{ site, run, token, batch: 1, position: 0, seen: [], named: [], gone: [], now: at(3) },
    planned: [{ url, key: '/a', kind: 'detail', depth: 1, again: false, modified: 0 }],
    coverage: [{ url, outcome: 'fetched', status: 200, detail: null, requests: [], at: moment }],
    pages: [samplePage({ key: '/a', url })],
  };
}

export function samplePage(more: Partial<PageRecord> & { readonly key: string }): PageRecord {
  return {
    url: `https://a.example${more.key}`,
    kind: 'detail',
    tail: false,
    depth: 1,
    state: 'live',
    found_at: at(0).toISOString(),
    fetched_at: at(0).toISOString(),
    changed_at: null,
    etag: null,
    last_modified: null,
    reading: 'rules',
    modified_at: null,
    shows: null,
    quiet: 0,
    interval_seconds: 86_400,
    due_at: at(86_400).toISOString(),
    unlisted: false,
    failures: 0,
    ...more,
  };
}
