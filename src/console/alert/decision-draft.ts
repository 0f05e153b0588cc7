/** A decision while it is being made: what is chosen, what still misses, and the request it becomes. */
import { DECISION_REASONS, type Outcome, REASON_TEXTS, REASONS_WITH_NOTE } from '../../model/alert.ts';
import type { DecisionRequest } from '../../model/api.ts';

export type DecisionDraft = {
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly note: string;
};

export const EMPTY_DRAFT: DecisionDraft = { outcome: null, reason: null, note: '' };

export type ReasonChoice = { readonly code: string; readonly text: string; readonly needsNote: boolean };

/** The reasons of an outcome in the order of their number keys. */
export function reasonChoices(outcome: Outcome | null): ReasonChoice[] {
  const codes: readonly string[] = outcome === null ? [] : DECISION_REASONS[outcome];
  return codes.map((code) => ({
    code,
    text: REASON_TEXTS[code] ?? code,
    needsNote: REASONS_WITH_NOTE.includes(code),
  }));
}

/** Another outcome drops the reason, which belongs to the old one; an only reason is chosen along. */
export function chooseOutcome(draft: DecisionDraft, outcome: Outcome): DecisionDraft {
  if (draft.outcome === outcome) return draft;
  const [first, ...others] = reasonChoices(outcome);
  return { ...draft, outcome, reason: first && others.length === 0 ? first.code : null };
}

export function chooseReason(draft: DecisionDraft, code: string | undefined): DecisionDraft {
  const known = reasonChoices(draft.outcome).some((choice) => choice.code === code);
  return known && code !== undefined ? { ...draft, reason: code } : draft;
}

export function needsNote(draft: DecisionDraft): boolean {
  return draft.reason !== null && REASONS_WITH_NOTE.includes(draft.reason);
}

/** What is still to be done before it can be submitted; null when nothing is. */
export function missingPart(draft: DecisionDraft): 'outcome' | 'reason' | 'note' | null {
  if (draft.outcome === null) return 'outcome';
  if (draft.reason === null) return 'reason';
  return needsNote(draft) && draft.note.trim() === '' ? 'note' : null;
}

/** Null while something is missing. `revision` is the one that the analyst has on the screen. */
export function toRequest(draft: DecisionDraft, revision: number): DecisionRequest | null {
  const { outcome, reason } = draft;
  if (outcome === null || reason === null || missingPart(draft) !== null) return null;
  return { outcome, reason, note: draft.note.trim() || null, revision };
}
