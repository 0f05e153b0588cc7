/** What a list would change in stored listings, told without changing anything. */
import type { RescreenChange, RescreenPreview } from '../model/rescreen.ts';
import type { Watchlist } from '../model/watchlist.ts';
import type { Db } from '../store/open-database.ts';
import type { StoredFacts } from '../store/rescreening/rescreen-rows.ts';
import {
  confirmedAlertsOf,
  contentsOf,
  listingsStored,
  rangeFrom,
  readFacts,
} from '../store/rescreening/rescreen-rows.ts';
import { RANGE_SIZE } from './rescreen.ts';
import { alertDifference, onSaleOf, sameAssessment } from './rescreening/compare-assessments.ts';
import { toolsFor } from './rescreening/open-rescreen.ts';
import {
  findSuspects,
  type RescreenTools,
  readListings,
  type Suspect,
} from './rescreening/rescreen-range.ts';

/** Changes of each kind that are told one by one. */
const SAMPLES = 20;
/** Listings that would be lost and are asked for confirmed alerts. */
const MOST_LOST = 100_000;

type Tally = Omit<
  { -readonly [key in keyof RescreenPreview]: RescreenPreview[key] },
  'seconds' | 'confirmedLost'
>;

export type PreviewOptions = {
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly onProgress?: (screened: number, total: number) => void;
};

export async function previewRescreen(
  db: Db,
  watchlist: Watchlist,
  o: PreviewOptions,
): Promise<RescreenPreview> {
  const started = performance.now();
  const tools = {
    ...(await toolsFor(db, watchlist, o.clock())),
    clock: o.clock,
    worker: 'preview',
    alertsPerRun: 0,
  };
  const { last, total } = await listingsStored(db);
  const samples: Tally['samples'] = { gained: [], lost: [] };
  const tally: Tally = { watchlist: watchlist.version, screened: 0, changed: 0, gained: 0, lost: 0, samples };
  const lost: number[] = [];
  for (let first = 1; !o.signal.aborted; ) {
    const range = await rangeFrom(db, first, last, RANGE_SIZE);
    if (range === null) break;
    const read = await readListings(db, range, { scope: 'all', before: null });
    await count(tools, findSuspects(tools, read), tally, lost);
    tally.screened += read.listings.length;
    o.onProgress?.(tally.screened, total);
    first = range.last + 1;
  }
  const confirmedLost = await confirmedThatFall(tools, lost);
  return { ...tally, confirmedLost, seconds: (performance.now() - started) / 1000 };
}

async function count(
  tools: RescreenTools,
  suspects: readonly Suspect[],
  tally: Tally,
  lost: number[],
): Promise<void> {
  const facts = await readFacts(
    tools.db,
    suspects.map(({ stored }) => stored.id),
  );
  for (const suspect of suspects) {
    const known = facts.get(suspect.stored.id);
    const before = known?.assessment ?? null;
    if (before !== null && sameAssessment(before, suspect.assessment)) continue;
    tally.changed += 1;
    const difference = alertDifference(before, suspect.assessment);
    for (const kind of ['gained', 'lost'] as const) {
      if (difference[kind].length === 0) continue;
      tally[kind] += 1;
      if (tally.samples[kind].length < SAMPLES)
        tally.samples[kind].push(toChange(tools, suspect, known, difference));
    }
    if (difference.lost.length > 0 && lost.length < MOST_LOST) lost.push(suspect.stored.id);
  }
}

function toChange(
  { substances }: RescreenTools,
  { stored, assessment }: Suspect,
  known: StoredFacts | undefined,
  { gained, lost }: ReturnType<typeof alertDifference>,
): RescreenChange {
  const { id, site, content } = stored;
  const seen = { first: known?.firstSeen ?? '', last: known?.lastSeen ?? '', gone: known?.state === 'gone' };
  return {
    listing: id,
    url: content.url,
    title: content.title,
    site,
    before: known?.assessment?.verdict ?? null,
    after: assessment.verdict,
    gained: [...gained],
    lost: [...lost],
    onSale:
      gained.length === 0
        ? null
        : onSaleOf(
            gained.map((each) => substances.get(each)),
            content,
            seen,
          ),
  };
}

/** Confirmed alerts none of whose listings would alert. */
async function confirmedThatFall(
  { db, screener, sites, lawOn }: RescreenTools,
  lost: readonly number[],
): Promise<RescreenPreview['confirmedLost']> {
  const falls: RescreenPreview['confirmedLost'] = [];
  for (const { listings, ...alert } of await confirmedAlertsOf(db, lost)) {
    const contents = await contentsOf(db, listings);
    const stands = contents.some(
      ({ content, site }) =>
        screener.screen(content, lawOn, sites.get(site)?.kind ?? null).verdict === 'alert',
    );
    if (!stands) falls.push(alert);
  }
  return falls;
}
