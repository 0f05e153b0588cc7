/** The score and what moved it, the heaviest first. */
import { Progress } from '@mantine/core';
import type { Reason, Severity } from '../../model/assessment.ts';
import { SEVERITY_WORDS } from '../words.ts';

type Props = {
  readonly score: number;
  readonly severity: Severity;
  readonly reasons: readonly Reason[];
  readonly watchlist: string;
};

export function WhyMatched({ score, severity, reasons, watchlist }: Props) {
  // What only keeps the sum within its bounds says nothing about the listing.
  const last = ({ code }: Reason) => (code === 'bounded' ? 1 : 0);
  const sorted = [...reasons].sort((a, b) => last(a) - last(b) || Math.abs(b.weight) - Math.abs(a.weight));
  return (
    <section className="card" aria-labelledby="why-title">
      <div className="section-head">
        <h2 className="section-title" id="why-title">
          Why it matched
        </h2>
        <p className="numeric">
          <strong>{Math.round(score)}</strong>
          <span className="dim"> of 100</span>
        </p>
      </div>
      <Progress
        value={score}
        size="sm"
        aria-label={`Score ${Math.round(score)} of 100, severity ${SEVERITY_WORDS[severity]}`}
        classNames={{ section: `score-bar severity-${severity}` }}
      />
      <ul className="reasons">
        {sorted.map((reason) => (
          <li key={`${reason.code}-${reason.text}`}>
            <span>{reason.text}</span>
            <span className={`weight numeric ${reason.weight < 0 ? 'weight-against' : ''}`}>
              {weightText(reason.weight)}
            </span>
          </li>
        ))}
      </ul>
      <p className="dim small">
        Watch-list <code>{watchlist}</code>
      </p>
    </section>
  );
}

function weightText(weight: number): string {
  if (weight === 0) return '';
  const size = Math.abs(weight).toLocaleString('en', { maximumFractionDigits: 1 });
  return weight < 0 ? `−${size}` : `+${size}`;
}
