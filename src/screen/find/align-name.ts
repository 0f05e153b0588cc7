/** Decides whether an occurrence found by the automaton really is the name, and by which technique it was written. */
import type { Technique } from '../../model/assessment.ts';
import { isCjk } from '../../text/cjk.ts';
import type { LookAlikes } from '../../text/look-alike.ts';
import { areInitials, hasDottedWord, isDot, isDottedThroughout } from './dotted-letters.ts';
import { type Details, isDigit, type Pattern } from './patterns.ts';

export type Alignment = {
  /** Span in the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly technique: Technique;
};

/** Lengths in letters and digits. Shorter names are too easily words by chance. */
const MIN = {
  substituted: 6, // letters replaced by look-alikes or digits
  sign: 5, // one letter replaced by a sign, in a name with figures ("4-@NPP")
  inserted: 7, // separators between letters where the name has none
  insertedCjk: 3,
  oneSpace: 9, // one single space or hyphen inside, such as "methyl amine"
  allSpaced: 5, // the same separator after every letter
  reversedSpaced: 10, // backwards, and letter by letter
  blanks: 3, // a blank after every letter
  syllables: 11, // spaces at any places
  misread: 2, // figures in a phrase
  longEnding: 7, // an ending of several letters
  digitReplaced: 8, // a digit of the name written as l or O
} as const;

/** Between parts of a name; `, ` only where the name has a comma itself. */
const JOINT = /^ ?[-_()[\]{}.'·/,:|"*+~ ]{0,3} ?$/;
/** No language puts a blank before the point that ends a sentence. */
const SENTENCE_BREAK = /(?<! )\. |[,;:!?、。，；] | [|/] /;
/** No separators of a name are longer; the patterns below are asked only about these. */
const LONGEST_GAP = 8;
/** Names of fewer letters and digits than this take only one plain separator between parts. */
const SHORT = 5;
const SHORT_JOINT = /^(?: ?[-_./] ?| )$/;
/** "…acid, .alpha.-…": Chemical Abstracts writes Greek letters between points. */
const COMMA = /^\W{0,3}, \.?[([]?$/;
const INSERTED = /^[^\p{L}\p{N}\n]{1,3}$/u;
/** Parts of a name in quotes, put together as a program would ("nor" + "fentanyl"). */
const ADDED = /^["'«»“”„]? ?[+&] ?["'«»“”„]?$/u;
const WORD = /[\p{L}\p{N}]/u;
const SINGLE_BEFORE = /(?<![\p{L}\p{N}])[\p{L}\p{N}] $/u;
const SINGLE_BEHIND = /^ [\p{L}\p{N}](?![\p{L}\p{N}])/u;
const LETTER_FOR_DIGIT: Readonly<Record<string, string>> = { o: '0', l: '1', i: '1' };
/** Letters that a scanner takes for one another. */
const MISREAD: Readonly<Record<string, string>> = { i: 'l', l: 'i' };
/** Case endings that a name in Cyrillic letters takes. */
const CYRILLIC_ENDING = /^(?:а|у|е|ы|и|я|ю|ом|ем|ов|ам|ах|ами|ои|ого|ому)?(?![\p{L}\p{N}])/u;
/** Those of Mongolian, Uzbek, Kazakh and Tajik, and the article of Bulgarian and Macedonian: longer, so on longer names only. */
const LONG_CYRILLIC_ENDING =
  /^(?:н?(?:иин?|ииг|ын|ыг)|(?:[иыі]|с[иыі])?(?:н[иыі]н?[гң]?|д[иыі]|да|дан|га|ға)|с[иыі]|лар\p{L}{0,4}|ро|ът|ят|та|то|те|от)(?![\p{L}\p{N}])/u;
/** Salts written on to the name, as in "…hydrochloride". */
const GLUED_SALT =
  /^(?:mono|di|semi)?(?:hydrochlorid|hydrobromid|chlorhydrat|clorhidrat|cloridrat|sulfat|sulphat|hcl|гидрохлорид|сульфат)\p{L}{0,2}(?![\p{L}\p{N}])/u;

/** A purity or quantity written on to the name, as in "…99%" and "…10kg". */
const GLUED_AMOUNT =
  /^\d{1,4}(?:[.,]\d{1,3})? ?(?:%|(?:kgs?|кг|grams?|gr|g|ml|lit(?:er|re)s?)(?![\p{L}\p{N}])|公斤|千克|克)/u;

type Changes = { leet: number; alike: number; signs: number };

/**
 * `positions` are those of the pattern's letters in the normalised text, in order; `apart` when something else than a separator sets
 * the name apart from what it is joined to.
 */
export function alignName(
  pattern: Pattern,
  text: string,
  positions: Uint32Array,
  alike: LookAlikes,
  apart = false,
): Alignment | null {
  const start = positions[0] ?? 0;
  const end = (positions[positions.length - 1] ?? 0) + 1;
  if (!apart && !standsAlone(pattern, text, start, end)) return null;
  const changes = countChanges(pattern, text, positions, alike);
  if (changes === null) return null;
  const inserted = countInserted(pattern, text, positions);
  if (inserted === null) return null;
  const technique = techniqueOf(pattern, changes, inserted);
  if (technique === null || (technique === 'leet' && endsInPlace(text, end))) return null;
  const short = pattern.details.letters.length < MIN.substituted && technique === 'lookalike';
  if (short && !mixesScripts(text.slice(start, end))) return null;
  return { start, end, technique };
}

/** "…idin-4-…": the figure is no letter in disguise, but tells where on the ring the next group stands. */
function endsInPlace(text: string, end: number): boolean {
  return /-\d-\p{L}/u.test(text.slice(end - 2, end + 2));
}

function techniqueOf(pattern: Pattern, changes: Changes, inserted: number): Technique | null {
  const changed = changes.leet + changes.alike;
  if (pattern.meaning.kind === 'phrase') return isPhrase(pattern.details, changes, inserted) ? 'name' : null;
  const { length } = pattern.details.letters;
  if (pattern.reversed) {
    return changed === 0 && (inserted === 0 || length >= MIN.reversedSpaced) ? 'reversed' : null;
  }
  if (changed * 2 > length && changes.leet > 0) return null;
  const sign = changes.leet === 1 && changes.signs === 1 && /\d/.test(pattern.details.letters);
  if (changes.leet > 0) return length >= (sign ? MIN.sign : MIN.substituted) ? 'leet' : null;
  if (changes.alike > 0) return 'lookalike';
  return inserted > 0 ? 'inserted' : 'name';
}

/** As listed, but for a figure or letter that a scanner read for another ("lN ST0CK") or the spaces that it put between Chinese characters. */
function isPhrase({ letters, script }: Details, { leet, alike }: Changes, inserted: number): boolean {
  if (alike > 0 || (inserted > 0 && script !== 'cjk')) return false;
  return leet === 0 || (leet <= MIN.misread && letters.length >= MIN.substituted);
}

/** Null when a letter cannot stand for the one in the list. */
function countChanges(
  { details: { letters }, meaning }: Pattern,
  text: string,
  positions: Uint32Array,
  { representative }: LookAlikes,
): Changes | null {
  const changes = { leet: 0, alike: 0, signs: 0 };
  for (let i = 0; i < letters.length; i += 1) {
    const listed = letters[i] ?? '';
    const written = text[positions[i] ?? 0] ?? '';
    if (listed === written) continue;
    // Letters of one column pair may have met others' in the automaton.
    if (representative[listed.charCodeAt(0)] !== representative[written.charCodeAt(0)]) return null;
    const misread = meaning.kind === 'phrase' && MISREAD[listed] === written;
    const change = misread ? 'leet' : changeOf(listed, written, letters.length);
    if (change === null) return null;
    changes[change] += 1;
    if (!WORD.test(written)) changes.signs += 1;
  }
  return changes;
}

/** How another character may stand for the listed one in a name of so many letters. */
function changeOf(listed: string, written: string, length: number): 'leet' | 'alike' | null {
  if (isDigit(listed)) {
    return LETTER_FOR_DIGIT[written] === listed && length >= MIN.digitReplaced ? 'alike' : null;
  }
  if (!WORD.test(written) || (written >= '0' && written <= '9')) return 'leet';
  return isAscii(listed) && isAscii(written) && length < MIN.digitReplaced ? null : 'alike';
}

/** How many gaps stand where the name has none; null when a gap cannot be part of a name. */
function countInserted(pattern: Pattern, text: string, positions: Uint32Array): number | null {
  const { joints, gaps: listed } = pattern.details;
  const gaps: string[] = [];
  let dotted = false;
  for (let i = 0; i < joints.length; i += 1) {
    const gap = text.slice((positions[i] ?? 0) + 1, positions[i + 1] ?? 0);
    if (gap === '' || gap === listed[i]) continue;
    const fits = fitsAt(pattern.details, i, gap);
    if (!fits && !isDot(gap)) return null;
    dotted ||= !fits;
    if (joints[i] !== true) gaps.push(gap);
  }
  if (dotted && !isAbbreviation(pattern, text, positions)) return null;
  if (gaps.length === 0) return 0;
  const phrase = pattern.meaning.kind === 'phrase';
  const meant = phrase
    ? gaps.every((gap) => gap === ' ')
    : meantAsOne(pattern, gaps) ||
      isDottedName(pattern, text, positions) ||
      isSpacedThroughout(pattern, text, positions);
  return meant ? gaps.length : null;
}

/** One blank behind every letter ("g b l", "s a f r o l"), and no further single letter beside them. */
function isSpacedThroughout({ details }: Pattern, text: string, positions: Uint32Array): boolean {
  if (details.script === 'cjk' || details.letters.length < MIN.blanks) return false;
  if (!gapsBetween(text, positions).every((gap) => gap === ' ')) return false;
  const start = positions[0] ?? 0;
  const end = (positions.at(-1) ?? 0) + 1;
  return (
    !SINGLE_BEFORE.test(text.slice(Math.max(0, start - 3), start)) &&
    !SINGLE_BEHIND.test(text.slice(end, end + 3))
  );
}

/** Some of the gaps would end a sentence anywhere but behind the single letters of an abbreviation. */
function isAbbreviation({ meaning, details }: Pattern, text: string, positions: Uint32Array): boolean {
  if (meaning.kind === 'phrase' || meaning.ambiguous) return false;
  const gaps = gapsBetween(text, positions);
  if (!isDottedThroughout(gaps, details.joints)) return false;
  const end = (positions.at(-1) ?? 0) + 1;
  return !isDot(gaps.at(-1) ?? '') || !areInitials(text, positions[0] ?? 0, end);
}

function isDottedName({ meaning, details }: Pattern, text: string, positions: Uint32Array): boolean {
  if (meaning.kind === 'phrase' || meaning.ambiguous || details.script === 'cjk') return false;
  return hasDottedWord(gapsBetween(text, positions), details.joints);
}

/** What stands between each letter and the next. */
function gapsBetween(text: string, positions: Uint32Array): string[] {
  return Array.from(positions.subarray(1), (next, i) => text.slice((positions[i] ?? 0) + 1, next));
}

function fitsAt(details: Details, at: number, gap: string): boolean {
  if (gap.length > LONGEST_GAP) return false;
  return details.joints[at] === true ? fitsJoint(details, gap) : isInserted(gap);
}

function isInserted(gap: string): boolean {
  return ADDED.test(gap) || (INSERTED.test(gap) && !SENTENCE_BREAK.test(gap));
}

function fitsJoint({ letters, hasComma }: Details, gap: string): boolean {
  if (SENTENCE_BREAK.test(gap) && !(hasComma && COMMA.test(gap))) return false;
  return JOINT.test(gap) && (letters.length >= SHORT || SHORT_JOINT.test(gap));
}

/** Separators inside words are disguise when the name is long and they are no mere accident of spacing. */
function meantAsOne({ details, meaning }: Pattern, gaps: readonly string[]): boolean {
  const { letters, joints, script } = details;
  if (script === 'cjk') return letters.length >= MIN.insertedCjk;
  const same = gaps.every((gap) => gap === gaps[0] && gap !== ' ');
  const everywhere = gaps.length === letters.length - 1;
  if (same && everywhere && letters.length >= MIN.allSpaced)
    return meaning.kind === 'term' && !meaning.ambiguous;
  const named = letters.length >= MIN.inserted || (letters.length >= SHORT && /\d/.test(letters));
  if (!named) return false;
  const places = joints.filter((joint) => !joint).length;
  const soft = gaps.every((gap) => gap === ' ' || gap === '-');
  return (
    !soft ||
    letters.length >= MIN.syllables ||
    gaps.length >= places * 0.8 ||
    (gaps.length === 1 && letters.length >= MIN.oneSpace)
  );
}

/** A Latin, Greek or Cyrillic name is a whole word; Chinese, Japanese and Korean put no space between words. */
function standsAlone(pattern: Pattern, text: string, start: number, end: number): boolean {
  const first = text[start] ?? '';
  const before = text[start - 1] ?? '';
  const gluedToNumber = pattern.meaning.kind === 'phrase' && /\d/.test(before) && !/\d/.test(first);
  if (!isCjk(first) && WORD.test(before) && !isCjk(before) && !gluedToNumber) return false;
  if (pattern.open) return true;
  const last = text[end - 1] ?? '';
  const after = text[end] ?? '';
  if (isCjk(last) || !WORD.test(after) || isCjk(after)) return true;
  if (pattern.meaning.kind === 'phrase') return isDigit(after);
  const rest = text.slice(end, end + 24);
  if (isDigit(after)) return !isDigit(last) && GLUED_AMOUNT.test(rest);
  if (!/\p{Script=Cyrillic}/u.test(last)) return GLUED_SALT.test(rest);
  const long = pattern.units.length >= MIN.longEnding && LONG_CYRILLIC_ENDING.test(rest);
  return long || CYRILLIC_ENDING.test(rest) || GLUED_SALT.test(rest);
}

function mixesScripts(slice: string): boolean {
  return /[a-z]/.test(slice) && /(?!\p{Script=Latin})\p{L}/u.test(slice);
}

function isAscii(character: string): boolean {
  return character < '\u0080';
}
