/** For a decided alert: what was decided, and the way to open it again. */
import { Button, Kbd, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { REASON_TEXTS } from '../../model/alert.ts';
import type { AlertDetail } from '../../model/api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useReopen } from '../queries.ts';
import { StateBadge } from '../severity-badge.tsx';

type Props = {
  readonly alert: AlertDetail;
  readonly reopening: boolean;
  readonly onReopening: (reopening: boolean) => void;
};

export function DecidedPanel({ alert, reopening, onReopening }: Props) {
  const last = [...alert.decisions].sort((a, b) => b.id - a.id).at(0);
  return (
    <section className="card decide" aria-labelledby="decided-title">
      <div className="section-head">
        <h2 className="section-title" id="decided-title">
          Decided
        </h2>
        <StateBadge state={alert.state} outcome={alert.outcome} />
      </div>
      {last?.reason && <p>{REASON_TEXTS[last.reason] ?? last.reason}</p>}
      {reopening ? (
        <ReopenForm alert={alert} onCancel={() => onReopening(false)} />
      ) : (
        <Button
          size="xs"
          variant="default"
          className="reopen"
          rightSection={
            <Kbd size="xs" aria-hidden="true">
              o
            </Kbd>
          }
          aria-keyshortcuts="o"
          onClick={() => onReopening(true)}
        >
          Open again
        </Button>
      )}
    </section>
  );
}

function ReopenForm({ alert, onCancel }: { alert: AlertDetail; onCancel: () => void }) {
  const [note, setNote] = useState('');
  const reopen = useReopen(alert.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reopen.mutate({ note: note.trim() || null, revision: alert.revision });
  };
  return (
    <form onSubmit={submit} className="reopen-form">
      <Textarea
        label="Why open it again? (optional)"
        size="xs"
        rows={2}
        maxLength={4000}
        autoFocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {reopen.isError && <ProblemNote error={reopen.error} />}
      <div className="decide-end">
        <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="xs" loading={reopen.isPending}>
          Open again
        </Button>
      </div>
    </form>
  );
}
