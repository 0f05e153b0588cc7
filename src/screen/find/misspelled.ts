/** Finds long names with a letter or two wrong, left out, doubled or swapped, but never another chemical's right name. */

import { editDistance } from '../../text/edit-distance.ts';
import { compact, type LookAlikes } from '../../text/look-alike.ts';
import type { NameMatcher, TermMatch } from './match-names.ts';
import { isDigit, type Pattern } from './patterns.ts';

/** A part of a long name that is searched for as such: where one stands intact, the rest may be misspelled. */
export type Piece = {
  readonly pattern: Pattern;
  readonly offset: number;
  readonly units: Uint16Array;
  /** Letters of the whole name, see `bitOf`. */
  readonly letters: number;
};

/** One of 32 bits for a letter: letters that differ may share one, so a missing bit tells more than a set one. */
function bitOf(unit: number): number {
  return 1 << (unit & 31);
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** In letters and digits: shorter names have too many neighbours, longer ones are not typed by hand. */
const SHORTEST = 10;
const LONGEST = 48;
/** From this length on two letters may be wrong; then one of three parts is intact, else one of two. */
const TWO_EDITS_FROM = 15;
const LETTERS_ONLY = /^[a-z\p{Script=Cyrillic}\d]+$/u;

/** Parts that the automaton searches for. None of a short, ambiguous, reversed or Chinese name. */
export function piecesOf(pattern: Pattern): Piece[] {
  const { meaning, units, reversed } = pattern;
  if (meaning.kind !== 'term' || meaning.ambiguous || reversed) return [];
  if (units.length < SHORTEST || units.length > LONGEST) return [];
  const { letters } = pattern;
  if (!LETTERS_ONLY.test(letters) || letters.replace(/\d/g, '').length < SHORTEST - 1) return [];
  const parts = units.length >= TWO_EDITS_FROM ? 3 : 2;
  const bits = units.reduce((sum, unit) => sum | bitOf(unit), 0);
  return Array.from({ length: parts }, (_, i) => {
    const offset = Math.floor((i * units.length) / parts);
    const end = Math.floor(((i + 1) * units.length) / parts);
    return { pattern, offset, units: units.subarray(offset, end), letters: bits };
  });
}

/** Pieces of the same letters. */
export type PieceGroup = { readonly units: Uint16Array; readonly pieces: readonly Piece[] };

export function groupPieces(pieces: readonly Piece[]): PieceGroup[] {
  return [...Map.groupBy(pieces, ({ units }) => String.fromCharCode(...units)).values()].map((same) => ({
    units: same[0]?.units ?? new Uint16Array(),
    pieces: same,
  }));
}

/** A piece met in the text: the place of its first letter in the normalised text. */
export type PieceFound = { readonly piece: Piece; readonly start: number };

/** Endings and stems that make a well-formed name of another chemical; a misspelling that has one of them anew is none. */
const STEMS = (
  'benzal phosphon amino amin amid imin imid idin idon iden azin azid azol azon anilid ethyl methyl propyl butyl pentyl hexyl vinyl allyl phenyl ' +
  'benzyl benzoyl acetyl tosyl anol anal anon anoic enon enal ione oxid oxim chlor fluor brom iod nitr cyan sulf sulph ' +
  'phosphate phosphat lactic phoric ideine idino ethen pargyl propynyl propenyl ynyl diyl yl aethylen pyran methenamin menthyl oxacet lysin lisin ' +
  'methan metan propan butan inol lactam laktam pyrid nopirid phosph thio acetat acetic format ester ether amine amide ic ite ate ide ane ene ine one yne ole ol ' +
  'амін імін метан пропан бутан инол лактам амино амин амид имин имид идин идон этил метил пропил бутил винил фенил бензил ацетил анол аналь анон хлор фтор бром иод нитр циан сульф тио ат ит ид ин он ен ан ол'
).split(' ');

/** Letters written twice are no more wrong than one letter, up to so many. */
const DOUBLED = 2;

function withoutDoubles(name: string): string {
  return name.replace(/(\p{L})\1/gu, '$1');
}

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/([tcr])h/g, '$1'],
  [/y/g, 'i'],
  [/z/g, 'c'],
  [/(?<=[a-z]{3})[aeo]$/, ''],
];

/** Latin names in one spelling, since languages differ only in that ("phenethyl", "fenetil", "fenetyl"). */
function asSpoken(name: string): string {
  return SPELLINGS.reduce((spoken, [pattern, written]) => spoken.replace(pattern, written), name);
}

/**
 * A cheap look first, since parts of names are parts of many words: a word begins where the name would, with its first letter, one
 * ends where it would, and what lies between has no more letters that the name has not than may be wrong.
 */
export function mayBeMisspelled(
  { joins, representative }: LookAlikes,
  units: Uint16Array,
  { piece, start }: PieceFound,
): boolean {
  const { pattern, offset } = piece;
  const { length } = pattern.units;
  const most = mostEdits(length);
  const behind = length - offset;
  const before = edge(joins, units, {
    from: start - 1,
    way: -1,
    least: offset - most,
    most: offset + most + DOUBLED,
  });
  if (before === null || representative[units[before + 1] ?? 0] !== pattern.units[0]) return false;
  const after = edge(joins, units, {
    from: start,
    way: 1,
    least: behind - most,
    most: behind + most + DOUBLED,
  });
  if (after === null) return false;
  let strange = 0;
  for (let at = before + 1; at < after; at += 1) {
    const unit = units[at] ?? 0;
    if (joins[unit] === 1) strange |= bitOf(representative[unit] ?? 0) & ~piece.letters;
  }
  return countBits(strange) <= most;
}

type Walk = { readonly from: number; readonly way: 1 | -1; readonly least: number; readonly most: number };

/** The separator that is met after so many letters, other separators not counted; null when a word goes on there. */
function edge(joins: Uint8Array, units: Uint16Array, { from, way, least, most }: Walk): number | null {
  let letters = 0;
  for (let at = from, steps = 0; steps < REACH && letters <= most; at += way, steps += 1) {
    const outside = at < 0 || at >= units.length;
    if (!outside && joins[units[at] ?? 0] === 1) letters += 1;
    else if (letters >= least) return at;
    else if (outside) return null;
  }
  return null;
}

function mostEdits(length: number): number {
  return length >= TWO_EDITS_FROM ? 2 : 1;
}

/** How far before and behind a piece the name may reach. */
const REACH = 96;
/** Looks that one text is worth. */
const MOST_LOOKS = 400;

/** Only what stands apart as a word, is not spelled as listed, and lies nearer to the name than to another chemical's. */
export function matchMisspelled(
  { alphabet }: NameMatcher,
  text: () => string,
  met: readonly PieceFound[],
): TermMatch[] {
  const found = new Map<string, TermMatch>();
  for (const { piece, start } of met.slice(0, MOST_LOOKS)) {
    const from = Math.max(0, start - REACH);
    const window = text().slice(from, start + REACH);
    const { at } = compact(window, alphabet.alike);
    const first = at.indexOf(start - from);
    const span = first < 0 ? null : nearest(window, at, first, piece, alphabet.alike);
    if (span === null) continue;
    const { meaning } = piece.pattern;
    if (meaning.kind !== 'term') continue;
    const match = {
      start: from + span.start,
      end: from + span.end,
      technique: 'misspelled',
      literal: false,
    } as const;
    found.set(`${match.start} ${meaning.substance}`, { ...match, meaning });
  }
  return [...found.values()];
}

/** The word or words around the piece that are a misspelling of its name, as a span of `window`. */
function nearest(
  window: string,
  at: Uint32Array,
  first: number,
  { pattern, offset }: Piece,
  { representative }: LookAlikes,
): Span | null {
  const { letters } = pattern.details;
  const most = mostEdits(letters.length);
  for (let shift = -most; shift <= most; shift += 1) {
    const from = first - offset + shift;
    if (from < 0 || !isEdge(window, at[from] ?? 0, -1)) continue;
    for (let change = -most; change <= most + DOUBLED; change += 1) {
      const to = from + letters.length + change;
      const last = at[to - 1];
      if (last === undefined || to > at.length || !isEdge(window, last, 1)) continue;
      const signs = Array.from({ length: to - from }, (_, i) => window[at[from + i] ?? 0] ?? '');
      const written = inPlainLetters(signs, letters, representative);
      const slice = window.slice(at[from], last + 1);
      if (
        isMisspelling(letters, written, most) &&
        holdsTogether(slice, letters) &&
        PLACED.test(slice) === PLACED.test(pattern.literal)
      ) {
        return { start: at[from] ?? 0, end: last + 1 };
      }
    }
  }
  return null;
}

/** A name in Latin letters may be misspelled in disguise: other letters, and figures where it has none, are read as what they look like. */
function inPlainLetters(signs: readonly string[], name: string, representative: Uint16Array): string {
  if (!/^[a-z\d]+$/.test(name)) return signs.join('');
  const kept = /\d/.test(name) ? /[a-z\d]/ : /[a-z]/;
  return signs
    .map((sign) => (kept.test(sign) ? sign : String.fromCharCode(representative[sign.charCodeAt(0)] ?? 0)))
    .join('');
}

/** "β-": a place in front is no letter too many. */
const PLACED = /^\p{L}-/u;

type Span = { readonly start: number; readonly end: number };

const WORD = /[\p{L}\p{N}]/u;

function isEdge(text: string, at: number, way: 1 | -1): boolean {
  const beside = text[at + way];
  if (beside === undefined) return true;
  return !WORD.test(beside) && !(beside === '-' && WORD.test(text[at + 2 * way] ?? ''));
}

/** At least one letter off, no figure off, and no letter at the beginning: "ethyl…" is not a misspelled "methyl…". */
function isMisspelling(name: string, written: string, most: number): boolean {
  if (name === written || name[0] !== written[0]) return false;
  if (name.replace(/\D/g, '') !== written.replace(/\D/g, '')) return false;
  const near =
    editDistance(name, written, most) !== null ||
    withoutDoubles(name) === withoutDoubles(written) ||
    editDistance(asSpoken(name), asSpoken(written), most - 1) !== null;
  return near && !isOtherChemical(name, written);
}

/** A stem of chemistry stands in what is written that the name does not have as often. */
function isOtherChemical(name: string, written: string): boolean {
  return STEMS.some((stem) => {
    if (stem.length > 3) return occurrences(written, stem) > occurrences(name, stem);
    return written.endsWith(stem) && !name.endsWith(stem);
  });
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Separators only where the name has some, or none: a misspelling is not a chance meeting of two words. */
function holdsTogether(slice: string, letters: string): boolean {
  const separators = slice.length - [...slice].filter((character) => WORD.test(character)).length;
  const figures = [...letters].filter((character) => isDigit(character)).length;
  return !/[.;:!?]|, /.test(slice) && separators <= figures * 2 + 3;
}
