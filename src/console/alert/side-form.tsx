/** The form of an order beside deciding: choices with number keys, a note, submit. */
import { Button, Kbd, Textarea } from '@mantine/core';
import { type FormEvent, type Ref, useEffect, useRef } from 'react';
import { SubmitKey } from '../keyboard/submit-key.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { type Choice, hasChoices, SIDE_WORDS, type SideDraft, sideMissing } from './side-order.ts';

type Props = {
  readonly draft: SideDraft;
  readonly choices: readonly Choice[];
  readonly onDraft: (draft: SideDraft | null) => void;
  readonly submit: () => void;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly noteRef: Ref<HTMLTextAreaElement>;
};

export function SideForm({ draft, choices, onDraft, submit, pending, error, noteRef }: Props) {
  const words = SIDE_WORDS[draft.kind];
  const missing = sideMissing(draft);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Its number keys and Enter are those of the screen; Tab leads to its choices.
    if (hasChoices(draft.kind)) form.current?.focus();
  }, [draft.kind]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="card decide side-form"
      onSubmit={onSubmit}
      aria-labelledby="side-title"
      tabIndex={-1}
      ref={form}
    >
      <h2 className="section-title" id="side-title">
        {words.title}
      </h2>
      {choices.length > 0 && (
        <ChoiceRadios
          choices={choices}
          chosen={draft.choice}
          onChoose={(choice) => onDraft({ ...draft, choice })}
        />
      )}
      {draft.kind === 'hand-over' && choices.length === 0 && (
        <p className="dim">There is no other account that decides alerts.</p>
      )}
      <Textarea
        label={words.note}
        size="xs"
        rows={2}
        maxLength={1000}
        ref={noteRef}
        autoFocus={!hasChoices(draft.kind)}
        value={draft.note}
        onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })}
      />
      {error !== null && <ProblemNote error={error} />}
      <div className="decide-end">
        <Button size="xs" variant="subtle" color="gray" onClick={() => onDraft(null)}>
          Cancel
        </Button>
        <Button
          type="submit"
          size="xs"
          disabled={missing !== null}
          loading={pending}
          rightSection={<SubmitKey />}
        >
          {words.submit}
        </Button>
      </div>
    </form>
  );
}

type RadiosProps = {
  readonly choices: readonly Choice[];
  readonly chosen: string | null;
  readonly onChoose: (value: string) => void;
};

function ChoiceRadios({ choices, chosen, onChoose }: RadiosProps) {
  return (
    <fieldset className="reason-radios">
      <legend className="visually-hidden">Choice</legend>
      {choices.map(({ value, label }, index) => (
        <label key={label} className={chosen === value ? 'reason-radio chosen' : 'reason-radio'}>
          <input
            type="radio"
            name="choice"
            value={value}
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>{label}</span>
          {index < 9 && (
            <Kbd size="xs" aria-hidden="true">
              {index + 1}
            </Kbd>
          )}
        </label>
      ))}
    </fieldset>
  );
}
