/** An order on many alerts: what it is, a preview of what would change, then its application. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { BULK_PATHS, type BulkTarget, bulkPreview, bulkResult } from '../../model/bulk-api.ts';
import { usePolicies } from '../alert/alert-queries.ts';
import { reasonChoices } from '../alert/decision-draft.ts';
import { Dialog } from '../dialog.tsx';
import { order, pathOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { count, OUTCOME_WORDS } from '../words.ts';
import {
  BULK_ACTIONS,
  type BulkAction,
  type BulkDraft,
  EMPTY_BULK,
  nextStep,
  toBulkOrder,
  withAction,
} from './bulk-draft.ts';
import { BulkPreviewTable } from './bulk-preview.tsx';

const ACTION_NAMES: Readonly<Record<BulkAction, string>> = {
  confirmed: OUTCOME_WORDS.confirmed.order,
  dismissed: OUTCOME_WORDS.dismissed.order,
  duplicate: OUTCOME_WORDS.duplicate.order,
  snooze: 'Snooze',
  escalate: 'Escalate',
  return: 'Return to the analysts',
  wake: 'Wake',
  reopen: 'Open again',
};

type Props = {
  readonly target: BulkTarget;
  readonly alerts: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
};

export function BulkDialog({ target, alerts, onDone, onClose }: Props) {
  const [draft, setDraft] = useState(EMPTY_BULK);
  const policies = usePolicies().data ?? { requiredFor: [], list: [] };
  const wanted = toBulkOrder(draft, new Date(), policies.requiredFor);
  const preview = useMutation({
    mutationFn: () => order(bulkPreview, { path: BULK_PATHS.bulk, body: { target, order: wanted } }),
  });
  const apply = useApply(draft, onDone, onClose);
  const change = (next: BulkDraft) => {
    setDraft(next);
    preview.reset();
    apply.reset();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (preview.data) apply.mutate(preview.data.id);
    else preview.mutate();
  };
  const error = apply.error ?? preview.error;
  return (
    <Dialog title={`Decide ${count(alerts, 'alert')} together`} className="bulk-dialog" onClose={onClose}>
      <form onSubmit={onSubmit} className="stack">
        <BulkFields draft={draft} onDraft={change} policies={policies.list} />
        {error !== null && <ProblemNote error={error} />}
        {preview.data && <BulkPreviewTable preview={preview.data} />}
        <div className="dialog-end">
          <p className="dim small" role="status">
            {preview.data
              ? 'It can be undone as one.'
              : (nextStep(draft, policies.requiredFor) ??
                'Nothing changes before you have seen the preview.')}
          </p>
          <Button
            type="submit"
            size="xs"
            disabled={wanted === null || preview.data?.change === 0}
            loading={preview.isPending || apply.isPending}
          >
            {preview.data
              ? `${ACTION_NAMES[draft.action]}: ${count(preview.data.change, 'alert')}`
              : 'Preview'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function useApply(draft: BulkDraft, onDone: () => void, onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (id: number) => order(bulkResult, { path: pathOf(BULK_PATHS.apply, id) }),
    onSuccess: ({ id, changed }) => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'user' });
      const { outcome } = draft.decision;
      const said = outcome === null ? ACTION_NAMES[draft.action] : OUTCOME_WORDS[outcome].done;
      const [only = null] = changed.length === 1 ? changed : [];
      const undo = changed.length === 0 ? null : { kind: 'bulk' as const, id };
      const done = { id: only, title: count(changed.length, 'alert'), said, undo };
      void navigate({ search: location.search }, { replace: true, state: { done } });
      onDone();
      onClose();
    },
  });
}

type FieldsProps = {
  readonly draft: BulkDraft;
  readonly onDraft: (draft: BulkDraft) => void;
  readonly policies: readonly { readonly id: string; readonly name: string }[];
};

const SNOOZE_DAYS = [1, 3, 7, 14, 30, 90];

function BulkFields({ draft, onDraft, policies }: FieldsProps) {
  const { action, decision, days } = draft;
  const leads = useMay('alerts:lead');
  const actions = BULK_ACTIONS.filter((each) => each !== 'return' || leads);
  const set = (parts: Partial<BulkDraft['decision']>) =>
    onDraft({ ...draft, decision: { ...decision, ...parts } });
  return (
    <>
      <NativeSelect
        label="What to do"
        size="xs"
        data={actions.map((value) => ({ value, label: ACTION_NAMES[value] }))}
        value={action}
        onChange={(event) => {
          const chosen = BULK_ACTIONS.find((each) => each === event.currentTarget.value);
          if (chosen) onDraft(withAction(chosen, decision, days));
        }}
      />
      {decision.outcome !== null && (
        <NativeSelect
          label="Reason"
          size="xs"
          data={[
            { value: '', label: 'Choose a reason' },
            ...reasonChoices(decision.outcome).map(({ code, text }) => ({ value: code, label: text })),
          ]}
          value={decision.reason ?? ''}
          onChange={(event) => set({ reason: event.currentTarget.value || null })}
        />
      )}
      {decision.outcome !== null && policies.length > 0 && (
        <NativeSelect
          label="Policy"
          size="xs"
          data={[
            { value: '', label: 'None chosen' },
            ...policies.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={decision.policy ?? ''}
          onChange={(event) => set({ policy: event.currentTarget.value || null })}
        />
      )}
      {decision.outcome === 'duplicate' && (
        <TextInput
          label="They repeat the alert with the number"
          size="xs"
          value={decision.duplicateOf}
          onChange={(event) => set({ duplicateOf: event.currentTarget.value })}
        />
      )}
      {action === 'snooze' && (
        <NativeSelect
          label="For"
          size="xs"
          data={SNOOZE_DAYS.map((each) => ({ value: String(each), label: count(each, 'day') }))}
          value={String(days)}
          onChange={(event) => onDraft({ ...draft, days: Number(event.currentTarget.value) })}
        />
      )}
      <Textarea
        label={action === 'escalate' ? `Note: what shall the leads look at?` : 'Note (kept with each)'}
        size="xs"
        rows={2}
        maxLength={4000}
        value={decision.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </>
  );
}
