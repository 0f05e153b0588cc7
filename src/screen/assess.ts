/** From the weighed substances of a listing to one assessment: verdict, score, severity, reasons, law. */
import {
  type Assessment,
  type LawRow,
  SEVERITIES,
  type Severity,
  type Verdict,
} from '../model/assessment.ts';
import type { Substance } from '../model/watchlist.ts';
import { gatherSignals, type OfferFacts } from './gather-signals.ts';
import { lawOn } from './law-in-force.ts';
import type { FieldReading, Found } from './read-field.ts';
import { type Knowledge, type Weighed, weighSubstance } from './weigh-substance.ts';
import { SEVERITY_RULES } from './weights.ts';

export type AssessInput = {
  readonly readings: readonly FieldReading[];
  readonly facts: OfferFacts;
  readonly substances: ReadonlyMap<string, Substance>;
  readonly knowledge: Knowledge;
  readonly version: string;
  readonly on: Date;
};

const RANK: Readonly<Record<Verdict, number>> = { alert: 2, watch: 1, clear: 0 };

export function assess({ readings, facts, substances, knowledge, version, on }: AssessInput): Assessment {
  const found = readings.flatMap((reading) => reading.found);
  const signals = gatherSignals(readings, facts);
  const weighed: Weighed[] = [];
  for (const [id, group] of groupBySubstance(found)) {
    const substance = substances.get(id);
    if (substance !== undefined) weighed.push(weighSubstance(substance, group, signals, knowledge));
  }
  weighed.sort(
    (a, b) =>
      RANK[b.verdict] - RANK[a.verdict] || b.score - a.score || (a.substance.id < b.substance.id ? -1 : 1),
  );
  const [lead] = weighed;
  const verdict = lead?.verdict ?? 'clear';
  const carriers = verdict === 'clear' ? [] : weighed.filter((one) => one.verdict === verdict);
  const law = carriers.flatMap(({ substance }) => lawOn(substance, on));
  return {
    verdict,
    score: lead?.score ?? 0,
    severity: lead === undefined ? 'low' : severityOf(lead, law),
    substances: carriers.map(({ substance }) => substance.id).sort(),
    hits: found.map(({ hit }) => hit),
    reasons: [
      ...(lead?.reasons ?? []),
      ...weighed.slice(1).map(({ substance, verdict: its, score }) => ({
        code: 'also-names',
        text: `also ${substance.name} (${its}, score ${score})`,
        weight: 0,
      })),
    ],
    law,
    watchlist: version,
  };
}

function groupBySubstance(found: readonly Found[]): Map<string, Found[]> {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const group = groups.get(one.hit.substance);
    if (group === undefined) groups.set(one.hit.substance, [one]);
    else group.push(one);
  }
  return groups;
}

/** One step lower while every law on the substance is still to come. */
function severityOf({ substance, score, verdict }: Weighed, law: readonly LawRow[]): Severity {
  if (verdict === 'clear') return 'low';
  const rule = SEVERITY_RULES.find((row) => row.tiers.includes(substance.tier) && score >= row.score);
  const severity = rule?.severity ?? 'low';
  const rows = law.filter((row) => row.substance === substance.id);
  if (rows.length === 0 || rows.some(({ status }) => status !== 'coming')) return severity;
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - 1)] ?? 'low';
}
