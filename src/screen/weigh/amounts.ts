/** Prices, quantities and purities, as they stand in normalised text: lower case, ASCII digits, no accents. */
import { saysAmount } from './spoken-amounts.ts';

export type Amounts = {
  /** A number with a currency. */
  readonly price: boolean;
  /** A price for a weight or volume ("120 usd/kg", "за кг", "元/公斤"): only bulk goods have one. */
  readonly pricePerWeight: boolean;
  /** A weight or volume of goods; milligrams and few millilitres are doses and standards. */
  readonly quantity: boolean;
  /** A quantity far above what a laboratory orders. */
  readonly bulk: boolean;
  /** A purity, such as "99.5 %"; no rate of success, of test results or of discount. */
  readonly purity: boolean;
};

const SIGN = '\\p{Sc}';
const CURRENCY = [
  'usdt?|us dollars?|dollars?|dolares|dolar|eur|euros?|gbp|pounds?|rmb|cny|yuan|rub|руб|рублеи|рубля|р(?=\\.)',
  'грн|uah|гривен|pln|zł|zl|złotych|kc|czk|try|tl|lira|brl|reais|mxn|pesos|chf|franken|inr|rupees',
  'lei|leva|лв|лева|huf|forint|sek|nok|dkk|บาท|thb|baht|تومان|تومن|roupies',
  'aed|sar|درهم|ريال|دولار|يورو|جنيه|دينار|đ|vnd|rp|idr|krw|jpy|yen|kr|isk|bgn|ron|rsd|дин|динара|лари|тенге|kzt',
  'ksh|kes|tsh|ngn|zar|ghs|egp|pkr|bdt|lkr|npr|mmk|khr|myr|sgd|twd|hkd|aud|cad|nzd|clp|ars|ש"ח|שקל|روپے|টাকা|रुपये|ლარი|դրամ|manat|azn|lek|euro',
].join('|');
/** Marks of scripts that put no space between words. */
const CJK_CURRENCY = '元|美元|円|원|만원';
const CJK_KILO = '公斤|千克|吨|噸|キロ|トン|킬로';
const CJK_UNIT = `${CJK_KILO}|克|升|桶|グラム|リットル|그램|리터`;
const KILO =
  'kgs?|kilos?|quilos?|quilogramas?|kilogram(?:m|me|mes|m?os?|s|ow|y)?|кг|кило|килограмм\\p{L}{0,2}|كجم|كغم?|كيلو\\p{L}{0,4}|กก|กโล(?:กรม)?|' +
  'kilogr\\p{L}{1,6}|kiloa|кілограм\\p{L}{0,2}|κιλ\\p{L}{1,2}|کلو|کیلو\\p{L}{0,4}|ק"ג|קילו|कल|কজ|কল|கல|ကလ|គឡ|კგ|კილო\\p{L}{0,6}|կգ';
const GRAM =
  'g|gr|gm|grams?|gramm|grammes?|gramos?|gramas?|grammi|gramow|г|гр|грамм\\p{L}{0,2}|กรม|جم|غم|غرام\\p{L}{0,2}|جرام\\p{L}{0,2}|' +
  'грам\\p{L}{0,2}|γρ|γραμμαρι\\p{L}{1,2}|گرم|گرام|גרם|גר|गरम|গরম|கரம|გრ|გრამ\\p{L}{0,5}|գրամ\\p{L}{0,3}|qram\\p{L}{0,4}|grammaa|grammi\\p{L}{0,2}|gramai|gramu|gramov';
const TON = 'tons?|tonnes?|toneladas?|tonnen?|mt|тонн\\p{L}{0,2}|طن';
const LITRE =
  'l|lt|ltrs?|lit[er]{2}s?|litros?|litri|litr\\p{L}{0,2}|lit(?! (?:lamp|candl|sign|up))|gal|gallons?|galones|л|литр\\p{L}{0,2}|لتر|لیتر|लटर|' +
  'литар\\p{L}{0,2}|літр\\p{L}{0,2}|liter\\p{L}{1,2}|lita|λιτρ\\p{L}{1,2}|לטר|ליטר|লটর|லடடர|ლ|ლიტრ\\p{L}{0,6}|լիտր\\p{L}{0,3}|لٹر|ลตร';
const CONTAINER = 'drums?|barrels?|tambores|bidones|fasser|futs|beczk\\p{L}{0,2}|бочк\\p{L}{0,2}|bidon|varil';
const END = '(?![\\p{L}\\d])';

const PRICE_BEFORE = new RegExp(
  `(?:${SIGN}|us\\$|r\\$|(?<![a-z])(?:usd|eur|rmb|cny|gbp|pln|rub|chf|rs|rp|ksh|tk|rm|kr)\\.?) ?$`,
  'u',
);
const PRICE_AFTER = new RegExp(`^ ?(?:${SIGN}|${CJK_CURRENCY}|(?:${CURRENCY})(?!\\p{L}))`, 'u');
const FOR_WEIGHT = new RegExp(
  `^ ?(?:/|per|pro|por|je|par|le|au|al|a|el|za|na|за|每|一|لكل) ?(?:1 ?)?(?:(?:${KILO}|${GRAM}|${TON}|${LITRE})${END}|${CJK_UNIT})`,
  'u',
);
/** What is measured by the weight of something, and no currency. */
const MEASURES =
  '[mkµμn]?g|mcg|k?cal|k?j|[mµμn]?mol|m?eq|[mc]?l|u|ui|iu|ie|je|ppm|ppb|units?|pcs|pieces?|bags?|drums?|sacks?|cartons?|cfu|ufc|kbe|n?m[23]|cm[23]|k?wh|m?bq|[mu]?ci|rpm|mah?|[km]m|мг|г|кг|мл|ккал|кдж|ед|ме|моль';
/** A number of anything else for a weight is a price, in whatever currency and round thousands ("18 mil el kilo"). */
const FOR_WEIGHT_IN_ANY = new RegExp(
  `^ ?(?!(?:${MEASURES})(?!\\p{L}))(?:(?!\\p{Script=Han})[\\p{L}.'"]){1,6} ?(?:/|(?:el|le|la|il|za|na|за|per|pro|por) )(?:1 ?)?(?:(?:${KILO}|${GRAM}|${TON}|${LITRE})${END}|${CJK_UNIT})`,
  'u',
);
const QUANTITY_AFTER = new RegExp(
  `^ ?(?:(?:${KILO}|${GRAM}|${TON}|${LITRE}|lbs?|oz|ounces?|onzas?|${CONTAINER})${END}|${CJK_UNIT})`,
  'u',
);
const BULK_AFTER = new RegExp(`^ ?(?:(?:${KILO}|${TON}|${CONTAINER})${END}|${CJK_KILO}|桶)`, 'u');
const LITRE_AFTER = new RegExp(`^ ?(?:(?:${LITRE})${END}|升|リットル|리터)`, 'u');
const MILLILITRE_AFTER = new RegExp(`^ ?(?:(?:ml|мл)${END}|毫升)`, 'u');
const PURITY_VALUE = /^(?:9\d(?:[.,]\d{1,3})?|100)$/;
const RATES =
  'accura|sensitiv|specific|genau|precis|exact|guarant|garant|success|satisf|safe|secure|discreet|stealth|delivery|off|discount|positive|cotton|natural|organic|money|customs|clear|pass|legal|original|authentic|pamuk|indirim|dogal|basari|yerli';
const PURITY_AFTER = new RegExp(`^ ?\\+? ?%(?! ?(?:${RATES}))`);
/** "%99", as Turkish writes it. */
const RATE_AFTER = new RegExp(`^ ?(?:${RATES})`);

/** "Accuracy: 99 %" is a rate, too, told of from the other side. */
const RATE_BEFORE =
  /(?:accura|sensitiv|specific|genau|precis|exact|точност|准确率)\p{L}*(?: (?:of|von|de|di))?[ :>≥~]*$/u;
const RATE_REACH = 24;

/** "2024 г." is a year, not a weight. */
const YEAR = /^(?:19|20)\d\d$/;
const YEAR_AFTER = /^ ?гг?(?![\p{L}\d])/u;

/** "5-10 kg": the lower end of a range, and no part of a name or number. */
const RANGE_BEFORE = /(?<![\p{L}\d.,-])\d{1,5}(?:[.,]\d{1,3})?-$/u;
const RANGE_BEHIND = 12;

/** Far enough for the longest unit with its price in front. */
const LOOK_AHEAD = 32;
const LOOK_BEHIND = 6;

const SPACE = 0x20;
const DOLLAR = 0x24;
const PERCENT = 0x25;
const PLUS = 0x2b;
const COMMA = 0x2c;
const POINT = 0x2e;
/** From here on come the letters, and all that is not ASCII. */
const SMALL_A = 0x61;

/** Linear in the text. A number is a run of figures, with points and commas inside. */
export function readAmounts(text: string): Amounts {
  const amounts = { price: false, pricePerWeight: false, quantity: false, bulk: false, purity: false };
  for (let at = 0; at < text.length; at += 1) {
    if (!isFigure(text.charCodeAt(at))) continue;
    const end = endOfNumber(text, at);
    if (isMark(text, end, 1) || isMark(text, at - 1, -1)) readNumber(amounts, text, at, end);
    at = end - 1;
  }
  if (!amounts.bulk && saysAmount(text)) amounts.bulk = amounts.quantity = true;
  return amounts;
}

function isFigure(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  for (;;) {
    const unit = text.charCodeAt(end);
    if (isFigure(unit)) end += 1;
    else if ((unit === POINT || unit === COMMA) && isFigure(text.charCodeAt(end + 1))) end += 2;
    else return end;
  }
}

function readNumber(amounts: Mutable, text: string, start: number, end: number): void {
  const after = text.slice(end, end + LOOK_AHEAD);
  readPrice(amounts, text.slice(Math.max(0, start - LOOK_BEHIND), start), after);
  const before = text[start - 1] ?? '';
  if (before === '.' || before === ',') return;
  if (before === '-' && !RANGE_BEFORE.test(text.slice(Math.max(0, start - RANGE_BEHIND), start))) return;
  if (/^ ?\+? ?%/.test(after) && RATE_BEFORE.test(text.slice(Math.max(0, start - RATE_REACH), start))) return;
  readGoods(amounts, text.slice(start, end), before, after);
}

/** A sign or a letter stands here, or beyond a space: without one on either side a number is no amount. */
function isMark(text: string, at: number, way: 1 | -1): boolean {
  const unit = text.charCodeAt(text.charCodeAt(at) === SPACE ? at + way : at);
  return unit >= SMALL_A || unit === DOLLAR || unit === PERCENT || unit === PLUS;
}

type Mutable = { -readonly [key in keyof Amounts]: boolean };

function readPrice(amounts: Mutable, before: string, after: string): void {
  const [currency] = PRICE_AFTER.exec(after) ?? [];
  if (FOR_WEIGHT_IN_ANY.test(after)) amounts.price = amounts.pricePerWeight = true;
  if (currency === undefined && !PRICE_BEFORE.test(before)) return;
  amounts.price = true;
  amounts.pricePerWeight ||= FOR_WEIGHT.test(after.slice(currency?.length ?? 0));
}

function readGoods(amounts: Mutable, number: string, before: string, after: string): void {
  if (YEAR.test(number) && YEAR_AFTER.test(after)) return;
  if (PURITY_AFTER.test(after)) amounts.purity ||= PURITY_VALUE.test(number);
  else if (before === '%') amounts.purity ||= PURITY_VALUE.test(number) && !RATE_AFTER.test(after);
  else if (BULK_AFTER.test(after)) amounts.bulk = amounts.quantity = true;
  else if (QUANTITY_AFTER.test(after)) {
    amounts.quantity = true;
    amounts.bulk ||= Number.parseFloat(number) >= 10 && LITRE_AFTER.test(after);
  } else if (MILLILITRE_AFTER.test(after)) amounts.quantity ||= Number.parseFloat(number) >= 100;
}
