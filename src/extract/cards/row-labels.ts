/** What the head of a table calls the cells of its rows, for lists whose cards are rows. */

import { type Element, elementsIn, nearest } from '../html/element.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { type LabelKey, labelKey } from '../page/label-words.ts';
import type { Pair } from '../page/labelled-pairs.ts';
import type { Survey } from '../page/survey-page.ts';
import { currencyTokens } from '../values/currencies.ts';
import { cellsOf, isRow, isTable } from './table-rows.ts';

/** Of the table around a row. */
const MAX_CLIMB = 3;
/** The head stands among the first elements of a table. */
const MAX_ELEMENTS = 60;
/** Of one cell. */
const MAX_TEXT = 200;

/** What heads the column of names. */
const NAMES =
  /^(?:products?|names?|items?|chemicals?|compounds?|substances?|materials?|raw materials?|articles?|goods|description|produkte?|artikel|bezeichnung|name des .{1,20}|stoff|productos?|artículos?|nombre|descripción|produits?|désignation|nom|produtos?|nome|descrição|prodott[oi]|articol[oi]|descrizione|denominazione|omschrijving|benämning|beskrivning|beskrivelse|varenavn|tuotenimi|nimike|megnevezés|denumire|produs(?:e|ul|ele)?|περιγραφή|προϊόντα?|είδος|produkty?|nazwa|towar|asortyment|název|názov|naziv|proizvodi?|artikal|izdelek|zboží|termék|tuote|prece|prekė|pavadinimas|название|наименование|товар|продукт|препарат|назва|品名|名称|名稱|产品|產品|商品|製品|제품|품명|상품|ürün|المنتج|الصنف|sản phẩm|สินค้า|produk)(?![\p{L}])/iu;

/** Whether it is the head of the column that names what the rows are of. */
export function headsNames(text: string): boolean {
  return NAMES.test(text) || labelKey(text) === 'title';
}

/** The texts of the first row; none where it is a row like the others. */
function headOf(survey: Survey, table: Element): readonly string[] {
  const first = elementsIn(table, MAX_ELEMENTS).find(isRow);
  const texts = first === undefined ? [] : cellsOf(first).map((cell) => survey.text(cell, MAX_TEXT));
  const labels = texts.some((text) => labelKey(text) !== null);
  return labels && !texts.some(hasSignedNumber) ? texts : [];
}

const namesWhoOrWhat = (head: string): boolean => headsNames(head) || labelKey(head) === 'seller';

/** Elements within a cell that are looked at. */
const MAX_IN_CELL = 20;

/** Of what is sold, or of who sells it, the name: what a link at the start of its cell says, where more stands below. */
function namedIn(survey: Survey, cell: Element): string {
  const whole = survey.text(cell, MAX_TEXT);
  const link = elementsIn(cell, MAX_IN_CELL).find(({ name }) => name === 'a');
  const text = link === undefined ? '' : survey.text(link, MAX_TEXT);
  return text !== '' && whole.startsWith(text) ? text : whole;
}

function withoutCurrency(name: string): string {
  const [token] = currencyTokens(name);
  return token === undefined ? name : name.slice(0, token.start) + name.slice(token.end);
}

/** What may stand beside a currency alone: the tax, or for how much. */
const BESIDE_CURRENCY =
  /^(?:(?:net(?:to)?|gross|brutto|inkl|incl|exkl|excl|zzgl|ht|ttc|iva|mwst|ust|vat|btw|dph|tva|ндс|пдв|без|с)[. ]*){1,3}$|^(?:(?:pro|per|par|por|je|za|за) |[/／] ?)\p{L}{1,8}\.?$/iu;

/** "Price", "Price, USD", "Price with VAT", or a currency alone. */
export function headsPrices(text: string): boolean {
  const bare = withoutCurrency(text).trim();
  if (
    bare !== text.trim() &&
    (/^[()[\]]*$/.test(bare) || BESIDE_CURRENCY.test(bare.replace(/^[()[\],.]+|[()[\],]+$/g, '').trim()))
  )
    return true;
  return labelKey(bare) === 'price' || labelKey(bare.replace(/[\s,;/].*$/s, '')) === 'price';
}

/** A row that only names the columns of the others, by links that sort them perhaps. */
export function isHeadRow(survey: Survey, row: Element): boolean {
  const texts = cellsOf(row).map((cell) => survey.text(cell, MAX_TEXT));
  return texts.some(headsPrices) && texts.some(headsNames);
}

/** "Price (USD)" over "35.00": a figure is worth nothing without its currency. */
function withCurrency(name: string, value: string): Pair {
  const [token] = currencyTokens(name);
  const bare = withoutCurrency(name);
  if (token === undefined || labelKey(bare) !== 'price' || !/^\d[\d.,' ]*$/.test(value)) return [name, value];
  return [bare, `${value} ${name.slice(token.start, token.end)}`];
}

const MAX_TABLES = 50;
const MAX_ROWS = 500;
/** Elements of one table. */
const MAX_TABLE = 10_000;
/** What is said of goods and hardly of anything else that has a price, such as shares. */
export const OF_GOODS: ReadonlySet<LabelKey | null> = new Set<LabelKey | null>([
  'externalId',
  'quantity',
  'availability',
  'CAS',
  'purity',
]);

/** The rows of each table whose head names prices and something else of goods: their figures may have no currency. */
export function rowsOfGoods(survey: Survey): readonly (readonly Element[])[] {
  return survey
    .tagged('table')
    .slice(0, MAX_TABLES)
    .map((table) => {
      const place = survey.elements.get(table)?.place;
      const keys = headOf(survey, table).map((name) => labelKey(withCurrency(name, '0')[0]));
      const shown = place?.furniture === false && !place.related && !place.hidden;
      if (!shown || !keys.includes('price') || !keys.some((key) => OF_GOODS.has(key))) return [];
      const rows = elementsIn(table, MAX_TABLE).filter(isRow);
      return rows.slice(1, MAX_ROWS).filter((row) => cellsOf(row).length === keys.length);
    });
}

/** Tells the pairs of any row of the page; of what is no row, or stands in a table without a head, none. */
export function rowLabels(survey: Survey): (card: Element) => Pair[] {
  const heads = new Map<Element, readonly string[]>();
  return (card) => {
    const table = isRow(card) ? nearest(card, MAX_CLIMB, isTable) : null;
    if (table === null) return [];
    const head = heads.get(table) ?? headOf(survey, table);
    heads.set(table, head);
    const cells = cellsOf(card);
    if (head.length !== cells.length) return [];
    return cells.flatMap((cell, at): Pair[] => {
      const name = head[at] ?? '';
      const value = namesWhoOrWhat(name) ? namedIn(survey, cell) : survey.text(cell, MAX_TEXT);
      return name === '' || value === '' ? [] : [withCurrency(name, value)];
    });
  };
}
