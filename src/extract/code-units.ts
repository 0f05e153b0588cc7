/** A page's text as numbers beside the string: a look at one of them costs less than a look at a character. */
import type { PageRoom } from './page-room.ts';

export type PageText = {
  readonly html: string;
  /** UTF-16 units of `html`, in the same places; behind its end a zero, and nothing that is of this page. */
  readonly units: Uint16Array;
};

export function pageText(html: string, room: PageRoom): PageText {
  if (room.units.length <= html.length) room.units = new Uint16Array(Math.ceil(html.length * 1.25) + 1);
  const { units } = room;
  Buffer.from(units.buffer, units.byteOffset).write(html, 'utf16le');
  units[html.length] = 0;
  return { html, units };
}

/** Bits of what a character of ASCII means inside a tag. */
const [SPACE, ENDS_TAG_NAME, ENDS_ATTRIBUTE_NAME] = [1, 2, 4];
const MEANINGS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[ \t\n\f\r]/.test(letter)) return SPACE | ENDS_TAG_NAME | ENDS_ATTRIBUTE_NAME;
  if (letter === '>' || letter === '/') return ENDS_TAG_NAME | ENDS_ATTRIBUTE_NAME;
  return letter === '=' ? ENDS_ATTRIBUTE_NAME : 0;
});

function means(unit: number, bit: number): boolean {
  return unit < 128 && ((MEANINGS[unit] ?? 0) & bit) !== 0;
}

/** White space of HTML. */
export function isSpace(unit: number): boolean {
  return means(unit, SPACE);
}

/** White space, "/" or ">". */
export function endsTagName(unit: number): boolean {
  return means(unit, ENDS_TAG_NAME);
}

/** The same, or "=". */
export function endsAttributeName(unit: number): boolean {
  return means(unit, ENDS_ATTRIBUTE_NAME);
}

/** Behind the white space that starts at `from`. */
export function skipSpaces({ units }: PageText, from: number): number {
  let at = from;
  while (isSpace(units[at] ?? 0)) at++;
  return at;
}
