/** Tells when a run's listings lack fields that earlier runs had: the first sign of a shop that changed its pages. */
import type { FieldCoverage } from '../../model/field-coverage.ts';
import type { Reader } from '../../model/listing.ts';
import type { PageKind } from '../../model/page.ts';

export type CoverageDrop = {
  readonly pages: PageKind;
  readonly field: string;
  /** The reader that gave the field; null when the field is rarer whoever reads it. */
  readonly reader: Reader | null;
  /** Share of the listings that had it in the earlier runs, their median, and in this one: 0 to 1. */
  readonly usual: number;
  readonly now: number;
  /** Listings of this run that the share is of. */
  readonly listings: number;
};

/** Fewer runs say nothing of what is usual. */
const MIN_RUNS = 3;
/** Fewer listings say nothing of the whole shop. */
const MIN_LISTINGS = 5;
/** Smaller differences come and go with the goods. */
const MIN_DROP = 0.1;
/** Standard deviations that chance is allowed: 95 of 100 runs stay within. */
const Z = 1.96;

type Shares = {
  /** "detail title " and, by reader, "detail title site" → share. */
  readonly shares: ReadonlyMap<string, number>;
  readonly listings: ReadonlyMap<string, number>;
};

const keyOf = (pages: PageKind, field: string, reader: Reader | null) => `${pages} ${field} ${reader ?? ''}`;

function sharesOf(rows: readonly FieldCoverage[]): Shares {
  const listings = new Map<string, number>();
  const filled = new Map<string, number>();
  for (const row of rows) {
    listings.set(row.pages, Math.max(listings.get(row.pages) ?? 0, row.listings));
    for (const reader of [row.reader, null]) {
      const key = keyOf(row.pages, row.field, reader);
      filled.set(key, (filled.get(key) ?? 0) + row.filled);
    }
  }
  const shares = [...filled].map(([key, count]) => {
    const all = listings.get(key.split(' ', 1)[0] ?? '') ?? 0;
    return [key, all === 0 ? 0 : count / all] as const;
  });
  return { shares: new Map(shares), listings };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** The highest share that `now` of `listings` can be a sample of (Wilson score interval). */
function highestShare(now: number, listings: number): number {
  const z2 = (Z * Z) / listings;
  return (now + z2 / 2 + Z * Math.sqrt((now * (1 - now) + z2 / 4) / listings)) / (1 + z2);
}

/**
 * `earlier`: runs of the same site, in any order; those that read no page of a kind do not count for it. A field that a
 * reader lost to another one is told with its reader: nothing is missing yet, but what the operator wrote does not hold.
 */
export function coverageDrops(
  now: readonly FieldCoverage[],
  earlier: readonly (readonly FieldCoverage[])[],
): CoverageDrop[] {
  const here = sharesOf(now);
  const before = earlier.map(sharesOf);
  const parts = new Map(
    earlier
      .flat()
      .flatMap(({ pages, field, reader }) =>
        [reader, null].map((by) => [keyOf(pages, field, by), { pages, field, reader: by }] as const),
      ),
  );
  const drops: CoverageDrop[] = [];
  for (const [key, part] of parts) {
    const listings = here.listings.get(part.pages) ?? 0;
    const runs = before.filter((run) => (run.listings.get(part.pages) ?? 0) > 0);
    if (listings < MIN_LISTINGS || runs.length < MIN_RUNS) continue;
    const usual = median(runs.map(({ shares }) => shares.get(key) ?? 0));
    const share = here.shares.get(key) ?? 0;
    if (usual - highestShare(share, listings) < MIN_DROP) continue;
    drops.push({ ...part, usual, now: share, listings });
  }
  // What is missing whoever reads it says all that its readers would.
  const missing = new Set(
    drops.filter(({ reader }) => reader === null).map((drop) => `${drop.pages} ${drop.field}`),
  );
  return drops
    .filter(({ pages, field, reader }) => reader === null || !missing.has(`${pages} ${field}`))
    .sort((a, b) => b.usual - b.now - (a.usual - a.now));
}
