/** Reads what stands around the hits of one text: phrases of contexts and flags, prices, quantities, other CAS numbers. */
import type { LookAlikes } from '../../text/look-alike.ts';
import { type Normalised, normalisedSpan, type Span } from '../../text/normalise.ts';
import { compileNames, findNames, type NameMatch, type NameMatcher } from '../find/match-names.ts';
import { type Meaning, toPatterns } from '../find/patterns.ts';
import type { FieldHits, Found } from '../find/read-hits.ts';
import { type AmountBeside, amountBeside } from './amount-beside.ts';
import { type Amounts, readAmounts } from './amounts.ts';
import { namesHandle } from './messenger-handles.ts';
import { quotedSpans } from './quoted.ts';

export type { Found } from '../find/read-hits.ts';

export type FieldReading = Amounts & {
  readonly found: readonly Found[];
  /** By substance, the most that any of its names has. */
  readonly amountsBeside: ReadonlyMap<string, AmountBeside>;
  /** Group → ids of what was met: offer signs, trade signs, red flags, innocent contexts. */
  readonly phrases: ReadonlyMap<string, ReadonlySet<string>>;
  readonly casNumbers: readonly string[];
  readonly brokenCas: readonly string[];
};

/** The group of phrases that count only where the text itself speaks, not where it quotes. */
export const OFFER = 'offer';
export const INNOCENT = 'innocent';
export const FLAG = 'flag';
/** The flag of whoever names a messenger to write to. */
export const MESSENGER = { group: FLAG, id: 'move-to-encrypted-messaging' } as const;

/** Phrases that mean one thing: "*" at the end lets a word go on. */
export type PhraseRow = { readonly group: string; readonly id: string; readonly phrases: readonly string[] };

export function compilePhrases(rows: readonly PhraseRow[], alike: LookAlikes): NameMatcher {
  const patterns = rows.flatMap(({ group, id, phrases }) => {
    const meaning = { kind: 'phrase', group, id } as const;
    return phrases.flatMap((phrase) => toPatterns(phrase, meaning, alike));
  });
  return compileNames(patterns, [], alike);
}

export function readField(
  phrases: NameMatcher,
  { normalised, found, casNumbers, brokenCas }: FieldHits,
): FieldReading {
  const { text, units } = normalised;
  const quoted = quotedSpans(text);
  const find = (once: boolean) => findNames(phrases, units, () => text, once);
  const met = withoutParts(find(quoted.length === 0), () => find(false)).filter(
    ({ meaning, start, end }) =>
      !(isOf(OFFER, meaning) && quoted.some((span) => holds(span, start, end))) &&
      !(isOf(INNOCENT, meaning) && (isUnasked(text, start) || isInAddress(text, start, end))),
  );
  return {
    found,
    amountsBeside: amountsBesideNames(normalised, found),
    phrases: byGroup([
      ...met.map(({ meaning }) => meaning),
      ...(namesHandle(text) ? [{ kind: 'phrase', ...MESSENGER } as const] : []),
    ]),
    casNumbers,
    brokenCas,
    ...readAmounts(text),
  };
}

/**
 * What makes part of a longer red flag is the seller's boast, and speaks of no innocent setting: "without register of controlled
 * substances" is no list of them. `findAll` gives every occurrence, which only such texts need.
 */
function withoutParts(met: readonly NameMatch[], findAll: () => readonly NameMatch[]): readonly NameMatch[] {
  if (!met.some(({ meaning }) => isOf(INNOCENT, meaning)) || !met.some(({ meaning }) => isOf(FLAG, meaning)))
    return met;
  const all = findAll();
  const flags = all.filter(({ meaning }) => isOf(FLAG, meaning));
  return all.filter(
    ({ meaning, start, end }) =>
      !isOf(INNOCENT, meaning) ||
      !flags.some((flag) => end - start < flag.end - flag.start && holds(flag, start, end)),
  );
}

/** "Without registration for …": a paper that the seller does without, with no more than small words behind it. */
const UNASKED = new RegExp(
  `(?<!\\p{L})(?:${['without', 'sin', 'no pedimos', 'no se piden?', 'nao pedimos', 'sem', 'sans', 'senza', 'sense', 'ohne', 'zonder', 'bez', 'fara', 'uten', 'utan', 'uden', 'без'].join('|')})` +
    ` (?:\\p{L}+ )?(?:${['regist', 'inscri', 'licen', 'lizen', 'permi', 'carnet', 'certific', 'cadastr', 'autori', 'control', 'enregistr', 'declar', 'genehmig', 'vergunning', 'zezwolen', 'pozwolen', 'лиценз', 'разрешен', 'регистрац'].join('|')})` +
    '\\p{L}*(?: \\p{L}{1,4}){0,3} $',
  'u',
);
const UNASKED_REACH = 60;

function isUnasked(text: string, start: number): boolean {
  return UNASKED.test(text.slice(Math.max(0, start - UNASKED_REACH), start));
}

/** Letters of a mail address or of the name of an account stand for somebody, whatever word they make. */
const ADDRESS_REACH = 40;

function isInAddress(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - ADDRESS_REACH), start);
  const after = text.slice(end, end + ADDRESS_REACH);
  return /@[\w.-]*$/.test(before) || /^[\w.+-]*@[\w-]/.test(after);
}

function isOf(group: string, meaning: Meaning): boolean {
  return meaning.kind === 'phrase' && meaning.group === group;
}

function holds(outer: Span, start: number, end: number): boolean {
  return outer.start <= start && end <= outer.end;
}

function amountsBesideNames(
  normalised: Normalised,
  found: readonly Found[],
): ReadonlyMap<string, AmountBeside> {
  const beside = new Map<string, AmountBeside>();
  for (const { hit } of found) {
    const known = beside.get(hit.substance) ?? 0;
    if (known === 2) continue;
    const { start, end } = normalisedSpan(normalised, hit.start, hit.end);
    const its = amountBeside(normalised.text, start, end);
    if (its > known) beside.set(hit.substance, its);
  }
  return beside;
}

function byGroup(meanings: readonly Meaning[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const meaning of meanings) {
    if (meaning.kind !== 'phrase') continue;
    const ids = groups.get(meaning.group);
    if (ids === undefined) groups.set(meaning.group, new Set([meaning.id]));
    else ids.add(meaning.id);
  }
  return groups;
}
