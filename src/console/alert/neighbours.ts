/** Where an alert stands in the list it was opened from, and which one comes before and after. */
import type { AlertRow } from '../../model/api.ts';

type Row = Pick<AlertRow, 'id' | 'state'> & { readonly claim?: { readonly by: string } | null };

export type Neighbours = {
  /** From 1; null when the list does not hold the alert. */
  readonly position: number | null;
  readonly previous: number | null;
  readonly next: number | null;
  /** The next one that waits for a decision, starting again at the top; null when none does. */
  readonly nextOpen: number | null;
  /** Those that wait above it: left for the end of the walk. */
  readonly above: readonly number[];
};

const WAITING: ReadonlySet<AlertRow['state']> = new Set(['open', 'reopened', 'escalated']);

function isWaiting(state: AlertRow['state']): boolean {
  return WAITING.has(state);
}

/** `me`: alerts that others hold are passed over on the way to the next open one. */
export function neighbours(rows: readonly Row[], id: number, me = ''): Neighbours {
  const free = ({ claim }: Row) => !claim || claim.by === me;
  const index = rows.findIndex((row) => row.id === id);
  const before = rows.slice(0, Math.max(index, 0));
  const following = [...rows.slice(index + 1), ...before];
  return {
    position: index < 0 ? null : index + 1,
    previous: index > 0 ? (rows[index - 1]?.id ?? null) : null,
    // An alert from outside the list leads into its top.
    next: rows[index + 1]?.id ?? null,
    nextOpen: following.find((row) => row.id !== id && isWaiting(row.state) && free(row))?.id ?? null,
    above: before.filter((row) => isWaiting(row.state)).map((row) => row.id),
  };
}
