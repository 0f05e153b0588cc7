/** A page's text as numbers beside the string: a look at one of them costs less than a look at a character. */
import { isAscii } from 'node:buffer';
import type { Scanner } from './open-scanner.ts';
import { type PageRoom, scannerFor } from './page-room.ts';

/** Its texts are cut out by {@link textAt}: `html` may hold a character for each byte of UTF-8. */
export type PageText = {
  readonly html: string;
  /** UTF-16 units of `html`, in the same places; behind its end a zero, and nothing that is of this page. */
  readonly units: Uint16Array;
  /** Those bytes; null where `html` is the text itself. */
  readonly bytes: Buffer | null;
  /** In its memory the units lie until the next page is put there. */
  readonly scanner: Scanner;
};

export function pageText(html: string, room: PageRoom): PageText {
  const scanner = scannerFor(room, html.length);
  const { units } = scanner;
  Buffer.from(units.buffer, units.byteOffset, html.length * 2).write(html, 'utf16le');
  scanner.narrow(html.length);
  units[html.length] = 0;
  return { html, units, bytes: null, scanner };
}

/**
 * Of valid UTF-8 as it was sent. One sign of money in a page of ASCII would make two bytes of each of its characters, and
 * all that is cut out and searched would cost more; for a page in other letters decoding each piece would.
 */
export function bytesText(bytes: Buffer, room: PageRoom): PageText {
  const scanner = scannerFor(room, bytes.length);
  const { units } = scanner;
  scanner.bytes.set(bytes);
  scanner.widen(bytes.length);
  units[bytes.length] = 0;
  return { html: bytes.toString('latin1'), units, bytes: isAscii(bytes) ? null : bytes, scanner };
}

/** Of shorter pieces a few letters are put together faster than the platform decodes them: prices, single words. */
const SHORT = 16;

/** A short piece of valid UTF-8 whose first unit beyond ASCII is at `wide`. */
function shortText({ html, units }: PageText, from: number, to: number, wide: number): string {
  let text = '';
  let done = from;
  for (let at = wide; at < to; ) {
    const unit = units[at] ?? 0;
    const length = unit < 0x80 ? 1 : unit < 0xe0 ? 2 : unit < 0xf0 ? 3 : 4;
    if (length > 1) {
      let point = unit & (0xff >> (length + 1));
      for (let more = 1; more < length; more++) point = (point << 6) | ((units[at + more] ?? 0) & 0x3f);
      text += html.slice(done, at) + String.fromCodePoint(point);
      done = at + length;
    }
    at += length;
  }
  return text + html.slice(done, to);
}

/** What stands between the two places. */
export function textAt(page: PageText, from: number, to: number): string {
  const { html, units, bytes } = page;
  if (bytes === null) return html.slice(from, to);
  for (let at = from; at < to; at++) {
    if ((units[at] ?? 0) > 127)
      return to - from > SHORT ? bytes.toString('utf8', from, to) : shortText(page, from, to, at);
  }
  return html.slice(from, to);
}

export function wholeText({ html, bytes }: PageText): string {
  return bytes === null ? html : bytes.toString();
}
