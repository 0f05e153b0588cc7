/** The decision: outcome, reason, policy, note, submit; each with its key shown beside it. */
import { Button, Kbd, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import type { Policies } from '../../model/review-rules.ts';
import { problemOf } from '../fetch-api.ts';
import { KeyHint } from '../keyboard/keyboard.tsx';
import { SubmitKey } from '../keyboard/submit-key.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { OUTCOME_WORDS } from '../words.ts';
import { chooseReason, missingPart, NEXT_STEP, needsNote, reasonChoices } from './decision-draft.ts';
import { type DraftProps, OutcomeBar, OutcomeButtons } from './outcome-buttons.tsx';
import type { Desk } from './use-desk.ts';

type Props = { readonly desk: Desk; readonly onReload: () => void };

export function DecidePanel({ desk, onReload }: Props) {
  const { draft, onDraft, policies, decide } = desk;
  const missing = missingPart(draft, policies.requiredFor);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    desk.submit();
  };
  return (
    <>
      <OutcomeBar form={desk.formRef} draft={draft} onDraft={(next) => onDraft(next, true)} />
      <form
        className="card decide"
        onSubmit={onSubmit}
        aria-labelledby="decide-title"
        tabIndex={-1}
        ref={desk.formRef}
      >
        <h2 className="section-title" id="decide-title">
          Decide
        </h2>
        <OutcomeButtons draft={draft} onDraft={(next) => onDraft(next, true)} />
        {draft.outcome !== null && (
          <>
            <ReasonRadios draft={draft} onDraft={onDraft} />
            {draft.outcome === 'duplicate' && (
              <TextInput
                label="Repeats the alert with the number"
                size="xs"
                inputMode="numeric"
                ref={desk.numberRef}
                maxLength={10}
                value={draft.duplicateOf}
                onChange={(event) => onDraft({ ...draft, duplicateOf: event.currentTarget.value })}
              />
            )}
            <PolicyChoice desk={desk} policies={policies} />
            <Textarea
              label={
                <>
                  {needsNote(draft) ? 'Note (needed)' : 'Note (optional)'} <KeyHint action="note" />
                </>
              }
              size="xs"
              autosize={false}
              rows={2}
              maxLength={4000}
              ref={desk.noteRef}
              required={needsNote(draft)}
              withAsterisk={false}
              value={draft.note}
              onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })}
            />
          </>
        )}
        {decide.error !== null && <Refused error={decide.error} onReload={onReload} />}
        <div className="decide-end">
          <p className="dim small" role="status">
            {missing === null ? 'Then on to the next open alert.' : NEXT_STEP[missing]}
          </p>
          {draft.outcome !== null && (
            <Button
              type="submit"
              size="xs"
              disabled={missing !== null}
              loading={decide.isPending}
              rightSection={<SubmitKey />}
            >
              {OUTCOME_WORDS[draft.outcome].order}
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

/** What was seen is no longer what stands: nothing was written, and the way out is to look again. */
function Refused({ error, onReload }: { error: Error; onReload: () => void }) {
  const { status } = problemOf(error);
  if (status !== 409 && status !== 412) return <ProblemNote error={error} />;
  return (
    <>
      <ProblemNote error={error} onRetry={onReload} action="Show what it is now" />
      <p className="dim small">Nothing was recorded: your decision would have been about something else.</p>
    </>
  );
}

function PolicyChoice({ desk: { draft, onDraft, policyRef }, policies }: { desk: Desk; policies: Policies }) {
  if (policies.list.length === 0) return null;
  const needed = draft.outcome !== null && policies.requiredFor.includes(draft.outcome);
  return (
    <NativeSelect
      label={
        <>
          {needed ? 'Policy (needed)' : 'Policy (optional)'} <KeyHint action="policy" />
        </>
      }
      size="xs"
      ref={policyRef}
      data={[
        { value: '', label: 'None chosen' },
        ...policies.list.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={draft.policy ?? ''}
      onChange={(event) => onDraft({ ...draft, policy: event.currentTarget.value || null })}
    />
  );
}

export function ReasonRadios({ draft, onDraft }: DraftProps) {
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
