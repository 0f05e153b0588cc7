/** From the weighed substances of a listing to one assessment: verdict, score, severity, reasons, law. */
import {
  type Assessment,
  type LawRow,
  SEVERITIES,
  type Severity,
  type Verdict,
} from '../../model/assessment.ts';
import type { Substance } from '../../model/watchlist.ts';
import { isSure } from './doubt.ts';
import { gatherSignals, type OfferFacts, type Signals } from './gather-signals.ts';
import { lawOnAll } from './law-in-force.ts';
import type { FieldReading, Found } from './read-field.ts';
import type { SiteContext } from './site-context.ts';
import { type Knowledge, type Weighed, weighSubstance } from './weigh-substance.ts';
import { FLAG_KINDS, SEVERITY_RULES } from './weights.ts';

export type AssessInput = {
  readonly readings: readonly FieldReading[];
  readonly facts: OfferFacts;
  /** The kind of site the listing stands on, where somebody said. */
  readonly site?: SiteContext;
  readonly substances: ReadonlyMap<string, Substance>;
  readonly knowledge: Knowledge;
  readonly version: string;
  readonly on: Date;
};

const RANK: Readonly<Record<Verdict, number>> = { alert: 2, watch: 1, clear: 0 };

export function assess(input: AssessInput): Assessment {
  const { readings, facts, site, substances, knowledge, version, on } = input;
  const found = readings.flatMap((reading) => reading.found);
  const surelyNamed = found.some((one) => isSure(one) && substances.get(one.hit.substance)?.tier === 'A');
  const signals = gatherSignals(readings, facts, site?.kind, surelyNamed);
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
  const law = lawOnAll(
    carriers.map(({ substance }) => substance),
    on,
  );
  return {
    verdict,
    score: lead?.score ?? 0,
    severity: lead === undefined ? 'low' : severityOf(lead, signals, law),
    substances: carriers.map(({ substance }) => substance.id).sort(),
    hits: found.map(({ hit }) => hit),
    reasons: [
      ...(lead?.reasons ?? []),
      ...weighed.slice(1).map(({ substance, verdict: its, score }) => ({
        code: 'also-names',
        text: `also ${substance.name} (${its}, score ${score})`,
        weight: 0,
      })),
      ...brokenCasReason(signals),
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

/** Worth a second look by whoever keeps the list, but never a hit: no substance has that number. */
function brokenCasReason({ brokenCas }: Signals): Assessment['reasons'] {
  if (brokenCas.length === 0) return [];
  const text = `${brokenCas.slice(0, 4).join(', ')} looks like a CAS number, but its check digit is wrong`;
  return [{ code: 'broken-cas', text, weight: 0 }];
}

/** By tier and score; what is not an alert is never urgent. One step lower while every law on the substance is to come. */
function severityOf(
  { substance, score, verdict }: Weighed,
  { flags, evidence }: Signals,
  law: readonly LawRow[],
): Severity {
  if (verdict === 'clear') return 'low';
  const suspicious = evidence.amount === 2 || flags.some((id) => FLAG_KINDS[id] === 'hiding');
  const rule = SEVERITY_RULES.find(
    (row) => row.tiers.includes(substance.tier) && score >= row.score && (!row.suspicious || suspicious),
  );
  const severity = rule?.severity ?? 'low';
  const rows = law.filter((row) => row.substance === substance.id);
  if (rows.length === 0 || rows.some(({ status }) => status !== 'coming')) return severity;
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - 1)] ?? 'low';
}
