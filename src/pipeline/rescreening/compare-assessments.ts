/** What another list, or another day, changes in the assessment of one listing. */
import type { Assessment, Hit } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import type { OnSale } from '../../model/rescreen.ts';
import type { Substance } from '../../model/watchlist.ts';

/** It has nothing to it: as nearly every listing. */
export function isSilent({ hits, reasons }: Assessment): boolean {
  return hits.length === 0 && reasons.length === 0;
}

/** Apart from the version of the list that gave it. */
export function sameAssessment(one: Assessment, other: Assessment): boolean {
  return (
    one.verdict === other.verdict &&
    one.score === other.score &&
    one.severity === other.severity &&
    JSON.stringify(partsOf(one)) === JSON.stringify(partsOf(other))
  );
}

/** In a fixed order: the database keeps its own. */
function partsOf({ substances, hits, reasons, law }: Assessment): unknown {
  return [
    substances,
    hits.map((hit) => [hit.substance, hit.term, hit.technique, hit.field, hit.start, hit.end]),
    reasons.map(({ code, text, weight }) => [code, text, weight]),
    law.map((row) => [
      row.substance,
      row.regime,
      row.list,
      row.effective,
      row.status,
      row.verified,
      row.source,
    ]),
  ];
}

export type AlertDifference = { readonly gained: readonly string[]; readonly lost: readonly string[] };

/** Substances for which it alerts now and did not, and the other way round. */
export function alertDifference(before: Assessment | null, after: Assessment): AlertDifference {
  const had = before?.verdict === 'alert' ? before.substances : [];
  const has = after.verdict === 'alert' ? after.substances : [];
  return { gained: has.filter((id) => !had.includes(id)), lost: had.filter((id) => !has.includes(id)) };
}

/** Hits on terms that are no longer met. */
export function droppedHits(before: Assessment | null, after: Assessment): readonly Hit[] {
  if (before === null) return [];
  const met = new Set(after.hits.map(meetingOf));
  return before.hits.filter((hit) => !met.has(meetingOf(hit)));
}

function meetingOf({ substance, term }: Hit): string {
  return `${substance}\n${term}`;
}

/** When a listing was seen, ISO 8601. */
export type Seen = { readonly first: string; readonly last: string; readonly gone: boolean };

/**
 * Against the first day on which one of the substances is listed by any regime. It was put on sale on the day that it
 * names itself, else when it was first seen; it is on sale still unless it is gone. null when no such day is known.
 */
export function onSaleOf(
  substances: readonly (Pick<Substance, 'schedules'> | undefined)[],
  { postedAt }: Pick<Listing, 'postedAt'>,
  { first, last, gone }: Seen,
): OnSale | null {
  const days = substances.flatMap((substance) =>
    (substance?.schedules ?? []).flatMap(({ effective }) => (effective?.length === 10 ? [effective] : [])),
  );
  const [listed] = days.sort();
  if (listed === undefined) return null;
  const began = postedAt !== null && postedAt < first ? postedAt : first;
  if (began.slice(0, 10) >= listed) return 'after';
  return gone && last.slice(0, 10) < listed ? 'before' : 'across';
}
