/** Finds listed substances by any systematic name of their structure, in whatever order and style its parts are written. */
import { inEnglish } from '../nomenclature/in-english.ts';
import { type Steps, structureOfName } from '../nomenclature/read-name.ts';
import { relationOf } from './canonical-structure.ts';
import { isPartOfLongerName, isSaidToBeAbsent } from './longer-name.ts';
import { type Row, rowsOfStructure, type StructureMatcher } from './match-structures.ts';

/** A name that was read as a structure; `start` and `end` are places in the normalised text. */
export type SystematicName = {
  readonly start: number;
  readonly end: number;
  /** Whose structure it is; none where it is of a substance that is not listed. */
  readonly rows: readonly Row[];
};

/** What the names of listed structures are built of; a text without any of it has none. */
const MAY_BE_NAMED =
  /phen[eyo]|tolu|piperon|anthranil|f[ei]n[iey][lt]|piperid|dioss?ol|dioxol|oxiran|ossiran|anili|benz|benc[ie]|c[yi][ck]lo(?:hex|pent|es)|prop(?:an|en|ion|[iy]l)|butan|butyr|acet|malon|ethan|etan|eth?[iy]l|glycid|azinan|oxolan|phenethyl|ф[её]н[иэе]л|фен[эе]т|пиперид|диоксол|оксиран|анилин|бенз|пропан|бутан|ацет|цикло/;
const WORD = /[a-z\d([{αβγω\u0430-\u0456][a-z\d()[\]{}',+±αβγω\u0430-\u0456-]*/g;
/** How the last word of a name ends. */
const ENDS =
  /(?:one|ol|amine|amide|imine|nitrile|ates?|acid|ine|ene|ane|al|hyde|anilide|ether|ester|ketone|chloride|bromide|iodide|cyanide|alcohol|acetone|phenone|dioxole)$/;
/** What may stand before the last word: groups, cations, and the parts of an acid's name. */
const LEADS =
  /(?:[yi]l|[)\]]|sodium|potassium|lithium|ammonium|calcium|ic|benzyl|boc|^acid[oe]|^d[ei]|^(?:chlor|clor|brom|iod|yod|cian|cyan)(?:uro|eto|ure))$/;
/** What goes on with a name behind a space. */
const GOES_ON =
  /^(?:acid|alcohol|ketone|keton|c[eh]*etona?e?|d[ei]|chloride|bromide|iodide|cyanide|methanone|ester|(?:mono|di)?(?:n-)?(?:tert-|t-|sec-|iso)?(?:m?eth?[iy]l|prop[iy]l|but[iy]l|ben[zc][iy]l|1,1-dimethylethyl)[aeo]?|d'm?ethyle)$/;
/** "2-Propanone, 1-phenyl-": what is behind the comma belongs in front. */
const INVERTED = /,$/;

const MOST_WORDS_BEFORE = 2;
const MOST_WORDS_BEHIND = 4;
const MOST_WORDS = 3000;
/** Names of one text that are read; one that has more is a data base. */
const MOST_READ = 400;
const SHORTEST = 7;
const LONGEST = 160;

type Word = { readonly text: string; readonly start: number; readonly end: number };

/** "(and methylamine)" and "name.": without the signs of the sentence around it. */
function bare(word: Word): Word {
  let { text, start, end } = word;
  const count = (sign: string) => text.split(sign).length;
  const drop = (from: number, to: number) => {
    text = text.slice(from, text.length - to);
    start += from;
    end -= to;
  };
  while (/[,+±]$/.test(text)) drop(0, 1);
  if (text.endsWith(')') && count(')') > count('(')) drop(0, 1);
  if (text.startsWith('(') && count('(') > count(')')) drop(1, 0);
  return { text, start, end };
}

/** Whether nothing but one space, or the comma of an index name, is between them. */
function follows(text: string, { end }: Word, { start }: Word): boolean {
  const between = text.slice(end, start);
  return between === ' ' || between === ', ';
}

/** The first and last words of every stretch that may be the name that this word belongs to, longest first. */
function stretches(text: string, words: readonly Word[], at: number): [first: number, last: number][] {
  let first = at;
  while (
    first > at - MOST_WORDS_BEFORE &&
    first > 0 &&
    LEADS.test(words[first - 1]?.text ?? '') &&
    joined(text, words, first - 1)
  )
    first -= 1;
  let last = at;
  while (last < at + MOST_WORDS_BEHIND && joined(text, words, last) && goesOn(words, last)) last += 1;
  const found: [number, number][] = [];
  for (let to = last; to >= at; to -= 1) for (let from = first; from <= at; from += 1) found.push([from, to]);
  return found;
}

function joined(text: string, words: readonly Word[], at: number): boolean {
  const [one, next] = [words[at], words[at + 1]];
  return one !== undefined && next !== undefined && follows(text, one, next);
}

function goesOn(words: readonly Word[], at: number): boolean {
  const [one, next] = [words[at]?.text ?? '', words[at + 1]?.text ?? ''];
  // "…acid, 1-methylethyl ester"
  if (/(?:acid|-),?$/.test(one) && /yl$/.test(next)) return true;
  return GOES_ON.test(next.replace(/,$/, '')) || (INVERTED.test(one) && /-,?$/.test(next));
}

/** An ester of what follows, by an alcohol that was not read with it, is another substance. */
function isEsterified(text: string, start: number, name: string): boolean {
  return (
    /ate$|ester$/.test(name) &&
    /(?:[a-z\d-]yl|[a-z\d-]{2}ol),? $/.test(text.slice(Math.max(0, start - 12), start))
  );
}

/** "(1R,2S)" names two sides that are not alike, "threo" two that are. Null where nothing is said. */
function relationIn(name: string): 'like' | 'unlike' | null {
  if (/erythro/.test(name)) return 'unlike';
  if (/threo/.test(name)) return 'like';
  const [, one, other] = /\(\d([rs]),\d([rs])\)/.exec(name) ?? [];
  if (one === undefined) return null;
  return one === other ? 'like' : 'unlike';
}

/** The listed rows that a name means; of those that differ only in left and right, the ones that it says. */
function rowsNamed(matcher: StructureMatcher, name: string, smiles: string): readonly Row[] {
  const rows = rowsOfStructure(matcher, smiles);
  const relation = relationIn(name);
  const told = rows.filter(({ structure }) => relation !== null && relationOf(structure.smiles) === relation);
  const by = new Map((told.length > 0 ? told : rows).toReversed().map((row) => [row.substance, row]));
  return [...by.values()];
}

/** Of a name that is not English as it stands. */
function ofOtherLanguage(name: string, steps: Steps): string | null {
  const english = inEnglish(name);
  return english === name || !ENDS.test(english) ? null : structureOfName(english, steps);
}

/** Shops repeat their names on every page. */
const MOST_KEPT = 4000;

/** The listed rows that a stretch of text names; null where it is no name. What was read before is known. */
function rowsRead(matcher: StructureMatcher, name: string, steps: Steps): readonly Row[] | null {
  const known = matcher.named.get(name);
  if (known !== undefined) return known;
  const smiles =
    (/-,?$/.test(name) || ENDS.test(name) ? structureOfName(name, steps) : null) ??
    ofOtherLanguage(name, steps);
  // What there were no tries left for is not known to be none.
  if (smiles === null && steps.left === 0) return null;
  const rows = smiles === null ? null : rowsNamed(matcher, name, smiles);
  if (matcher.named.size >= MOST_KEPT) matcher.named.clear();
  matcher.named.set(name, rows);
  return rows;
}

/** Tries that one text is worth; see `structureOfName`. */
const MOST_STEPS = 5000;

/** What is left of names and tries for one text. */
type Budget = { names: number; readonly steps: Steps };

/** The longest stretch around the word that is a systematic name. */
function nameAround(
  matcher: StructureMatcher,
  text: string,
  words: readonly Word[],
  at: number,
  budget: Budget,
): SystematicName | null {
  for (const [from, to] of stretches(text, words, at)) {
    const [first, last] = [words[from], words[to]];
    if (first === undefined || last === undefined) continue;
    const { start } = bare(first);
    const end = /-,?$/.test(last.text) ? last.end : bare(last).end;
    if (end - start < SHORTEST || end - start > LONGEST) continue;
    if (budget.names === 0) return null;
    budget.names -= 1;
    const rows = rowsRead(matcher, text.slice(start, end), budget.steps);
    if (rows !== null) return { start, end, rows };
  }
  return null;
}

/** Names of other substances, too: what stands in them is only a part. `text`: normalised. */
export function matchSystematicNames(matcher: StructureMatcher, text: string): SystematicName[] {
  if (!MAY_BE_NAMED.test(text)) return [];
  const words = Array.from(text.matchAll(WORD).take(MOST_WORDS), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
  const found: SystematicName[] = [];
  const budget = { names: MOST_READ, steps: { left: MOST_STEPS } };
  let readTo = 0;
  for (const [at, word] of words.entries()) {
    if (word.start < readTo || !MAY_BE_NAMED.test(word.text)) continue;
    const read = nameAround(matcher, text, words, at, budget);
    if (read === null) continue;
    const { start, end } = read;
    readTo = end;
    const whole = !isPartOfLongerName(text, start, end) && !isEsterified(text, start, text.slice(start, end));
    if (whole && !isSaidToBeAbsent(text, start, end)) found.push(read);
  }
  return found;
}
