/** Screens one range of stored listings again, and writes what has changed in one transaction. */
import type { Assessment } from '../../model/assessment.ts';
import type { RescreenScope } from '../../model/rescreen.ts';
import type { Site } from '../../model/site.ts';
import type { Substance } from '../../model/watchlist.ts';
import type { Screener } from '../../screen/compile-watchlist.ts';
import { saveAssessments } from '../../store/offers/save-listings.ts';
import type { Db } from '../../store/open-database.ts';
import { addToFlood, lockFloods, type RescreenFlood } from '../../store/rescreening/rescreen-floods.ts';
import {
  type ChangeToWrite,
  countRange,
  type DroppedHit,
  lockFacts,
  readRange,
  type StoredFacts,
  type StoredListing,
  writeChanges,
  writeFormerHits,
} from '../../store/rescreening/rescreen-rows.ts';
import {
  type ClaimedRange,
  finishRange,
  type ListBefore,
  type Range,
  type RangeCounts,
} from '../../store/rescreening/rescreens.ts';
import { placeListings } from '../page/place-listings.ts';
import { type Raised, raiseListings, type Sighted } from '../page/raise-listings.ts';
import { alertDifference, droppedHits, isSilent, onSaleOf, sameAssessment } from './compare-assessments.ts';

export type RescreenSite = Pick<Site, 'id' | 'practice' | 'kind' | 'start'>;

export type RescreenTools = {
  readonly db: Db;
  readonly screener: Screener;
  readonly substances: ReadonlyMap<string, Substance>;
  readonly sites: ReadonlyMap<string, RescreenSite>;
  /** Day on which the law is read. */
  readonly lawOn: Date;
  readonly clock: () => Date;
  readonly worker: string;
  /** Alerts that the re-screening may open for one site; one more stands for all others. */
  readonly alertsPerRun: number;
};

/** A listing that has something to it, or had. */
export type Suspect = { readonly stored: StoredListing; readonly assessment: Assessment };

/** `passed`: listings of the range that need not be read. */
export type ReadListings = { readonly listings: readonly StoredListing[]; readonly passed: number };

export async function readListings(
  db: Db,
  range: Range,
  { scope, before }: { readonly scope: RescreenScope; readonly before: ListBefore | null },
): Promise<ReadListings> {
  const listings = await readRange(db, range, { scope, before });
  return { listings, passed: before === null ? 0 : (await countRange(db, range)) - listings.length };
}

/** Nearly every listing has no hit and had none: these need no further look. */
export function findSuspects(tools: RescreenTools, { listings }: ReadListings): Suspect[] {
  const { screener, sites, lawOn } = tools;
  return listings.flatMap((stored) => {
    const assessment = screener.screen(stored.content, lawOn, sites.get(stored.site)?.kind ?? null);
    return stored.silent && isSilent(assessment) ? [] : [{ stored, assessment }];
  });
}

class RangeTaken extends Error {}

/** Everything or nothing. null when another worker has taken the range over: nothing is written then. */
export async function rescreenRange(
  tools: RescreenTools,
  range: ClaimedRange,
  read: ReadListings,
): Promise<RangeCounts | null> {
  try {
    return await writeRange(tools, range, read);
  } catch (error) {
    if (error instanceof RangeTaken) return null;
    throw error;
  }
}

async function writeRange(
  tools: RescreenTools,
  range: ClaimedRange,
  read: ReadListings,
): Promise<RangeCounts> {
  const suspects = findSuspects(tools, read);
  const now = tools.clock();
  return await tools.db.transaction().execute(async (tx) => {
    const facts = await lockFacts(
      tx,
      suspects.map(({ stored }) => stored.id),
    );
    const changed = suspects.flatMap((suspect): Changed[] => {
      const known = facts.get(suspect.stored.id);
      return known !== undefined && differs(known, suspect) ? [{ ...suspect, known }] : [];
    });
    await saveAssessments(
      tx,
      changed.map(({ stored, assessment }) => ({ listing: stored.id, assessment })),
      now,
    );
    const raised = await raiseChanged({ ...tools, db: tx }, range.rescreen, changed, now);
    await writeChanges(
      tx,
      range.rescreen,
      changed.map((each) => toChange(tools, each)),
      now,
    );
    await writeFormerHits(tx, range.rescreen, hitsToKeep(changed), now);
    const { opened, revised } = raised;
    const counts = { screened: read.listings.length + read.passed, changed: changed.length, opened, revised };
    if (!(await finishRange(tx, range, tools.worker, counts, now))) {
      throw new RangeTaken();
    }
    return counts;
  });
}

type Changed = Suspect & { readonly known: StoredFacts };

/** A listing that a crawl has changed meanwhile was screened by the crawl. */
function differs(known: StoredFacts, { stored, assessment }: Suspect): boolean {
  if (known.contentHash !== stored.contentHash) return false;
  return known.assessment === null || !sameAssessment(known.assessment, assessment);
}

/** What is no longer offered opens no alert: it stands among the changes, with when it was on sale. */
async function raiseChanged(
  tools: RescreenTools,
  rescreen: number,
  changed: readonly Changed[],
  now: Date,
): Promise<Raised> {
  const total = { opened: 0, revised: 0, held: 0 };
  const alerting = changed.filter(
    ({ assessment, known }) => assessment.verdict === 'alert' && known.state === 'live',
  );
  const bySite = Map.groupBy(alerting, ({ stored }) => stored.site);
  const floods = await lockFloods(
    tools.db,
    rescreen,
    [...bySite.keys()].filter((id) => tools.sites.has(id)),
  );
  for (const [id, listings] of bySite) {
    const [site, flood] = [tools.sites.get(id), floods.get(id)];
    if (site === undefined || flood === undefined) continue;
    const raised = await raiseOnSite(tools, { rescreen, site, flood }, listings, now);
    total.opened += raised.opened;
    total.revised += raised.revised;
  }
  return total;
}

async function raiseOnSite(
  { db, alertsPerRun }: RescreenTools,
  {
    rescreen,
    site,
    flood,
  }: { readonly rescreen: number; readonly site: RescreenSite; readonly flood: RescreenFlood },
  listings: readonly Changed[],
  now: Date,
): Promise<Raised> {
  const homeless = listings.filter(({ known }) => known.offerId === null);
  const { offers } = await placeListings(
    db,
    site,
    homeless.map(({ stored, known, assessment }) => ({
      ...{ id: stored.id, key: known.key, listing: stored.content, substances: assessment.substances },
    })),
    now,
  );
  const sighted = listings.flatMap(({ stored, known, assessment }): Sighted[] => {
    const offer = known.offerId ?? offers.get(stored.id);
    if (offer === undefined) return [];
    const { id, content: listing } = stored;
    const newcomer = known.offerId === null;
    const { watchlist } = assessment;
    return [{ id, offer, url: listing.url, listing, assessment, watchlist, newcomer, changes: [] }];
  });
  const standing = { alert: flood.alert };
  // Runs are numbered from one; what a re-screening holds back bears its number below zero.
  const place = { site, run: -rescreen, room: alertsPerRun - flood.opened, flood: standing };
  const raised = await raiseListings(db, place, sighted, now);
  await addToFlood(db, rescreen, site.id, { opened: raised.opened, ...standing });
  return raised;
}

function toChange({ substances }: RescreenTools, { stored, assessment, known }: Changed): ChangeToWrite {
  const before = known.assessment;
  const { gained, lost } = alertDifference(before, assessment);
  const seen = { first: known.firstSeen, last: known.lastSeen, gone: known.state === 'gone' };
  const found = gained.map((id) => substances.get(id));
  return {
    listing: stored.id,
    before: before?.verdict ?? null,
    after: assessment.verdict,
    gained,
    lost,
    onSale: gained.length === 0 ? null : onSaleOf(found, stored.content, seen),
  };
}

function hitsToKeep(changed: readonly Changed[]) {
  const dropped = changed.flatMap(({ stored, assessment, known }): DroppedHit[] =>
    droppedHits(known.assessment, assessment).map((hit) => ({
      ...hit,
      listing: stored.id,
      watchlist: known.assessment?.watchlist ?? '',
    })),
  );
  const given = changed.flatMap(({ stored, assessment }) =>
    assessment.hits.map((hit) => ({ ...hit, listing: stored.id })),
  );
  return { dropped, given };
}
