/** Who decided what and why, the latest first; under which list version and revision. */
import { REASON_TEXTS } from '../../model/alert.ts';
import type { Decision } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { ACTION_WORDS, OUTCOME_WORDS } from '../words.ts';

export function DecisionHistory({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  const latestFirst = [...decisions].sort((a, b) => b.id - a.id);
  return (
    <section className="card" aria-labelledby="history-title">
      <h2 className="section-title" id="history-title">
        Decisions
      </h2>
      <ol className="history">
        {latestFirst.map((each) => (
          <li key={each.id}>
            <strong>
              {each.outcome === null ? ACTION_WORDS[each.action] : OUTCOME_WORDS[each.outcome].done}
            </strong>
            <span className="dim">
              {' '}
              by {each.by}, <Moment at={each.at} />
            </span>
            {each.reason !== null && <div>{REASON_TEXTS[each.reason] ?? each.reason}</div>}
            {each.note !== null && (
              <div className="note" dir="auto">
                {each.note}
              </div>
            )}
            <div className="dim small">
              Revision {each.revision}, watch-list <code>{each.watchlist}</code>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
