/** A second look: an alert that somebody else decided, shown as if nobody had, decided again without seeing how. */
import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import {
  SECOND_LOOK_PATHS,
  type SecondLookAnswer,
  type SecondLookNext,
  secondLookNext,
} from '../../model/second-look-api.ts';
import { alertOptions, refreshAlerts } from '../alert/alert-queries.ts';
import type { Allowed } from '../alert/allowed.ts';
import { ReasonRadios } from '../alert/decide-panel.tsx';
import {
  chooseOutcome,
  chooseReason,
  EMPTY_DRAFT,
  needsNote,
  reasonChoices,
  toRequest,
} from '../alert/decision-draft.ts';
import { EvidenceParts } from '../alert/evidence-parts.tsx';
import { MarkedTexts } from '../alert/marked-texts.tsx';
import { OutcomeBar, OutcomeButtons } from '../alert/outcome-buttons.tsx';
import { usePanels } from '../alert/use-panels.ts';
import { WhyMatched } from '../alert/why-matched.tsx';
import { Answer } from '../answer.tsx';
import { command, order, pathOf } from '../fetch-api.ts';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import { keyLabel } from '../keyboard/keys.ts';
import { SubmitKey } from '../keyboard/submit-key.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useOneOrder } from '../use-one-order.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { QualityPage } from './quality-tabs.tsx';

const LOOK_EVERY_MS = 30_000;
const NEXT_KEY = ['second-look'] as const;
const NOTHING: ReadonlySet<Allowed> = new Set();

export function SecondLookPage() {
  const [said, setSaid] = useState<string | null>(null);
  const orders = useKeyOf('undoList');
  // The last order of the frame is one on another alert, which nobody on this screen means.
  useKeys('look', {
    undo: () =>
      setSaid(
        `Nothing was undone: an answer to a second look cannot be taken back. ${keyLabel(orders)} shows your last orders.`,
      ),
  });
  const next = useQuery({
    queryKey: NEXT_KEY,
    // One that is shown stays until it is answered; where none waited, one may come.
    staleTime: ({ state }) => (state.data?.look ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: ({ state }) => (state.data?.look === null ? LOOK_EVERY_MS : false),
    refetchOnWindowFocus: false,
    queryFn: () => order(secondLookNext, { path: SECOND_LOOK_PATHS.next }),
  });
  return (
    <QualityPage says="What would you have decided? Whether it agrees with the first decision is not told.">
      {said !== null && (
        <p className="done-note" role="status">
          {said}
        </p>
      )}
      <Answer of={next}>
        {({ look }) =>
          look === null ? (
            <p className="card page-card dim">Nothing waits for a second look by you.</p>
          ) : (
            <Look key={look.id} look={look} onSaid={setSaid} />
          )
        }
      </Answer>
    </QualityPage>
  );
}

type LookProps = {
  readonly look: NonNullable<SecondLookNext['look']>;
  readonly onSaid: (said: string) => void;
};

function Look({ look, onSaid }: LookProps) {
  const { alert } = look;
  const panels = usePanels();
  useKeys('look', alert.capture === null ? {} : { capture: () => panels.showCapture(!panels.capture) });
  const names = new Map(alert.substances.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <article className="alert-page">
      <div className="alert-head">
        <h2 className="alert-title" dir="auto">
          {alert.title ?? 'Without a title'}
        </h2>
        <p className="dim">
          <bdi>{alert.site.name}</bdi> · {alert.substances.map(({ name }) => name).join(', ')}
        </p>
      </div>
      <div className="alert-texts">
        <MarkedTexts texts={alert.texts} nameOf={nameOf} />
      </div>
      <aside className="alert-side" aria-label="Your decision">
        <LookForm look={look} onSaid={onSaid} />
        <WhyMatched
          score={alert.score}
          severity={alert.severity}
          reasons={alert.reasons}
          watchlist={alert.watchlist}
        />
      </aside>
      <EvidenceParts
        alert={alert}
        can={NOTHING}
        panels={panels}
        nameOf={nameOf}
        // Contacts are revealed on the alert itself, where the reason is asked.
        onReveal={() => undefined}
      />
    </article>
  );
}

function LookForm({ look: { id, alert }, onSaid }: LookProps) {
  const client = useQueryClient();
  const formRef = useRef<HTMLFormElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  // Null skips it: it is one order or the other.
  const answer = useOneOrder<null, SecondLookAnswer | null>({
    mutationFn: (body) =>
      body === null
        ? command({ path: pathOf(SECOND_LOOK_PATHS.skip, id) })
        : command({ path: pathOf(SECOND_LOOK_PATHS.answer, id), body }),
    onSuccess: (_, body) => {
      const title = alert.title ?? `alert ${alert.id}`;
      onSaid(
        body === null
          ? `Skipped: ${title}. You are not asked about it again.`
          : `Answered: ${OUTCOME_WORDS[body.outcome].done}, ${title}`,
      );
      void client.invalidateQueries({ queryKey: NEXT_KEY });
      // From now on it may be told how they were decided.
      void client.invalidateQueries({ queryKey: alertOptions(alert.id).queryKey });
      refreshAlerts(client);
    },
  });
  const wanted = toRequest(draft, 0);
  const submit = () => {
    // Until the next one is here, the one that was answered still stands on the screen.
    if (wanted === null || answer.isSuccess) return;
    answer.mutate({ outcome: wanted.outcome, reason: wanted.reason, note: wanted.note });
  };
  useKeys('look', {
    confirm: () => setDraft(chooseOutcome(draft, 'confirmed')),
    dismiss: () => setDraft(chooseOutcome(draft, 'dismissed')),
    duplicate: () => setDraft(chooseOutcome(draft, 'duplicate')),
    reason: (digit) => setDraft(chooseReason(draft, reasonChoices(draft.outcome)[digit - 1]?.code)),
    note: () => noteRef.current?.focus(),
    submit,
    back: () => setDraft(EMPTY_DRAFT),
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <>
      <OutcomeBar form={formRef} draft={draft} onDraft={setDraft} />
      <form className="card decide" onSubmit={onSubmit} aria-label="Your decision" ref={formRef}>
        <OutcomeButtons draft={draft} onDraft={setDraft} />
        <ReasonRadios draft={draft} onDraft={setDraft} />
        <Textarea
          label={
            <>
              {needsNote(draft) ? 'Note (needed)' : 'Note (optional)'} <KeyHint action="note" />
            </>
          }
          size="xs"
          rows={2}
          maxLength={4000}
          ref={noteRef}
          value={draft.note}
          onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
        />
        {answer.isError && <ProblemNote error={answer.error} />}
        <div className="decide-end">
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={answer.isPending || answer.isSuccess}
            title="Somebody else is asked about it, and you are not asked again"
            onClick={() => answer.mutate(null)}
          >
            Skip
          </Button>
          <Button
            type="submit"
            size="xs"
            disabled={wanted === null}
            loading={answer.isPending}
            rightSection={<SubmitKey />}
          >
            {draft.outcome === null ? 'Answer' : OUTCOME_WORDS[draft.outcome].order}
          </Button>
        </div>
      </form>
    </>
  );
}
