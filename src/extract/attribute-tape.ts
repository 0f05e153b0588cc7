/** The attributes of a page's tags as places in its text: nothing is cut out or decoded until somebody asks. */
import { attributeNumber, attributeNumberAt, MAX_NUMBER } from './attribute-names.ts';
import { decodedAttribute, decodedText } from './decode-entities.ts';
import { addFolded } from './fold-text.ts';
import { type HtmlSource, MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES } from './html-events.ts';
import { nextSlot, standsAt } from './name-slots.ts';
import type { Node } from './outline-rows.ts';

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
export function newTape(expected: number): AttributeTape {
  return {
    places: new Int32Array(PLACES * expected),
    length: 0,
    node: 0,
    borne: new Uint8Array(MAX_NUMBER + 1),
  };
}

function write(tape: AttributeTape, name: number, a: number, b: number, c: number, d: number): void {
  const at = tape.length;
  tape.borne[name] = 1;
  if (at + PLACES > tape.places.length) {
    const larger = new Int32Array(tape.places.length * 2);
    larger.set(tape.places);
    tape.places = larger;
  }
  const { places } = tape;
  places[at] = name;
  places[at + 1] = a;
  places[at + 2] = b;
  places[at + 3] = c;
  places[at + 4] = d;
  places[at + 5] = tape.node;
  tape.length = at + PLACES;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11);
}

const [QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER] = [34, 39, 47, 61, 62];

const endsName = (code: number) => code === EQUALS || code === GREATER || code === SLASH || isSpace(code);

function skipSpaces(html: string, at: number): number {
  let end = at;
  while (end < html.length && isSpace(html.charCodeAt(end))) end++;
  return end;
}

function unquotedEnd(html: string, at: number): number {
  let end = at;
  for (; end < html.length; end++) {
    const code = html.charCodeAt(end);
    if (code === GREATER || isSpace(code)) break;
  }
  return end;
}

/** What a tag that was read to its end leaves; `end` is behind its ">", or -1 in a page that ends before. */
export type TagEnd = { end: number; selfClosed: boolean };

/** Where the value behind an "=" starts and ends, and where reading goes on; `next` is -1 where its quote never ends. */
function valueAt(html: string, from: number): { from: number; to: number; next: number } {
  let at = from;
  let mark = html.charCodeAt(at);
  if (isSpace(mark)) {
    at = skipSpaces(html, from);
    mark = html.charCodeAt(at);
  }
  if (mark !== QUOTE && mark !== APOSTROPHE) {
    const to = unquotedEnd(html, at);
    return { from: at, to, next: to };
  }
  const to = html.indexOf(mark === QUOTE ? '"' : "'", at + 1);
  return { from: at + 1, to, next: to < 0 ? -1 : to + 1 };
}

/**
 * Reads the attribute that starts at `at`, whose first character is part of its name whatever it is; returns where
 * reading goes on, or -1 in a page that ends inside it.
 */
function readAttribute(html: string, at: number, tape: AttributeTape, most: number): number {
  let code = html.charCodeAt(at);
  let slot = nextSlot(0, code);
  let end = at + 1;
  for (; end < html.length; end++) {
    code = html.charCodeAt(end);
    if (endsName(code)) break;
    slot = nextSlot(slot, code);
  }
  const equals = code === EQUALS ? end : skipSpaces(html, end);
  const hasValue = html.charCodeAt(equals) === EQUALS;
  const value = hasValue ? valueAt(html, equals + 1) : { from: end, to: end, next: equals };
  if (value.next >= 0 && tape.length < most) {
    write(tape, attributeNumberAt(html, at, end, slot), at, end, value.from, value.to);
  }
  return value.next;
}

/** Writes the attributes of the tag whose name ended at `from` to the tape. */
export function readTag(html: string, from: number, tape: AttributeTape, result: TagEnd): void {
  const most = Math.min(tape.length + MAX_ATTRIBUTES * PLACES, MAX_PAGE_ATTRIBUTES * PLACES);
  let slash = false;
  result.end = -1;
  for (let at = from; at >= 0 && at < html.length; ) {
    const code = html.charCodeAt(at);
    if (code === GREATER) {
      result.end = at + 1;
      result.selfClosed = slash;
      return;
    }
    if (code === SLASH || isSpace(code)) {
      slash = slash || code === SLASH;
      at++;
    } else {
      slash = false;
      at = readAttribute(html, at, tape, most);
    }
  }
}

/** Values that were cut out, by their length and last character: elements of one kind bear the same over and over. */
const RECENT = 64;

/** The same string for the same value, as long as it was not pushed out of its place by another. */
function valueReader(html: string): (from: number, to: number) => string {
  const raw = new Array<string>(RECENT).fill('');
  const decoded = new Array<string>(RECENT).fill('');
  return (from, to) => {
    const length = to - from;
    const slot = (length * 7 + html.charCodeAt(to - 1)) & (RECENT - 1);
    const recent = raw[slot] ?? '';
    if (recent.length === length && html.startsWith(recent, from)) return decoded[slot] ?? '';
    const text = html.slice(from, to);
    raw[slot] = text;
    const value = decodedAttribute(text);
    decoded[slot] = value;
    return value;
  };
}

/** Reads the page by the places on the tape. */
export function tapeSource(html: string, tape: AttributeTape): HtmlSource {
  const { places, borne, length } = tape;
  const place = (at: number) => places[at] ?? 0;
  const value = (at: number) => decodedAttribute(html.slice(place(at + 3), place(at + 4)));
  const isNamed = (at: number, name: string) =>
    place(at + 2) - place(at + 1) === name.length && standsAt(html, place(at + 1), name);
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
      visit(node, html, place(at + 3), place(at + 4), true);
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
      const read = valueReader(html);
      eachPlace(name, (node, _, from, to) => visit(node, read(from, to)));
    },
    eachPlace,
    attributes(from, to) {
      const found: Record<string, string> = {};
      for (let at = from; at < to; at += PLACES) {
        const name = html.slice(place(at + 1), place(at + 2)).toLowerCase();
        if (!Object.hasOwn(found, name)) found[name] = value(at);
      }
      return found;
    },
    text(from, to, raw) {
      const text = html.slice(from, to);
      return raw ? text : decodedText(text);
    },
    foldText(from, to, raw, folded) {
      addFolded(folded, html, from, to, !raw);
    },
  };
}
