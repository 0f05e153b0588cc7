/** What may happen to an alert in which state: one table, and the pure function that reads it. */
import {
  type AlertAction,
  type AlertState,
  DECISION_REASONS,
  LONGEST_SNOOZE_DAYS,
  type Outcome,
  REASONS_WITH_NOTE,
} from '../model/alert.ts';
import type { Policies } from '../model/review-rules.ts';

/** Undoing is not among them: it leads back to what is on record, whatever that was. */
type Action = Exclude<AlertAction, 'undo'>;
export const ACTIONS = [
  'decide',
  'reopen',
  'escalate',
  'return',
  'snooze',
  'wake',
] as const satisfies readonly Action[];

/** State × action → state afterwards; what is not in the table is refused. `before`: the one that it was snoozed in. */
export const TRANSITIONS: Readonly<Record<AlertState, Partial<Record<Action, AlertState | 'before'>>>> = {
  open: { decide: 'decided', escalate: 'escalated', snooze: 'snoozed' },
  reopened: { decide: 'decided', escalate: 'escalated', snooze: 'snoozed' },
  escalated: { decide: 'decided', return: 'open', snooze: 'snoozed' },
  snoozed: { decide: 'decided', escalate: 'escalated', snooze: 'snoozed', wake: 'before' },
  decided: { reopen: 'reopened' },
};

/** How an alert stands. `snoozedFrom` and `snoozedUntil` are null in every state but `snoozed`. */
export type Standing = {
  readonly state: AlertState;
  readonly outcome: Outcome | null;
  readonly snoozedFrom: AlertState | null;
  readonly snoozedUntil: string | null;
};

/** Whether it was escalated, also where a lead has put it off since: nobody but leads does anything to it. */
export function isForLeads({ state, snoozedFrom }: Pick<Standing, 'state' | 'snoozedFrom'>): boolean {
  return (state === 'snoozed' ? snoozedFrom : state) === 'escalated';
}

export type DecideOrder = {
  readonly action: 'decide';
  readonly outcome: Outcome;
  readonly reason: string;
  readonly policy: string | null;
  readonly note: string | null;
  readonly duplicateOf: number | null;
};

/** What is asked for. Notes may be blank. */
export type Order =
  | DecideOrder
  | { readonly action: 'snooze'; readonly until: string; readonly note: string | null }
  | { readonly action: 'reopen' | 'escalate' | 'return' | 'wake'; readonly note: string | null };

export type Refusal =
  | 'wrong-state'
  | 'wrong-reason'
  | 'note-missing'
  | 'policy-missing'
  | 'policy-unknown'
  | 'wrong-time';

/** Either how the alert stands afterwards with the note as it is kept, or why not, with what to do about it. */
export type Step =
  | { readonly ok: true; readonly standing: Standing; readonly note: string | null }
  | { readonly ok: false; readonly refusal: Refusal; readonly detail: string };

/** Pure: the same alert, order, policies and moment always give the same step. */
export function step(from: Standing, order: Order, policies: Policies, now: Date): Step {
  const to = TRANSITIONS[from.state][order.action];
  if (to === undefined) return refuse('wrong-state', wrongState(from.state, order.action));
  const note = tidyNote(order.note);
  const fault = faultOf(order, note, policies, now);
  if (fault !== null) return fault;
  const state = to === 'before' ? (from.snoozedFrom ?? 'open') : to;
  return {
    ok: true,
    note,
    standing: {
      state,
      outcome: order.action === 'decide' ? order.outcome : null,
      snoozedFrom: state === 'snoozed' ? (from.snoozedFrom ?? from.state) : null,
      snoozedUntil: order.action === 'snooze' ? order.until : null,
    },
  };
}

/** What the order lacks, whatever the alert's state; null when nothing. */
function faultOf(order: Order, note: string | null, policies: Policies, now: Date): Step | null {
  switch (order.action) {
    case 'decide':
      return decisionFault(order, note, policies);
    case 'snooze':
      return snoozeFault(order.until, now);
    case 'escalate':
      return note === null ? refuse('note-missing', 'Write what the leads shall look at.') : null;
    case 'reopen':
    case 'return':
    case 'wake':
      return null;
  }
}

/** A decision needs one of its outcome's reasons, a note where the reason alone says too little, and a known policy. */
export function decisionFault(
  { outcome, reason, policy, duplicateOf }: Omit<DecideOrder, 'action' | 'note'>,
  note: string | null,
  policies: Policies,
): Step | null {
  const reasons: readonly string[] = DECISION_REASONS[outcome];
  if (!reasons.includes(reason)) {
    return refuse('wrong-reason', `The reasons for "${outcome}" are: ${reasons.join(', ')}.`);
  }
  const named = outcome === 'duplicate' && duplicateOf !== null;
  if (note === null && !named && REASONS_WITH_NOTE.includes(reason)) {
    return refuse(
      'note-missing',
      `The reason "${reason}" needs a note: write which substance, meaning or alert.`,
    );
  }
  const known = policies.list.map(({ id }) => id);
  if (policy !== null && !known.includes(policy)) {
    return refuse('policy-unknown', `The policies are: ${known.join(', ') || 'none'}.`);
  }
  if (policy === null && policies.requiredFor.includes(outcome)) {
    return refuse('policy-missing', `"${outcome}" needs one of the policies: ${known.join(', ')}.`);
  }
  return null;
}

function snoozeFault(until: string, now: Date): Step | null {
  const end = Date.parse(until);
  const latest = now.getTime() + LONGEST_SNOOZE_DAYS * 86_400_000;
  if (end > now.getTime() && end <= latest) return null;
  return refuse(
    'wrong-time',
    `An alert is put off until a moment that is to come, at most ${LONGEST_SNOOZE_DAYS} days away.`,
  );
}

function wrongState(from: AlertState, action: Action): string {
  if (from === 'decided') return 'This alert is decided. Reopen it first.';
  if (action === 'reopen')
    return `An alert that is ${from} cannot be reopened: it waits for a decision already.`;
  if (action === 'wake') return `An alert that is ${from} is not put off.`;
  if (action === 'return') return `An alert that is ${from} is not in the leads' list.`;
  return `An alert that is ${from} cannot be ${PAST[action]}.`;
}

const PAST: Readonly<Record<'decide' | 'escalate' | 'snooze', string>> = {
  decide: 'decided',
  escalate: 'escalated',
  snooze: 'snoozed',
};

export function tidyNote(note: string | null): string | null {
  const trimmed = note?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function refuse(refusal: Refusal, detail: string): Step {
  return { ok: false, refusal, detail };
}
