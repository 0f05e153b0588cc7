/** Which currency a sign, an abbreviation or a code means, given where and in which language it stands. */

import { COUNTRY_CURRENCY, SIGNS } from './currency-signs.ts';

/** Codes and signs that are also words, units or versions ("R2.0"): believed only beside a number and nothing else. */
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
  'R',
]);

/** Currencies with three decimals: "423.923" is a fraction there, not a grouped thousand (ISO 4217). */
export const THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

const CODES = new Set(Intl.supportedValuesOf('currency'));
for (const unused of ['XXX', 'XTS']) CODES.delete(unused);
// Withdrawn codes still stand on old pages.
for (const old of ['ATS', 'BEF', 'DEM', 'ESP', 'FIM', 'FRF', 'GRD', 'ITL', 'NLG', 'PTE', 'SKK', 'HRK'])
  CODES.add(old);
/** Currencies that a sign means unless the page or the site says otherwise. */
const USUAL = new Set(['RUB', 'GBP']);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A sign made of letters must not be a part of a word. */
function signPattern(sign: string): string {
  const before = /^\p{L}/u.test(sign) ? '(?<!\\p{L})' : '';
  const after = /\p{L}$/u.test(sign) && !/[\u3000-\u9fff\uac00-\ud7af]$/u.test(sign) ? '(?!\\p{L})' : '';
  const open = /^[\u3000-\u9fff\uac00-\ud7af]/u.test(sign) ? '' : before;
  return `${open}${escaped(sign)}${after}`;
}

const SIGN_CODES: ReadonlyMap<string, readonly string[]> = new Map(
  SIGNS.flatMap(([codes, signs]) =>
    signs.split('|').map((sign): [string, string[]] => [sign, codes === '' ? [] : codes.split(' ')]),
  ),
);
const TOKEN = new RegExp(
  [
    '(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])',
    ...[...SIGN_CODES.keys()].sort((a, b) => b.length - a.length).map(signPattern),
  ].join('|'),
  'gu',
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

/** Every sign, abbreviation and code in the text, in order. */
export function currencyTokens(text: string): CurrencyToken[] {
  const tokens: CurrencyToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const found = match[0];
    const codes = SIGN_CODES.get(found) ?? (CODES.has(found) ? [found] : null);
    if (codes === null) continue;
    if (WORD_CODES.has(found) && !/^[\s\d.,:]*$/.test(text.replace(found, ''))) continue;
    tokens.push({ start: match.index, end: match.index + found.length, codes });
  }
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
  const usual = codes.find((code) => USUAL.has(code)) ?? null;
  return wanted.find((code) => code !== undefined && code !== null && codes.includes(code)) ?? usual;
}

/** The currency of a field that holds nothing else ("USD", "eur", "€"), or null. */
export function namedCurrency(text: string, hints: CurrencyHints): string | null {
  const upper = text.trim().toUpperCase();
  if (CODES.has(upper)) return upper;
  const token = currencyTokens(text)[0];
  return token === undefined ? null : chooseCurrency(token.codes, hints);
}
