/** Whether a page itself asks another price than the one that is declared for it: shops forget what they declare when prices change. */
import type { Price } from '../../model/listing.ts';
import type { Element } from '../html/element.ts';
import type { Survey } from '../page/survey-page.ts';
import type { PriceSpot } from './find-prices.ts';
import { amountOf, isTakenOff, type MainPrice, oldness } from './main-price.ts';
import { isBoundary, isConverted, isNet } from './price-labels.ts';

/** Amounts that the page asks for its offer: not struck or named as old, not without tax or converted, not in a card or hidden. */
function askedAmounts(
  prices: readonly PriceSpot[],
  survey: Survey,
  beside: (element: Element) => boolean,
): Set<number> {
  const asked = new Set<number>();
  for (const spot of prices) {
    if (beside(spot.element) || survey.elements.get(spot.element)?.place.hidden === true) continue;
    if (isTakenOff(survey, spot) || isNet(survey, spot) || oldness(survey, spot) > 0) continue;
    if (isConverted(survey, spot) || isBoundary(survey, spot)) continue;
    asked.add(amountOf(spot));
  }
  return asked;
}

/** `main` is the price that the page clearly asks, or null where it is a guess. */
export function denyingTest(
  main: MainPrice | null,
  prices: readonly PriceSpot[],
  survey: Survey,
  beside: (element: Element) => boolean,
): (declared: Price) => boolean {
  if (main === null) return () => false;
  return ({ amount }) =>
    amount !== null &&
    Number(amount) !== Number(main.price.amount) &&
    !askedAmounts(prices, survey, beside).has(Number(amount));
}
