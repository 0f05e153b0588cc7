/** The text of a file that must be UTF-8: with others' bytes a name would silently hold letters that nobody wrote. */
import { isUtf8 } from 'node:buffer';

export type Utf8Text = { readonly text: string } | { readonly text: null; readonly badLine: number | null };

/** `badLine`: the first that is none, counted from 1; null when all of it is none, as UTF-16 is. */
export function utf8Text(bytes: Buffer): Utf8Text {
  if (bytes.includes(0)) return { text: null, badLine: null };
  if (isUtf8(bytes)) return { text: bytes.toString('utf8') };
  for (let line = 1, start = 0; ; line += 1) {
    const end = bytes.indexOf('\n', start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return { text: null, badLine: line };
    start = end + 1;
  }
}

/** What is told of one that is not. */
export const NO_UTF8 = {
  problem: 'is no UTF-8 text',
  remedy: 'Save it as UTF-8: editors offer it as an encoding.',
} as const;
