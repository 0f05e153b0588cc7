/** The units of the page that is read, one by one and eight at a time. */
import { UNITS } from './layout.ts';

export const SPACE: i32 = 32;
export const EXCLAMATION: i32 = 33;
export const QUOTE: i32 = 34;
export const APOSTROPHE: i32 = 39;
export const DASH: i32 = 45;
export const SLASH: i32 = 47;
export const LESS: i32 = 60;
export const EQUALS: i32 = 61;
export const GREATER: i32 = 62;
export const QUESTION: i32 = 63;
export const SQUARE: i32 = 91;
export const SQUARE_END: i32 = 93;

/** How many of them there are. */
export let length: i32 = 0;

export function setLength(units: i32): void {
  length = units;
}

/** Behind the last one stands a zero. */
export function unitAt(at: i32): i32 {
  return load<u16>((<usize>at) << 1, UNITS);
}

/** White space of HTML. */
export function isSpace(unit: i32): bool {
  return unit <= SPACE && (unit === SPACE || (unit >= 9 && unit <= 13 && unit !== 11));
}

/** Behind the white space that starts at `from`. */
export function skipSpaces(from: i32): i32 {
  let at = from;
  while (isSpace(unitAt(at))) at++;
  return at;
}

export function isLetter(unit: i32): bool {
  const lower = unit | 32;
  return lower >= 97 && lower <= 122;
}

/** Place of the next such unit, or the end of the page. Reads beyond the end and takes nothing from there. */
export function find(unit: i32, from: i32): i32 {
  const wanted = i16x8.splat(<i16>unit);
  for (let at = from; at < length; at += 8) {
    const hits = i16x8.bitmask(i16x8.eq(v128.load((<usize>at) << 1, UNITS), wanted));
    if (hits !== 0) return min(at + ctz(hits), length);
  }
  return length;
}

/** Behind the next such unit, or the end of the page. */
export function behind(unit: i32, from: i32): i32 {
  return min(find(unit, from) + 1, length);
}

/** Behind the next "-->" or "]]>", of which the twin units are given, or the end of the page. */
export function behindTwins(twin: i32, from: i32): i32 {
  for (let at = find(twin, from); at < length; at = find(twin, at + 1)) {
    if (unitAt(at + 1) === twin && unitAt(at + 2) === GREATER) return min(at + 3, length);
  }
  return length;
}

/** Makes units of as many bytes, for a page whose characters are one byte each or are put together later. */
export function widen(from: usize, count: i32): void {
  for (let at: i32 = 0; at < count; at += 16) {
    const bytes = v128.load(from + at);
    const to = UNITS + ((<usize>at) << 1);
    v128.store(to, i16x8.extend_low_i8x16_u(bytes));
    v128.store(to, i16x8.extend_high_i8x16_u(bytes), 16);
  }
}
