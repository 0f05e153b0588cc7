/** The law on a substance as it stands on one day. */
import type { LawRow } from '../model/assessment.ts';
import type { Schedule, Substance } from '../model/watchlist.ts';

/**
 * One row per schedule row. A date known to the month or year is `date-unknown` while that month or year lasts,
 * because the day is not known; UTC decides the day.
 */
export function lawOn(substance: Substance, on: Date): LawRow[] {
  const today = on.toISOString().slice(0, 10);
  return substance.schedules.map((row) => ({
    substance: substance.id,
    regime: row.regime,
    list: row.list,
    effective: row.effective,
    status: statusOf(row, today),
    verified: row.verified,
    source: row.source,
  }));
}

function statusOf({ effective }: Schedule, today: string): LawRow['status'] {
  if (effective === null) return 'date-unknown';
  const known = today.slice(0, effective.length);
  if (known === effective) return effective.length === 10 ? 'in-force' : 'date-unknown';
  return effective < known ? 'in-force' : 'coming';
}
