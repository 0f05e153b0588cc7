/** Where a text may hold a number in disguise: digits as words, or letters that look like digits among figures. */
import { ALIKE_LETTERS } from './digit-stream.ts';
import { SAID_AND, SAID_HYPHENS } from './said-hyphens.ts';

/** A digit written as a word: the span of the word in the normalised text. */
export type Word = { readonly start: number; readonly end: number };

export type Stretch = { start: number; end: number };

/** Letters that stand for digits. */
const ALIKE = new Uint8Array(65_536);
for (const letter of ALIKE_LETTERS) ALIKE[letter.charCodeAt(0)] = 1;
const HYPHEN = 0x2d;
const SPACE = 0x20;
/** A number has at least so many digits. */
const FEWEST = 5;
/** What can stand between two digits of one number: a few signs, or some markup or a hyphen in words. */
const NEAR = 6;
const FAR = 80;
/** Room on both sides, so that labels and what the number may be a part of are seen. */
const MARGIN = 90;
/** More of such text than this is no listing. */
const MOST = 20_000;

/**
 * Stretches that are worth reading digit by digit, in order and apart from each other. They begin and end between words.
 * @param figures places of all figures, in order
 */
export function oddStretches(units: Uint16Array, figures: Uint32Array, words: readonly Word[]): Stretch[] {
  const centres = alikeCentres(units, figures);
  if (words.length > 0) centres.push(...wordCentres(units, figures, words));
  if (centres.length === 0) return [];
  centres.sort((a, b) => a.start - b.start);
  const stretches: Stretch[] = [];
  let total = 0;
  for (const { start, end } of centres) {
    const from = betweenWords(units, Math.max(0, start - MARGIN), -1);
    const to = betweenWords(units, Math.min(units.length, end + MARGIN), 1);
    const last = stretches.at(-1);
    if (last !== undefined && from <= last.end) last.end = Math.max(last.end, to);
    else stretches.push({ start: from, end: to });
    total += to - from;
    if (total > MOST) break;
  }
  return stretches;
}

function isJoined(unit: number | undefined): boolean {
  if (unit === undefined) return false;
  let known = JOINED[unit];
  if (known === UNASKED) {
    known = /[\p{L}\p{N}]/u.test(String.fromCharCode(unit)) ? 1 : 0;
    JOINED[unit] = known;
  }
  return known === 1;
}

/** Answers of `isJoined`, remembered. */
const UNASKED = 2;
const JOINED = new Uint8Array(65_536).fill(UNASKED);

/** The nearest place in this direction that is not inside a word; a word without end is cut. */
function betweenWords(units: Uint16Array, from: number, way: 1 | -1): number {
  let at = from;
  for (let i = 0; i < MARGIN && at > 0 && at < units.length; i += 1, at += way) {
    if (!isJoined(units[at]) || !isJoined(units[at - 1])) break;
  }
  return at;
}

/** Figures that touch a letter that looks like one, directly or over a hyphen, with enough digits around. */
function alikeCentres(units: Uint16Array, figures: Uint32Array): Stretch[] {
  const centres: Stretch[] = [];
  for (let i = 0; i < figures.length; i += 1) {
    const at = figures[i] ?? 0;
    const behind = at + 1 < units.length ? (units[at + 1] ?? 0) : 0;
    const touched =
      ALIKE[behind] === 1 ||
      (at > 0 && ALIKE[units[at - 1] ?? 0] === 1) ||
      (behind === HYPHEN && at + 2 < units.length && ALIKE[units[at + 2] ?? 0] === 1) ||
      (behind === SPACE && isSpacedOut(units, at));
    if (touched && digitsAround(units, at) >= FEWEST) centres.push({ start: at, end: at + 1 });
  }
  return centres;
}

/** "2 l 5", "l 2 5": figures and a letter, each by itself. */
function isSpacedOut(units: Uint16Array, at: number): boolean {
  const figure = (place: number) => place >= 0 && (units[place] ?? 0) >= 0x30 && (units[place] ?? 0) <= 0x39;
  const alike = (place: number) => place >= 0 && ALIKE[units[place] ?? 0] === 1;
  if (units[at + 3] === SPACE && alike(at + 2) && figure(at + 4)) return true;
  return figure(at + 2) && units[at + 3] === SPACE && units[at - 1] === SPACE && alike(at - 2);
}

function digitsAround(units: Uint16Array, at: number): number {
  let digits = 1;
  for (const way of [-1, 1]) {
    let gap = 0;
    for (
      let place = at + way;
      gap <= NEAR && digits < FEWEST && place >= 0 && place < units.length;
      place += way
    ) {
      const unit = units[place] ?? 0;
      if ((unit >= 0x30 && unit <= 0x39) || ALIKE[unit] === 1) {
        digits += 1;
        gap = 0;
      } else gap += 1;
    }
  }
  return digits;
}

/** Words that stand in a chain of at least five digits. */
function wordCentres(units: Uint16Array, figures: Uint32Array, words: readonly Word[]): Stretch[] {
  if (words.length === 0 || words.length + figures.length < FEWEST) return [];
  const centres: Stretch[] = [];
  words.forEach((word, i) => {
    if (!hasNeighbour(units, words, i) || word.start < (centres.at(-1)?.end ?? 0)) return;
    const tokens = tokensAround(figures, words, i);
    const at = tokens.indexOf(word);
    let first = at;
    let last = at;
    while (first > 0 && bridges(units, tokens[first - 1], tokens[first])) first -= 1;
    while (last + 1 < tokens.length && bridges(units, tokens[last], tokens[last + 1])) last += 1;
    if (last - first + 1 < FEWEST) return;
    centres.push({ start: tokens[first]?.start ?? word.start, end: tokens[last]?.end ?? word.end });
  });
  return centres;
}

/** Hyphens in words, and the signs that begin and end markup. */
const BRIDGES = ['<', ...SAID_HYPHENS, '>'].map((word) =>
  Uint16Array.from(word, (letter) => letter.charCodeAt(0)),
);

/** Unit → the bridges that begin with it, and those that end with it. */
const BEGINNING = Map.groupBy(BRIDGES, (word) => word[0] ?? 0);
const ENDING = Map.groupBy(BRIDGES, (word) => word.at(-1) ?? 0);

/** A word of BRIDGES begins at `at`, or ends there when `way` is -1. */
function bridgeAt(units: Uint16Array, at: number, way: 1 | -1): boolean {
  if (at < 0 || at >= units.length) return false;
  const words = (way > 0 ? BEGINNING : ENDING).get(units[at] ?? 0);
  if (words === undefined) return false;
  return words.some((word) => standsAt(units, word, way > 0 ? at : at - word.length + 1));
}

function standsAt(units: Uint16Array, word: Uint16Array, start: number): boolean {
  if (start < 0) return false;
  for (let i = 0; i < word.length; i += 1) if (units[start + i] !== word[i]) return false;
  return true;
}

/** A cheap look first, since most words stand alone: a figure, another such word or a bridge stands beside this one. */
function hasNeighbour(units: Uint16Array, words: readonly Word[], index: number): boolean {
  const word = words[index];
  if (word === undefined) return false;
  return (
    looksOn(units, word.end, 1) ||
    looksOn(units, word.start - 1, -1) ||
    bridges(units, words[index - 1], word) ||
    bridges(units, word, words[index + 1])
  );
}

/** A figure or a bridge stands near, with nothing but signs between. */
function looksOn(units: Uint16Array, from: number, way: 1 | -1): boolean {
  for (let i = 0; i <= NEAR; i += 1) {
    const at = from + way * i;
    if (at < 0 || at >= units.length) return false;
    const unit = units[at] ?? 0;
    if (unit >= 0x30 && unit <= 0x39) return true;
    if (isJoined(unit) || unit === MARKUP || unit === CLOSING) return bridgeAt(units, at, way);
  }
  return false;
}

/** Digits on each side of a word that one number can have. */
const BESIDE = 10;

/** The nearest figures and words on both sides of a word, itself included, in order. */
function tokensAround(figures: Uint32Array, words: readonly Word[], index: number): Stretch[] {
  const word = words[index];
  if (word === undefined) return [];
  const at = firstFrom(figures, word.start);
  const near = Array.from(figures.subarray(Math.max(0, at - BESIDE), at + BESIDE), (place) => ({
    start: place,
    end: place + 1,
  }));
  const tokens: Stretch[] = [...near, ...words.slice(Math.max(0, index - BESIDE), index + BESIDE)];
  return tokens.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Index of the first place that is not before `wanted`. */
function firstFrom(places: Uint32Array, wanted: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bridges(units: Uint16Array, before: Stretch | undefined, after: Stretch | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const from = before.end;
  const to = after.start;
  if (to - from > FAR) return false;
  let at = from;
  while (at < to && !isJoined(units[at]) && units[at] !== MARKUP) at += 1;
  if (at >= to) return to - from <= NEAR;
  return at - from <= NEAR && (bridgeAt(units, at, 1) || isAnd(units, at, to));
}

const ANDS = SAID_AND.map((word) => Uint16Array.from(word, (letter) => letter.charCodeAt(0)));

/** Between two digits in words, nothing else than "and". */
function isAnd(units: Uint16Array, at: number, to: number): boolean {
  const end = units[to - 1] === SPACE ? to - 1 : to;
  return ANDS.some((word) => word.length === end - at && standsAt(units, word, at));
}

const MARKUP = 0x3c;
const CLOSING = 0x3e;
