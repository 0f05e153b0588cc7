/** Names of tags and attributes: each is read into one number, by which known names are found without a string of any. */
import { NAME_SLOT, NAME_SLOTS } from './layout.ts';
import { EQUALS, GREATER, isSpace, length, SLASH, unitAt, wholeUnit } from './units.ts';

/** Whether an equals sign ends a name, beside white space, "/" and ">". */
export const IN_TAG: i32 = 0;
export const IN_ATTRIBUTE: i32 = 1;

/** Of a name before its first letter. */
const NO_LETTERS: i64 = ((<i64>0xcbf29ce4) << 32) | 0x84222325;

/** The key of a name and one more letter (FNV-1a). */
function nextKey(key: i64, letter: i32): i64 {
  return (key ^ letter) * 0x100000001b3;
}

/** The key of the name that was read last. */
export let key: i64 = 0;

function endsName(unit: i32, where: i32): bool {
  if (unit > GREATER) return false;
  return unit === GREATER || isSpace(unit) || unit === SLASH || (unit === EQUALS && where === IN_ATTRIBUTE);
}

/** In lower case where it is a letter of ASCII. */
function lowered(unit: i32): i32 {
  return <u32>(unit - 65) < 26 ? unit | 32 : unit;
}

/** Where the name that starts at `from` ends, at `most` at the latest; leaves its {@link key}. */
export function readName(where: i32, from: i32, most: i32): i32 {
  let sum = NO_LETTERS;
  let at = from;
  for (; at < most; at++) {
    const unit = unitAt(at);
    if (endsName(unit, where)) break;
    sum = nextKey(sum, lowered(wholeUnit(unit, at)));
  }
  key = sum;
  return at;
}

/** The same of an attribute, whose name may start with an equals sign: then it is none that anybody knows. */
export function readAttributeName(from: i32): i32 {
  if (unitAt(from) !== EQUALS) return readName(IN_ATTRIBUTE, from, length);
  const end = readName(IN_ATTRIBUTE, from + 1, length);
  key = nextKey(key, EQUALS);
  return end;
}

function slotOf(name: i64): i32 {
  return <i32>((name ^ (name >> 23)) & (NAME_SLOTS - 1));
}

/** Writes a name and its number, from 1 on, into a table. */
export function learn(table: usize, name: i64, number: i32): void {
  let slot = slotOf(name);
  while (load<i32>(table + slot * NAME_SLOT, 8) !== 0) slot = (slot + 1) & (NAME_SLOTS - 1);
  store<i64>(table + slot * NAME_SLOT, name);
  store<i32>(table + slot * NAME_SLOT, number, 8);
}

/**
 * The number of a name in the table, or 0. Another name has the same key by a chance of one to a trillion, or in a page that is
 * made for it: there it is taken for the known one.
 */
export function numberOf(table: usize, name: i64): i32 {
  let slot = slotOf(name);
  let number = load<i32>(table + slot * NAME_SLOT, 8);
  while (number !== 0 && load<i64>(table + slot * NAME_SLOT) !== name) {
    slot = (slot + 1) & (NAME_SLOTS - 1);
    number = load<i32>(table + slot * NAME_SLOT, 8);
  }
  return number;
}
