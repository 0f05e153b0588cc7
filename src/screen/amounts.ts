/** Prices, quantities and purities, as they stand in normalised text. */

const NUMBER = String.raw`\d{1,9}(?:[.,]\d{1,4})?`;

/** A price with its currency. */
export const PRICE = new RegExp(
  `(?:[$€£¥₹₽]|us\\$|(?<![a-z])(?:usd|eur|rmb|cny|gbp)) ?${NUMBER}|${NUMBER} ?(?:[$€£¥₹₽]|(?:usd|eur|euros?|dollars?|rmb|cny|yuan|руб|рублей|元|美元|円)(?![a-z]))`,
  'u',
);
/** A quantity of goods by weight or volume; milligrams are doses and standards. */
export const QUANTITY = new RegExp(
  `(?<![\\d.,-])${NUMBER} ?(?:kg|kgs|kilos?|kilograms?|g|gr|grams?|gramm|l|lt|liters?|litres?|ml|lbs?|oz|tons?|tonnes?|mt|drums?|公斤|千克|克|吨|升|毫升|кг|г|грамм|литр|л)(?![\\p{L}\\d])`,
  'u',
);
/** A quantity far above what a laboratory orders. */
export const BULK = new RegExp(
  `(?<![\\d.,-])(?:${NUMBER} ?(?:kg|kgs|kilos?|kilograms?|tons?|tonnes?|mt|drums?|公斤|千克|吨|桶|кг|тонн\\p{L}?)(?![\\p{L}\\d])|\\d{2,9} ?(?:l|liters?|litres?|升|л|литр\\p{L}{0,2})(?![\\p{L}\\d]))`,
  'u',
);
/** A purity, such as "99.5 %". */
export const PURITY = /(?<![\d.,])(?:9\d(?:[.,]\d{1,3})?|100) ?%/u;
