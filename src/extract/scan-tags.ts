/** Our own pass over a page: from one "<" to the next, reading only what stands between tags. */
import { attributeNumber } from './attribute-names.ts';
import { type AttributeTape, bears, newTape, readTag, type TagEnd, tapeSource } from './attribute-tape.ts';
import { END_TAG_LETTERS, isSpace, letterOf, type PageText, skipSpaces, TAG_LETTERS } from './code-units.ts';
import { type HtmlFeed, MAX_TAGS } from './html-events.ts';
import { NO_LETTERS, nextSum } from './name-slots.ts';
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
import { SHADOW_ROOT, SHADOWED, TEMPLATE } from './shadow-roots.ts';
import { kindAt, type TagKind } from './tag-kinds.ts';

type Scan = {
  readonly page: PageText;
  readonly tape: AttributeTape;
  readonly nesting: Nesting;
  readonly tag: TagEnd;
};

const SHADOW_NUMBER = attributeNumber(SHADOW_ROOT);

const [EXCLAMATION, DASH, SLASH, LESS, GREATER, QUESTION] = [33, 45, 47, 60, 62, 63];

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** Place behind the next ">", or the end of the page. */
function behind(html: string, end: string, from: number): number {
  const at = html.indexOf(end, from);
  return at < 0 ? html.length : at + end.length;
}

/** Where the name of an end tag ends that starts at `from`. */
function endNameEnd({ html, units }: PageText, from: number): number {
  let at = from;
  while (at < html.length && letterOf(END_TAG_LETTERS, units[at] ?? 0) !== 0) at++;
  return at;
}

/** {@link sumOfName} of a name. */
function sumBetween({ units }: PageText, from: number, to: number): number {
  let sum = NO_LETTERS;
  for (let at = from; at < to; at++) sum = nextSum(sum, letterOf(END_TAG_LETTERS, units[at] ?? 0));
  return sum;
}

/** Where the raw text that starts at `from` ends: at "</name", or with the page. */
function rawEnd(page: PageText, from: number, { name, sum }: TagKind): number {
  const { html, units } = page;
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const after = at + 2 + name.length;
    const code = units[after] ?? 0;
    if ((code === GREATER || isSpace(code)) && sumBetween(page, at + 2, after) === sum) return at;
  }
  return html.length;
}

/** Adds it; returns where it ends. */
function rawText({ page, nesting }: Scan, kind: TagKind, from: number): number {
  const close = rawEnd(page, from, kind);
  if (close > from) addText(nesting.rows, from, close, kind.name !== 'title');
  return close;
}

/** The start tag whose "<" is at `at`; returns where reading goes on. */
function startTag(scan: Scan, at: number): number {
  const { page, tape, tag, nesting } = scan;
  const { html, units } = page;
  const { rows } = nesting;
  let sum = NO_LETTERS;
  let end = at + 1;
  for (; end < html.length; end++) {
    const letter = letterOf(TAG_LETTERS, units[end] ?? 0);
    if (letter === 0) break;
    sum = nextSum(sum, letter);
  }
  let kind = kindAt(page, at + 1, end, sum);
  if (units[end] === GREATER) {
    startElement(nesting, kind, 0, 0, false);
    return kind.isRaw ? rawText(scan, kind, end + 1) : end + 1;
  }
  const from = tape.length;
  const node = rows.size;
  tape.node = node;
  readTag(page, end, tape, tag);
  if (kind === TEMPLATE && bears(tape, from, SHADOW_NUMBER)) kind = SHADOWED;
  if (tag.end >= 0) startElement(nesting, kind, from, tape.length, tag.selfClosed);
  // An element that is left out leaves no attributes to the next one.
  if (rows.size === node) tape.length = from;
  // A tag without its end is what a truncated page ends with.
  if (tag.end < 0) return html.length;
  return kind.isRaw && !tag.selfClosed ? rawText(scan, kind, tag.end) : tag.end;
}

/** Whether these letters and a ">" stand there. */
function closes({ units }: PageText, from: number, letters: Uint8Array): boolean {
  const { length } = letters;
  if (units[from + length] !== GREATER) return false;
  for (let at = 0; at < length; at++) if (units[from + at] !== letters[at]) return false;
  return true;
}

/** The end tag whose "<" is at `at`. "</>" is text, "</1" starts a comment. */
function endTag(scan: Scan, at: number): number {
  const { page, nesting } = scan;
  // Nearly every end tag is that of the innermost element, in lower case and with nothing behind its name.
  const last = innermost(nesting);
  if (last !== undefined && closes(page, at + 2, last.letters)) {
    endElementHere(nesting, last);
    return at + last.letters.length + 3;
  }
  return oddEndTag(scan, at);
}

/** One that ends another element, is in capitals, or has something before or behind its name. */
function oddEndTag({ page, nesting }: Scan, at: number): number {
  const { html, units } = page;
  const from = skipSpaces(page, at + 2);
  if (!isLetter(units[from] ?? 0)) return behind(html, '>', from + 1);
  const to = endNameEnd(page, from);
  if (to < html.length) endElement(nesting, kindAt(page, from, to, sumBetween(page, from, to)));
  return behind(html, '>', to);
}

/** Comment, CDATA section, document type or processing instruction at `at`: nothing of it is read. */
function passOver({ html, units }: PageText, at: number): number {
  if (html.startsWith('<!--', at)) return behind(html, '-->', at + 2);
  if (html.startsWith('<![CDATA[', at)) return behind(html, ']]>', at + 9);
  if (units[at + 1] === QUESTION) return behind(html, '>', at + 2);
  return behind(html, '>', at + (units[at + 2] === DASH ? 4 : 3));
}

/** Whether the "<" at `at`, behind which stands this, starts nothing. */
function isText(page: PageText, at: number, code: number): boolean {
  if (code !== SLASH) return code !== EXCLAMATION && code !== QUESTION;
  const next = skipSpaces(page, at + 2);
  return next >= page.html.length || page.units[next] === GREATER;
}

/** How far a "<" is looked for one unit after the other: little stands between many tags, and each search by the platform has its price. */
const NEAR = 8;

/** Place of the next "<"; -1 where there is none. */
function nextMark({ html, units }: PageText, from: number): number {
  const near = Math.min(from + NEAR, html.length);
  for (let at = from; at < near; at++) if (units[at] === LESS) return at;
  return html.indexOf('<', near);
}

/** Linear in the page's length; remembers six numbers an attribute and the names that are open. */
export const scanTags: HtmlFeed = (page, rows, room) => {
  const { html, units } = page;
  const tape = newTape(Math.min(4096, 64 + (html.length >> 6)), room);
  const nesting = newNesting(rows);
  const scan: Scan = { page, tape, nesting, tag: { end: 0, selfClosed: false } };
  let textFrom = 0;
  let tags = 0;
  let at = nextMark(page, 0);
  while (at >= 0 && tags < MAX_TAGS) {
    const code = units[at + 1] ?? 0;
    const starts = isLetter(code);
    if (!starts && isText(page, at, code)) {
      at = nextMark(page, at + 1);
      continue;
    }
    if (at > textFrom) addText(rows, textFrom, at, false);
    tags++;
    if (starts) textFrom = startTag(scan, at);
    else if (code === SLASH) textFrom = endTag(scan, at);
    else textFrom = passOver(page, at);
    at = nextMark(page, textFrom);
  }
  if (at < 0 && textFrom < html.length) addText(rows, textFrom, html.length, false);
  endAll(nesting);
  room.places = tape.places;
  return tapeSource(page, tape);
};
