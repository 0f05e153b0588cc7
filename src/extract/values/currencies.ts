/** Which currency a sign, an abbreviation or a code means, given where and in which language it stands. */

import { COUNTRY_CURRENCY, SIGNS } from './currency-signs.ts';
import { saysOnlyPrice } from './price-words.ts';
import { shyCodes, shyTokenOfWhole } from './shy-signs.ts';

/** Codes that are also words or units: believed only beside a number and nothing else. */
const WORD_CODES = new Set([
  'ALL',
  'TOP',
  'CUP',
  'PEN',
  'GEL',
  'TRY',
  'SOS',
  'MOP',
  'BAM',
  'LAK',
  'ANG',
  'MAD',
]);

/**
 * Currencies with three decimals (ISO 4217), and what may part them from the whole: "423.923" is a fraction there, not a grouped
 * thousand. East of Libya a comma groups. The dinar of Iraq has no coins for its decimals: "25,000" are thousands.
 */
export const THREE_DECIMALS: ReadonlyMap<string, string> = new Map([
  ['BHD', '.٫'],
  ['JOD', '.٫'],
  ['KWD', '.٫'],
  ['OMR', '.٫'],
  ['LYD', '.,٫'],
  ['TND', '.,٫'],
]);

const CODES = new Set(Intl.supportedValuesOf('currency'));
for (const unused of ['XXX', 'XTS']) CODES.delete(unused);
// Withdrawn codes still stand on old pages.
for (const old of ['ATS', 'BEF', 'DEM', 'ESP', 'FIM', 'FRF', 'GRD', 'ITL', 'NLG', 'PTE', 'SKK', 'HRK'])
  CODES.add(old);
/** Currencies that a sign means unless the page or the site says otherwise. */
const USUAL = new Set(['RUB', 'GBP']);
/** What a sign means on a page that tells neither its language nor its country. */
const ANYWHERE = 'USD';

const SIGN_CODES: ReadonlyMap<string, readonly string[]> = new Map(
  SIGNS.flatMap(([codes, signs]) =>
    signs.split('|').map((sign): [string, string[]] => [sign, codes === '' ? [] : codes.split(' ')]),
  ),
);
const LETTER = /\p{L}/u;
/** Between these no boundary of words is written. */
const UNSPACED = /[\u3000-\u9fff\uac00-\ud7af]/;
const endsWord = (letter: string): boolean => LETTER.test(letter) && !UNSPACED.test(letter);

/** A sign, and whether a letter before or behind it would make it a part of a word. */
type Sign = { readonly sign: string; readonly wordBefore: boolean; readonly wordAfter: boolean };

/** The signs that start with each UTF-16 unit, longest first. */
const SIGNS_BY_FIRST: ReadonlyMap<string, readonly Sign[]> = Map.groupBy(
  [...SIGN_CODES.keys()]
    .sort((a, b) => b.length - a.length)
    .map((sign) => ({
      sign,
      wordBefore: endsWord(sign.charAt(0)),
      wordAfter: endsWord(sign.charAt(sign.length - 1)),
    })),
  ({ sign }) => sign.charAt(0),
);
/** Which of the first 65,536 code units may start a token; a text is passed over by it, unit by unit. */
const STARTS = new Uint8Array(0x10000);
for (const first of [...SIGNS_BY_FIRST.keys(), ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'])
  STARTS[first.charCodeAt(0)] = 1;

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isAsciiLetter(unit: number): boolean {
  return isCapital(unit) || (unit >= 0x61 && unit <= 0x7a);
}

function isLetterBefore(text: string, at: number): boolean {
  const unit = text.charCodeAt(at - 1);
  const from = unit >= 0xdc00 && unit <= 0xdfff ? at - 2 : at - 1;
  return at > 0 && LETTER.test(text.slice(Math.max(0, from), at));
}

function isLetterAt(text: string, at: number): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && LETTER.test(String.fromCodePoint(codePoint));
}

/** A sign made of letters must not be a part of a word. */
function standsAlone(text: string, { sign, wordBefore, wordAfter }: Sign, at: number): boolean {
  return !(wordBefore && isLetterBefore(text, at)) && !(wordAfter && isLetterAt(text, at + sign.length));
}

function isCode(text: string, at: number): boolean {
  return (
    isCapital(text.charCodeAt(at)) &&
    isCapital(text.charCodeAt(at + 1)) &&
    isCapital(text.charCodeAt(at + 2)) &&
    !isAsciiLetter(text.charCodeAt(at + 3)) &&
    !isAsciiLetter(text.charCodeAt(at - 1))
  );
}

/** Three capitals by themselves, or the longest sign that starts here; '' where neither does. */
function tokenAt(text: string, at: number): string {
  if (isCode(text, at)) return text.slice(at, at + 3);
  const signs = SIGNS_BY_FIRST.get(text.charAt(at)) ?? [];
  return signs.find((one) => text.startsWith(one.sign, at) && standsAlone(text, one, at))?.sign ?? '';
}

/** Languages of countries none of which calls its own money a dollar or a peso: where "$" stands there, the American one is meant. */
const ABROAD = new Set(
  'ar az be bg bn bs cs da de el et fa fi he hi hr hu hy id is it ja ka kk km ko ky lo lt lv mk mn my nb nl no pl ro ru sk sl sq sr sv tg th tr uk ur uz vi'.split(
    ' ',
  ),
);

export type CurrencyHints = {
  /** BCP 47. */
  readonly language: string | null;
  /** ISO 3166 of the site. */
  readonly country: string | null;
  /** ISO 4217, the site's default. */
  readonly currency: string | null;
};

export type CurrencyToken = {
  readonly start: number;
  readonly end: number;
  /** Empty for a sign without an ISO code. */
  readonly codes: readonly string[];
};

/** In UTF-16 units: a price is no longer. */
const MAX_RAND = 120;
const RANDS = /(?<![\p{L}\p{N}])R(?=\s?\d)/gu;

/** The rand stands before its amount, and no words but those of a price do beside it: behind a figure it is a rating or a tyre, among words a model. */
function isRand(text: string, at: number): boolean {
  if (text.length > MAX_RAND || !/^\s?\d/.test(text.slice(at + 1)) || /\d\s?$/.test(text.slice(0, at)))
    return false;
  return saysOnlyPrice(text.replaceAll(RANDS, ' '));
}

/** The first sign, abbreviation or code from a place on. None of them starts inside a word. */
export function nextToken(text: string, from: number): CurrencyToken | null {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (STARTS[unit] === 0 || (isAsciiLetter(unit) && isAsciiLetter(text.charCodeAt(at - 1)))) continue;
    const found = tokenAt(text, at);
    if (found === '') continue;
    const start = at;
    at += found.length - 1;
    const codes = SIGN_CODES.get(found) ?? (CODES.has(found) ? [found] : null);
    // Suppliers all over the world write kilograms so; the som is written "сом".
    if (codes === null || found === 'KGS') continue;
    if (WORD_CODES.has(found) && !/^[\s\d.,:]*$/.test(text.replace(found, ''))) continue;
    if (found === 'R' && !isRand(text, start)) continue;
    return { start, end: start + found.length, codes };
  }
  return from === 0 ? shyTokenOfWhole(text) : null;
}

/** All of them, in order. */
export function currencyTokens(text: string): CurrencyToken[] {
  const tokens: CurrencyToken[] = [];
  for (let token = nextToken(text, 0); token !== null; token = nextToken(text, token.end)) tokens.push(token);
  return tokens;
}

/**
 * One of the codes, or null when nothing says which: the site's currency, the region in the language tag, the site's
 * country, then the region that CLDR takes for the language ("en" → US, "zh" → CN).
 */
export function chooseCurrency(codes: readonly string[], hints: CurrencyHints): string | null {
  if (codes.length < 2) return codes[0] ?? null;
  const locale = hints.language === null ? null : new Intl.Locale(hints.language);
  const wanted = [
    hints.currency,
    COUNTRY_CURRENCY[locale?.region ?? ''],
    COUNTRY_CURRENCY[hints.country ?? ''],
    COUNTRY_CURRENCY[locale?.maximize().region ?? ''],
  ];
  const nowhere = locale === null ? hints.country === null : ABROAD.has(locale.language);
  const usual = codes.find((code) => USUAL.has(code) || (nowhere && code === ANYWHERE)) ?? null;
  return wanted.find((code) => code !== undefined && code !== null && codes.includes(code)) ?? usual;
}

/** What names a currency is no longer. */
const MAX_NAME = 100;

/** The currency of a field that holds nothing else ("USD", "eur", "€"), or null. */
export function namedCurrency(text: string, hints: CurrencyHints): string | null {
  const named = text.slice(0, MAX_NAME);
  const upper = named.trim().toUpperCase();
  if (CODES.has(upper)) return upper;
  if (upper === 'R') return 'ZAR';
  return chooseCurrency(currencyTokens(named)[0]?.codes ?? shyCodes(named), hints);
}

/** Asked for far beyond the country that issues them. */
const ASKED_ANYWHERE = new Set(['USD', 'EUR', 'GBP', 'CHF', 'CNY']);

/** Where it is asked in one of these languages, it is at home: elsewhere it is asked for exports, in those of the buyers. */
const ASKED_AT_HOME: ReadonlyMap<string, readonly string[]> = new Map([
  ['CNY', ['zh']],
  ['CHF', ['de', 'fr', 'it']],
]);

/**
 * The country whose money it is, where hardly anybody else asks for it, or not in the language of the page: its code begins
 * with the country's (ISO 4217). `language` is a tag (BCP 47) or null.
 */
export function countryOfCurrency(code: string | null, language: string | null): string | null {
  if (code === null || code.startsWith('X')) return null;
  const [spoken = ''] = (language ?? '').split('-', 1);
  const isAbroad = ASKED_ANYWHERE.has(code) && ASKED_AT_HOME.get(code)?.includes(spoken) !== true;
  return isAbroad ? null : code.slice(0, 2);
}
