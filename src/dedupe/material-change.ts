/** Is there something new for an analyst to see? Compares what an alert has shown with what an assessment found. */
import { z } from 'zod';
import type { Assessment, Severity } from '../model/assessment.ts';
import { SEVERITIES } from '../model/assessment.ts';

/** What an alert stands on, gathered over all listings of its offer. It only grows, so the same crawl twice revises nothing. */
export const alertFacts = z.strictObject({
  substances: z.array(z.string()),
  /** Identifiers under which the substances were offered. */
  identifiers: z.array(z.string()),
  severity: z.enum(SEVERITIES),
  score: z.number(),
});
export type AlertFacts = z.infer<typeof alertFacts>;

export type FactChange = { readonly facts: AlertFacts; readonly changed: boolean };

function union(before: readonly string[], after: readonly string[]): string[] {
  return [...new Set([...before, ...after])].sort();
}

function higher(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

function factsOf(assessment: Assessment): AlertFacts {
  const carried = assessment.hits.filter((hit) => assessment.substances.includes(hit.substance));
  return {
    substances: [...assessment.substances].sort(),
    identifiers: union(
      [],
      carried.map((hit) => hit.term),
    ),
    severity: assessment.severity,
    score: assessment.score,
  };
}

/** A change is material when another substance, another identifier or a higher severity appears; a mere score is not. */
export function mergeFacts(before: AlertFacts | null, assessment: Assessment): FactChange {
  const now = factsOf(assessment);
  if (before === null) return { facts: now, changed: true };
  const facts: AlertFacts = {
    substances: union(before.substances, now.substances),
    identifiers: union(before.identifiers, now.identifiers),
    severity: higher(before.severity, now.severity),
    score: Math.max(before.score, now.score),
  };
  const changed =
    facts.substances.length > before.substances.length ||
    facts.identifiers.length > before.identifiers.length ||
    facts.severity !== before.severity;
  return { facts, changed };
}
