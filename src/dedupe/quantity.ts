/** How much is offered: the largest amount that a listing names, in grams or millilitres. */
import type { Listing } from '../model/listing.ts';
import { normalise } from '../text/normalise.ts';
import { amountOf, FRACTION_SIGN, SIMPLE_FRACTION } from '../text/simple-fraction.ts';

/** Units by their size in grams or millilitres: for a class of amounts both count alike. */
const UNITS: readonly (readonly [string, number])[] = [
  ['mg|мг|毫克', 0.001],
  [
    'kgs?|kilos?|kilogram(?:m|me|mes|mos?|s|ow|y)?|кг|кило|килограмм\\p{L}{0,2}|公斤|千克|キロ|كجم|كغم?',
    1000,
  ],
  ['tons?|tonnes?|toneladas?|tonnen?|mt|тонн\\p{L}{0,2}|吨|噸|トン|طن', 1_000_000],
  ['g|gr|gm|grams?|gramm|grammes?|gramos?|gramas?|г|гр|грамм\\p{L}{0,2}|克|グラム|جم|غم|غرام|جرام', 1],
  ['ml|мл|毫升', 1],
  ['l|lt|ltrs?|lit[er]{2}s?|litros?|л|литр\\p{L}{0,2}|升|リットル|لتر', 1000],
  ['lbs?', 453.6],
  ['oz', 28.35],
];

const MATCHERS = UNITS.map(([names, size]) => ({
  size,
  after: new RegExp(`^ ?(?:${names})(?![\\p{L}\\d])`, 'u'),
}));
const NUMBER = new RegExp(`(?<![\\d.,-])(?:${SIMPLE_FRACTION}|\\d{1,9}(?:[.,]\\d{1,3})?(?![\\d]))`, 'gu');
/** Normalised, its figures would be written on to those of the whole number before it. */
const BEFORE_FRACTION = new RegExp(`(?=${FRACTION_SIGN})`, 'gu');
const LOOK_AHEAD = 24;
const LONGEST = 4000;

function amountsIn(text: string): number[] {
  const plain = normalise(text.slice(0, LONGEST).replace(BEFORE_FRACTION, ' ')).text;
  return [...plain.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const after = plain.slice(index + number.length, index + number.length + LOOK_AHEAD);
    const unit = MATCHERS.find((each) => each.after.test(after));
    const value = amountOf(number);
    return unit === undefined || !(value > 0) ? [] : [value * unit.size];
  });
}

/** null when no amount is named. The field made for it counts first, then the title, then the text. */
export function quantityOf(listing: Pick<Listing, 'quantity' | 'title' | 'description'>): number | null {
  for (const text of [listing.quantity, listing.title, listing.description]) {
    const amounts = amountsIn(text ?? '');
    if (amounts.length > 0) return Math.max(...amounts);
  }
  return null;
}
