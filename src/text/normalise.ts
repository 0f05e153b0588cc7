/** One normaliser for lists and texts: plain comparable text, with the way back to every original UTF-16 offset. */
import { decodeAt } from './decode-escapes.ts';
import { foldCharacter } from './fold-character.ts';

/**
 * Normalised text. `starts[i]` and `ends[i]` bound the original UTF-16 units that gave position `i`;
 * both are null when every position stands where it stood.
 */
export type Normalised = {
  readonly text: string;
  readonly starts: Uint32Array | null;
  readonly ends: Uint32Array | null;
};

export type Span = { readonly start: number; readonly end: number };

const PLAIN_ASCII = /^[\x20-\x7e\s]*$/;
const NEEDS_WORK = /&[a-z#]|%[0-9a-f]{2}|\s\s|[\t\n\v\f\r]|[^\x20-\x7e]/i;
const MAY_DECODE_AGAIN = /[&%]|[\u1100-\u11ff]/;
/** Escapes inside escapes are undone this many times; `&amp;amp;…` needs only one. */
const ROUNDS = 6;

/**
 * Case, width, accents, dashes, digits of any script, escapes and white space made plain; what shows as nothing removed.
 * Linear in the text; normalising the result again changes nothing.
 */
export function normalise(text: string): Normalised {
  if (PLAIN_ASCII.test(text) && !NEEDS_WORK.test(text)) {
    return { text: text.toLowerCase(), starts: null, ends: null };
  }
  const cache = new Map<number, string>();
  let result = foldRound({ text, starts: null, ends: null }, cache);
  for (let round = 1; round < ROUNDS && MAY_DECODE_AGAIN.test(result.text); round += 1) {
    const next = foldRound(result, cache);
    if (next.text === result.text) break;
    result = next;
  }
  return result;
}

/** The original UTF-16 span of the normalised span [start, end). */
export function originalSpan(normalised: Normalised, start: number, end: number): Span {
  if (end <= start) {
    const at = normalised.starts?.[start] ?? start;
    return { start: at, end: at };
  }
  return {
    start: normalised.starts?.[start] ?? start,
    end: normalised.ends?.[end - 1] ?? end,
  };
}

/** One pass over the text. Plain characters are handled in the loop itself: they are nearly all, and calls would cost most. */
function foldRound(input: Normalised, cache: Map<number, string>): Normalised {
  const { text, starts, ends } = input;
  const out: Output = createOutput(text.length);
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit < 0x7f && unit !== 0x26 && unit !== 0x25) {
      if (out.length === out.units.length) grow(out);
      out.units[out.length] = unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit;
      out.starts[out.length] = starts === null ? at : (starts[at] ?? at);
      out.ends[out.length] = ends === null ? at + 1 : (ends[at] ?? at + 1);
      out.length += 1;
      at += 1;
      continue;
    }
    at += pushPiece(out, input, at, cache);
  }
  return {
    text: toText(out.units.subarray(0, out.length)),
    starts: out.starts.slice(0, out.length),
    ends: out.ends.slice(0, out.length),
  };
}

/** Folds what starts at `at`; gives how many units of the input it took. */
function pushPiece(out: Output, input: Normalised, at: number, cache: Map<number, string>): number {
  const piece = pieceAt(input.text, at);
  let folded = cache.get(piece.codePoint);
  if (folded === undefined) {
    folded = foldCharacter(piece.codePoint);
    cache.set(piece.codePoint, folded);
  }
  const last = at + piece.length - 1;
  for (let i = 0; i < folded.length; i += 1) {
    push(out, folded.charCodeAt(i), input.starts?.[at] ?? at, input.ends?.[last] ?? last + 1);
  }
  return piece.length;
}

/** The code point at `at`, escapes undone and the parts of one Korean syllable put together. */
function pieceAt(text: string, at: number): { codePoint: number; length: number } {
  const escaped = decodeAt(text, at);
  if (escaped !== null) return escaped;
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint >= 0x1100 && codePoint <= 0x1112) return syllableAt(text, at, codePoint);
  return { codePoint, length: codePoint > 0xffff ? 2 : 1 };
}

function syllableAt(text: string, at: number, lead: number): { codePoint: number; length: number } {
  const vowel = text.charCodeAt(at + 1) - 0x1161;
  if (!(vowel >= 0 && vowel < 21)) return { codePoint: lead, length: 1 };
  const tail = text.charCodeAt(at + 2) - 0x11a7;
  const hasTail = tail > 0 && tail < 28;
  const codePoint = 0xac00 + ((lead - 0x1100) * 21 + vowel) * 28 + (hasTail ? tail : 0);
  return { codePoint, length: hasTail ? 3 : 2 };
}

type Output = {
  units: Uint16Array<ArrayBuffer>;
  starts: Uint32Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  length: number;
};

function createOutput(capacity: number): Output {
  const size = capacity + 32;
  return {
    units: new Uint16Array(size),
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
    length: 0,
  };
}

/** A run of white space becomes one space that spans all of it. */
function push(out: Output, unit: number, start: number, end: number): void {
  if (unit === 0x20 && out.length > 0 && out.units[out.length - 1] === 0x20) {
    out.ends[out.length - 1] = end;
    return;
  }
  if (out.length === out.units.length) grow(out);
  out.units[out.length] = unit;
  out.starts[out.length] = start;
  out.ends[out.length] = end;
  out.length += 1;
}

/** Doubles the room: one code point can become eighteen. */
function grow(out: Output): void {
  const { units, starts, ends, length } = out;
  Object.assign(out, createOutput(length * 2), { length });
  out.units.set(units);
  out.starts.set(starts);
  out.ends.set(ends);
}

/** In pieces, because a call takes only so many arguments; lone surrogates survive, as no TextDecoder would let them. */
function toText(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let i = 0; i < units.length; i += 8192) {
    pieces.push(String.fromCharCode(...units.subarray(i, i + 8192)));
  }
  return pieces.join('');
}
