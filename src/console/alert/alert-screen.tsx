/** Lays out one alert: the evidence on the left, the decision and its grounds on the right. */
import { useEffect, useRef, useState } from 'react';
import { useOutletContext } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import { type KeyHandlers, useKeys } from '../keyboard/use-keys.ts';
import { useDecide } from '../queries.ts';
import type { ShellContext } from '../shell.tsx';
import { AlertHeader } from './alert-header.tsx';
import { DecidePanel } from './decide-panel.tsx';
import { DecidedPanel } from './decided-panel.tsx';
import {
  chooseOutcome,
  chooseReason,
  EMPTY_DRAFT,
  needsNote,
  reasonChoices,
  toRequest,
} from './decision-draft.ts';
import { DecisionHistory } from './decision-history.tsx';
import { LawTable } from './law-table.tsx';
import { ListingFields } from './listing-fields.tsx';
import { MarkedTexts } from './marked-texts.tsx';
import { SightingsTable } from './sightings-table.tsx';
import type { Walk } from './use-walk.ts';
import { WhyMatched } from './why-matched.tsx';

type Props = { readonly alert: AlertDetail; readonly walk: Walk; readonly onReload: () => void };

export function AlertScreen({ alert, walk, onReload }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const [reopening, setReopening] = useState(false);
  const { showKeys } = useOutletContext<ShellContext>();
  const deciding = useDeciding(alert, walk, noteRef);
  const decided = alert.state === 'decided';
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const walkKeys: KeyHandlers = {
    next: () => walk.toNext?.(),
    previous: () => walk.toPrevious?.(),
    help: showKeys,
  };
  useKeys('alert', {
    ...walkKeys,
    ...(decided ? { back: walk.toList, reopen: () => setReopening(true) } : deciding.keys),
  });
  const names = new Map(alert.substances.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <article className="alert-page">
      <title>{`${alert.title ?? 'Alert'} · Precursor Watch`}</title>
      <div className="alert-head">
        <AlertHeader alert={alert} walk={walk} headingRef={heading} />
      </div>
      <div className="alert-texts">
        <MarkedTexts texts={alert.texts} nameOf={nameOf} />
      </div>
      <aside className="alert-side" aria-label="Decision and grounds">
        {decided ? (
          <DecidedPanel alert={alert} reopening={reopening} onReopening={setReopening} />
        ) : (
          <DecidePanel {...deciding} noteRef={noteRef} onReload={onReload} />
        )}
        <WhyMatched
          score={alert.score}
          severity={alert.severity}
          reasons={alert.reasons}
          watchlist={alert.watchlist}
        />
        <DecisionHistory decisions={alert.decisions} />
      </aside>
      <div className="alert-rest">
        <LawTable rows={alert.law} nameOf={nameOf} />
        <ListingFields listing={alert.listing} capturedAt={alert.capturedAt} capture={alert.capture} />
        <SightingsTable sightings={alert.sightingList} />
      </div>
    </article>
  );
}

/** The draft, its keys and its submission. */
function useDeciding(
  alert: AlertDetail,
  walk: Walk,
  noteRef: { readonly current: HTMLTextAreaElement | null },
) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const decide = useDecide(alert.id, walk.goOn);
  const submit = () => {
    const request = toRequest(draft, alert.revision);
    if (request === null || decide.isPending) return;
    decide.mutate(request);
  };
  const onDraft = (next: typeof draft) => {
    setDraft(next);
    // Once the field is drawn; it may come with the choice.
    if (next.reason !== draft.reason && needsNote(next))
      requestAnimationFrame(() => noteRef.current?.focus());
  };
  const keys: KeyHandlers = {
    confirm: () => onDraft(chooseOutcome(draft, 'confirmed')),
    dismiss: () => onDraft(chooseOutcome(draft, 'dismissed')),
    duplicate: () => onDraft(chooseOutcome(draft, 'duplicate')),
    reason: (digit) => onDraft(chooseReason(draft, reasonChoices(draft.outcome)[digit - 1]?.code)),
    note: () => noteRef.current?.focus(),
    submit,
    back: () => (draft.outcome === null ? walk.toList() : setDraft(EMPTY_DRAFT)),
  };
  return { draft, onDraft, submit, keys, pending: decide.isPending, error: decide.error };
}
