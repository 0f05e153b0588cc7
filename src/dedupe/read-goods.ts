/** What a listing says of the thing itself, read once, so that it can be compared with many others. */
import type { Listing } from '../model/listing.ts';
import { casDigits, hasRightCheckDigit } from '../text/cas-number.ts';
import { normalise } from '../text/normalise.ts';
import { COLOURS, EDITIONS, ROMAN_NUMBERS, UNITS } from './goods-words.ts';
import { findCodes } from './model-codes.ts';
import { type SquashedText, squash } from './squashed-text.ts';

export type GoodsText = {
  readonly words: ReadonlySet<string>;
  readonly squashed: SquashedText;
  /** Numbers that are amounts, versions or years, without ".0". */
  readonly numbers: ReadonlySet<string>;
  readonly colours: ReadonlySet<string>;
};

export type Goods = {
  readonly title: GoodsText;
  /** Description and attributes. */
  readonly rest: GoodsText;
  /** Model, article and part numbers of the title and of attributes that are made for them. */
  readonly codes: readonly string[];
  readonly cas: ReadonlySet<string>;
  readonly editions: ReadonlySet<string>;
  /** Words of who made it. */
  readonly maker: ReadonlySet<string>;
  readonly price: { readonly amount: number; readonly currency: string | null } | null;
};

/** What of a listing tells what the thing is; who sells it, where and since when is left out. */
export type GoodsSource = Pick<Listing, 'title' | 'description' | 'attributes' | 'quantity' | 'price'>;

const LONGEST_TITLE = 1000;
const LONGEST_REST = 20_000;
const MAX_TITLE_WORDS = 60;
const MAKER_NAMES =
  /^(?:brand|maker|make|manufacturer|producer|marke|hersteller|marca|fabricante|marque|fabricant|merk|marka|producent|бренд|производитель|品牌|生产厂家|メーカー)$/u;
const CODE_NAMES =
  /^(?:sku|mpn|gtin\d*|ean(?:13)?|upc|isbn|asin|model(?: ?(?:no|nr|number|code))?|modelno|modell|modelo|modele|item ?(?:no|number)|part ?(?:no|number)|art(?:icle|ikel)?[. -]?(?:no|nr|number|nummer)?|артикул|модель|型号|货号|品番|型番)$/u;
const CAS = /(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])/g;
const WORD = /\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
/** Scripts that put no space between words: read as pairs of signs. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{2,}/gu;

/** Normalised, and numbers as they are meant: "3 .5" is 3.5, "1,000" is 1000. */
function plain(text: string): string {
  return normalise(text)
    .text.replace(/(\p{N}) ?\. ?(?=\p{N})/gu, '$1.')
    .replace(/(?<=\p{N}),(?=\p{N}{3}(?!\p{N}))/gu, '');
}

function inPairs(text: string): string {
  return text.replace(UNSPACED, (run) => {
    const signs = [...run];
    return ` ${signs
      .slice(1)
      .map((sign, index) => `${signs[index]}${sign}`)
      .join(' ')} `;
  });
}

function plainWord(word: string): string {
  return (ROMAN_NUMBERS.get(word) ?? word.replace(/^v(?=\d+(?:\.\d+)?$)/, '')).replace(/\.0+$/, '');
}

function wordsOf(text: string): Set<string> {
  return new Set((inPairs(text).match(WORD) ?? []).map(plainWord));
}

function numbersOf(words: ReadonlySet<string>): Set<string> {
  const numbers = new Set<string>();
  for (const word of words) {
    const [all, number = '', unit = ''] = /^(\p{N}+(?:\.\p{N}+)?)(\p{L}*)$/u.exec(word) ?? [];
    if (all !== undefined && (unit === '' || UNITS.has(unit))) numbers.add(number.replace(/\.0+$/, ''));
  }
  return numbers;
}

function named(words: ReadonlySet<string>, names: ReadonlyMap<string, string>): Set<string> {
  return new Set([...words].flatMap((word) => names.get(word) ?? []));
}

function readText(text: string, limit: number): GoodsText {
  const words = new Set([...wordsOf(text)].slice(0, limit));
  return { words, squashed: squash(text), numbers: numbersOf(words), colours: named(words, COLOURS) };
}

function valuesOf(attributes: Listing['attributes'], names: RegExp): string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    names.test(plain(name).trim()) ? [plain(value)] : [],
  );
}

function priceOf(price: Listing['price']): Goods['price'] {
  const amount = Number(price?.amount ?? Number.NaN);
  return price !== null && amount > 0 ? { amount, currency: price.currency } : null;
}

/** Linear in the text; texts beyond any real offer's length are cut. */
export function readGoods(source: GoodsSource): Goods {
  const title = plain((source.title ?? '').slice(0, LONGEST_TITLE));
  const attributes = Object.values(source.attributes).join('\n');
  const rest = plain(
    `${source.description ?? ''}\n${source.quantity ?? ''}\n${attributes}`.slice(0, LONGEST_REST),
  );
  const codes = new Set([title, ...valuesOf(source.attributes, CODE_NAMES)].flatMap(findCodes));
  const cas = new Set(`${title}\n${rest}`.match(CAS)?.filter(hasRightCheckDigit));
  const casNumbers = new Set([...cas].map(casDigits));
  const titleText = readText(title, MAX_TITLE_WORDS);
  return {
    title: { ...titleText, numbers: titleText.numbers.difference(codes) },
    rest: readText(rest, LONGEST_REST),
    codes: [...codes].filter((code) => !casNumbers.has(code)),
    cas,
    editions: named(titleText.words, EDITIONS),
    maker: new Set(valuesOf(source.attributes, MAKER_NAMES).flatMap((value) => [...wordsOf(value)])),
    price: priceOf(source.price),
  };
}
