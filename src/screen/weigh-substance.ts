/** Weighs one substance of a listing: its identifiers against what its tier asks for and what speaks against it. */
import type { Reason, Technique, Verdict } from '../model/assessment.ts';
import type { Substance } from '../model/watchlist.ts';
import type { Signals } from './gather-signals.ts';
import type { Found } from './read-field.ts';
import {
  ALERT_FROM,
  DISGUISE,
  DISGUISE_FROM,
  TIER_RULES,
  TRADE_POINTS,
  WATCH_FROM,
  WEIGHTS,
} from './weights.ts';

/** What weighing needs of the list besides the substance. */
export type Knowledge = {
  /** Innocent context → the terms that it makes innocent; contexts for every term are not in here. */
  readonly contextTerms: ReadonlyMap<string, ReadonlySet<string>>;
  readonly listedCas: ReadonlySet<string>;
  /** Id of a sign, flag or context → words for an analyst. */
  readonly texts: ReadonlyMap<string, string>;
};

export type Weighed = {
  readonly substance: Substance;
  readonly verdict: Verdict;
  readonly score: number;
  readonly reasons: readonly Reason[];
};

export function weighSubstance(
  substance: Substance,
  all: readonly Found[],
  signals: Signals,
  knowledge: Knowledge,
): Weighed {
  const found = all.filter(({ shadow }) => !shadow);
  if (!substance.controlledAsPrecursor || found.length === 0) {
    const text = found.length === 0 ? 'only a term on trial (shadow)' : 'not controlled as a precursor';
    return clear(substance, { code: 'never-alerts', text: `${substance.name}: ${text}`, weight: 0 });
  }
  const against = contextsAgainst(found, signals, knowledge);
  const doubt = found.every(({ ambiguous }) => ambiguous)
    ? doubtAbout(found, against, signals, knowledge)
    : null;
  if (doubt !== null) return clear(substance, doubt);

  const general = signals.innocents.filter((id) => !knowledge.contextTerms.has(id));
  const techniques = found.map(({ hit }) => hit.technique);
  const disguise = mostDisguised(techniques);
  const flagCount = signals.flags.length + (disguise !== null && DISGUISE[disguise] >= DISGUISE_FROM ? 1 : 0);
  const reasons = [
    ...identifierReasons(substance, found, disguise),
    ...graded('offer', signals.offers, knowledge, WEIGHTS.firstOffer, WEIGHTS.moreOffers, WEIGHTS.mostOffers),
    ...(signals.bulk
      ? [{ code: 'bulk', text: 'a quantity beyond laboratory use', weight: WEIGHTS.bulk }]
      : []),
    ...graded('flag', signals.flags, knowledge, WEIGHTS.firstFlag, WEIGHTS.moreFlags, WEIGHTS.mostFlags),
    ...graded(
      'innocent',
      [...general, ...against],
      knowledge,
      WEIGHTS.firstInnocent,
      WEIGHTS.moreInnocent,
      WEIGHTS.mostInnocent,
    ),
  ];
  const sum = reasons.reduce((total, { weight }) => total + weight, 0);
  const score = Math.max(0, Math.min(100, sum));
  const { flags: neededFlags } = TIER_RULES[substance.tier];
  const missing = whatIsMissing(signals.offers.length, flagCount, neededFlags);
  if (missing === null && score >= ALERT_FROM) return { substance, verdict: 'alert', score, reasons };
  const kept = score >= WATCH_FROM && (substance.tier !== 'C' || flagCount > 0);
  const note = missing === null ? [] : [missing];
  return { substance, verdict: kept ? 'watch' : 'clear', score, reasons: [...reasons, ...note] };
}

function clear(substance: Substance, reason: Reason): Weighed {
  return { substance, verdict: 'clear', score: 0, reasons: [reason] };
}

function whatIsMissing(offers: number, flags: number, needed: number): Reason | null {
  if (offers === 0) return { code: 'no-offer', text: 'nothing shows that it is offered', weight: 0 };
  if (flags >= needed) return null;
  return { code: 'no-flag', text: 'lawful trade is common: an alert needs a published red flag', weight: 0 };
}

/** Contexts of single terms, when every identifier found is one of those terms. */
function contextsAgainst(found: readonly Found[], signals: Signals, knowledge: Knowledge): string[] {
  return signals.innocents.filter((id) => {
    const terms = knowledge.contextTerms.get(id);
    return terms !== undefined && found.every(({ kind, hit }) => kind === 'name' && terms.has(hit.term));
  });
}

/** Why abbreviations alone are not enough here; null when the text around them is about trade in chemicals. */
function doubtAbout(
  found: readonly Found[],
  against: readonly string[],
  signals: Signals,
  knowledge: Knowledge,
): Reason | null {
  const names = [...new Set(found.map(({ hit }) => hit.term))].join(', ');
  const [context] = against;
  if (context !== undefined) {
    return {
      code: `innocent:${context}`,
      text: `${names} means ${knowledge.texts.get(context) ?? context}`,
      weight: 0,
    };
  }
  const other = signals.casNumbers.find((number) => !knowledge.listedCas.has(number));
  if (other !== undefined) {
    return { code: 'other-cas', text: `${names} stands beside ${other}, another substance`, weight: 0 };
  }
  if (signals.tradePoints >= TRADE_POINTS.needed) return null;
  return {
    code: 'abbreviation-alone',
    text: `${names} has other meanings and nothing else identifies it`,
    weight: 0,
  };
}

function identifierReasons(
  substance: Substance,
  found: readonly Found[],
  disguise: Technique | null,
): Reason[] {
  const names = [...new Set(found.map(({ hit }) => hit.term))].slice(0, 4).join(', ');
  const { identifier } = TIER_RULES[substance.tier];
  const reasons = [{ code: 'identifier', text: `${substance.name}, as ${names}`, weight: identifier }];
  if (found.some(({ kind }) => kind === 'cas') && found.some(({ kind }) => kind === 'name')) {
    reasons.push({
      code: 'second-identifier',
      text: 'name and CAS number agree',
      weight: WEIGHTS.secondIdentifier,
    });
  }
  if (disguise !== null) {
    reasons.push({
      code: `disguise:${disguise}`,
      text: `written in disguise (${disguise})`,
      weight: DISGUISE[disguise],
    });
  }
  return reasons;
}

function mostDisguised(techniques: readonly Technique[]): Technique | null {
  const [most] = [...techniques].sort((a, b) => DISGUISE[b] - DISGUISE[a]);
  return most !== undefined && DISGUISE[most] > 0 ? most : null;
}

/** The first counts fully, each further one less, all of them together no more than `most`. */
function graded(
  kind: string,
  ids: readonly string[],
  { texts }: Knowledge,
  first: number,
  more: number,
  most: number,
): Reason[] {
  let left = Math.abs(most);
  return ids.map((id, i) => {
    const weight = Math.min(left, Math.abs(i === 0 ? first : more));
    left -= weight;
    return { code: `${kind}:${id}`, text: texts.get(id) ?? id, weight: first < 0 ? -weight : weight };
  });
}
