/**
 * The scanner's entry: takes a page apart into rows of numbers, from one "<" to the next, reading only what stands between tags.
 * Compiled to WebAssembly, where sixteen units are looked at in one step. It holds one page at a time.
 */
import { IS_SHADOW, MAX_TAGS, TEXT } from '../html/page-numbers.ts';
import { keepPlaces, places, tie } from './attributes.ts';
import * as layout from './layout.ts';
import { IN_ATTRIBUTE, key, learn, readName } from './names.ts';
import { addRow, beginRows, ENDS_OTHERS, endRows, meaningOf, rows } from './rows.ts';
import {
  beginStrange,
  endTag,
  isText,
  learnDeclaring,
  learnShadow,
  passOver,
  startTag,
  strange,
} from './tags.ts';
import { find, isLetter, LESS, length, narrow, SLASH, setLength, unitAt, widen } from './units.ts';

/** Makes room for pages of so many units; after it all but the bytes stands elsewhere. */
export function makeRoom(units: i32): void {
  layout.makeRoom(units);
}

export function bytesAt(): usize {
  return layout.BYTES;
}

export function unitsAt(): usize {
  return layout.unitsAt;
}

export function rowsAt(): usize {
  return layout.rowsAt;
}

export function kindsAt(): usize {
  return layout.kindsAt;
}

export function placesAt(): usize {
  return layout.placesAt;
}

export function firstPlacesAt(): usize {
  return layout.FIRST_PLACES;
}

export function strangeAt(): usize {
  return layout.strangeAt;
}

/** How many numbers the attributes of the page take, and the names of its strange elements. */
export function placesTaken(): i32 {
  return places;
}

export function strangeTaken(): i32 {
  return strange;
}

/** Reads the name in lower case whose bytes stand where those of a page do. */
function nameOf(bytes: i32): i64 {
  setLength(bytes);
  readName(IN_ATTRIBUTE, 0, bytes);
  return key;
}

/** Makes the tag of this name known by its number and what it means. */
export function learnTag(bytes: i32, number: i32, meaning: i32): void {
  const name = nameOf(bytes);
  learn(layout.TAG_NAMES, name, number);
  store<i32>(layout.MEANINGS + ((<usize>number) << 2), meaning);
  if ((meaning & IS_SHADOW) !== 0) learnShadow(number, name);
}

/** The start tag of the one ends the other where that is the innermost element. */
export function learnEnded(number: i32, ended: i32): void {
  store<i32>(layout.MEANINGS + ((<usize>number) << 2), meaningOf(number) | ENDS_OTHERS);
  store<u8>(layout.ENDED + ((<usize>number) << 8) + ended, 1);
}

export function learnAttribute(bytes: i32, number: i32, declaresShadow: bool): void {
  learn(layout.ATTRIBUTE_NAMES, nameOf(bytes), number);
  if (declaresShadow) learnDeclaring(number);
}

/** Makes units of as many bytes, for a page whose characters are one byte each or are put together later. */
export function widenBytes(count: i32): void {
  widen(count);
}

/** Makes bytes of as many units, for any other page. */
export function narrowUnits(count: i32): void {
  narrow(count);
}

/** Takes the page of so many units apart; returns how many rows there are. Linear in its length. */
export function scan(units: i32): i32 {
  setLength(units);
  beginRows();
  keepPlaces(0);
  beginStrange();
  let textFrom = 0;
  let at = find(LESS, 0);
  for (let tags = 0; at < length && tags < MAX_TAGS; ) {
    const unit = unitAt(at + 1);
    const starts = isLetter(unit);
    if (!starts && isText(at, unit)) {
      at = find(LESS, at + 1);
      continue;
    }
    if (at > textFrom) addRow(TEXT, textFrom, at);
    tags++;
    textFrom = starts ? startTag(at) : unit === SLASH ? endTag(at) : passOver(at);
    at = find(LESS, textFrom);
  }
  if (at >= length && textFrom < length) addRow(TEXT, textFrom, length);
  endRows();
  tie();
  return rows;
}
