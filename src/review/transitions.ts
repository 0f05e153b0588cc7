/** What may happen to an alert in which state: one table, and the pure functions that read it. */
import { type AlertState, DECISION_REASONS, type Outcome, REASONS_WITH_NOTE } from '../model/alert.ts';

export const ACTIONS = ['decide', 'reopen'] as const;
type Action = (typeof ACTIONS)[number];

/** State × action → state afterwards; what is not in the table is refused. */
export const TRANSITIONS: Readonly<Record<AlertState, Partial<Record<Action, AlertState>>>> = {
  open: { decide: 'decided' },
  escalated: { decide: 'decided' },
  snoozed: { decide: 'decided' },
  reopened: { decide: 'decided' },
  decided: { reopen: 'reopened' },
};

export type Refusal = 'wrong-state' | 'wrong-reason' | 'note-missing';

/** Either the alert's state and outcome afterwards with the note as it is kept, or why not, with what to do about it. */
export type Step =
  | {
      readonly ok: true;
      readonly state: AlertState;
      readonly outcome: Outcome | null;
      readonly note: string | null;
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly detail: string };

/** A decision needs one of its outcome's reasons, and a note where the reason alone does not say enough. */
export function decide(
  from: AlertState,
  wanted: { readonly outcome: Outcome; readonly reason: string; readonly note: string | null },
): Step {
  const state = TRANSITIONS[from].decide;
  if (state === undefined) {
    return refuse('wrong-state', `An alert that is ${from} cannot be decided. Reopen it first.`);
  }
  const reasons: readonly string[] = DECISION_REASONS[wanted.outcome];
  if (!reasons.includes(wanted.reason)) {
    return refuse('wrong-reason', `The reasons for "${wanted.outcome}" are: ${reasons.join(', ')}.`);
  }
  const note = tidyNote(wanted.note);
  if (note === null && REASONS_WITH_NOTE.includes(wanted.reason)) {
    return refuse(
      'note-missing',
      `The reason "${wanted.reason}" needs a note: write which substance, meaning or alert.`,
    );
  }
  return { ok: true, state, outcome: wanted.outcome, note };
}

/** Reopening takes the outcome away; what was decided stays in the list of decisions. */
export function reopen(from: AlertState, note: string | null): Step {
  const state = TRANSITIONS[from].reopen;
  if (state === undefined) {
    return refuse(
      'wrong-state',
      `An alert that is ${from} cannot be reopened: it waits for a decision already.`,
    );
  }
  return { ok: true, state, outcome: null, note: tidyNote(note) };
}

function tidyNote(note: string | null): string | null {
  const trimmed = note?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function refuse(refusal: Refusal, detail: string): Step {
  return { ok: false, refusal, detail };
}
