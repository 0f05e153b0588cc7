/** Sums of less than one, counted in hundredths with a sign of their own: "99p", "50¢", "89 Cent", "50 коп.". */
import { type CurrencyHints, chooseCurrency, namedCurrency } from './currencies.ts';
import { unitAfter } from './parse-unit.ts';
import { saysOnlyPrice } from './price-words.ts';

/** Whose hundredths the sign counts; where `languages` are given, it is another word in others. */
const HUNDREDTHS: readonly { readonly sign: RegExp; readonly codes: string; readonly languages?: string }[] =
  [
    { sign: /^p$/, codes: 'GBP', languages: 'en' },
    { sign: /^(?:ct\.?|cents?)$/i, codes: 'EUR', languages: 'de' },
    { sign: /^(?:¢|cents?)$/i, codes: 'USD CAD AUD NZD SGD HKD' },
    { sign: /^коп\.?$/i, codes: 'RUB UAH BYN' },
  ];
const SUM = /^([^\d]{0,16}(?<![\p{L}\p{Sc}]))(\d{1,3}) ?(p|¢|cents?|ct\.?|коп\.?)(?![\p{L}\p{N}])/iu;

type Hints = CurrencyHints & { readonly declared: string | null };

export function minorSum(
  text: string,
  hints: Hints,
): { readonly amount: string; readonly currency: string | null; readonly unit: string | null } | null {
  const [all = '', before = '', figure = '', sign = ''] = SUM.exec(text) ?? [];
  if (all === '' || !saysOnlyPrice(`${before} ${text.slice(all.length)}`)) return null;
  const language = hints.language?.slice(0, 2) ?? null;
  const known = HUNDREDTHS.find(
    (one) =>
      one.sign.test(sign) && (one.languages === undefined || language === null || one.languages === language),
  );
  const codes = known?.codes.split(' ') ?? [];
  const declared = hints.declared === null ? null : namedCurrency(hints.declared, hints);
  if (codes.length === 0 || (declared !== null && !codes.includes(declared))) return null;
  const currency = declared ?? chooseCurrency(codes, hints);
  return { amount: (Number(figure) / 100).toFixed(2), currency, unit: unitAfter(text, all.length) };
}
