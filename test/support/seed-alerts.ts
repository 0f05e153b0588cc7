/** Alerts on one site with listings of the caller's choice, written through the store as a run writes them. */

import { createHash } from 'node:crypto';
import type { Assessment, Hit, Severity } from '../../src/model/assessment.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { Site } from '../../src/model/site.ts';
import { screenedFields } from '../../src/screen/screened-fields.ts';
import { createRun } from '../../src/store/crawling/runs.ts';
import { applySites } from '../../src/store/crawling/sites.ts';
import { upsertSeller } from '../../src/store/offers/sellers.ts';
import { storeWatchlist } from '../../src/store/offers/watchlists.ts';
import type { Db } from '../../src/store/open-database.ts';
import {
  attachOffer,
  openAlert,
  recordCapture,
  saveAssessment,
  saveListing,
  upsertOffer,
} from './single-rows.ts';

export const WATCHLIST = '0123456789abcdef';

export const LAW: Assessment['law'] = [
  {
    substance: '4-piperidone',
    regime: 'UN 1988',
    list: 'Table I',
    effective: '2024-12-03',
    status: 'in-force',
    verified: true,
    source: 'https://law.invalid/1',
  },
];

export type SeededAlert = {
  readonly listing?: Partial<Listing>;
  readonly severity?: Severity;
  readonly score?: number;
  /** Texts that are hits wherever they stand in the listing. */
  readonly terms?: readonly string[];
  readonly openedAt?: Date;
  /** SHA-256 of the stored page. */
  readonly capture?: string;
};

const OPENED = new Date('2026-01-02T03:04:05.000Z');

/** Site "shop-a" and one alert each; gives their numbers in order. */
export async function seedAlerts(db: Db, alerts: readonly SeededAlert[]): Promise<number[]> {
  await storeWatchlist(db, emptyWatchlist(), OPENED);
  await applySites(db, [shop('shop-a')], 'file', OPENED);
  const run = await createRun(db, 'shop-a', 'command', OPENED);
  const ids: number[] = [];
  for (const [index, alert] of alerts.entries()) ids.push(await seedAlert(db, run, index, alert));
  return ids;
}

/** A listing with nothing in it but a title. */
function listingOf(parts: Partial<Listing>): Listing {
  return {
    url: 'https://shop-a.invalid/item/1',
    externalId: null,
    title: '4-Piperidone, 98 %',
    description: null,
    price: null,
    availability: null,
    quantity: null,
    seller: null,
    contacts: [],
    location: null,
    images: [],
    attributes: {},
    language: null,
    postedAt: null,
    source: {},
    ...parts,
  };
}

async function seedAlert(db: Db, run: number, index: number, alert: SeededAlert): Promise<number> {
  const { severity = 'high', score = 80, openedAt: now = OPENED } = alert;
  const listing = listingOf({ url: `https://shop-a.invalid/item/${index}`, ...alert.listing });
  const substances = ['4-piperidone'];
  const hits = hitsIn(listing, alert.terms ?? ['4-Piperidone']);
  const assessment: Assessment = {
    verdict: 'alert',
    score,
    severity,
    substances,
    hits,
    reasons: [{ code: 'named', text: 'Offers a listed substance by name', weight: 60 }],
    law: LAW,
    watchlist: WATCHLIST,
  };
  const contentHash = createHash('sha256').update(JSON.stringify(listing)).digest('hex');
  const key = String(index);
  if (alert.capture !== undefined) {
    await recordCapture(db, {
      siteId: 'shop-a',
      runId: run,
      url: listing.url,
      status: 200,
      sha256: alert.capture,
      bytes: 1,
      storedBytes: 1,
      contentType: 'text/html; charset=utf-8',
      fetchedAt: now.toISOString(),
    });
  }
  const saved = await saveListing(db, {
    siteId: 'shop-a',
    key,
    listing,
    contentHash,
    runId: run,
    captureSha256: alert.capture ?? null,
    now,
  });
  await saveAssessment(db, saved.id, assessment, now);
  const sellerId = await upsertSeller(db, { siteId: 'shop-a', key, seller: listing.seller });
  const offer = await upsertOffer(db, { key, siteId: 'shop-a', sellerId, now });
  await attachOffer(db, saved.id, offer.id);
  const common = { severity, score, substances, material: {}, now };
  const opened = { ...common, offerId: offer.id, siteId: 'shop-a', practice: false, listingId: saved.id };
  return (await openAlert(db, opened)).id;
}

function hitsIn(listing: Listing, terms: readonly string[]): Hit[] {
  return screenedFields(listing).flatMap(({ field, text }) =>
    terms.flatMap((term) => {
      const start = text.indexOf(term);
      if (start < 0) return [];
      const end = start + term.length;
      return [{ substance: '4-piperidone', term, technique: 'name' as const, field, start, end, text: term }];
    }),
  );
}

function emptyWatchlist() {
  return {
    version: WATCHLIST,
    substances: [],
    redFlags: [],
    innocentContexts: [],
    innocentCas: [],
    knownBad: [],
  };
}

function shop(id: string): Site {
  return {
    id,
    name: 'Shop A',
    country: null,
    kind: null,
    currency: null,
    start: [`https://${id}.invalid/`],
    schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
    politeness: { delaySeconds: 5, pages: 100, megabytes: 100, minutes: 10, depth: 3 },
    overrides: { robots: null, nofollow: null, noarchive: null },
    ports: [],
    fetch: 'http',
    practice: false,
    pages: { list: null, detail: null },
  };
}
