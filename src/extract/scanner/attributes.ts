/** The attributes of tags, as places in the page: nothing is cut out or decoded here. */
import { BEARER, MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES, NAME, NEXT, PLACE } from '../html/page-numbers.ts';
import { ATTRIBUTE_NAMES, FIRST_PLACES, placesAt } from './layout.ts';
import { key, numberOf, readAttributeName } from './names.ts';
import { rows } from './rows.ts';
import {
  APOSTROPHE,
  EQUALS,
  find,
  GREATER,
  isSpace,
  length,
  QUOTE,
  SLASH,
  skipSpaces,
  unitAt,
} from './units.ts';

/** How many numbers the attributes so far take. */
export let places: i32 = 0;
/** Whether the tag that was read last ends in "/>". */
export let selfClosed: bool = false;

/** Leaves only as many: the attributes of an element that is left out go with it. */
export function keepPlaces(count: i32): void {
  places = count;
}

function addPlace(name: i32, nameFrom: i32, nameTo: i32, from: i32, to: i32): void {
  const at = placesAt + ((<usize>places) << 2);
  store<i32>(at, name);
  store<i32>(at, nameFrom, 4);
  store<i32>(at, nameTo, 8);
  store<i32>(at, from, 12);
  store<i32>(at, to, 16);
  store<i32>(at, rows, BEARER * 4);
  places += PLACE;
}

/** Whether one of the attributes from this place on has a name of this number. */
export function bears(from: i32, number: i32): bool {
  for (let at = from; at < places; at += PLACE) {
    if (load<i32>(placesAt + ((<usize>at) << 2)) === number) return true;
  }
  return false;
}

/** Ties the attributes of each name together, so that who asks for one name looks at no other. */
export function tie(): void {
  memory.fill(FIRST_PLACES, 0, 256 * 4);
  for (let at = places - PLACE; at >= 0; at -= PLACE) {
    const place = placesAt + ((<usize>at) << 2);
    const first = FIRST_PLACES + ((<usize>load<i32>(place, NAME * 4)) << 2);
    store<i32>(place, load<i32>(first), NEXT * 4);
    store<i32>(first, at + 1);
  }
}

function unquotedEnd(from: i32): i32 {
  let at = from;
  for (; at < length; at++) {
    const unit = unitAt(at);
    if (unit === GREATER || isSpace(unit)) break;
  }
  return at;
}

/**
 * Reads the attribute that starts at `at`, whose first unit is part of its name whatever it is, while fewer than `most` are kept;
 * returns where reading goes on, or -1 in a page that ends inside it.
 */
function readAttribute(at: i32, most: i32): i32 {
  const end = readAttributeName(at);
  const name = key;
  const equals = unitAt(end) === EQUALS ? end : skipSpaces(end);
  let from = end;
  let to = end;
  let next = equals;
  if (unitAt(equals) === EQUALS) {
    from = skipSpaces(equals + 1);
    const mark = unitAt(from);
    if (mark === QUOTE || mark === APOSTROPHE) {
      from++;
      to = find(mark, from);
      // A quote that never ends.
      if (to >= length) return -1;
      next = to + 1;
    } else {
      to = unquotedEnd(from);
      next = to;
    }
  }
  if (places < most) addPlace(numberOf(ATTRIBUTE_NAMES, name), at, end, from, to);
  return next;
}

/** Keeps the attributes of the tag whose name ended at `from`; returns where its content starts, or -1 in a page that ends before. */
export function readTag(from: i32): i32 {
  const most = min(places + MAX_ATTRIBUTES * PLACE, MAX_PAGE_ATTRIBUTES * PLACE);
  let slash: bool = false;
  for (let at = from; at >= 0 && at < length; ) {
    const unit = unitAt(at);
    if (unit === GREATER) {
      selfClosed = slash;
      return at + 1;
    }
    slash = unit === SLASH || (slash && isSpace(unit));
    at = unit === SLASH || isSpace(unit) ? at + 1 : readAttribute(at, most);
  }
  return -1;
}
