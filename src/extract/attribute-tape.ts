/** The attributes of a page's tags as places in its text: nothing is cut out or decoded until somebody asks. */
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { type HtmlSource, MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES } from './html-events.ts';
import { standsAt } from './tag-names.ts';

/** Four numbers an attribute: where its name starts and ends, where its value starts and ends. */
const PLACES = 4;

export type AttributeTape = { places: Int32Array; length: number };

/** `expected` attributes fit before it grows. */
export function newTape(expected: number): AttributeTape {
  return { places: new Int32Array(PLACES * expected), length: 0 };
}

function write(tape: AttributeTape, a: number, b: number, c: number, d: number): void {
  const at = tape.length;
  if (at + PLACES > tape.places.length) {
    const larger = new Int32Array(tape.places.length * 2);
    larger.set(tape.places);
    tape.places = larger;
  }
  tape.places[at] = a;
  tape.places[at + 1] = b;
  tape.places[at + 2] = c;
  tape.places[at + 3] = d;
  tape.length = at + PLACES;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11);
}

const [QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER] = [34, 39, 47, 61, 62];

/** End of the name that starts at `at`; its first character is part of it whatever it is. */
function nameEnd(html: string, at: number): number {
  let end = at + 1;
  for (; end < html.length; end++) {
    const code = html.charCodeAt(end);
    if (code === EQUALS || code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return end;
}

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
  const at = skipSpaces(html, from);
  const mark = html.charCodeAt(at);
  if (mark !== QUOTE && mark !== APOSTROPHE) {
    const to = unquotedEnd(html, at);
    return { from: at, to, next: to };
  }
  const to = html.indexOf(mark === QUOTE ? '"' : "'", at + 1);
  return { from: at + 1, to, next: to < 0 ? -1 : to + 1 };
}

/** Reads the attribute that starts at `at`; returns where reading goes on, or -1 in a page that ends inside it. */
function readAttribute(html: string, at: number, tape: AttributeTape, most: number): number {
  const end = nameEnd(html, at);
  const equals = skipSpaces(html, end);
  if (html.charCodeAt(equals) !== EQUALS) {
    if (tape.length < most) write(tape, at, end, end, end);
    return equals;
  }
  const value = valueAt(html, equals + 1);
  if (value.next >= 0 && tape.length < most) write(tape, at, end, value.from, value.to);
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

const decodedAttribute = (text: string) => (text.includes('&') ? decodeHTMLAttribute(text) : text);

/** Reads the page by the places on the tape. */
export function tapeSource(html: string, tape: AttributeTape): HtmlSource {
  const place = (at: number) => tape.places[at] ?? 0;
  const value = (at: number) => decodedAttribute(html.slice(place(at + 2), place(at + 3)));
  return {
    attribute(from, to, name) {
      for (let at = from; at < to; at += PLACES) {
        const start = place(at);
        if (place(at + 1) - start === name.length && standsAt(html, start, name)) return value(at);
      }
      return undefined;
    },
    attributes(from, to) {
      const found: Record<string, string> = {};
      for (let at = from; at < to; at += PLACES) {
        const name = html.slice(place(at), place(at + 1)).toLowerCase();
        if (!Object.hasOwn(found, name)) found[name] = value(at);
      }
      return found;
    },
    text(from, to, raw) {
      const text = html.slice(from, to);
      return raw || !text.includes('&') ? text : decodeHTML(text);
    },
  };
}
