/** Replays saved pages through extraction, and counts what was found, by source. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { extractPage } from '../../src/extract/extract-page.ts';
import type { Verdict } from '../../src/model/assessment.ts';
import type { Listing } from '../../src/model/listing.ts';
import type { PageKind } from '../../src/model/page.ts';
import type { SavedPage } from './read-corpus.ts';

/** Fields whose share of listings is told. */
export const FIELDS = {
  title: (listing) => listing.title !== null,
  price: (listing) => listing.price?.amount != null,
  currency: (listing) => listing.price?.currency != null,
  stock: (listing) => listing.availability !== null,
  image: (listing) => listing.images.length > 0,
  seller: (listing) => listing.seller !== null,
  id: (listing) => listing.externalId !== null,
} as const satisfies Record<string, (listing: Listing) => boolean>;
export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

export type PageResult = {
  readonly source: string;
  readonly file: string;
  readonly expected: PageKind;
  readonly found: PageKind;
  readonly next: string | null;
  readonly needsBrowser: boolean;
  readonly listings: readonly Listing[];
  /** What screening says of each listing, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** Extraction alone, without screening. */
  readonly milliseconds: number;
};

export type Score = {
  readonly source: string;
  readonly pages: number;
  readonly kindsRight: number;
  readonly listings: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly filled: Readonly<Record<FieldName, number>>;
  readonly millisecondsPerPage: number;
};

export type Screen = (listing: Listing) => Verdict;

export function replayPage(page: SavedPage, screen: Screen): PageResult {
  const body = readFileSync(page.path);
  const started = performance.now();
  const { kind, listings, next, needsBrowser } = extractPage(
    { url: page.url, status: 200, headers: { 'content-type': 'text/html' }, body },
    null,
  );
  const milliseconds = performance.now() - started;
  return {
    source: page.source,
    file: page.file,
    expected: page.kind,
    found: kind,
    next,
    needsBrowser,
    listings,
    verdicts: listings.map(screen),
    milliseconds,
  };
}

function countVerdicts(results: readonly PageResult[]): Record<Verdict, number> {
  const all = results.flatMap(({ verdicts }) => verdicts);
  const count = (verdict: Verdict) => all.filter((one) => one === verdict).length;
  return { alert: count('alert'), watch: count('watch'), clear: count('clear') };
}

function scoreOf(source: string, results: readonly PageResult[]): Score {
  const listings = results.flatMap((result) => result.listings);
  const filled = Object.fromEntries(
    FIELD_NAMES.map((name) => [name, listings.filter(FIELDS[name]).length]),
  ) as Record<FieldName, number>;
  return {
    source,
    pages: results.length,
    kindsRight: results.filter(({ expected, found }) => expected === found).length,
    listings: listings.length,
    verdicts: countVerdicts(results),
    filled,
    millisecondsPerPage:
      results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / Math.max(1, results.length),
  };
}

/** One score for each source in the order of the inventory, then the total. */
export function scorePages(results: readonly PageResult[]): Score[] {
  const sources = [...new Set(results.map(({ source }) => source))];
  return [
    ...sources.map((source) =>
      scoreOf(
        source,
        results.filter((result) => result.source === source),
      ),
    ),
    scoreOf('total', results),
  ];
}
