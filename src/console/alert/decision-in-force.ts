/** Which of the entries on an alert's record is the decision that it stands by. */
import type { Decision } from '../../model/api.ts';

/** The latest decision that was not taken back; null when the record has none. What was undone counts for nothing, nor does its undoing. */
export function decisionInForce(decisions: readonly Decision[]): Decision | null {
  const undone = new Set(decisions.map(({ undoes }) => undoes));
  const standing = decisions.filter(({ id, action }) => action === 'decide' && !undone.has(id));
  return standing.sort((a, b) => b.id - a.id)[0] ?? null;
}
