/** What one chose and wrote for an alert that somebody else holds or decided meanwhile: shown, so that nothing of it is lost. */
import { REASON_TEXTS } from '../../model/alert.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { type DecisionDraft, isEmpty } from './decision-draft.ts';

export function KeptNote({ draft }: { draft: DecisionDraft }) {
  if (isEmpty(draft)) return null;
  const { outcome, reason, note } = draft;
  return (
    <section className="card decide" aria-labelledby="kept-title">
      <h2 className="section-title" id="kept-title">
        What you had begun
      </h2>
      <p>
        {outcome !== null && OUTCOME_WORDS[outcome].order}
        {reason !== null && `: ${REASON_TEXTS[reason] ?? reason}`}
      </p>
      {note !== '' && (
        <p className="kept-words" dir="auto">
          {note}
        </p>
      )}
      <p className="dim small">
        Nothing of it was recorded. It is kept in this tab, for the alert may be yours again.
      </p>
    </section>
  );
}
