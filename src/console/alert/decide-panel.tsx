/** The decision: outcome, reason, note, submit; each with its key shown beside it. */
import { Button, Kbd, Textarea } from '@mantine/core';
import type { FormEvent, Ref } from 'react';
import { OUTCOMES, type Outcome } from '../../model/alert.ts';
import { problemOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { OUTCOME_WORDS } from '../words.ts';
import {
  chooseOutcome,
  chooseReason,
  type DecisionDraft,
  missingPart,
  needsNote,
  reasonChoices,
} from './decision-draft.ts';

type Props = {
  readonly draft: DecisionDraft;
  readonly onDraft: (draft: DecisionDraft) => void;
  readonly submit: () => void;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly noteRef: Ref<HTMLTextAreaElement>;
  readonly onReload: () => void;
};

const OUTCOME_KEYS: Readonly<Record<Outcome, string>> = { confirmed: 'c', dismissed: 'd', duplicate: 'u' };

const NEXT_STEP = {
  outcome: 'Choose an outcome.',
  reason: 'Choose a reason.',
  note: 'This reason needs a note: which substance, meaning or alert?',
} as const;

export function DecidePanel({ draft, onDraft, submit, pending, error, noteRef, onReload }: Props) {
  const missing = missingPart(draft);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form className="card decide" onSubmit={onSubmit} aria-labelledby="decide-title">
      <h2 className="section-title" id="decide-title">
        Decide
      </h2>
      <OutcomeButtons draft={draft} onDraft={onDraft} />
      {draft.outcome !== null && (
        <>
          <ReasonRadios draft={draft} onDraft={onDraft} />
          <Textarea
            label={needsNote(draft) ? 'Note (needed)' : 'Note (optional)'}
            size="xs"
            autosize={false}
            rows={2}
            maxLength={4000}
            ref={noteRef}
            required={needsNote(draft)}
            withAsterisk={false}
            value={draft.note}
            onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })}
          />
        </>
      )}
      {error !== null &&
        ([409, 412].includes(problemOf(error).status) ? (
          <ProblemNote error={error} onRetry={onReload} action="Show what it is now" />
        ) : (
          <ProblemNote error={error} />
        ))}
      <div className="decide-end">
        <p className="dim small" role="status">
          {missing === null ? 'Then on to the next open alert.' : NEXT_STEP[missing]}
        </p>
        {draft.outcome !== null && (
          <Button
            type="submit"
            size="xs"
            disabled={missing !== null}
            loading={pending}
            rightSection={<Kbd size="xs">Enter</Kbd>}
          >
            {OUTCOME_WORDS[draft.outcome].order}
          </Button>
        )}
      </div>
    </form>
  );
}

type DraftProps = Pick<Props, 'draft' | 'onDraft'>;

function OutcomeButtons({ draft, onDraft }: DraftProps) {
  return (
    <fieldset className="outcomes">
      <legend className="visually-hidden">Outcome</legend>
      {OUTCOMES.map((outcome) => (
        <Button
          key={outcome}
          size="xs"
          variant={draft.outcome === outcome ? 'filled' : 'default'}
          aria-pressed={draft.outcome === outcome}
          aria-keyshortcuts={OUTCOME_KEYS[outcome]}
          rightSection={
            <Kbd size="xs" aria-hidden="true">
              {OUTCOME_KEYS[outcome]}
            </Kbd>
          }
          onClick={(event) => {
            onDraft(chooseOutcome(draft, outcome));
            // Enter shall now submit, not press this button again.
            event.currentTarget.blur();
          }}
        >
          {OUTCOME_WORDS[outcome].order}
        </Button>
      ))}
    </fieldset>
  );
}

function ReasonRadios({ draft, onDraft }: DraftProps) {
  return (
    <fieldset className="reason-radios">
      <legend className="visually-hidden">Reason</legend>
      {reasonChoices(draft.outcome).map(({ code, text, needsNote: withNote }, index) => (
        <label key={code} className={draft.reason === code ? 'reason-radio chosen' : 'reason-radio'}>
          <input
            type="radio"
            name="reason"
            value={code}
            checked={draft.reason === code}
            onChange={() => onDraft(chooseReason(draft, code))}
          />
          <span>
            {text}
            {withNote && <span className="dim"> (with note)</span>}
          </span>
          <Kbd size="xs" aria-hidden="true">
            {index + 1}
          </Kbd>
        </label>
      ))}
    </fieldset>
  );
}
