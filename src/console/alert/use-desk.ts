/** What an analyst does with the alert on the screen: the drafts of a decision and of other orders, their keys, their sending. */
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Outcome } from '../../model/alert.ts';
import { type AlertDetail, API_PATHS, alertDetail } from '../../model/api.ts';
import { order, pathOf } from '../fetch-api.ts';
import type { KeyHandlers } from '../keyboard/keyboard.tsx';
import { useOneOrder } from '../use-one-order.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { takeIn, useAlertOrder, usePolicies } from './alert-queries.ts';
import { useColleagues } from './claim-queries.ts';
import {
  chooseOutcome,
  chooseReason,
  type DecisionDraft,
  EMPTY_DRAFT,
  missingPart,
  needsNote,
  reasonChoices,
  toRequest,
} from './decision-draft.ts';
import { useKeptDraft } from './kept-drafts.ts';
import {
  SIDE_WORDS,
  type SideDraft,
  type SideKind,
  sideChoices,
  toAlertOrder,
  toClaimOrder,
} from './side-order.ts';
import type { Holding } from './use-claim.ts';
import type { Walk } from './use-walk.ts';

const NOTHING = { requiredFor: [], list: [] };

export type Desk = ReturnType<typeof useDesk>;

export function useDesk(alert: AlertDetail, walk: Walk, holding: Holding) {
  const formRef = useRef<HTMLFormElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const policyRef = useRef<HTMLSelectElement>(null);
  const numberRef = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useKeptDraft(alert);
  const side = useSide(alert, walk, holding, noteRef);
  const policies = usePolicies().data ?? NOTHING;
  const decide = useAlertOrder(alert, (changed) => {
    setDraft(EMPTY_DRAFT);
    walk.goOn(changed, changed.outcome === null ? 'Decided' : OUTCOME_WORDS[changed.outcome].done);
  });
  /** `ahead`: what is chosen next stands in the form, and not where the focus is; on another button Enter would press that one. */
  const onDraft = (next: DecisionDraft, ahead = false) => {
    // A field that comes with the choice is there for the very next key: later that key would be taken for an order.
    flushSync(() => {
      side.set(null);
      setDraft(next);
    });
    // Into the number only, which takes no letters: a shortcut that follows must not be written into the note, which is evidence.
    if (next.outcome === 'duplicate' && next.reason !== draft.reason && needsNote(next))
      numberRef.current?.focus();
    else if (ahead) formRef.current?.focus();
  };
  const chooseByKey = (outcome: Outcome) => onDraft(chooseOutcome(draft, outcome), true);
  const submit = () => {
    const body = toRequest(draft, alert.revision, policies.requiredFor);
    if (body !== null) decide.mutate({ path: API_PATHS.decisions, body });
    else if (missingPart(draft, policies.requiredFor) === 'note') noteRef.current?.focus();
  };
  const keys: KeyHandlers = {
    confirm: () => chooseByKey('confirmed'),
    dismiss: () => chooseByKey('dismissed'),
    duplicate: () => chooseByKey('duplicate'),
    reason: (digit) => onDraft(chooseReason(draft, reasonChoices(draft.outcome)[digit - 1]?.code), true),
    policy: () => policyRef.current?.focus(),
    submit,
  };
  return {
    draft,
    onDraft,
    submit,
    decide,
    policies,
    formRef,
    noteRef,
    policyRef,
    numberRef,
    side,
    keys,
    dropDraft: () => (draft.outcome === null ? walk.toList() : setDraft(EMPTY_DRAFT)),
  };
}

/** The order beside deciding that is being made; null while none is. */
function useSide(
  alert: AlertDetail,
  walk: Walk,
  holding: Holding,
  noteRef: RefObject<HTMLTextAreaElement | null>,
) {
  const client = useQueryClient();
  const [opened, setOpened] = useState<{ draft: SideDraft; at: Date } | null>(null);
  const draft = opened?.draft ?? null;
  const colleagues = useColleagues(draft?.kind === 'hand-over');
  const names = (colleagues.data ?? []).map(({ name }) => name).filter((name) => name !== holding.claim?.by);
  const choices = opened === null ? [] : sideChoices(opened.draft.kind, opened.at, names);
  const close = () => setOpened(null);
  const change = useAlertOrder(alert, (changed) => {
    close();
    if (changed.state === 'snoozed' || changed.state === 'escalated')
      walk.goOn(changed, SIDE_WORDS[changed.state === 'snoozed' ? 'snooze' : 'escalate'].done);
  });
  const reveal = useOneOrder<AlertDetail, string>({
    mutationFn: (reason) =>
      order(alertDetail, { path: pathOf(API_PATHS.reveal, alert.id), body: { reason } }),
    onSuccess: (detail) => {
      takeIn(client, detail);
      close();
    },
  });
  const submit = () => {
    if (draft === null) return;
    const onAlert = toAlertOrder(draft);
    const onClaim = toClaimOrder(draft);
    if (onAlert !== null) change.mutate(onAlert);
    if (draft.kind === 'reveal' && draft.note.trim() !== '') reveal.mutate(draft.note.trim());
    if (onClaim === null || holding.pending) return;
    holding.order(onClaim, () => {
      close();
      // Undoing takes back the last order on an alert, which a claim is not.
      if (onClaim.kind === 'hand-over') walk.goOn(alert, SIDE_WORDS['hand-over'].done, true);
    });
  };
  /** What was refused of one order is not said of the next. */
  const forgetErrors = () => {
    if (change.isError) change.reset();
    if (reveal.isError) reveal.reset();
  };
  return {
    draft,
    choices,
    submit,
    change,
    pending: change.isPending || reveal.isPending || holding.pending,
    error: change.error ?? reveal.error,
    set: (next: SideDraft | null) => {
      if (next === null) forgetErrors();
      setOpened(next && { draft: next, at: opened?.at ?? new Date() });
    },
    open: (kind: SideKind) => {
      forgetErrors();
      flushSync(() => setOpened({ draft: { kind, choice: null, note: '' }, at: new Date() }));
      if (SIDE_WORDS[kind].noteNeeded) noteRef.current?.focus();
    },
    wake: () => {
      if (!change.isPending) change.mutate({ path: API_PATHS.wake, body: { note: null } });
    },
  };
}
