/** Measures price parsing against price strings with known amount and currency. */
import { currencyTokens, namedCurrency } from '../../src/extract/values/currencies.ts';
import { parsePrice } from '../../src/extract/values/parse-price.ts';
import type { PriceRow } from './read-corpus.ts';

export type PriceScore = {
  readonly prices: number;
  readonly amountsRight: number;
  readonly currenciesRight: number;
  readonly bothRight: number;
  readonly wrong: readonly {
    readonly text: string | null;
    readonly expected: string;
    readonly found: string;
  }[];
};

/** As a page in English without a country would have it. */
const HINTS = { language: 'en', country: null, currency: null } as const;

/** Compared as numbers, so that "12.90" and "12.9" are the same; some lists write "Decimal('12.9')". */
function numberOf(amount: string | null): number | null {
  return amount === null ? null : Number(amount.replace(/^Decimal\('(.*)'\)$/, '$1'));
}

/** The list names a currency by its sign. A sign of several currencies is right as any of them or, without a guess, as none. */
function sameCurrency(sign: string | null, found: string | null): boolean {
  if (sign === null) return found === null;
  const meant = namedCurrency(sign, HINTS);
  if (meant !== null) return found === meant;
  return found === null || (currencyTokens(sign)[0]?.codes.includes(found) ?? false);
}

export function scorePrices(rows: readonly PriceRow[]): PriceScore {
  const results = rows.map((row) => {
    const price = row.text === null ? null : parsePrice(row.text, { ...HINTS, declared: row.currency_hint });
    const amount = numberOf(price?.amount ?? null) === numberOf(row.amount);
    // Without a text there is nothing that a currency could belong to.
    const currency = row.text === null || sameCurrency(row.currency, price?.currency ?? null);
    const found = `${price?.amount ?? 'none'} ${price?.currency ?? 'none'}`;
    return {
      text: row.text,
      expected: `${row.amount ?? 'none'} ${row.currency ?? 'none'}`,
      found,
      amount,
      currency,
    };
  });
  return {
    prices: rows.length,
    amountsRight: results.filter(({ amount }) => amount).length,
    currenciesRight: results.filter(({ currency }) => currency).length,
    bothRight: results.filter(({ amount, currency }) => amount && currency).length,
    wrong: results
      .filter(({ amount, currency }) => !amount || !currency)
      .map(({ text, expected, found }) => ({ text, expected, found })),
  };
}
