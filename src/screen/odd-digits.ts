/** Where a text may hold a number in disguise: digits as words, or letters that look like digits among figures. */

/** A digit written as a word: the span of the word in the normalised text. */
export type Word = { readonly start: number; readonly end: number };

export type Stretch = { start: number; end: number };

/** Letters that stand for digits, as `digit-stream.ts` reads them. */
const ALIKE: ReadonlySet<number> = new Set([...'oоliіzзsѕбb'].map((letter) => letter.charCodeAt(0)));
const HYPHEN = 0x2d;
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
  const centres = [...alikeCentres(units, figures), ...wordCentres(units, figures, words)];
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
  return unit !== undefined && /[\p{L}\p{N}]/u.test(String.fromCharCode(unit));
}

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
    const touched =
      ALIKE.has(units[at - 1] ?? 0) ||
      ALIKE.has(units[at + 1] ?? 0) ||
      (units[at + 1] === HYPHEN && ALIKE.has(units[at + 2] ?? 0));
    if (touched && digitsAround(units, at) >= FEWEST) centres.push({ start: at, end: at + 1 });
  }
  return centres;
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
      if ((unit >= 0x30 && unit <= 0x39) || ALIKE.has(unit)) {
        digits += 1;
        gap = 0;
      } else gap += 1;
    }
  }
  return digits;
}

type Token = Stretch & { readonly word: boolean };

/** Words that stand in a chain of at least five digits. */
function wordCentres(units: Uint16Array, figures: Uint32Array, words: readonly Word[]): Stretch[] {
  if (words.length === 0 || words.length + figures.length < FEWEST) return [];
  const tokens: Token[] = [
    ...Array.from(figures, (at) => ({ start: at, end: at + 1, word: false })),
    ...words.map(({ start, end }) => ({ start, end, word: true })),
  ];
  tokens.sort((a, b) => a.start - b.start || a.end - b.end);
  const centres: Stretch[] = [];
  let chain: Token[] = [];
  const close = () => {
    const first = chain[0];
    const last = chain.at(-1);
    if (chain.length >= FEWEST && first && last && chain.some(({ word }) => word)) {
      centres.push({ start: first.start, end: last.end });
    }
    chain = [];
  };
  for (const token of tokens) {
    const last = chain.at(-1);
    if (last !== undefined && !mayBridge(units, last.end, token.start)) close();
    chain.push(token);
  }
  close();
  return centres;
}

const WORD_OR_TAG = /[\p{L}<]/u;

/** Near enough, or with something between that may be a hyphen in words or markup. */
function mayBridge(units: Uint16Array, from: number, to: number): boolean {
  if (to - from > FAR) return false;
  if (to <= from) return true;
  const between = String.fromCharCode(...units.subarray(from, to));
  if (!WORD_OR_TAG.test(between)) return to - from <= NEAR;
  return /^[^\p{L}]{0,6}(?:<|dash|hyphen|minus|bindestrich|strich|guion|tiret|traco|trattino|дефис|тире|杠|横)/u.test(
    between,
  );
}
