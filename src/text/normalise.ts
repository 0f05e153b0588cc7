/** One normaliser for lists and texts: plain comparable text, with the way back to every original UTF-16 offset. */
import { decodeAt } from './decode-escapes.ts';
import { foldCharacter } from './fold-character.ts';
import { composeMaps, MapWriter, type OffsetMap, spanIn } from './offset-map.ts';

export type Span = { readonly start: number; readonly end: number };

/** Normalised text, as UTF-16 units for what reads every one of them and as a string, made when first asked for. */
export class Normalised {
  readonly units: Uint16Array;
  /** The way back to the original; null when every position stands where it stood. */
  readonly map: OffsetMap | null;
  #text: string | null = null;

  constructor(units: Uint16Array, map: OffsetMap | null) {
    this.units = units;
    this.map = map;
  }

  /** Straight from the units, so that lone surrogates survive, as no TextDecoder would let them. */
  get text(): string {
    const { buffer, byteOffset, byteLength } = this.units;
    this.#text ??= Buffer.from(buffer, byteOffset, byteLength).toString('utf16le');
    return this.#text;
  }
}

/** What begins an escape or a Korean syllable, and may be completed only by what one round makes of the rest. */
const OPENS = /[&%\\<\u1100-\u1112]/;
const MAY_DECODE_AGAIN = /&(?:#|[a-z])|%[0-9a-f]{2}|\\[ux]|<[a-z/!]|[\u1100-\u1112]/i;
/** Escapes inside escapes are undone this many times; `&amp;amp;…` needs only one. */
const ROUNDS = 6;

/**
 * Case, width, accents, dashes, digits of any script, escapes and white space made plain; what shows as nothing removed.
 * Linear in the text; normalising the result again changes nothing.
 */
export function normalise(text: string): Normalised {
  let { result, opens } = foldRound(text);
  for (let round = 1; round < ROUNDS && opens && MAY_DECODE_AGAIN.test(result.text); round += 1) {
    const next = foldRound(result.text);
    if (next.result.text === result.text) break;
    opens = next.opens;
    result = new Normalised(next.result.units, composeMaps(result.map, next.result.map));
  }
  return result;
}

/** What is not its own plain form but for capital letters, or may not stay alone: escapes, markup, several spaces. */
const NOT_PLAIN = /[^ -~]|[&%\\<`]| {2}/;

/** `normalise(text).text`, for whoever asks for no places: most texts need only their capital letters made small. */
export function normalisedText(text: string): string {
  return NOT_PLAIN.test(text) ? normalise(text).text : text.toLowerCase();
}

/** The original UTF-16 span of the normalised span [start, end). */
export function originalSpan({ map }: Normalised, start: number, end: number): Span {
  return map === null ? { start, end: Math.max(start, end) } : spanIn(map, start, end);
}

/** The normalised span that came from the original span [start, end); the inverse of `originalSpan`. */
export function normalisedSpan(normalised: Normalised, start: number, end: number): Span {
  if (normalised.map === null) return { start, end: Math.max(start, end) };
  const first = firstPosition(normalised, (span) => span.end > start);
  // Nothing of the original is nothing of the normalised, also in the midst of what became one character.
  if (end <= start) return { start: first, end: first };
  return {
    start: first,
    end: Math.max(
      first,
      firstPosition(normalised, (span) => span.start >= end),
    ),
  };
}

/** Positions come from the original in its order, so that whatever begins to hold goes on holding. */
function firstPosition(normalised: Normalised, holds: (span: Span) => boolean): number {
  let [low, high] = [0, normalised.units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(originalSpan(normalised, middle, middle + 1))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Code unit → its folded unit, where that is one unit; remembered, since folding one costs a microsecond. */
const FOLDED = new Uint16Array(65_536);
/** In FOLDED: not looked at yet, and anything that is more than one unit for one unit. */
const UNKNOWN = 0;
const SPECIAL = 0xffff;
const SPACE = 0x20;
const LESS_THAN = 0x3c;
/** Whatever is not one unit for one unit: code point → folded form. */
const SPECIALS = new Map<number, Form>();
type Form = { readonly text: string; readonly opens: boolean };
const ONE_SPACE: Form = { text: ' ', opens: false };

function foldUnit(unit: number): number {
  const surrogate = unit >= 0xd800 && unit <= 0xdfff;
  const folded = surrogate ? '' : foldCharacter(unit);
  const value = folded.length === 1 && !OPENS.test(folded) ? folded.charCodeAt(0) : SPECIAL;
  FOLDED[unit] = value;
  return value;
}

/** One pass over the text. */
function foldRound(text: string): { result: Normalised; opens: boolean } {
  const bytes = Buffer.allocUnsafe(text.length * 2);
  bytes.write(text, 'utf16le');
  const source = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
  const out = new Folding(text);
  const size = foldUnits(source, out);
  return { result: out.finish(size), opens: out.opens };
}

/** What is one unit for one unit is handled in the loop itself: it is nearly all. Gives the length of what was written. */
function foldUnits(source: Uint16Array, out: Folding): number {
  const { length } = source;
  let { units, size, last } = out;
  for (let at = 0; at < length; ) {
    const unit = source[at] ?? 0;
    const known = FOLDED[unit] ?? UNKNOWN;
    const folded = known === UNKNOWN ? foldUnit(unit) : known;
    if (folded !== SPECIAL && (folded !== SPACE || last !== SPACE)) {
      units[size] = folded;
      last = folded;
      size += 1;
      at += 1;
      continue;
    }
    out.size = size;
    out.last = last;
    at = out.fold(at, folded === SPACE);
    units = out.units;
    size = out.size;
    last = out.last;
  }
  return size;
}

/** What one pass has made so far, and how it takes what is more than one unit for one unit. */
class Folding {
  units: Uint16Array<ArrayBuffer>;
  size = 0;
  /** The last unit written. */
  last = 0;
  /** Something was written that may begin an escape or a syllable. */
  opens = false;
  readonly #text: string;
  #map: MapWriter | null = null;

  constructor(text: string) {
    this.#text = text;
    this.units = new Uint16Array(text.length);
  }

  /** Takes what stands at `at`; gives where the text goes on. */
  fold(at: number, space: boolean): number {
    if (isPlainSupplementary(this.#text.codePointAt(at) ?? 0)) return this.#copyPair(at);
    const markup = markupAt(this.#text, at);
    const piece = markup ?? pieceAt(this.#text, at);
    const { text: form, opens } = markup?.form ?? (space ? ONE_SPACE : foldCodePoint(piece.codePoint));
    const end = at + piece.length;
    this.opens ||= opens;
    if (form === ' ' && this.last === SPACE) this.#writer().extend(this.size, end);
    else {
      const moves = form.length !== piece.length || (form.length > 1 && !this.#text.startsWith(form, at));
      if (moves) this.#writer().piece(this.size, form.length, at, end);
      this.#write(form, this.#text.length - end);
    }
    return end;
  }

  /** Two units that stay as they are: there is always room for as many as the text has. */
  #copyPair(at: number): number {
    this.units[this.size] = this.#text.charCodeAt(at);
    this.last = this.#text.charCodeAt(at + 1);
    this.units[this.size + 1] = this.last;
    this.size += 2;
    return at + 2;
  }

  finish(size: number): Normalised {
    this.#map?.line(size, this.#text.length);
    return new Normalised(this.units.subarray(0, size), this.#map?.finish(size) ?? null);
  }

  #writer(): MapWriter {
    this.#map ??= new MapWriter();
    return this.#map;
  }

  /** Leaves room for the `rest` of the text, with as much again: one code point can become eighteen units. */
  #write(form: string, rest: number): void {
    const needed = this.size + form.length + rest;
    if (needed > this.units.length) {
      const more = new Uint16Array(needed * 2);
      more.set(this.units);
      this.units = more;
    }
    for (let i = 0; i < form.length; i += 1) this.units[this.size + i] = form.charCodeAt(i);
    this.size += form.length;
    if (form !== '') this.last = form.charCodeAt(form.length - 1);
  }
}

function foldCodePoint(codePoint: number): Form {
  if (isPlainSupplementary(codePoint)) return { text: String.fromCodePoint(codePoint), opens: false };
  let form = SPECIALS.get(codePoint);
  if (form === undefined) {
    const text = foldCharacter(codePoint);
    form = { text, opens: OPENS.test(text) };
    SPECIALS.set(codePoint, form);
  }
  return form;
}

/** Whole planes in which nothing folds but the compatibility ideographs and the tags: remembering each would cost memory. */
function isPlainSupplementary(codePoint: number): boolean {
  if (codePoint < 0x20000 || (codePoint >= 0xe0000 && codePoint < 0xf0000)) return false;
  return codePoint < 0x2f800 || codePoint > 0x2fa1f;
}

/** The code point at `at`, escapes undone and the parts of one Korean syllable put together. */
function pieceAt(text: string, at: number): { codePoint: number; length: number } {
  const escaped = decodeAt(text, at);
  if (escaped !== null) return escaped;
  const codePoint = text.codePointAt(at) ?? 0;
  if (isLead(codePoint)) return syllableAt(text, at, codePoint);
  return { codePoint, length: codePoint > 0xffff ? 2 : 1 };
}

const MARKUP = /<(?:!--[^<>]{0,80}--|\/?([a-z][a-z0-9]{0,9})(?:\s[^<>]{0,120})?\/?)>/iy;
/** Elements that stand inside words. */
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big em font i ins mark s small span strong sub sup tt u wbr'.split(' '),
);
/** Elements that stand between them. All else in such brackets is text: "<BMK>". */
const BETWEEN: ReadonlySet<string> = new Set(
  (
    'acronym address applet area article aside audio base blink blockquote body br button canvas caption center cite code col colgroup dd del ' +
    'details dfn dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr ' +
    'html iframe img input kbd label legend li link main map marquee menu meta nav nobr noscript object ol optgroup option p ' +
    'param picture pre q rp rt ruby samp script search section select source strike style summary svg table tbody td template ' +
    'textarea tfoot th thead time title tr track ul var video'
  ).split(' '),
);
const NOTHING: Form = { text: '', opens: false };

/** Markup that was left in a text: nothing inside words, a space between them. */
function markupAt(text: string, at: number): { codePoint: number; length: number; form: Form } | null {
  if (text.charCodeAt(at) !== LESS_THAN) return null;
  MARKUP.lastIndex = at;
  const found = MARKUP.exec(text);
  if (found === null) return null;
  const [all, element] = found;
  const name = element?.toLowerCase();
  const inside = name === undefined || INLINE.has(name);
  if (!inside && !BETWEEN.has(name)) return null;
  return { codePoint: LESS_THAN, length: all.length, form: inside ? NOTHING : ONE_SPACE };
}

/** A leading consonant of Korean, which composes with the vowel behind it. */
function isLead(codePoint: number): boolean {
  return codePoint >= 0x1100 && codePoint <= 0x1112;
}

function syllableAt(text: string, at: number, lead: number): { codePoint: number; length: number } {
  const vowel = text.charCodeAt(at + 1) - 0x1161;
  if (!(vowel >= 0 && vowel < 21)) return { codePoint: lead, length: 1 };
  const tail = text.charCodeAt(at + 2) - 0x11a7;
  const hasTail = tail > 0 && tail < 28;
  const codePoint = 0xac00 + ((lead - 0x1100) * 21 + vowel) * 28 + (hasTail ? tail : 0);
  return { codePoint, length: hasTail ? 3 : 2 };
}
