/** Tells the sums of a list that are one of several payments from those that something costs. */
import type { PriceSpot } from '../looks/find-prices.ts';
import type { Survey } from '../page/survey-page.ts';

const TIMES = '[x×]\\s(?:de|sem juros de|sin interés de|da|di|à)';
/** "3x de R$ 32,97". */
const IN_TEXT = new RegExp(`(?<!\\p{L})\\d{1,3}\\s?${TIMES}\\s`, 'iu');
/** "x de" or "3x de", with the sum in an element of its own behind it. */
const BEFORE = new RegExp(`^(?:(?:em|en|ou|o|in) )?(?:até |hasta )?(?:\\d{1,3}\\s?)?${TIMES}$`, 'iu');

const isOneOfMany = ({ runs }: Survey, { at, text }: PriceSpot): boolean =>
  IN_TEXT.test(text) || BEFORE.test(runs[at - 1]?.text ?? '');

/** A payment stands below the price of the same card, and where a second sum stands, another card would begin. */
export function withoutPayments(survey: Survey, prices: readonly PriceSpot[]): readonly PriceSpot[] {
  const asked = prices.filter((price) => !isOneOfMany(survey, price));
  return asked.length > 0 ? asked : prices;
}
