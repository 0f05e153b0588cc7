/** The page that is read, unit by unit and sixteen at a time. All that makes markup is ASCII, so that a byte for each unit is enough. */
import { BEHIND, BYTES, unitsAt } from './layout.ts';

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

/** What stands for every unit that is no byte. */
const WIDE: i32 = 255;

/** How many units there are. */
export let length: i32 = 0;

/** The page has so many units; behind it nothing of another one is met. */
export function setLength(units: i32): void {
  length = units;
  memory.fill(BYTES + units, 0, BEHIND);
}

/** The byte that stands for the unit; behind the last one a zero. */
export function unitAt(at: i32): i32 {
  return load<u8>(<usize>at, BYTES);
}

/** The unit for which a byte stands. */
export function wholeUnit(byte: i32, at: i32): i32 {
  return byte < WIDE ? byte : load<u16>(unitsAt + ((<usize>at) << 1));
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

/** Place of the next such unit of ASCII, or the end of the page. Reads beyond the end and takes nothing from there. */
export function find(unit: i32, from: i32): i32 {
  const wanted = i8x16.splat(<i8>unit);
  for (let at = from; at < length; at += 16) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(<usize>at, BYTES), wanted));
    if (hits !== 0) return min(at + ctz(hits), length);
  }
  return length;
}

/** Behind the next such unit, or the end of the page. */
export function behind(unit: i32, from: i32): i32 {
  return min(find(unit, from) + 1, length);
}

/** Behind the comment whose first two dashes stand at `from`, or the end of the page. "<!-->" and "<!--->" are whole ones. */
export function behindComment(from: i32): i32 {
  for (let at = find(DASH, from); at < length; at = find(DASH, at + 1)) {
    if (unitAt(at + 1) !== DASH) continue;
    const next = unitAt(at + 2);
    if (next === GREATER) return min(at + 3, length);
    if (next === EXCLAMATION && unitAt(at + 3) === GREATER && at > from + 1) return min(at + 4, length);
  }
  return length;
}

/** Makes units of as many bytes, for a page whose characters are one byte each or are put together later. */
export function widen(count: i32): void {
  for (let at: usize = 0; at < <usize>count; at += 16) {
    const bytes = v128.load(at, BYTES);
    const to = unitsAt + (at << 1);
    v128.store(to, i16x8.extend_low_i8x16_u(bytes));
    v128.store(to, i16x8.extend_high_i8x16_u(bytes), 16);
  }
}

/** Makes bytes of as many units. */
export function narrow(count: i32): void {
  const most = i16x8.splat(<i16>WIDE);
  for (let at: usize = 0; at < <usize>count; at += 16) {
    const from = unitsAt + (at << 1);
    const low = i16x8.min_u(v128.load(from), most);
    const high = i16x8.min_u(v128.load(from, 16), most);
    v128.store(at, i8x16.narrow_i16x8_u(low, high), BYTES);
  }
}
