/** Finds a price in running text. */
import type { Price } from '../../model/listing.ts';
import type { PageDocument } from '../page/page-document.ts';
import { currencyTokens } from '../values/currencies.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { plainDigits } from '../values/plain-digits.ts';

/** UTF-16 units: a sum further down is of something else. */
const PRICE_WINDOW = 2000;

/** The first sum with its currency in running text. */
export function priceInProse(page: PageDocument, prose: string): Price | null {
  const text = plainDigits(prose.slice(0, PRICE_WINDOW));
  for (const { start, end } of currencyTokens(text)) {
    const after = /^\s?\d[\d.,]*/.exec(text.slice(end, end + 20))?.[0];
    const before = /(?<![\p{L}\d])\d[\d.,]* ?$/u.exec(text.slice(Math.max(0, start - 20), start))?.[0];
    const sum =
      before === undefined ? `${text.slice(start, end)}${after ?? ''}` : `${before}${text.slice(start, end)}`;
    const price =
      before === undefined && after === undefined ? null : parsePrice(sum, priceHints(page, null));
    if (price?.amount != null && price.currency !== null) return price;
  }
  return null;
}
