/** The unit a price or a quantity is counted in, by its short name. */

const UNITS: readonly (readonly [unit: string, words: string])[] = [
  ['kg', 'kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|kilogramme|кг|公斤|千克|キロ|㎏'],
  ['g', 'g|gr|gm|gms|gram|grams|gramm|gramme|grammes|г|гр|克|グラム'],
  ['mg', 'mg|milligram|milligrams|мг|毫克'],
  ['t', 't|mt|ton|tons|tonne|tonnes|metric ton|metric tons|тонна|т|吨|トン'],
  ['lb', 'lb|lbs|pound|pounds'],
  ['oz', 'oz|ounce|ounces'],
  ['l', 'l|lt|ltr|liter|liters|litre|litres|litro|л|升|リットル'],
  ['ml', 'ml|millilitre|milliliter|мл|毫升'],
  ['gal', 'gal|gallon|gallons'],
  ['m', 'm|meter|metre|м|米'],
  ['piece', 'piece|pieces|pc|pcs|ea|each|unit|unidad|stück|stk|szt|шт|个|件|個|支|pièce|unité'],
  ['box', 'box|boxes|carton|case|盒|箱'],
  ['bag', 'bag|bags|sack|袋|包'],
  ['drum', 'drum|drums|barrel|桶'],
  ['bottle', 'bottle|bottles|flasche|瓶'],
  ['month', 'month|mo|monat|mois|мес|月'],
  ['sqft', 'sqft|sq ft|sq\\. ft'],
];

const NAMES: ReadonlyMap<string, string> = new Map(
  UNITS.flatMap(([unit, words]) => words.split('|').map((word): [string, string] => [word, unit])),
);
const WORDS = UNITS.flatMap(([, words]) => words.split('|')).sort((a, b) => b.length - a.length);
const AFTER_PRICE = new RegExp(
  `^[\\s*]{0,3}(?:/|per |pro |je |por |par |al |за |a |每)\\s?(?:1 ?|(\\d{1,4}(?:[.,]\\d+)?) ?)?(${WORDS.join('|')})(?!\\p{L})`,
  'iu',
);

/** "/kg" → "kg", "per 100 g" → "100 g"; null where no unit follows at `from`. */
export function unitAfter(text: string, from: number): string | null {
  const match = AFTER_PRICE.exec(text.slice(from, from + 40));
  const unit = NAMES.get(match?.[2]?.toLowerCase() ?? '');
  if (unit === undefined) return null;
  return match?.[1] === undefined ? unit : `${match[1]} ${unit}`;
}

/** A unit written alone or as a UN/CEFACT code ("KGM"), by its short name; null when it is not known. */
export function namedUnit(text: string): string | null {
  const codes: Readonly<Record<string, string>> = {
    KGM: 'kg',
    GRM: 'g',
    LTR: 'l',
    MLT: 'ml',
    TNE: 't',
    C62: 'piece',
  };
  return codes[text.trim()] ?? NAMES.get(text.trim().toLowerCase()) ?? null;
}
