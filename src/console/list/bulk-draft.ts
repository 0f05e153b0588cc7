/** An order on many alerts while it is being made, and the request it becomes. */
import { DECISION_REASONS, OUTCOMES, type Outcome } from '../../model/alert.ts';
import type { BulkOrder } from '../../model/bulk-api.ts';
import {
  type DecisionDraft,
  EMPTY_DRAFT,
  missingPart,
  NEXT_STEP,
  toRequest,
} from '../alert/decision-draft.ts';

export const BULK_ACTIONS = [...OUTCOMES, 'snooze', 'escalate', 'return', 'wake', 'reopen'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export type BulkDraft = {
  readonly action: BulkAction;
  readonly decision: DecisionDraft;
  /** Days, for snoozing. */
  readonly days: number;
};

export const EMPTY_BULK: BulkDraft = withAction('dismissed', { ...EMPTY_DRAFT }, 7);

function isOutcome(action: BulkAction): action is Outcome {
  return (OUTCOMES as readonly string[]).includes(action);
}

/** Another action keeps the note; a reason belongs to its outcome. */
export function withAction(action: BulkAction, before: DecisionDraft, days: number): BulkDraft {
  const outcome = isOutcome(action) ? action : null;
  const reasons: readonly string[] = outcome === null ? [] : DECISION_REASONS[outcome];
  const reason = reasons.includes(before.reason ?? '') ? before.reason : null;
  const only = reasons.length === 1 ? (reasons[0] ?? null) : reason;
  return { action, days, decision: { ...before, outcome, reason: only } };
}

/** What the form asks for next; null when the order is whole. */
export function nextStep({ action, decision }: BulkDraft, policyFor: readonly Outcome[] = []): string | null {
  if (action === 'escalate')
    return decision.note.trim() === '' ? 'Say in the note what the leads shall look at.' : null;
  const missing = isOutcome(action) ? missingPart(decision, policyFor) : null;
  return missing === null ? null : NEXT_STEP[missing];
}

export function toBulkOrder(
  { action, decision, days }: BulkDraft,
  now: Date,
  policyFor: readonly Outcome[] = [],
): BulkOrder | null {
  const note = decision.note.trim() || null;
  if (isOutcome(action)) {
    const request = toRequest(decision, 0, policyFor);
    if (request === null) return null;
    const { revision: _, policy = null, duplicateOf = null, ...rest } = request;
    return { action: 'decide', policy, duplicateOf, ...rest };
  }
  if (action === 'snooze')
    return { action, until: new Date(now.getTime() + days * 86_400_000).toISOString(), note };
  return action === 'escalate' && note === null ? null : { action, note };
}
