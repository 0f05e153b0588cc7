/** What an order on many alerts would change, what it leaves out and why, and the first of those it changes. */

import { SEVERITIES } from '../../model/assessment.ts';
import { BULK_MINUTES, type BulkPreview } from '../../model/bulk-api.ts';
import { SeverityBadge } from '../severity-badge.tsx';
import { count } from '../words.ts';

export function BulkPreviewTable({ preview }: { preview: BulkPreview }) {
  const { matched, cap, change, skipped, bySeverity, sample } = preview;
  return (
    <section className="preview" aria-label="Preview" role="status">
      <p>
        <strong>{count(change, 'alert')}</strong> of {matched.toLocaleString('en')} would change.
        {matched > cap && ` One order takes ${cap.toLocaleString('en')} at most: the most urgent.`}
      </p>
      <p className="preview-severities">
        {[...SEVERITIES].reverse().map(
          (severity) =>
            (bySeverity[severity] ?? 0) > 0 && (
              <span key={severity}>
                <SeverityBadge severity={severity} /> {bySeverity[severity]}
              </span>
            ),
        )}
      </p>
      {skipped.map(({ why, alerts }) => (
        <p key={why} className="dim">
          {count(alerts, 'alert')} left out: {why}
        </p>
      ))}
      <ul className="preview-sample">
        {sample.map((row) => (
          <li key={row.id}>
            <bdi>{row.title ?? 'Without a title'}</bdi>
            <span className="dim"> · {row.substances.map(({ name }) => name).join(', ')}</span>
          </li>
        ))}
        {change > sample.length && <li className="dim">and {count(change - sample.length, 'other')}</li>}
      </ul>
      <p className="dim small">
        The preview holds for {BULK_MINUTES} minutes; what is touched until then is left out.
      </p>
    </section>
  );
}
