/** The attributes of a page's tags as places in its text: nothing is cut out or decoded until somebody asks. */
import { attributeNamed, attributeNumber, attributeNumberOf, MAX_NUMBER } from './attribute-names.ts';
import { ATTRIBUTE_LETTERS, isSpace, letterOf, type PageText, skipSpaces, textAt } from './code-units.ts';
import { decodedAttribute, decodedText } from './decode-entities.ts';
import { addFolded, addPlain, inkIn } from './fold-text.ts';
import { type HtmlSource, MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES, type VisitPlace } from './html-events.ts';
import { NO_LETTERS, nextSum } from './name-slots.ts';
import type { Node } from './outline-rows.ts';
import type { PageRoom } from './page-room.ts';

/** Six numbers an attribute: that of its name, where the name starts and ends, where the value starts and ends, and its node. */
const PLACES = 6;

export type AttributeTape = {
  places: Int32Array;
  length: number;
  /** The node whose attributes are being read. */
  node: Node;
  /** By number of a name: 1 where an attribute of that name is on the tape. */
  readonly borne: Uint8Array;
};

/** `expected` attributes fit before it grows. */
export function newTape(expected: number, { places }: PageRoom): AttributeTape {
  return {
    places: places.length >= PLACES * expected ? places : new Int32Array(PLACES * expected),
    length: 0,
    node: 0,
    borne: new Uint8Array(MAX_NUMBER + 1),
  };
}

function write(tape: AttributeTape, name: number, a: number, b: number, c: number, d: number): void {
  const { places, length: at } = tape;
  tape.borne[name] = 1;
  places[at] = name;
  places[at + 1] = a;
  places[at + 2] = b;
  places[at + 3] = c;
  places[at + 4] = d;
  places[at + 5] = tape.node;
  tape.length = at + PLACES;
}

/** Makes room for the attributes of one tag. */
function makeRoom(tape: AttributeTape): void {
  if (tape.length + MAX_ATTRIBUTES * PLACES <= tape.places.length) return;
  const larger = new Int32Array(tape.places.length * 2 + MAX_ATTRIBUTES * PLACES);
  larger.set(tape.places);
  tape.places = larger;
}

/** Whether one of the attributes from this place of the tape on has a name of this number. */
export function bears({ places, length }: AttributeTape, from: number, number: number): boolean {
  for (let at = from; at < length; at += PLACES) if (places[at] === number) return true;
  return false;
}

const [QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER] = [34, 39, 47, 61, 62];

function unquotedEnd({ html, units }: PageText, from: number): number {
  let at = from;
  for (; at < html.length; at++) {
    const code = units[at] ?? 0;
    if (code === GREATER || isSpace(code)) break;
  }
  return at;
}

/** What a tag that was read to its end leaves; `end` is behind its ">", or -1 in a page that ends before. */
export type TagEnd = { end: number; selfClosed: boolean };

/**
 * Reads the attribute that starts at `at`, whose first character is part of its name whatever it is; returns where
 * reading goes on, or -1 in a page that ends inside it.
 */
function readAttribute(page: PageText, at: number, tape: AttributeTape, most: number): number {
  const { html, units } = page;
  const first = units[at] ?? 0;
  let sum = nextSum(NO_LETTERS, first === EQUALS ? EQUALS : letterOf(ATTRIBUTE_LETTERS, first));
  let end = at + 1;
  for (; end < html.length; end++) {
    const letter = letterOf(ATTRIBUTE_LETTERS, units[end] ?? 0);
    if (letter === 0) break;
    sum = nextSum(sum, letter);
  }
  const equals = units[end] === EQUALS ? end : skipSpaces(page, end);
  let from = end;
  let to = end;
  let next = equals;
  if (units[equals] === EQUALS) {
    from = skipSpaces(page, equals + 1);
    const mark = units[from] ?? 0;
    if (mark === QUOTE || mark === APOSTROPHE) {
      from++;
      to = html.indexOf(mark === QUOTE ? '"' : "'", from);
      // A quote that never ends.
      if (to < 0) return -1;
      next = to + 1;
    } else {
      to = unquotedEnd(page, from);
      next = to;
    }
  }
  if (tape.length < most) write(tape, attributeNumberOf(sum), at, end, from, to);
  return next;
}

/** Writes the attributes of the tag whose name ended at `from` to the tape. */
export function readTag(page: PageText, from: number, tape: AttributeTape, result: TagEnd): void {
  const { html, units } = page;
  makeRoom(tape);
  const most = Math.min(tape.length + MAX_ATTRIBUTES * PLACES, MAX_PAGE_ATTRIBUTES * PLACES);
  let slash = false;
  result.end = -1;
  for (let at = from; at >= 0 && at < html.length; ) {
    const code = units[at] ?? 0;
    if (code === GREATER) {
      result.end = at + 1;
      result.selfClosed = slash;
      return;
    }
    slash = code === SLASH || (slash && isSpace(code));
    at = code === SLASH || isSpace(code) ? at + 1 : readAttribute(page, at, tape, most);
  }
}

/** Values that were met, by their length and last character: elements of one kind bear the same over and over. */
const RECENT = 64;

/** A value by one place in which it stands. */
type Bearers = { readonly from: number; readonly length: number; readonly nodes: Node[] };

/** Whether as many of the units from the one place on are those from the other. */
function sameUnits(units: Uint16Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (units[one + at] !== units[other + at]) return false;
  return true;
}

/** Gathers elements by their values, of which each is made a string once. */
function bearersByValue(): {
  readonly found: ReadonlyMap<string, readonly Node[]>;
  readonly add: VisitPlace;
} {
  const found = new Map<string, Node[]>();
  const recent = new Array<Bearers | undefined>(RECENT).fill(undefined);
  return {
    found,
    add(node, page, from, to) {
      const { units } = page;
      const length = to - from;
      const slot = (length * 7 + (units[to - 1] ?? 0)) & (RECENT - 1);
      const last = recent[slot];
      if (last !== undefined && last.length === length && sameUnits(units, last.from, from, length)) {
        last.nodes.push(node);
        return;
      }
      const value = decodedAttribute(textAt(page, from, to));
      const nodes = found.get(value) ?? [];
      if (nodes.push(node) === 1) found.set(value, nodes);
      recent[slot] = { from, length, nodes };
    },
  };
}

/** Shorter texts are not looked at to tell how much is shown. */
const MIN_INK = 4;

/** Reads the page by the places on the tape. */
export function tapeSource(page: PageText, tape: AttributeTape): HtmlSource {
  const { places, borne, length } = tape;
  const place = (at: number) => places[at] ?? 0;
  const value = (at: number) => decodedAttribute(textAt(page, place(at + 3), place(at + 4)));
  const isNamed = (at: number, name: string) =>
    place(at + 2) - place(at + 1) === name.length &&
    textAt(page, place(at + 1), place(at + 2)).toLowerCase() === name;
  const eachPlace: HtmlSource['eachPlace'] = (name, visit) => {
    const number = attributeNumber(name);
    if (borne[number] === 0) return;
    let last = -1;
    for (let at = 0; at < length; at += PLACES) {
      if (places[at] !== number || (number === 0 && !isNamed(at, name))) continue;
      const node = place(at + 5);
      // Of two attributes of one name only the first counts.
      if (node === last) continue;
      last = node;
      visit(node, page, place(at + 3), place(at + 4), true);
    }
  };
  return {
    attribute(from, to, name) {
      const number = attributeNumber(name);
      if (borne[number] === 0) return undefined;
      for (let at = from; at < to; at += PLACES) {
        if (places[at] === number && (number > 0 || isNamed(at, name))) return value(at);
      }
      return undefined;
    },
    eachBearing(name, visit) {
      eachPlace(name, (node, _, from, to) => visit(node, decodedAttribute(textAt(page, from, to))));
    },
    bearing(name) {
      const { found, add } = bearersByValue();
      eachPlace(name, add);
      return found;
    },
    eachPlace,
    attributes(from, to) {
      const found: Record<string, string> = {};
      for (let at = from; at < to; at += PLACES) {
        const number = place(at);
        const name =
          number > 0 ? attributeNamed(number) : textAt(page, place(at + 1), place(at + 2)).toLowerCase();
        if (!Object.hasOwn(found, name)) found[name] = value(at);
      }
      return found;
    },
    text(from, to, raw) {
      const text = textAt(page, from, to);
      return raw ? text : decodedText(text);
    },
    foldText(from, to, raw, folded) {
      const rest = textAt(page, addPlain(folded, page, from, to), to);
      addFolded(folded, rest, 0, rest.length, !raw);
    },
    // Between two tags there mostly is a line break.
    inkOf: (from, to, raw) => (to - from < MIN_INK ? 0 : inkIn(page, from, to, !raw)),
  };
}
