/** Finds the site's own numbers of what its cards offer where no label tells them: in the addresses, and said again by the cards. */
import { type Element, eachElementIn, selfAndAncestors } from '../html/element.ts';
import { MARKS } from '../page/element-names.ts';
import type { Survey } from '../page/survey-page.ts';

/** "48213377" in "/ads/drill-48213377.htm", "m2190334411" in "/v/m2190334411-drill": between signs, behind some letters perhaps. */
const NUMBER = /(?<![\p{L}\p{N}%])[a-z]{0,3}\d{3,15}(?![\p{L}\p{N}])/giu;
/** One with fewer figures may be a size or a year: a picture must be called by it and nothing else. */
const LONG = /\d{5}/;
const MAX_NUMBERS = 6;
/** What has thirteen figures may be the code under its bars, by which shops call pictures, too. */
export const BAR_CODE = /^\d{13}$/;
/** Of these cards so many must have pictures that are called by their numbers. */
const MOST = 0.8;

/** Elements of one card whose attributes are looked at, and those around it. */
const MAX_ELEMENTS = 40;
const MAX_AROUND = 2;
/** What an attribute numbers that is not the thing of the card. */
const OTHER_NUMBER =
  /(?:^|[_-])(?:users?|sellers?|shops?|stores?|vendors?|merchants?|dealers?|partners?|agents?|agency|compan(?:y|ies)|members?|owners?|authors?|cat(?:egor(?:y|ies|ie))?|brand|group|parent|page|campaign|city|region|location|zip|gtin|ean|upc|isbn|barcode|phone|tel|price|time|timestamp|date|image|img|photo)(?:id|no|nr|number|code|\d{1,2})?(?:$|[_-])/;

/** A card and what it leads to. */
export type Numbered = {
  readonly card: Element;
  readonly url: string | null;
  /** Address of its picture. */
  readonly picture: () => string | null;
};

/** Those of an address, in order, the host left out. */
export const numbersIn = (address: string): string[] =>
  [
    ...address
      .replace(/^[a-z]+:\/\/[^/]*/i, '')
      .matchAll(NUMBER)
      .take(MAX_NUMBERS),
  ].map(([number]) => number);

/** Whether an attribute is there to tell which thing the card is of. */
function tells(name: string, value: string, number: string): boolean {
  if (name === 'id' || MARKS.includes(name))
    return value === number || value.endsWith(`-${number}`) || value.endsWith(`_${number}`);
  if (!name.startsWith('data-') || OTHER_NUMBER.test(name)) return false;
  return value === number || (value.startsWith('{') && isNoted(value, number));
}

/** UTF-16 units of a note for scripts. */
const MAX_NOTE = 1000;
const NOTED = /^(?:id|(?:ads?|items?|listing|offer|product|article)[_-]?id)$/i;

/** `{"hidden":false,"id":48213377}`: by a field of the note itself. */
function isNoted(value: string, number: string): boolean {
  if (value.length > MAX_NOTE || !value.includes(number)) return false;
  try {
    const note: unknown = JSON.parse(value);
    return Object.entries(note ?? {}).some(([key, told]) => NOTED.test(key) && String(told) === number);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** By which shops tell their scripts the number of a thing and of nothing else. */
const TELLS_ID = /^data-(?:products?|prod|items?|ads?|advert|listing|offer|article|goods)[_-]?id$/;

/** Whether an attribute, in which nothing but a number of the thing stands, is this one; it may be short. */
const tellsId = (name: string, value: string, number: string): boolean =>
  value === number && TELLS_ID.test(name);

/** Those that an attribute of the card, its parts or what is right around it says again. */
function markedOn(card: Element, numbers: readonly string[], saysAgain: typeof tells): string[] {
  const found = new Set<string>();
  const look = ({ name: kind, attribs }: Element) => {
    for (const name in attribs) {
      // What old pages call a place in the page that one may jump to.
      const as = kind === 'a' && name === 'name' ? 'id' : name;
      for (const number of numbers) if (saysAgain(as, attribs[name] ?? '', number)) found.add(number);
    }
  };
  for (const one of selfAndAncestors(card).take(1 + MAX_AROUND)) look(one);
  eachElementIn(card, MAX_ELEMENTS, look);
  return [...found];
}

/** "k808Wlol": what a site that counts in letters, too, ends its addresses with. */
const TOKEN = /\/((?=[a-z0-9]*[A-Z0-9])[A-Za-z0-9]{6,24})\/?$/;
/** What is called after the words of the address. */
const OF_WORDS = /handle|slug|url|uri|href|path|link|name|title|key-?words?|label|text|alt/;

/** Whether a card notes its token for scripts. */
const notesToken = (name: string, value: string, token: string): boolean =>
  value === token && name.startsWith('data-') && !OF_WORDS.test(name) && !OTHER_NUMBER.test(name);

/** Those that nearly all cards end their addresses with and note themselves, all of one length: a word of an address is as long as it is. */
function tokensOn(cards: readonly Numbered[]): ReadonlyMap<Numbered, string> {
  const found = new Map<Numbered, string>();
  for (const card of cards) {
    const token = TOKEN.exec((card.url ?? '').split(/[?#]/, 1)[0] ?? '')?.[1];
    if (token !== undefined && markedOn(card.card, [token], notesToken).length > 0) found.set(card, token);
  }
  const tokens = [...found.values()];
  const alike = tokens.every(({ length }) => length === tokens[0]?.length);
  const sure = alike && new Set(tokens).size === tokens.length && tokens.length >= cards.length * MOST;
  return sure ? found : new Map();
}

/** Attributes by which shops tell their scripts the article number: WooCommerce on the button to buy, Magento on the form around it. */
const SKU = [
  'data-product_sku',
  'data-product-sku',
  'data-sku',
  'data-item-sku',
  'data-article-number',
  'data-artikelnummer',
];
const SKU_VALUE = /^(?=.*[\d\p{Lu}])[\p{L}\p{N}][\p{L}\p{N}._/ -]{1,39}$/u;

/** The only article number that a card keeps for scripts. */
export function skuOn(card: Element): string | null {
  const found = new Set<string>();
  const look = ({ attribs }: Element) => {
    for (const name of SKU) {
      const value = attribs[name]?.trim();
      if (value !== undefined && SKU_VALUE.test(value)) found.add(value);
    }
  };
  look(card);
  eachElementIn(card, MAX_ELEMENTS, look);
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

/** By which themes call the element that shows the number and nothing else. */
const CALLED_NUMBER =
  /^(?:[a-z]{1,14}[_-]{1,2}){0,3}(?:sku|(?:art|article|artikel|item|product|produkt|stock|order|cat|catalog)[_-]?(?:sku|code|number|nummer|no|nr|num|ref)|article-?id|part-?number|codigo|referencia|artikul|varenr|varenummer|cikkszam|kod)(?:[_-]value)?$/i;
/** A figure, or capitals in groups. */
const TELLS_NUMBER = /\d|^\p{Lu}{2,12}(?:[-_.]\p{Lu}{2,12}){1,4}$/u;
/** Of one card, in pieces of text. */
const MAX_TEXTS = 60;

/** The first text of a card that is alone in an element which is called a number. */
export function numberCalledSo(survey: Survey, card: Element): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  for (const { text, element, place } of survey.runs.slice(first, Math.min(last, first + MAX_TEXTS))) {
    if (text.length > 40 || element === card || place.hidden || !TELLS_NUMBER.test(text)) continue;
    const names = (element.attribs['class'] ?? '').slice(0, 200).split(/\s+/);
    const held = survey.elements.get(element) ?? { first: 0, last: 0 };
    const alone = held.last - held.first === 1;
    if (alone && SKU_VALUE.test(text) && names.some((name) => CALLED_NUMBER.test(name))) return text;
  }
  return null;
}

/** "/thumbs/4417.jpg". */
const isNameOf = (number: string, picture: string | null): boolean =>
  picture
    ?.replace(/[?#].*$/s, '')
    .replace(/\.[a-z]{3,4}$/i, '')
    .endsWith(`/${number}`) === true;

/** Of several that a card says again the one in the path of its address: what stands behind "?" is of a kind of the thing. */
function inPath(marked: readonly string[], url: string | null): string | null {
  const inIt =
    marked.length < 2
      ? marked
      : numbersIn((url ?? '').split('?', 1)[0] ?? '').filter((number) => marked.includes(number));
  const [only, ...others] = new Set(inIt);
  return only !== undefined && others.length === 0 ? only : null;
}

const lettersOf = (number: string): string => /^\D*/.exec(number)?.[0] ?? '';

/** Those by which the pictures of nearly all cards are called, all in one way: a maker's numbers stand on the goods of one maker. */
function picturedOn(cards: readonly Numbered[], own: ReadonlyMap<Numbered, readonly string[]>) {
  const found = new Map<Numbered, string>();
  for (const card of cards) {
    const numbers = (own.get(card) ?? []).filter((number) => !BAR_CODE.test(number));
    const named = numbers.length === 0 ? [] : numbersIn(card.picture() ?? '');
    const [only, ...others] = numbers.filter(
      (number) => named.includes(number) && (LONG.test(number) || isNameOf(number, card.picture())),
    );
    if (only !== undefined && others.length === 0) found.set(card, only);
  }
  const [first = '', ...others] = found.values();
  const alike = others.every(
    (number) => lettersOf(number) === lettersOf(first) && Math.abs(number.length - first.length) <= 1,
  );
  return alike && found.size >= cards.length * MOST ? found : new Map<Numbered, string>();
}

/** Of each card the one number, or else the token, that leads to no other's page and that the card says again; no more are told than are sure. */
export function numbersOfCards(cards: readonly Numbered[]): ReadonlyMap<Element, string> {
  const leadsTo = new Map<string, Set<string>>();
  const inAddress = cards.map((card) => [card, numbersIn(card.url ?? '')] as const);
  for (const [{ url }, numbers] of inAddress)
    for (const number of numbers) leadsTo.set(number, (leadsTo.get(number) ?? new Set()).add(url ?? ''));
  const own = new Map(
    inAddress.map(([card, numbers]) => [card, numbers.filter((number) => leadsTo.get(number)?.size === 1)]),
  );
  const told = new Map<Element, string>();
  for (const [card, numbers] of own) {
    const long = numbers.filter((number) => LONG.test(number));
    const marked =
      (long.length === 0 ? null : inPath(markedOn(card.card, long, tells), card.url)) ??
      (long.length === numbers.length ? null : inPath(markedOn(card.card, numbers, tellsId), card.url));
    if (marked !== null) told.set(card.card, marked);
  }
  for (const [{ card }, number] of picturedOn(cards, own)) if (!told.has(card)) told.set(card, number);
  if (told.size > 0) return told;
  return new Map([...tokensOn(cards)].map(([{ card }, token]) => [card, token]));
}
