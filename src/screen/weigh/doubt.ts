/** Asks whether what was found identifies the substance at all: abbreviations mean other things, and spellings go astray. */
import type { Reason } from '../../model/assessment.ts';
import { EVERYDAY_WORDS, OTHER_BY_NAME } from './context-rules.ts';
import type { Signals } from './gather-signals.ts';
import type { Found } from './read-field.ts';
import { TRADE_POINTS, UNSURE } from './weights.ts';

/** What weighing needs of the list besides the substance. */
export type Knowledge = {
  /** Innocent context → the terms that it makes innocent; contexts for every term are not in here. */
  readonly contextTerms: ReadonlyMap<string, ReadonlySet<string>>;
  readonly listedCas: ReadonlySet<string>;
  /** CAS number of a chemical that is taken for a listed one → id of that; without it every unlisted number is held to be one. */
  readonly innocentCas?: ReadonlyMap<string, string>;
  /** Id of a sign, flag or context → words for an analyst. */
  readonly texts: ReadonlyMap<string, string>;
};

/** `means-other`: it is something else. `unsure`: it may be; where that `bars` an alert, it is kept at most. */
export type Doubt = {
  readonly kind: 'means-other' | 'unsure';
  readonly bars: boolean;
  readonly reason: Reason;
};

/** Null when at least one identifier is sure, or the text around the others bears them out. */
export function doubtAbout(
  found: readonly Found[],
  against: readonly string[],
  signals: Signals,
  knowledge: Knowledge,
): Doubt | null {
  const number = stockNumberOf(found, signals);
  if (number !== null) return number;
  if (found.some(isSure)) return null;
  const ambiguous = found.filter((one) => one.ambiguous);
  if (ambiguous.length === found.length) return doubtAboutMeaning(found, against, signals, knowledge);
  return ambiguous.length > 0 ? null : doubtAboutSpelling(found, signals, knowledge);
}

/** Parts, boxes and houses have numbers in CAS form, too; where nothing speaks of chemicals, that is what is meant. */
function stockNumberOf(found: readonly Found[], { tradePoints }: Signals): Doubt | null {
  if (tradePoints > 0 || !found.every(isWrittenNumber) || !found.some(isStockNumber)) return null;
  const text = `${namesOf(found).join(', ')} is said to number something else, and nothing speaks of chemicals`;
  return { kind: 'unsure', bars: true, reason: { code: 'stock-number', text, weight: 0 } };
}

export function isWrittenNumber({ kind, hit }: Found): boolean {
  return kind === 'cas' && hit.technique === 'cas';
}

function isStockNumber({ stockNumber }: Found): boolean {
  return stockNumber === true;
}

/** Whether one of these identifiers can be nothing else. */
export function isSure({ ambiguous, hit, kind }: Found): boolean {
  return !ambiguous && (kind === 'cas' || UNSURE[hit.technique] === undefined);
}

/** Contexts of single terms, when every identifier found is one of those terms. */
export function contextsAgainst(
  found: readonly Found[],
  innocents: readonly string[],
  { contextTerms }: Knowledge,
): string[] {
  return innocents.filter((id) => {
    const terms = contextTerms.get(id);
    return terms !== undefined && found.every(({ kind, hit }) => kind === 'name' && terms.has(hit.term));
  });
}

function doubtAboutMeaning(
  found: readonly Found[],
  against: readonly string[],
  { tradePoints, evidence, casNumbers, surelyNamed }: Signals,
  { texts, listedCas, innocentCas }: Knowledge,
): Doubt | null {
  const names = namesOf(found);
  const points =
    tradePoints +
    (names.length > 1 ? TRADE_POINTS.secondName : 0) +
    (surelyNamed ? TRADE_POINTS.companion : 0);
  const plainlyTraded = points >= TRADE_POINTS.neededAgainstContext && evidence.goods > 0;
  const context = against.find((id) => OTHER_BY_NAME.has(id) || !plainlyTraded);
  if (context !== undefined) {
    return meansOther(`innocent:${context}`, `${names.join(', ')} means ${texts.get(context) ?? context}`);
  }
  if (!plainlyTraded && found.every(isEverydayWord)) {
    return meansOther('everyday-word', `${names.join(', ')} is a word of everyday language here`);
  }
  const others = casNumbers.filter((number) => !listedCas.has(number));
  const isTakenForIt = (number: string) =>
    innocentCas === undefined || isConfused(number, found, innocentCas);
  const other = others.find(isTakenForIt) ?? others[0];
  if (other !== undefined && !(plainlyTraded && !isTakenForIt(other))) {
    return meansOther('other-cas', `${names.join(', ')} stands beside ${other}, another substance`);
  }
  if (points >= TRADE_POINTS.needed) return null;
  return meansOther(
    'abbreviation-alone',
    `${names.join(', ')} has other meanings and nothing else identifies it`,
  );
}

function isConfused(
  number: string,
  found: readonly Found[],
  innocentCas: ReadonlyMap<string, string>,
): boolean {
  return found.some(({ hit }) => hit.substance === innocentCas.get(number));
}

/** A second identifier, chemical trade around it, a red flag or its very length bears out a misspelled or divided name. */
function doubtAboutSpelling(
  found: readonly Found[],
  { tradePoints, evidence, casNumbers }: Signals,
  { innocentCas = new Map() }: Knowledge,
): Doubt | null {
  const misspelled = found.every(({ hit }) => hit.technique === 'misspelled');
  const other = casNumbers.find((number) => isConfused(number, found, innocentCas));
  if (misspelled && other !== undefined) {
    const names = [...new Set(found.map(({ hit }) => hit.text))].join(', ');
    return meansOther('other-cas', `${names} stands beside ${other}, another substance`);
  }
  const [most] = [...found].sort((a, b) => lettersOf(b) - lettersOf(a));
  const rule = UNSURE[most?.hit.technique ?? 'misspelled'];
  if (most === undefined || rule === undefined) return null;
  if (namesOf(found).length > 1 || tradePoints >= rule.trade || evidence.suspicion > 0) return null;
  return {
    kind: 'unsure',
    bars: lettersOf(most) < rule.aloneFrom,
    reason: {
      code: `unsure:${most.hit.technique}`,
      text: `${most.hit.text} may be another word, and nothing else identifies it`,
      weight: rule.doubt,
    },
  };
}

function lettersOf({ hit }: Found): number {
  return hit.term.replace(/[^\p{L}\p{N}]/gu, '').length;
}

function isEverydayWord({ hit }: Found): boolean {
  return EVERYDAY_WORDS.has(hit.term) && hit.text !== hit.text.toUpperCase();
}

function namesOf(found: readonly Found[]): string[] {
  return [...new Set(found.map(({ hit }) => hit.term))];
}

function meansOther(code: string, text: string): Doubt {
  return { kind: 'means-other', bars: true, reason: { code, text, weight: 0 } };
}
