/** Reads one HTML entity, percent-encoded character or JavaScript escape that was left in a text. */

/** The named entities met in names, numbers and separators; the rest of HTML's 2,000 add nothing to screening. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  tab: '\t',
  newline: '\n',
  shy: '\u00ad',
  zwj: '\u200d',
  zwnj: '\u200c',
  lrm: '\u200e',
  rlm: '\u200f',
  hyphen: '\u2010',
  dash: '\u2010',
  ndash: '\u2013',
  mdash: '\u2014',
  minus: '\u2212',
  middot: '\u00b7',
  bull: '\u2022',
  comma: ',',
  period: '.',
  colon: ':',
  sol: '/',
  lpar: '(',
  rpar: ')',
  lbrack: '[',
  rbrack: ']',
  num: '#',
  percnt: '%',
  plus: '+',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  eacute: 'é',
  egrave: 'è',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
};

// `&amp;` may be escaped again and again; the run before the last name is bounded by the text, so this stays linear.
const ENTITY = /&(?:amp;)*(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8})(?=;));?/iy;

export type Decoded = { readonly codePoint: number; readonly length: number };

/** The character that starts at `at` in escaped form, and how many UTF-16 units it takes; null when there is none. */
export function decodeAt(text: string, at: number): Decoded | null {
  const unit = text.charCodeAt(at);
  if (unit === 0x26) return decodeEntity(text, at);
  if (unit === 0x25) return decodePercent(text, at);
  return unit === 0x5c ? decodeScript(text, at) : null;
}

const SCRIPT_ESCAPE = /\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2}))/iy;

function decodeScript(text: string, at: number): Decoded | null {
  SCRIPT_ESCAPE.lastIndex = at;
  const found = SCRIPT_ESCAPE.exec(text);
  if (found === null) return null;
  const codePoint = Number.parseInt(found[1] ?? found[2] ?? found[3] ?? '', 16);
  return isReadable(codePoint) ? { codePoint, length: found[0].length } : null;
}

function isReadable(codePoint: number): boolean {
  return codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
}

function decodeEntity(text: string, at: number): Decoded | null {
  if (text.charCodeAt(at + 1) === NUMBER_SIGN) return decodeNumber(text, at);
  ENTITY.lastIndex = at;
  const found = ENTITY.exec(text);
  if (found === null) return null;
  const [all, decimal, hexadecimal, name] = found;
  if (name !== undefined) {
    const character = NAMED[name.toLowerCase()];
    return character === undefined ? null : { codePoint: character.charCodeAt(0), length: all.length };
  }
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return isReadable(codePoint) ? { codePoint, length: all.length } : null;
}

const NUMBER_SIGN = 0x23;
const SMALL_X = 0x78;
const SEMICOLON = 0x3b;
const MOST_DECIMALS = 7;
const MOST_HEXADECIMALS = 6;

/** "&#49;" and "&#x31;", as ENTITY has them: by hand, since a hostile text has a hundred thousand. */
function decodeNumber(text: string, at: number): Decoded | null {
  const isHexadecimal = (text.charCodeAt(at + 2) | 0x20) === SMALL_X;
  const [base, most] = isHexadecimal ? [16, MOST_HEXADECIMALS] : [10, MOST_DECIMALS];
  const first = at + (isHexadecimal ? 3 : 2);
  let end = first;
  let codePoint = 0;
  for (; end < first + most; end += 1) {
    const digit = hexValue(text.charCodeAt(end));
    if (digit === null || digit >= base) break;
    codePoint = codePoint * base + digit;
  }
  if (end === first || !isReadable(codePoint)) return null;
  return { codePoint, length: end - at + (text.charCodeAt(end) === SEMICOLON ? 1 : 0) };
}

function decodePercent(text: string, at: number): Decoded | null {
  const lead = byteAt(text, at);
  if (lead === null || lead < 0x20 || isPurity(text, at)) return null;
  if (lead < 0x80) return { codePoint: lead, length: 3 };
  const more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
  if (more === 0 || lead >= 0xf5) return null;
  let codePoint = lead & (0x3f >> more);
  for (let i = 1; i <= more; i += 1) {
    const byte = byteAt(text, at + 3 * i);
    if (byte === null || byte >> 6 !== 2) return null;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return isReadable(codePoint) ? { codePoint, length: 3 * (more + 1) } : null;
}

const PURITY_BEFORE = /(?<![\d.,-])(?:9\d(?:[.,]\d{1,3})?|100)$/;
const NUMBER_BEHIND = /^%\d\d[\d-]/;

/** "99%20320-59-6": the sign of a purity, with a number written on to it. */
function isPurity(text: string, at: number): boolean {
  return (
    isFigure(text.charCodeAt(at - 1)) &&
    NUMBER_BEHIND.test(text.slice(at, at + 4)) &&
    PURITY_BEFORE.test(text.slice(Math.max(0, at - 8), at))
  );
}

function isFigure(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function byteAt(text: string, at: number): number | null {
  if (text.charCodeAt(at) !== 0x25) return null;
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  return high === null || low === null ? null : high * 16 + low;
}

function hexValue(unit: number): number | null {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : null;
}
