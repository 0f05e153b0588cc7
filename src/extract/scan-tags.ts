/** Our own pass over a page: from one "<" to the next, reading only what stands between tags. */
import { type AttributeTape, newTape, readTag, type TagEnd, tapeSource } from './attribute-tape.ts';
import { endsTagName, isSpace, type PageText, skipSpaces } from './code-units.ts';
import { type HtmlFeed, MAX_TAGS } from './html-events.ts';
import { nextSlot, standsAt } from './name-slots.ts';
import {
  endAll,
  endElement,
  endElementHere,
  innermost,
  type Nesting,
  newNesting,
  startElement,
} from './nest-elements.ts';
import { addText } from './outline-rows.ts';
import { kindAt } from './tag-kinds.ts';

type Scan = {
  readonly page: PageText;
  readonly tape: AttributeTape;
  readonly nesting: Nesting;
  readonly tag: TagEnd;
};

/** Reads the attributes, if there are any. */
function toTagEnd(page: PageText, from: number, tape: AttributeTape, tag: TagEnd): void {
  if (page.units[from] === 62) {
    tag.end = from + 1;
    tag.selfClosed = false;
  } else readTag(page, from, tape, tag);
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** Place behind the next ">", or the end of the page. */
function behind(html: string, end: string, from: number): number {
  const at = html.indexOf(end, from);
  return at < 0 ? html.length : at + end.length;
}

/** Where the raw text that starts at `from` ends: at "</name", or with the page. */
function rawEnd(page: PageText, from: number, name: string): number {
  const { html, units } = page;
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const after = at + 2 + name.length;
    const code = units[after] ?? 0;
    if ((code === 62 || isSpace(code)) && standsAt(page, at + 2, name)) return at;
  }
  return html.length;
}

/** The start tag whose "<" is at `at`; returns where reading goes on. */
function startTag(scan: Scan, at: number): number {
  const { page, tape, tag, nesting } = scan;
  const { html, units } = page;
  let slot = nextSlot(0, units[at + 1] ?? 0);
  let end = at + 2;
  for (; end < html.length; end++) {
    const code = units[end] ?? 0;
    if (endsTagName(code)) break;
    slot = nextSlot(slot, code);
  }
  const kind = kindAt(page, at + 1, end, slot);
  const { rows } = nesting;
  const from = tape.length;
  const node = rows.size;
  tape.node = node;
  toTagEnd(page, end, tape, tag);
  if (tag.end >= 0) startElement(nesting, kind, from, tape.length, tag.selfClosed);
  // An element that is left out leaves no attributes to the next one.
  if (rows.size === node) tape.length = from;
  // A tag without its end is what a truncated page ends with.
  if (tag.end < 0) return html.length;
  if (tag.selfClosed || !kind.isRaw) return tag.end;
  const close = rawEnd(page, tag.end, kind.name);
  if (close > tag.end) addText(nesting.rows, tag.end, close, kind.name !== 'title');
  return close;
}

/** The end tag whose "<" is at `at`. "</>" is text, "</1" starts a comment. */
function endTag(scan: Scan, at: number): number {
  const { page, nesting } = scan;
  const { html, units } = page;
  // Nearly every end tag is that of the innermost element and has nothing behind its name.
  const last = innermost(nesting);
  if (last !== undefined) {
    const end = at + 2 + last.name.length;
    if (units[end] === 62 && standsAt(page, at + 2, last.name)) {
      endElementHere(nesting, last);
      return end + 1;
    }
  }
  const from = skipSpaces(page, at + 2);
  if (!isLetter(units[from] ?? 0)) return behind(html, '>', from + 1);
  let slot = 0;
  let to = from;
  for (; to < html.length; to++) {
    const code = units[to] ?? 0;
    if (code === 62 || isSpace(code)) break;
    slot = nextSlot(slot, code);
  }
  if (to < html.length) endElement(nesting, kindAt(page, from, to, slot));
  return behind(html, '>', to);
}

/** Comment, CDATA section, document type or processing instruction at `at`: nothing of it is read. */
function passOver({ html, units }: PageText, at: number): number {
  if (html.startsWith('<!--', at)) return behind(html, '-->', at + 2);
  if (html.startsWith('<![CDATA[', at)) return behind(html, ']]>', at + 9);
  if (units[at + 1] === 63) return behind(html, '>', at + 2);
  return behind(html, '>', at + (units[at + 2] === 45 ? 4 : 3));
}

/** What the "<" at `at` starts. */
function constructAt(page: PageText, at: number): 'start' | 'end' | 'other' | 'text' {
  const code = page.units[at + 1] ?? 0;
  if (isLetter(code)) return 'start';
  if (code === 33 || code === 63) return 'other';
  if (code !== 47) return 'text';
  const next = skipSpaces(page, at + 2);
  return next >= page.html.length || page.units[next] === 62 ? 'text' : 'end';
}

/** How far a "<" is looked for one unit after the other: between most tags stands little, and each search by the platform has its price. */
const NEAR = 32;

/** Place of the next "<"; -1 where there is none. */
function nextMark({ html, units }: PageText, from: number): number {
  const near = Math.min(from + NEAR, html.length);
  for (let at = from; at < near; at++) if (units[at] === 60) return at;
  return html.indexOf('<', near);
}

/** Linear in the page's length; remembers six numbers an attribute and the names that are open. */
export const scanTags: HtmlFeed = (page, rows, room) => {
  const { html } = page;
  const tape = newTape(Math.min(4096, 64 + (html.length >> 6)), room);
  const nesting = newNesting(rows);
  const scan: Scan = { page, tape, nesting, tag: { end: 0, selfClosed: false } };
  let textFrom = 0;
  let tags = 0;
  let at = nextMark(page, 0);
  while (at >= 0 && tags < MAX_TAGS) {
    const kind = constructAt(page, at);
    if (kind === 'text') {
      at = nextMark(page, at + 1);
      continue;
    }
    if (at > textFrom) addText(rows, textFrom, at, false);
    tags++;
    if (kind === 'start') textFrom = startTag(scan, at);
    else if (kind === 'end') textFrom = endTag(scan, at);
    else textFrom = passOver(page, at);
    at = nextMark(page, textFrom);
  }
  if (at < 0 && textFrom < html.length) addText(rows, textFrom, html.length, false);
  endAll(nesting);
  room.places = tape.places;
  return tapeSource(page, tape);
};
