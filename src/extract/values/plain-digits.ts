/** Digits of every script as ASCII, without moving a character: what is found keeps its place in the text. */

/** Where the decimal digits of a script start: Arabic, Persian, Devanagari, Bengali, Thai, Lao, Khmer, Burmese, full-width. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0x0ed0, 0x17e0, 0x1040, 0xff10] as const;

const OTHER_DIGITS = /[٠-٩۰-۹०-९০-৯๐-๙໐-໙០-៩၀-၉０-９]/g;

/** A digit of any of these scripts, ASCII too. */
export const ANY_DIGIT = new RegExp(`[\\d${OTHER_DIGITS.source.slice(1, -1)}]`);

/** Of any of these scripts, ASCII too. */
export function isDigit(code: number): boolean {
  if (code < 0x660) return code >= 48 && code < 58;
  if (code > 0x1049 && code < 0x17e0) return false;
  return (code < 0x17ea || code >= 0xff10) && ZEROS.some((zero) => code >= zero && code < zero + 10);
}

function asciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? digit : String(code - zero);
}

const ANY_OTHER = new RegExp(OTHER_DIGITS.source);

/** Its digits as ASCII, and nothing else changed. */
export function asciiDigits(text: string): string {
  return ANY_OTHER.test(text) ? text.replace(OTHER_DIGITS, asciiDigit) : text;
}

const OTHER_SPACES = /[^\S ]/g;
/** Whatever {@link plainDigits} would change; most texts hold nothing of it. */
const NOT_PLAIN = new RegExp(`${OTHER_DIGITS.source}|[\uff01-\uff5e\uffe5]|${OTHER_SPACES.source}`);

function inAscii(text: string): string {
  return asciiDigits(text)
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\uffe5/g, '¥');
}

/** Same length in UTF-16 units. Full-width ASCII signs ("：", "／") become plain too, every white space a space. */
export function plainDigits(text: string): string {
  return NOT_PLAIN.test(text) ? inAscii(text).replace(OTHER_SPACES, ' ') : text;
}
