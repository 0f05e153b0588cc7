/** Numbers for the names of attributes that readers ask for, so that asking compares numbers and not letters. */

/** The first of them has number 1. */
export const ATTRIBUTE_NAMES: readonly string[] = (
  'class id href src content property name rel type alt title value role style itemprop itemscope itemtype itemref ' +
  'itemid typeof resource vocab about lang charset http-equiv hidden datetime data srcset data-src data-srcset ' +
  'data-url data-href data-next-url data-original data-price data-product-price data-currency aria-label aria-current aria-disabled disabled width height ' +
  'shadowrootmode data-product_variations data-product data-page data-product-json :product product data-props ' +
  'data-variants data-testid data-test data-qa data-qaid data-marker data-automation-id data-hook data-q data-cy component ' +
  'itemprop-reverse'
).split(' ');

const NUMBERS: ReadonlyMap<string, number> = new Map(ATTRIBUTE_NAMES.map((name, at) => [name, at + 1]));

/** Of a name in lower case; 0 for every name that is not in the list. */
export function attributeNumber(name: string): number {
  return NUMBERS.get(name) ?? 0;
}

/** The name of a number from 1 on. */
export function attributeNamed(number: number): string {
  return ATTRIBUTE_NAMES[number - 1] ?? '';
}
