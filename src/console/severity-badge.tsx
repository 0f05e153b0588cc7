/** Severity and state as words on a colour: the colour alone never carries the meaning. */
import type { AlertState, Outcome } from '../model/alert.ts';
import type { Severity } from '../model/assessment.ts';
import { OUTCOME_WORDS, SEVERITY_WORDS, STATE_WORDS } from './words.ts';

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <span className={`badge severity-${severity}`}>{SEVERITY_WORDS[severity]}</span>;
}

export function StateBadge({ state, outcome }: { state: AlertState; outcome: Outcome | null }) {
  const words = state === 'decided' && outcome !== null ? OUTCOME_WORDS[outcome].done : STATE_WORDS[state];
  return <span className={`badge state-${outcome ?? state}`}>{words}</span>;
}
