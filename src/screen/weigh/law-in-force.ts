/** The law on a substance as it stands on one day: what is in force, what is coming, what has no known date. */
import type { LawRow } from '../../model/assessment.ts';
import type { Schedule, Substance } from '../../model/watchlist.ts';

/** In the order in which an analyst reads them. */
const STATUS_ORDER: readonly LawRow['status'][] = ['in-force', 'coming', 'date-unknown'];

/**
 * One row per schedule row, whatever its jurisdiction: in force first (newest first), then coming (soonest first),
 * then those whose day is not known. The order does not depend on the order of the list.
 */
export function lawOn(substance: Substance, on: Date): LawRow[] {
  const today = on.toISOString().slice(0, 10);
  const rows = substance.schedules.map((row) => ({
    substance: substance.id,
    regime: row.regime,
    list: row.list,
    effective: row.effective,
    status: statusOf(row, today),
    verified: row.verified,
    source: row.source,
  }));
  return rows.sort(byUrgency);
}

/** The same for several substances, in one order. */
export function lawOnAll(substances: readonly Substance[], on: Date): LawRow[] {
  return substances.flatMap((substance) => lawOn(substance, on)).sort(byUrgency);
}

/**
 * A date known to the month or year is `date-unknown` while that month or year lasts, because the day is not known;
 * before and after, it is as certain as any other. UTC decides the day.
 */
function statusOf({ effective }: Schedule, today: string): LawRow['status'] {
  if (effective === null) return 'date-unknown';
  const known = today.slice(0, effective.length);
  if (known === effective) return effective.length === 10 ? 'in-force' : 'date-unknown';
  return effective < known ? 'in-force' : 'coming';
}

function byUrgency(a: LawRow, b: LawRow): number {
  const rank = STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status);
  if (rank !== 0) return rank;
  const byDate = compare(a.effective ?? '', b.effective ?? '');
  const newestFirst = a.status === 'in-force' ? -byDate : byDate;
  return (
    newestFirst ||
    compare(a.regime, b.regime) ||
    compare(a.list, b.list) ||
    compare(a.substance, b.substance) ||
    Number(b.verified) - Number(a.verified) ||
    compare(a.source, b.source)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
