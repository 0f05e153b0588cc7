/** The rows that say how each planned URL of a run ended, and their count by reason. */
import type { Coverage } from '../src/model/run.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';

export type Ledger = {
  add(row: Omit<Coverage, 'at'>): void;
  /** How many URLs ended for each reason; reasons that did not occur are absent. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
};

export function openLedger(clock: () => Date, onCoverage: (row: Coverage) => void): Ledger {
  const skipped: Partial<Record<SkipReason, number>> = {};
  return {
    add(row) {
      if (row.outcome !== 'fetched') skipped[row.outcome] = (skipped[row.outcome] ?? 0) + 1;
      onCoverage({ ...row, at: clock().toISOString() });
    },
    skipped,
  };
}
