/** Our own pass over a page: from one "<" to the next, reading only what stands between tags. */
import { type AttributeTape, isSpace, newTape, readTag, type TagEnd, tapeSource } from './attribute-tape.ts';
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
  readonly html: string;
  readonly tape: AttributeTape;
  readonly nesting: Nesting;
  readonly tag: TagEnd;
};

/** Reads the attributes, if there are any. */
function toTagEnd(html: string, from: number, tape: AttributeTape, tag: TagEnd): void {
  if (html.charCodeAt(from) === 62) {
    tag.end = from + 1;
    tag.selfClosed = false;
  } else readTag(html, from, tape, tag);
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
function rawEnd(html: string, from: number, name: string): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const after = at + 2 + name.length;
    const code = html.charCodeAt(after);
    if ((code === 62 || isSpace(code)) && standsAt(html, at + 2, name)) return at;
  }
  return html.length;
}

/** The start tag whose "<" is at `at`; returns where reading goes on. */
function startTag(scan: Scan, at: number): number {
  const { html, tape, tag, nesting } = scan;
  let slot = nextSlot(0, html.charCodeAt(at + 1));
  let end = at + 2;
  for (; end < html.length; end++) {
    const code = html.charCodeAt(end);
    if (code === 62 || code === 47 || isSpace(code)) break;
    slot = nextSlot(slot, code);
  }
  const kind = kindAt(html, at + 1, end, slot);
  const { rows } = nesting;
  const from = tape.length;
  const node = rows.size;
  tape.node = node;
  toTagEnd(html, end, tape, tag);
  if (tag.end >= 0) startElement(nesting, kind, from, tape.length, tag.selfClosed);
  // An element that is left out leaves no attributes to the next one.
  if (rows.size === node) tape.length = from;
  // A tag without its end is what a truncated page ends with.
  if (tag.end < 0) return html.length;
  if (tag.selfClosed || !kind.isRaw) return tag.end;
  const close = rawEnd(html, tag.end, kind.name);
  if (close > tag.end) addText(nesting.rows, tag.end, close, kind.name !== 'title');
  return close;
}

/** The end tag whose "<" is at `at`. "</>" is text, "</1" starts a comment. */
function endTag(scan: Scan, at: number): number {
  const { html, nesting } = scan;
  let from = at + 2;
  // Nearly every end tag is that of the innermost element and has nothing behind its name.
  const last = innermost(nesting);
  if (last !== undefined) {
    const end = from + last.name.length;
    if (html.charCodeAt(end) === 62 && standsAt(html, from, last.name)) {
      endElementHere(nesting, last);
      return end + 1;
    }
  }
  while (isSpace(html.charCodeAt(from))) from++;
  const first = html.charCodeAt(from);
  if (!isLetter(first)) return behind(html, '>', from + 1);
  let slot = 0;
  let to = from;
  for (; to < html.length; to++) {
    const code = html.charCodeAt(to);
    if (code === 62 || isSpace(code)) break;
    slot = nextSlot(slot, code);
  }
  if (to < html.length) endElement(nesting, kindAt(html, from, to, slot));
  return behind(html, '>', to);
}

/** Comment, CDATA section, document type or processing instruction at `at`: nothing of it is read. */
function passOver(html: string, at: number): number {
  if (html.startsWith('<!--', at)) return behind(html, '-->', at + 2);
  if (html.startsWith('<![CDATA[', at)) return behind(html, ']]>', at + 9);
  if (html.charCodeAt(at + 1) === 63) return behind(html, '>', at + 2);
  return behind(html, '>', at + (html.charCodeAt(at + 2) === 45 ? 4 : 3));
}

/** What the "<" at `at` starts. */
function constructAt(html: string, at: number): 'start' | 'end' | 'other' | 'text' {
  const code = html.charCodeAt(at + 1);
  if (isLetter(code)) return 'start';
  if (code === 33 || code === 63) return 'other';
  if (code !== 47) return 'text';
  let next = at + 2;
  while (isSpace(html.charCodeAt(next))) next++;
  return next >= html.length || html.charCodeAt(next) === 62 ? 'text' : 'end';
}

/** Linear in the page's length; remembers four numbers an attribute and the names that are open. */
export const scanTags: HtmlFeed = (html, rows) => {
  const tape = newTape(Math.min(4096, 64 + (html.length >> 6)));
  const nesting = newNesting(rows);
  const scan: Scan = { html, tape, nesting, tag: { end: 0, selfClosed: false } };
  let textFrom = 0;
  let tags = 0;
  let at = html.indexOf('<');
  while (at >= 0 && tags < MAX_TAGS) {
    const kind = constructAt(html, at);
    if (kind === 'text') {
      at = html.indexOf('<', at + 1);
      continue;
    }
    if (at > textFrom) addText(rows, textFrom, at, false);
    tags++;
    if (kind === 'start') textFrom = startTag(scan, at);
    else if (kind === 'end') textFrom = endTag(scan, at);
    else textFrom = passOver(html, at);
    at = html.indexOf('<', textFrom);
  }
  if (at < 0 && textFrom < html.length) addText(rows, textFrom, html.length, false);
  endAll(nesting);
  return tapeSource(html, tape);
};
