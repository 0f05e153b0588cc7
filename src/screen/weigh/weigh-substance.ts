/** Weighs one substance of a listing: its identifiers against what its tier asks for and what speaks against it. */
import { type Reason, TECHNIQUE_WORDS, type Technique, type Verdict } from '../../model/assessment.ts';
import type { Substance } from '../../model/watchlist.ts';
import { type Evidence, weighContexts } from './context-rules.ts';
import { contextsAgainst, doubtAbout, isWrittenNumber, type Knowledge } from './doubt.ts';
import { pointsOf, type Signals } from './gather-signals.ts';
import type { Found } from './read-field.ts';
import { SITE_SIGNS } from './site-context.ts';
import {
  ALERT_FROM,
  DISGUISE,
  DISGUISE_FROM,
  FLAG_KINDS,
  FLAG_POINTS,
  SHORT_NAME,
  TIER_RULES,
  WATCH_FROM,
  WEIGHTS,
} from './weights.ts';

export type { Knowledge } from './doubt.ts';

export type Weighed = {
  readonly substance: Substance;
  readonly verdict: Verdict;
  readonly score: number;
  readonly reasons: readonly Reason[];
};

/** The weights of the reasons add up to the score. */
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
  const against = contextsAgainst(found, signals.innocents, knowledge);
  const doubt = doubtAbout(found, against, signals, knowledge);
  if (doubt?.kind === 'means-other') return clear(substance, doubt.reason);

  const disguise = mostDisguised(found.map(({ hit }) => hit.technique));
  const flags = signals.flags.filter((id) => pointsOf(id) > 0).length + (isFlag(disguise) ? 1 : 0);
  const evidence = evidenceFor(substance, found, signals, disguise);
  const contexts = contextReasons(signals, found, against, knowledge, evidence);
  const reasons = [
    ...identifierReasons(substance, found, disguise, signals),
    ...(doubt === null ? [] : [doubt.reason]),
    ...offerReasons(signals, knowledge),
    ...flagReasons(signals.flags, knowledge),
    ...contexts.reasons,
  ];
  const offered = signals.offers.length > 0 || (isFlag(disguise) && signals.goodsNamed);
  const missing = offered
    ? whatIsMissing(substance, flags, evidence.suspicion)
    : { code: 'no-offer', text: 'nothing shows that it is offered', weight: 0 };
  const bar = missing ?? (doubt?.bars === true ? doubt.reason : contexts.bar);
  const { score, reasons: bounded } = bound(reasons, bar !== null);
  if (bar === null && score >= ALERT_FROM) return { substance, verdict: 'alert', score, reasons: bounded };
  const kept = score >= WATCH_FROM && (substance.tier !== 'C' || flags > 0);
  const note = missing === null ? [] : [missing];
  return { substance, verdict: kept ? 'watch' : 'clear', score, reasons: [...bounded, ...note] };
}

function clear(substance: Substance, reason: Reason): Weighed {
  return { substance, verdict: 'clear', score: 0, reasons: [reason] };
}

/** Keeps the score within 0–100, and below an alert where something bars it; the difference is a reason of its own. */
function bound(reasons: readonly Reason[], barred: boolean): { score: number; reasons: Reason[] } {
  const sum = reasons.reduce((total, { weight }) => total + weight, 0);
  const score = Math.max(0, Math.min(barred ? ALERT_FROM - 1 : 100, sum));
  if (score === sum) return { score, reasons: [...reasons] };
  return {
    score,
    reasons: [...reasons, { code: 'bounded', text: whyBounded(sum, barred), weight: score - sum }],
  };
}

function whyBounded(sum: number, barred: boolean): string {
  if (barred && sum >= ALERT_FROM) return 'kept below an alert';
  return sum > 100 ? 'a score ends at 100' : 'a score begins at 0';
}

function whatIsMissing({ tier }: Substance, flags: number, suspicion: number): Reason | null {
  const needed = TIER_RULES[tier];
  if (flags >= needed.flags && suspicion >= needed.suspicion) return null;
  return { code: 'no-flag', text: 'lawful trade is common: an alert needs a published red flag', weight: 0 };
}

function identifierReasons(
  substance: Substance,
  found: readonly Found[],
  disguise: Technique | null,
  { casLabel, surelyNamed }: Signals,
): Reason[] {
  const names = [...new Set(found.map(({ hit }) => asRead(hit)))].slice(0, 4).join(', ');
  const { identifier } = TIER_RULES[substance.tier];
  const reasons = [{ code: 'identifier', text: `${substance.name}, as ${names}`, weight: identifier }];
  const byNumber = found.some(({ kind }) => kind === 'cas');
  if (hasBoth(found)) {
    const ways = KINDS.filter((kind) => found.some((one) => one.kind === kind));
    const text = `${ways.map((kind) => KIND_WORDS[kind]).join(' and ')} agree`;
    reasons.push({ code: 'second-identifier', text, weight: WEIGHTS.secondIdentifier });
  } else if (byNumber && casLabel) {
    reasons.push({ code: 'labelled-cas', text: 'said to be a CAS number', weight: WEIGHTS.labelledCas });
  } else if (!surelyNamed && found.every(isShort)) {
    reasons.push({ code: 'short-name', text: 'a name of few letters', weight: WEIGHTS.shortName });
  }
  if (disguise !== null) {
    reasons.push({
      code: `disguise:${disguise}`,
      text: `written in disguise (${TECHNIQUE_WORDS[disguise]})`,
      weight: DISGUISE[disguise],
    });
  }
  return reasons;
}

/** A name that was read as a structure says more than the structure. */
function asRead({ technique, term, text }: Found['hit']): string {
  return technique === 'systematic' ? text : term;
}

function isShort({ kind, hit }: Found): boolean {
  if (hit.technique === 'systematic') return false;
  const letters = hit.term.replace(/[^\p{L}\p{N}]/gu, '');
  return kind === 'name' && letters.length < SHORT_NAME && /^[\p{ASCII}]*$/u.test(letters);
}

function mostDisguised(techniques: readonly Technique[]): Technique | null {
  const [most] = [...techniques].sort((a, b) => DISGUISE[b] - DISGUISE[a]);
  return most !== undefined && DISGUISE[most] > 0 ? most : null;
}

function isFlag(disguise: Technique | null): boolean {
  return disguise !== null && DISGUISE[disguise] >= DISGUISE_FROM;
}

/** What the ways of naming this substance add to the evidence of the whole text. */
function evidenceFor(
  { id }: Substance,
  found: readonly Found[],
  { evidence, amountsBeside }: Signals,
  disguise: Technique | null,
): Evidence {
  const named = { ...evidence, identified: hasBoth(found) ? 1 : 0, measured: amountsBeside.get(id) ?? 0 };
  if (!isFlag(disguise)) return named;
  return {
    ...named,
    suspicion: named.suspicion + FLAG_POINTS.hiding,
    chemical: named.chemical + 1,
    disguised: 1,
  };
}

const KINDS = ['name', 'cas', 'structure'] as const;
const KIND_WORDS: Readonly<Record<Found['kind'], string>> = {
  name: 'name',
  cas: 'CAS number',
  structure: 'structure',
};

/** In two ways that do not follow from each other: by name and by number, or by its structure. */
function hasBoth(found: readonly Found[]): boolean {
  return new Set(found.map(({ kind }) => kind)).size > 1;
}

function offerReasons({ offers, evidence }: Signals, { texts }: Knowledge): Reason[] {
  const first = evidence.direct > 0 ? WEIGHTS.directOffer : WEIGHTS.wordOffer;
  const weights = offers.map((_, i) => (i === 0 ? first : WEIGHTS.moreOffers));
  const reasons = graded('offer', offers, weights, WEIGHTS.mostOffers, texts);
  if (evidence.amount < 2) return reasons;
  return [...reasons, { code: 'bulk', text: 'a quantity beyond laboratory use', weight: WEIGHTS.bulk }];
}

/** The flag that says most counts as the first. */
function flagReasons(flags: readonly string[], { texts }: Knowledge): Reason[] {
  const sorted = [...flags].sort((a, b) => pointsOf(b) - pointsOf(a));
  const weights = sorted.map((id, i) => {
    if (pointsOf(id) === 0) return 0;
    if (i > 0) return WEIGHTS.moreFlags;
    return FLAG_KINDS[id] === 'hiding' ? WEIGHTS.hidingFlag : WEIGHTS.firstFlag;
  });
  return graded('flag', sorted, weights, WEIGHTS.mostFlags, texts);
}

/** Each weight in turn, all of them together no more than `most`. */
function graded(
  kind: string,
  ids: readonly string[],
  weights: readonly number[],
  most: number,
  texts: ReadonlyMap<string, string>,
): Reason[] {
  let left = most;
  return ids.map((id, i) => {
    const weight = Math.min(left, weights[i] ?? 0);
    left -= weight;
    return { code: `${kind}:${id}`, text: texts.get(id) ?? id, weight };
  });
}

/** The context in which a number in CAS form is that of a part; it says nothing of a substance that is named. */
const PARTS = 'spare-parts';

/** Contexts of the whole text and those of the term; `bar` is the one that forbids an alert. */
function contextReasons(
  { innocents, site }: Signals,
  found: readonly Found[],
  against: readonly string[],
  { contextTerms, texts }: Knowledge,
  evidence: Evidence,
): { reasons: Reason[]; bar: Reason | null } {
  const general = innocents.filter(
    (id) => !contextTerms.has(id) && (id !== PARTS || found.every(isWrittenNumber)),
  );
  const siteText = site === null ? null : SITE_SIGNS[site].against;
  const siteId = siteText === null ? null : `site-${site}`;
  const hints = siteId === null ? [] : [siteId];
  // Another meaning of an abbreviation that is plainly traded as a chemical is no more than a hint.
  const dispelled = found.every(({ ambiguous }) => ambiguous);
  const weighed = weighContexts(
    dispelled ? general : [...general, ...against],
    dispelled ? [...hints, ...against] : hints,
    evidence,
  );
  const reasons = weighed.map(({ id, weight }) => ({
    code: `innocent:${id}`,
    text: (id === siteId ? siteText : texts.get(id)) ?? id,
    weight,
  }));
  const at = weighed.findIndex(({ bars }) => bars);
  return { reasons, bar: reasons[at] ?? null };
}
