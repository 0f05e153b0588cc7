/** For a decided alert: the decision that it stands by. */
import { REASON_TEXTS } from '../../model/alert.ts';
import type { AlertDetail } from '../../model/api.ts';
import { StateBadge } from '../severity-badge.tsx';
import { decisionInForce } from './decision-in-force.ts';

export function DecidedPanel({ alert }: { alert: AlertDetail }) {
  const decision = decisionInForce(alert.decisions);
  return (
    <section className="card decide" aria-labelledby="decided-title">
      <div className="section-head">
        <h2 className="section-title" id="decided-title">
          Decided
        </h2>
        <StateBadge state={alert.state} outcome={alert.outcome} />
      </div>
      {decision?.reason && <p>{REASON_TEXTS[decision.reason] ?? decision.reason}</p>}
    </section>
  );
}
