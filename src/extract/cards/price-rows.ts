/** Reads the rows of a price list, a thing a row, by what its head calls their columns. */
import type { Price } from '../../model/listing.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { saysNet } from '../looks/price-labels.ts';
import { type Draft, NO_FIELDS } from '../page/draft.ts';
import { attributeName, fitsLabel, labelKey } from '../page/label-words.ts';
import type { PageDocument } from '../page/page-document.ts';
import { priceListTest } from '../page/price-list.ts';
import { currencyTokens } from '../values/currencies.ts';
import { quantityIn, tellsQuantity, wholeQuantity } from '../values/find-quantity.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { unitAfter } from '../values/parse-unit.ts';
import { onRequestAt } from '../values/price-words.ts';
import { saysStock } from '../values/read-availability.ts';
import { withoutCry } from './card-titles.ts';
import { headsNames, headsPrices, OF_GOODS } from './row-labels.ts';
import { currencyTold } from './told-currency.ts';

/** Rows without a price, such as those that head a part of the list, are few. */
const PRICED = 0.6;

const CAS_NUMBER = /^\D{0,6}\d{2,7}-\d{2}-\d$/;
/** The texts of its columns. */
export type Row = readonly string[];

const hasHead = (head: Row): boolean => head.some((text) => text !== '');

const isOfPack =
  (at: number) =>
  (row: Row): boolean =>
    wholeQuantity(row[at] ?? '') !== null || hasSignedNumber(row[at] ?? '');

/** Column of what is sold: named so in the head, or the first with words where a column of CAS numbers shows what the table is of. */
function nameColumn(head: Row, rows: readonly Row[]): number {
  const inWords = (at: number) =>
    rows.filter((row) => /\p{L}{2}/u.test(row[at] ?? '')).length * 2 > rows.length;
  if (!hasHead(head)) return head.findIndex((_, at) => inWords(at) && !rows.some(isOfPack(at)));
  // "Item #" heads numbers, "Item" names.
  const named = head.findIndex((text, at) => headsNames(text) && inWords(at));
  if (named >= 0) return named;
  const [first = []] = rows;
  const ofChemicals = first.some((text) => CAS_NUMBER.test(text));
  return ofChemicals ? first.findIndex((text) => /\p{L}{3}/u.test(text) && !hasSignedNumber(text)) : -1;
}

/** "1.150,-", "75.--": dashes close the sum where nothing is behind the point. */
const FIGURE = /^\d[\d.,' ]*[-–—]{0,2}$/;

/** "No.", which heads places in a ranking as well. */
const NUMBERS = /^(?:no|nr|num|n[º°]|№|#|номер|č|lp|sz|poz|pos)\.?$/iu;
/** "B-003", "12/7", "40021": no place in a ranking. */
const CODE = /^(?=.{3,14}$)[\p{L}\d./-]*(?:\p{L}[./-]?\d|\d[./-]?\p{L}|\d[./-]\d|\d{4})[\p{L}\d./-]*$/u;

/** Columns of the numbers by which the goods are ordered. */
function codeColumns(head: Row, rows: readonly Row[]): number[] {
  const inCodes = (at: number) =>
    rows.filter((row) => CODE.test(row[at] ?? '')).length >= rows.length * PRICED;
  const isOfCodes = (text: string, at: number) =>
    labelKey(text) === 'externalId' || (NUMBERS.test(text) && inCodes(at));
  return head.flatMap((text, at) => (isOfCodes(text, at) ? [at] : []));
}

/** What heads the units in which goods are counted. */
const UNITS =
  /^(?:vpe|ve|uom|u\.? ?m|me|unit|einheit|ед(?:иница|\.)? ?изм(?:ерения)?|од(?:иниця|\.)? ?вим(?:іру)?|j\.? ?m|jedn|jednotka|m\.? ?j|mértékegység|unidad|unité|unidade|unità|birim|单位|單位|単位|단위|satuan|đvt|đơn vị(?: tính)?|หน่วย)\.?$/iu;

const namesGoodsIn = (head: Row): boolean =>
  head.some((text) => OF_GOODS.has(labelKey(text)) || UNITS.test(text));

/** Columns of prices: by their currency, or by their head where that or the page names something else of goods, too. */
function priceColumns(page: PageDocument, head: Row, rows: readonly Row[]): number[] {
  // Of the page it is asked last: many tables head no price at all.
  const ofGoods =
    head.some(headsPrices) &&
    (namesGoodsIn(head) || codeColumns(head, rows).length > 0 || priceListTest(page)());
  const isPrice = (text: string, at: number) =>
    hasSignedNumber(text) || (ofGoods && FIGURE.test(text) && headsPrices(head[at] ?? ''));
  const filled = (at: number) => rows.filter((row) => isPrice(row[at] ?? '', at)).length;
  const columns = Math.max(...rows.map(({ length }) => length));
  return Array.from({ length: columns }, (_, at) => at).filter((at) => filled(at) >= rows.length * PRICED);
}

/** What is asked: the first price that does not stand before tax. */
const askedColumn = (head: Row, columns: readonly number[]): number | undefined =>
  columns.find((at) => !saysNet(head[at] ?? '')) ?? columns[0];

type Columns = {
  readonly named: number;
  readonly numbered: readonly number[];
  readonly asked: number | undefined;
  readonly currency: string | null;
};

/** Column of what is asked in a row, or of the words in its place; -1 where there is neither. */
function pricedAt(row: Row, { asked }: Columns): number {
  if (asked !== undefined && /\d/.test(row[asked] ?? '')) return asked;
  const shown = row.findIndex(hasSignedNumber);
  return shown >= 0 ? shown : row.findIndex((text) => onRequestAt(text) === 0);
}

/** What is a weight, a volume or a pack and nothing else, or stands below a word for it: "25 kg ctn". */
function packIn(head: Row, row: Row): string | null {
  const isPack = (value: string, at: number) =>
    labelKey(head[at] ?? '') === 'quantity' && tellsQuantity(value);
  return row.map(wholeQuantity).find((pack) => pack !== null) ?? row.find(isPack) ?? null;
}

/** "Price, €/kg", "Price per kg": behind the currency, or the word. */
function unitIn(head: string): string | null {
  const [token] = currencyTokens(head);
  return unitAfter(head, token?.end ?? /\s|$/.exec(head)?.index ?? 0);
}

/** What is asked in a cell; for how much its head tells where the cell does not. */
function priceIn(page: PageDocument, text: string, head: string, currency: string | null): Price | null {
  const price = parsePrice(text, priceHints(page, currency));
  return price?.amount == null || price.unit !== null ? price : { ...price, unit: unitIn(head) };
}

function draftOf(page: PageDocument, head: Row, row: Row, columns: Columns): Draft | null {
  const { named, numbered, currency } = columns;
  const title = withoutCry(row[named] ?? '');
  const priced = pricedAt(row, columns);
  // A table of packs has a pack where its name would stand.
  if (!/\p{L}{2}/u.test(title) || wholeQuantity(title) !== null || hasSignedNumber(title)) return null;
  const attributes = row.flatMap((value, at): (readonly [string, string])[] => {
    const name = head[at] ?? '';
    const told = at !== named && at !== priced && name !== '' && value !== '';
    return told ? [[attributeName(name, value), value]] : [];
  });
  const id = row.find((value, at) => at !== named && numbered.includes(at) && fitsLabel('externalId', value));
  const number = row.find((text) => CAS_NUMBER.test(text));
  const cas: (readonly [string, string])[] = number === undefined ? [] : [['CAS', number]];
  const fields = {
    ...NO_FIELDS,
    title,
    url: page.canonical,
    externalId: id ?? null,
    description: row.filter((text) => text !== '').join(' | '),
    price: priced < 0 ? null : priceIn(page, row[priced] ?? '', head[priced] ?? '', currency),
    availability: row.map((text) => saysStock(text)).find((stock) => stock !== null) ?? null,
    quantity: wholeQuantity(head[priced] ?? '') ?? packIn(head, row) ?? quantityIn(title),
    attributes: new Map([...cas, ...attributes]),
  };
  return { reader: 'heuristic', fields, unread: [] };
}

/** Records of what crossed a border stand in such tables: what was paid then is no price. */
const CUSTOMS_CODE = /^(?:hs|hts|hsn|htsus|cn|тн ?вэд)[ -]?(?:code|no|number)?\.?$|^код тн ?вэд$/iu;
const SHIPPED =
  /^(?:(?:shipment|import|export|arrival) )?date$|value|bill of lading|port of|consignee|shipper|importer|exporter|стоимость|получатель|отправитель/iu;

const tellsOfShipments = (head: Row): boolean =>
  head.some((text) => CUSTOMS_CODE.test(text)) && head.some((text) => SHIPPED.test(text));

/** Of the rows of a list without a head: services are not sold by weight. */
const PACKED = 0.5;

/** The same for rows whose columns nothing heads, of a page that calls itself a price list of goods by their weight or volume. */
export function draftsOfBareRows(page: PageDocument, rows: readonly Row[]): Draft[] {
  const packed = rows.filter((row) => row.some((text) => quantityIn(text) !== null));
  if (packed.length < rows.length * PACKED || !priceListTest(page)()) return [];
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  return draftsOfRows(page, Array<string>(columns).fill(''), rows);
}

/** One draft a row; none where these are no prices of goods. */
export function draftsOfRows(page: PageDocument, head: Row, rows: readonly Row[]): Draft[] {
  const full = rows.filter((row) => row.length >= head.length - 1);
  if (full.length === 0 || head.some(hasSignedNumber) || tellsOfShipments(head)) return [];
  const named = nameColumn(head, full);
  const asked = askedColumn(head, priceColumns(page, head, full));
  const isPriced = (row: Row) => asked !== undefined || row.some(hasSignedNumber);
  if (named < 0 || full.filter(isPriced).length < full.length * PRICED) return [];
  const currency = asked === undefined ? null : currencyTold(page, head[asked] ?? '');
  const columns = { named, numbered: codeColumns(head, full), asked, currency };
  return full.flatMap((row) => draftOf(page, head, row, columns) ?? []);
}
