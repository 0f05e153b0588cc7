/** The outcomes as buttons: in the form of a decision, and on a narrow screen at its lower edge until that form is in sight. */
import { Button } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { OUTCOMES, type Outcome } from '../../model/alert.ts';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import type { KeyAction } from '../keyboard/keys.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { chooseOutcome, type DecisionDraft } from './decision-draft.ts';

const OUTCOME_KEYS = {
  confirmed: 'confirm',
  dismissed: 'dismiss',
  duplicate: 'duplicate',
} as const satisfies Record<Outcome, KeyAction>;

export type DraftProps = {
  readonly draft: DecisionDraft;
  readonly onDraft: (draft: DecisionDraft) => void;
};

export function OutcomeButtons({ draft, onDraft }: DraftProps) {
  return (
    <fieldset className="outcomes">
      <legend className="visually-hidden">Outcome</legend>
      {OUTCOMES.map((outcome) => (
        <OutcomeButton key={outcome} outcome={outcome} draft={draft} onDraft={onDraft} />
      ))}
    </fieldset>
  );
}

function OutcomeButton({ outcome, draft, onDraft }: DraftProps & { readonly outcome: Outcome }) {
  const key = useKeyOf(OUTCOME_KEYS[outcome]);
  return (
    <Button
      size="xs"
      variant={draft.outcome === outcome ? 'filled' : 'default'}
      aria-pressed={draft.outcome === outcome}
      aria-keyshortcuts={key}
      rightSection={<KeyHint action={OUTCOME_KEYS[outcome]} />}
      onClick={(event) => {
        onDraft(chooseOutcome(draft, outcome));
        // Enter shall now submit, not press this button again.
        event.currentTarget.blur();
      }}
    >
      {OUTCOME_WORDS[outcome].order}
    </Button>
  );
}

/** Of the form, what must be in sight: less would lie under the bar. */
const IN_SIGHT = '0px 0px -140px 0px';

/** Where form and texts stand side by side a style sheet hides it: there the form is always in sight. */
export function OutcomeBar({ form, draft, onDraft }: DraftProps & { form: RefObject<HTMLElement | null> }) {
  const [needed, setNeeded] = useState(false);
  useEffect(() => {
    if (form.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => setNeeded(entry?.isIntersecting === false), {
      rootMargin: IN_SIGHT,
    });
    observer.observe(form.current);
    return () => observer.disconnect();
  }, [form]);
  if (!needed) return null;
  return (
    <div className="outcome-bar">
      <OutcomeButtons
        draft={draft}
        onDraft={(next) => {
          onDraft(next);
          form.current?.scrollIntoView({ block: 'start' });
        }}
      />
    </div>
  );
}
