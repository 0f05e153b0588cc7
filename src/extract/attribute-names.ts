/** Numbers for the names of attributes that readers ask for, so that asking compares numbers and not letters. */
import { type KnownName, knownBySum, nameTable, sumOfName } from './name-slots.ts';

const ASKED =
  'class id href src content property name rel type alt title value role style itemprop itemscope itemtype itemref ' +
  'itemid typeof resource vocab about lang charset http-equiv hidden datetime data srcset data-src data-srcset ' +
  'data-url data-href data-next-url data-original data-price data-product-price data-currency aria-label aria-current aria-disabled disabled width height ' +
  'shadowrootmode data-product_variations data-product data-page data-product-json :product product data-props ' +
  'data-variants data-testid data-test data-qa data-qaid data-marker data-automation-id data-hook data-q data-cy component';

type Numbered = KnownName & { readonly number: number };

const NAMES = ASKED.split(' ');
const NUMBERED: readonly Numbered[] = NAMES.map((name, at) => ({
  name,
  sum: sumOfName(name),
  number: at + 1,
}));
const BY_NAME: ReadonlyMap<string, number> = new Map(NUMBERED.map(({ name, number }) => [name, number]));
const TABLE = nameTable(NUMBERED);

/** Of the name whose letters sum up to this; 0 for every name that is not in the list. */
export function attributeNumberOf(sum: number): number {
  return knownBySum(TABLE, sum)?.number ?? 0;
}

/** Of a name in lower case; 0 for every name that is not in the list. */
export function attributeNumber(name: string): number {
  return BY_NAME.get(name) ?? 0;
}

/** The name of a number from 1 on. */
export function attributeNamed(number: number): string {
  return NAMES[number - 1] ?? '';
}

/** The highest number of a name. */
export const MAX_NUMBER = NUMBERED.length;
