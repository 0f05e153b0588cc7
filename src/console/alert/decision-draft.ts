/** A decision while it is being made: what is chosen, what still misses, and the request it becomes. */
import { DECISION_REASONS, type Outcome, REASON_TEXTS, REASONS_WITH_NOTE } from '../../model/alert.ts';
import type { DecisionRequest } from '../../model/api.ts';

export type DecisionDraft = {
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly policy: string | null;
  readonly note: string;
  /** As it is typed; digits only count. */
  readonly duplicateOf: string;
};

export const EMPTY_DRAFT: DecisionDraft = {
  outcome: null,
  reason: null,
  policy: null,
  note: '',
  duplicateOf: '',
};

/** Nothing of it would be missed. */
export function isEmpty({ outcome, note }: DecisionDraft): boolean {
  return outcome === null && note === '';
}

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

/** The number of the alert that this one repeats; null while none is named. */
export function duplicateNumber({ outcome, duplicateOf }: DecisionDraft): number | null {
  const digits = /^\s*#?(\d{1,9})\s*$/.exec(duplicateOf)?.[1];
  return outcome === 'duplicate' && digits !== undefined ? Number(digits) : null;
}

/** A named alert says as much as a note would. */
export function needsNote(draft: DecisionDraft): boolean {
  const { reason } = draft;
  return reason !== null && REASONS_WITH_NOTE.includes(reason) && duplicateNumber(draft) === null;
}

type Missing = 'outcome' | 'reason' | 'policy' | 'duplicate' | 'note';

/** What a form asks for next. */
export const NEXT_STEP: Readonly<Record<Missing, string>> = {
  outcome: 'Choose an outcome.',
  reason: 'Choose a reason.',
  policy: 'This outcome needs a policy.',
  duplicate: 'Say which alert it repeats, by number or in a note.',
  note: 'This reason needs a note: which substance or meaning?',
};

/** What is still to be done before it can be submitted; null when nothing is. `policyFor`: outcomes that need one. */
export function missingPart(draft: DecisionDraft, policyFor: readonly Outcome[] = []): Missing | null {
  if (draft.outcome === null) return 'outcome';
  if (draft.reason === null) return 'reason';
  if (draft.policy === null && policyFor.includes(draft.outcome)) return 'policy';
  if (!needsNote(draft) || draft.note.trim() !== '') return null;
  return draft.outcome === 'duplicate' ? 'duplicate' : 'note';
}

/** Null while something is missing. `revision` is the one that the analyst has on the screen. */
export function toRequest(
  draft: DecisionDraft,
  revision: number,
  policyFor: readonly Outcome[] = [],
): DecisionRequest | null {
  const { outcome, reason, policy } = draft;
  if (outcome === null || reason === null || missingPart(draft, policyFor) !== null) return null;
  const note = draft.note.trim() || null;
  return { outcome, reason, policy, note, duplicateOf: duplicateNumber(draft), revision };
}
