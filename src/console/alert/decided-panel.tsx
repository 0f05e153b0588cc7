/** For a decided alert: what was decided. */
import { REASON_TEXTS } from '../../model/alert.ts';
import type { AlertDetail } from '../../model/api.ts';
import { StateBadge } from '../severity-badge.tsx';

export function DecidedPanel({ alert }: { alert: AlertDetail }) {
  const last = [...alert.decisions].sort((a, b) => b.id - a.id).at(0);
  return (
    <section className="card decide" aria-labelledby="decided-title">
      <div className="section-head">
        <h2 className="section-title" id="decided-title">
          Decided
        </h2>
        <StateBadge state={alert.state} outcome={alert.outcome} />
      </div>
      {last?.reason && <p>{REASON_TEXTS[last.reason] ?? last.reason}</p>}
    </section>
  );
}
