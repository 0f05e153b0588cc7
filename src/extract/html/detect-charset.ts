/** Finds in which charset bytes were written, by what the text would be made of in each. */
import { SCRIPTS, type Script } from './charset-letters.ts';

/** Bytes of the sample: enough to tell, and little enough to read it in every charset. */
const MAX_SAMPLE = 6000;
/** Of a longer page the sample is taken from its first part. */
const MAX_SEARCHED = 400_000;

/** "<", ">", line break and space end a piece: none of them is a part of a character in any charset of the web. */
const isBoundary = (byte: number) => byte === 0x20 || byte === 0x3c || byte === 0x3e || byte === 0x0a;

/** The pieces of a page that hold bytes beyond ASCII, in order. */
export function foreignSample(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(MAX_SAMPLE);
  let length = 0;
  let start = 0;
  let foreign = false;
  const end = Math.min(bytes.length, MAX_SEARCHED);
  for (let at = 0; at <= end && length < MAX_SAMPLE; at++) {
    const byte = at < end ? (bytes[at] ?? 0x20) : 0x20;
    if (byte >= 0x80) foreign = true;
    if (!isBoundary(byte)) continue;
    const piece = bytes.subarray(start, at);
    if (foreign && length + piece.length < MAX_SAMPLE) {
      sample.set(piece, length);
      length += piece.length;
      sample[length++] = 0x20;
    }
    start = at + 1;
    foreign = false;
  }
  return sample.subarray(0, length);
}

/** Punctuation and signs that stand in texts of any language. */
const NEUTRAL =
  /[\u00a0«»‹›„“”‘’‚–—…·•°©®™€£§№¿¡ºª、。，．・：；！？（）【】「」『』《》“”　％～－／￥×±²³µ½¼¾]/u;
const LATIN = /[A-Za-z]/;
const LETTER = /[\p{L}\p{M}]/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;
const MARK = /[\p{M}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/u;

/** Characters that a script has besides its frequent ones: Han and kana. */
const RARE = /[\p{Script=Han}\u3041-\u30ff]/u;
/** Vowels of Thai that stand before a consonant. */
const LEADING = /[เแโใไ]/;

const WEIGHT = {
  common: 1,
  frequent: 0.8,
  known: 0.35,
  neutral: 0.15,
  rare: -0.2,
  strange: -0.8,
  broken: -2,
  brokenCase: -1,
} as const;
/** Of a letter that a Latin language writes often, sometimes, rarely. */
const LATIN_WEIGHTS = [1, 0.75, 0.5];
/** Whole texts in capitals are rare. */
const CAPITALS = 0.6;

function knownWeight(char: string, { common, known, kind }: Script): number {
  const at = common.indexOf(char);
  if (at >= 0) return kind === 'latin' ? (LATIN_WEIGHTS[at >> 2] ?? 0.5) : WEIGHT.common;
  if (known instanceof RegExp ? known.test(char) : known.has(char))
    return kind === 'wide' ? WEIGHT.frequent : WEIGHT.known;
  if (kind === 'wide' && RARE.test(char)) return WEIGHT.rare;
  return NEUTRAL.test(char) ? WEIGHT.neutral : WEIGHT.strange;
}

/** Letters that no word of the script can have beside each other: the sign of letters read in another charset. */
function isTorn(char: string, before: string, after: string, { kind, common }: Script): boolean {
  const [latinBefore, latinAfter] = [LATIN.test(before), LATIN.test(after)];
  if (!LETTER.test(char)) return latinBefore && latinAfter;
  if (MARK.test(char)) return kind === 'latin' ? !LETTER.test(before) : latinBefore || !LETTER.test(before);
  if (kind === 'wide') return latinBefore && latinAfter;
  if (kind === 'other') return latinBefore || latinAfter || (LEADING.test(char) && !LETTER.test(after));
  const foreign = (other: string) =>
    other >= '\u0080' && LETTER.test(other) && !MARK.test(other) && !common.includes(other.toLowerCase());
  return foreign(before) || foreign(after);
}

/** Such words of Latin letters, as they stand within a sentence. */
const ONE_LETTER_WORDS = /[àáâåæèéêíòóôöøúő]/;
const FIGURE = /[0-9]/;
const isWide = (char: string) => char >= '\u2e80' && LETTER.test(char);

/**
 * What a letter says that no other of its script stands beside; null where that is nothing. A pound or degree sign read in another
 * charset stands so, most often at a figure; words of alphabets are longer, and of wide characters only frequent ones stand at a
 * figure or a word of Latin letters ("480円").
 */
function loneWeight(char: string, before: string, after: string, { kind, common }: Script): number | null {
  if (!LETTER.test(char) || NEUTRAL.test(char)) return null;
  const atFigure = FIGURE.test(before) || FIGURE.test(after);
  if (kind === 'wide') {
    const alone = !common.includes(char) && !isWide(before) && !isWide(after);
    return alone && (atFigure || LATIN.test(before) || LATIN.test(after)) ? WEIGHT.strange : null;
  }
  if (LETTER.test(before) || LETTER.test(after)) return null;
  if (atFigure) return WEIGHT.strange;
  return ONE_LETTER_WORDS.test(char) ? null : WEIGHT.neutral;
}

/** What one character beyond ASCII says for the script, given its neighbours. */
function weightOf(char: string, before: string, after: string, script: Script): number {
  if (char === '\ufffd' || (char >= '\u0080' && char <= '\u009f')) return WEIGHT.broken;
  if (isTorn(char, before, after, script)) return WEIGHT.strange;
  const lone = loneWeight(char, before, after, script);
  if (lone !== null) return lone;
  if (!UPPER.test(char)) return knownWeight(char, script);
  if (LOWER.test(before)) return WEIGHT.brokenCase;
  const weight = knownWeight(char.toLowerCase(), script);
  return LOWER.test(after) ? weight : weight * CAPITALS;
}

/** A text of this many letters without one capital is of a script that has none. */
const MANY_LETTERS = 60;
const NO_CAPITAL = 0.3;

function lacksCapitals(text: string, script: Script): boolean {
  return (
    script.kind === 'other' &&
    script.common.toUpperCase() !== script.common &&
    text.length > MANY_LETTERS &&
    !UPPER.test(text.replace(/[A-Z]/g, ''))
  );
}

/** From about -2 (broken) to 1 (all of it is what such texts are made of). */
function likelihood(text: string, script: Script): number {
  const chars = [...text];
  let sum = 0;
  let foreign = 0;
  for (const [at, char] of chars.entries()) {
    if (char < '\u0080') continue;
    foreign++;
    sum += weightOf(char, chars[at - 1] ?? ' ', chars[at + 1] ?? ' ', script);
  }
  return foreign === 0 ? 0 : sum / foreign - (lacksCapitals(text, script) ? NO_CAPITAL : 0);
}

export type Guess = { readonly charset: string; readonly score: number };

/** Fewer characters are hardly evidence; a declared language is. */
const FEW = 12;
const LANGUAGE_BONUS = 0.25;
/** Most pages that declare nothing and are no UTF-8 are Western, the more so where there is little to tell by. */
const WESTERN_BONUS = 0.05;
const SHORT_WESTERN_BONUS = 0.2;
/** Charsets that pages were hardly ever written in. */
const RARELY_USED = new Set(['ibm866', 'iso-8859-5', 'x-mac-cyrillic']);
const RARE_CHARSET = -0.1;

function guessOf(text: string, script: Script, charset: string, language: string | null): Guess {
  const length = text.match(/[\u0080-\uffff]/g)?.length ?? 0;
  const evidence = Math.min(1, (length + FEW / 2) / FEW);
  const western = charset === 'windows-1252' ? WESTERN_BONUS + SHORT_WESTERN_BONUS * (1 - evidence) : 0;
  const named = language !== null && script.languages.split(' ').includes(language) ? LANGUAGE_BONUS : 0;
  const rare = RARELY_USED.has(charset) ? RARE_CHARSET : 0;
  return { charset, score: likelihood(text, script) * evidence + western + named + rare };
}

/** How likely the bytes are in one charset, by the language that suits best. */
export function charsetScore(sample: Uint8Array, charset: string, language: string | null): number {
  const text = new TextDecoder(charset).decode(sample);
  const { encoding } = new TextDecoder(charset);
  const name = encoding === 'gbk' ? 'gb18030' : encoding;
  const scripts = SCRIPTS.filter(({ charsets }) => charsets.includes(name));
  // A charset of which nothing is known is believed.
  if (scripts.length === 0) return 1;
  return Math.max(...scripts.map((script) => guessOf(text, script, name, language).score));
}

/** The likeliest charset of a sample that is no UTF-8; null where none is likely. `language` is two letters. */
export function detectCharset(sample: Uint8Array, language: string | null): Guess | null {
  const texts = new Map<string, string>();
  let best: Guess | null = null;
  for (const script of SCRIPTS) {
    for (const charset of script.charsets) {
      const text = texts.get(charset) ?? new TextDecoder(charset).decode(sample);
      texts.set(charset, text);
      const guess = guessOf(text, script, charset, language);
      if (best === null || guess.score > best.score) best = guess;
    }
  }
  return best;
}

/** Pages in UTF-16 without a mark are half zeros, in every other place. */
export function utf16Without(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 2000) & ~1;
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const half = length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.05 ? 'utf-16be' : null;
}
