/** What starts at a "<": start tags with the raw text behind some of them, end tags, and what is passed over. */
import {
  IS_DECODED,
  IS_FOREIGN,
  IS_RAW,
  IS_TEMPLATE,
  RAW_TEXT,
  STRANGE,
  STRANGE_ROW,
  TEXT,
} from '../html/page-numbers.ts';
import { bears, keepPlaces, places, readTag, selfClosed } from './attributes.ts';
import { strangeAt, TAG_NAMES } from './layout.ts';
import { IN_TAG, key, numberOf, readName } from './names.ts';
import { addRow, endElement, isInForeign, meaningOf, rows, startElement } from './rows.ts';
import {
  behind,
  behindComment,
  DASH,
  EXCLAMATION,
  find,
  GREATER,
  isLetter,
  LESS,
  length,
  QUESTION,
  SLASH,
  skipSpaces,
  unitAt,
} from './units.ts';

/** How many numbers the names of strange elements take. */
export let strange: i32 = 0;
/** The attribute that declares a template a shadow root, and what such a template is. */
let declaring: i32 = 0;
let shadow: i32 = 0;
let shadowKey: i64 = 0;

export function beginStrange(): void {
  strange = 0;
}

export function learnDeclaring(attribute: i32): void {
  declaring = attribute;
}

export function learnShadow(kind: i32, name: i64): void {
  shadow = kind;
  shadowKey = name;
}

function addStrange(node: i32, from: i32, to: i32): void {
  const at = strangeAt + ((<usize>strange) << 2);
  store<i32>(at, node);
  store<i32>(at, from, 4);
  store<i32>(at, to, 8);
  strange += STRANGE_ROW;
}

/** More letters than the name of any element has that holds raw text: what is longer is not read to its end again and again. */
const LONGER: i32 = 9;

/**
 * Where the raw text that starts at `from` ends: at the end tag of this name, or with the page. In a picture no text is raw to a
 * browser, which shows what stands behind the picture's end.
 */
function rawEnd(from: i32, name: i64): i32 {
  const foreign = isInForeign();
  for (let at = find(LESS, from); at < length; at = find(LESS, at + 1)) {
    if (unitAt(at + 1) !== SLASH) continue;
    const end = readName(IN_TAG, at + 2, min(at + 2 + LONGER, length));
    if (end >= length) continue;
    if (key === name || (foreign && (meaningOf(numberOf(TAG_NAMES, key)) & IS_FOREIGN) !== 0)) return at;
  }
  return length;
}

/** Adds it; returns where it ends. */
function rawText(meaning: i32, name: i64, from: i32): i32 {
  const close = rawEnd(from, name);
  if (close > from) addRow((meaning & IS_DECODED) !== 0 ? TEXT : RAW_TEXT, from, close);
  return close;
}

/** The start tag whose "<" is at `at`; returns where reading goes on. */
export function startTag(at: i32): i32 {
  const nameEnd = readName(IN_TAG, at + 1, length);
  let name = key;
  let kind = numberOf(TAG_NAMES, name);
  if (kind === 0) kind = STRANGE;
  const from = places;
  let end = nameEnd + 1;
  let closed: bool = false;
  if (unitAt(nameEnd) !== GREATER) {
    end = readTag(nameEnd);
    // A tag without its end is what a truncated page ends with.
    if (end < 0) {
      keepPlaces(from);
      return length;
    }
    closed = selfClosed;
    if ((meaningOf(kind) & IS_TEMPLATE) !== 0 && bears(from, declaring)) {
      kind = shadow;
      name = shadowKey;
    }
  }
  const node = rows;
  startElement(kind, name, from, places, closed);
  // An element that is left out leaves no attributes to the next one.
  if (rows === node) keepPlaces(from);
  else if (kind === STRANGE) addStrange(node, at + 1, nameEnd);
  const meaning = meaningOf(kind);
  return (meaning & IS_RAW) !== 0 && !closed ? rawText(meaning, name, end) : end;
}

/** The end tag whose "<" is at `at`. "</1" starts a comment. */
export function endTag(at: i32): i32 {
  const from = skipSpaces(at + 2);
  if (!isLetter(unitAt(from))) return behind(GREATER, from + 1);
  const to = readName(IN_TAG, from, length);
  if (to < length) {
    const kind = numberOf(TAG_NAMES, key);
    endElement(kind === 0 ? STRANGE : kind, key);
  }
  return behind(GREATER, to);
}

/**
 * Comment, document type or processing instruction at `at`: nothing of it is read. It ends where it ends in a browser, since what
 * stands behind it is shown: a CDATA section of XML at the first ">", a comment also at "--!>" (HTML standard, "tokenization").
 */
export function passOver(at: i32): i32 {
  const commented = unitAt(at + 1) === EXCLAMATION && unitAt(at + 2) === DASH && unitAt(at + 3) === DASH;
  return commented ? behindComment(at + 2) : behind(GREATER, at + 2);
}

/** Whether the "<" at `at`, behind which stands this unit, starts nothing. "</>" is text. */
export function isText(at: i32, unit: i32): bool {
  if (unit !== SLASH) return unit !== EXCLAMATION && unit !== QUESTION;
  const next = skipSpaces(at + 2);
  return next >= length || unitAt(next) === GREATER;
}
