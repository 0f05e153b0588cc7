/** Finds the currency of bare figures where a list or its page says it once for all: "All prices in euro", "214 offers in CHF". */
import type { Element } from '../html/element.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { currencyTokens } from '../values/currencies.ts';

const MAX_SAID = 20;

const PRICES =
  'prices?|preise|prix|precios|preços|prezzi|prijzen|ceny|cene|cijene|priser|hinnat|árak|prețuri(?:le)?|fiyatlar|цены|ціни|τιμές|harga|giá|الأسعار|أسعار';
const PRICES_IN = new RegExp(`(?<!\\p{L})(?:${PRICES})(?!\\p{L})[^\\n\\d]{0,40}`, 'giu');

/** The currency of the figures of a table, where their head or the page says it. */
export function currencyTold(page: PageDocument, head: string): string | null {
  const said = [
    head,
    ...page
      .mainText()
      .matchAll(PRICES_IN)
      .take(MAX_SAID)
      .map(([text]) => text),
  ];
  return said.find((text) => currencyTokens(text).length > 0) ?? null;
}

const COUNTED_IN =
  /(?<!\p{L})(?:offers|items|products|results|listings|ads|angebote|anzeigen|artikel|produkte|ergebnisse|treffer|annonces|produits|articles|résultats|offres|anuncios|productos|ofertas|annunci|prodotti|offerte|producten|advertenties|ogłoszeń|ofert) (?:in|en|em|w|v) [^\s\d]{1,20}$/iu;
/** Pieces of text before the first card and behind the last that are looked at. */
const AROUND = 80;
/** UTF-16 units of one. */
const MAX_TEXT = 160;

/** A currency as a text around the cards names it; null where none does, or several. */
export function currencyAround({ elements, runs }: Survey, cards: readonly Element[]): string | null {
  const [start, end] = [cards[0], cards.at(-1)].map((card) => card && elements.get(card));
  if (start === undefined || end === undefined) return null;
  const around = [
    ...runs.slice(Math.max(0, start.first - AROUND), start.first),
    ...runs.slice(end.last, end.last + AROUND),
  ];
  const said = around
    .filter(({ text, place }) => text.length <= MAX_TEXT && !place.hidden)
    .flatMap(({ text }) => [...(COUNTED_IN.exec(text) ?? []), ...(text.match(PRICES_IN) ?? [])])
    .flatMap((text) => currencyTokens(text).map(({ start, end }) => text.slice(start, end)));
  const [only, ...others] = new Set(said);
  return only === undefined || others.length > 0 ? null : only;
}
