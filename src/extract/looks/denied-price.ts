/** Whether a page itself asks another price than the one that is declared for it: shops forget what they declare when prices change. */
import type { Price } from '../../model/listing.ts';
import { type Element, nearest } from '../html/element.ts';
import type { Survey } from '../page/survey-page.ts';
import type { PriceSpot } from './find-prices.ts';
import { amountOf, isTakenOff, type MainPrice, oldness } from './main-price.ts';
import { isBoundary, isConverted, isNet } from './price-labels.ts';

/** Of a row, up to the table or list that it is in. */
const MAX_CLIMB = 7;
const LADDERS = new Set(['table', 'ul', 'ol', 'dl']);
const ladderAround = ({ element }: PriceSpot): Element | null =>
  nearest(element, MAX_CLIMB, ({ name }) => LADDERS.has(name));

/** What a piece costs of more than one, row by row and ever less, begins with what one costs, which is asked above it. */
function ladderSteps(main: MainPrice, prices: readonly PriceSpot[]): ReadonlySet<PriceSpot> {
  const asked = Number(main.price.amount);
  const steps = new Set<PriceSpot>();
  const own = ladderAround(main.spot);
  for (const [ladder, spots] of Map.groupBy(prices, ladderAround)) {
    const [first = Number.NaN, ...more] = spots.map(amountOf);
    const falls = more.length > 0 && more.every((amount, at) => amount < (more[at - 1] ?? first));
    if (ladder === null || ladder === own || !falls || first > asked) continue;
    for (const spot of spots) if (amountOf(spot) < asked) steps.add(spot);
  }
  return steps;
}

/** Amounts that the page asks for its offer: not struck or named as old, not without tax or converted, not in a card or hidden. */
function askedAmounts(
  main: MainPrice,
  prices: readonly PriceSpot[],
  survey: Survey,
  beside: (element: Element) => boolean,
): Set<number> {
  const asked = new Set<number>();
  const steps = ladderSteps(main, prices);
  for (const spot of prices) {
    if (beside(spot.element) || survey.elements.get(spot.element)?.place.hidden === true) continue;
    if (isTakenOff(survey, spot) || isNet(survey, spot) || oldness(survey, spot) > 0) continue;
    if (steps.has(spot) || isConverted(survey, spot) || isBoundary(survey, spot)) continue;
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
    !askedAmounts(main, prices, survey, beside).has(Number(amount));
}
