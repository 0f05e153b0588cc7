/** Makes fields of a listing out of the labels and values that stand on its page. */
import type { Availability, ListingSeller } from '../../model/listing.ts';
import { oneLine } from '../html/visible-text.ts';
import type { DraftFields } from '../page/draft.ts';
import { fitsLabel, type LabelKey, labelKey } from '../page/label-words.ts';
import type { Pair } from '../page/labelled-pairs.ts';
import { ownNameTest } from '../page/own-name.ts';
import type { PageDocument } from '../page/page-document.ts';
import { countryNamed } from '../values/country-names.ts';
import { tellsQuantity } from '../values/find-quantity.ts';
import { parseDate } from '../values/parse-date.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { onRequestAt } from '../values/price-words.ts';
import { readAvailability, saysStock } from '../values/read-availability.ts';

export type LabelledFields = Pick<
  DraftFields,
  | 'title'
  | 'externalId'
  | 'quantity'
  | 'location'
  | 'seller'
  | 'availability'
  | 'postedAt'
  | 'price'
  | 'attributes'
>;

/** The values of each label that is known, in the order of the page. */
type ByLabel = ReadonlyMap<LabelKey, readonly string[]>;

function byLabel(pairs: readonly Pair[]): ByLabel {
  const values = new Map<LabelKey, string[]>();
  for (const [name, value] of pairs) {
    const key = labelKey(name);
    if (key === null || !fitsLabel(key, value)) continue;
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return values;
}

/** The first value of the label that `read` makes something of. */
function firstOf<T>(labels: ByLabel, key: LabelKey, read: (value: string) => T | null): T | null {
  for (const value of labels.get(key) ?? []) {
    const found = read(value);
    if (found !== null) return found;
  }
  return null;
}

const asLine = (value: string) => oneLine(value, 200);

/** "Joined: Aug 2015" behind the rank of who answers on a board. */
const LABELLED = /^\p{L}[\p{L} ]{1,24}:\s/u;

/** A name, not a sentence, a rating, a link or another label with its value. */
function sellerName(value: string): string | null {
  const name = oneLine(value, 120).replace(/\s*\([\d.,%].*\)$/, '');
  return /\p{L}/u.test(name) && !/https?:|[?!]$/.test(name) && !LABELLED.test(name) ? name : null;
}

function sellerOf(labels: ByLabel): ListingSeller | null {
  const name = firstOf(labels, 'seller', sellerName);
  if (name === null) return null;
  return { name, id: null, url: null, country: firstOf(labels, 'country', countryNamed) };
}

/** Where prices are said in thousands and millions, the money itself is left out: "Giá: 3,5 triệu". */
const COUNTED: Readonly<Record<string, readonly [words: RegExp, money: string]>> = {
  vi: [/^\d[\d.,]{0,12} ?(?:triệu|tr|nghìn|ngàn)$/iu, 'đồng'],
  id: [/^\d[\d.,]{0,12} ?(?:juta|jt|ribu|rb)$/iu, 'rupiah'],
  ko: [/^\d[\d.,]{0,12} ?[만천]$/u, '원'],
};

function countedPrice(value: string, page: PageDocument): DraftFields['price'] {
  const [words, money] = COUNTED[page.language?.slice(0, 2) ?? ''] ?? [];
  const price =
    words?.test(value) && money !== undefined
      ? parsePrice(`${value} ${money}`, priceHints(page, null))
      : null;
  return price && { ...price, raw: value };
}

/** What a price label says; an amount is only believed with its currency, as a table may say anything of prices. */
function priceOf(labels: ByLabel, page: PageDocument): DraftFields['price'] {
  return firstOf(labels, 'price', (value) => {
    const price = countedPrice(value, page) ?? parsePrice(value, priceHints(page, null));
    if (price === null) return null;
    const told = price.amount === null ? onRequestAt(price.raw) >= 0 : price.currency !== null;
    return told ? price : null;
  });
}

/** "Northwind Part #": the shop's own number among those of the maker. */
const OWN_NUMBER =
  /^(.{2,30}?)[\s-]+(?:part|item|order|stock|catalog(?:ue)?|product|article|sku)?[\s-]*(?:#|no|nr|number|code|sku|id)[.:]?$/i;
const NUMBER = /^[A-Z0-9][\w./-]{2,30}$/i;

function ownNumber(pairs: readonly Pair[], page: PageDocument): string | null {
  const named = pairs.filter(
    ([name, value]) => name.length < 50 && NUMBER.test(value) && OWN_NUMBER.test(name),
  );
  if (named.length === 0) return null;
  const isOwn = ownNameTest(page);
  return named.find(([name]) => isOwn(OWN_NUMBER.exec(name)?.[1] ?? ''))?.[1] ?? null;
}

/** Longer values are prose, in which "available" is said of much: of them only the first sentence counts. */
const LONGEST_STOCK = 120;

/** Whether there is any, in a word that means it behind such a label only. */
const THERE =
  /^(?:yes|ja|oui|s[iíì]|sim|tak|ano|áno|да|так|var|evet|есть|є|имеется|有|あり|○|◯|있음|נכון|نعم|có|มี|ada)[.!]?$/iu;
const NONE =
  /^(?:no|nein|non|não|nie|ne|нет|ні|немає|yok|hayır|无|無|なし|×|없음|לא|لا|không|ไม่มี|tidak)[.!]?$/iu;

function stockIn(value: string): Availability | null {
  if (THERE.test(value)) return 'InStock';
  if (NONE.test(value)) return 'OutOfStock';
  return value.length <= LONGEST_STOCK
    ? readAvailability(value)
    : saysStock(value.split(/[.;!。！]/, 1)[0] ?? '');
}

const asNumber = (value: string) => oneLine(value, 100).replace(/^[#:：№.\s]+|\)$/g, '');

/** The port that goods are sent from: for want of any other place. */
export function portIn(pairs: readonly Pair[]): string | null {
  const port = pairs.find(([name, value]) => labelKey(name) === 'port' && fitsLabel('port', value));
  return port === undefined ? null : asLine(port[1]);
}

export function fieldsOfLabels(pairs: readonly Pair[], page: PageDocument): LabelledFields {
  const labels = byLabel(pairs);
  const date = (value: string) => parseDate(value, page.language, page.clock);
  return {
    title: firstOf(labels, 'title', asLine),
    externalId: firstOf(labels, 'externalId', asNumber) ?? ownNumber(pairs, page),
    quantity: firstOf(labels, 'quantity', (value) => (tellsQuantity(value) ? asLine(value) : null)),
    location: firstOf(labels, 'location', asLine) ?? firstOf(labels, 'shipsFrom', asLine),
    seller: sellerOf(labels),
    availability: firstOf(labels, 'availability', stockIn),
    postedAt: firstOf(labels, 'postedAt', date) ?? firstOf(labels, 'updatedAt', date),
    price: priceOf(labels, page),
    attributes: new Map(pairs),
  };
}
