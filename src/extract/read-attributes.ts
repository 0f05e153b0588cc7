/** Reads the name and value pairs of a detail page: two-column tables, definition lists, "name: value" lists. */
import { type Element, enclosingTest, withAncestors } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { oneLine, visibleText } from './visible-text.ts';

const MAX_ATTRIBUTES = 100;
const MAX_ROWS = 1000;
/** Longer values are prose or layout. */
const MAX_VALUE = 500;
const NAME_AND_VALUE = /^([^:：]{2,40})[:：]\s*(\S.{0,300})$/;

/** Cells of layout tables hold half the page: only as much is read as is kept. */
const shown = (element: Element) => oneLine(visibleText(element, { limit: 1000 }));

type Pair = readonly [name: string, value: string];

function tableRows(page: PageDocument): Pair[] {
  const pairs: Pair[] = [];
  const tables = withAncestors(page.$('table').toArray());
  for (const row of page.$('table tr').slice(0, MAX_ROWS).toArray()) {
    const cells = page.$(row).children('th,td').toArray();
    const [name, value] = cells;
    // A row that holds another table is layout.
    if (cells.length !== 2 || name === undefined || value === undefined || tables.has(row)) continue;
    pairs.push([shown(name), shown(value)]);
  }
  return pairs;
}

function definitionLists(page: PageDocument): Pair[] {
  return page
    .$('dl > dt, dl > div > dt')
    .slice(0, MAX_ROWS)
    .toArray()
    .map((term): Pair => {
      const value = page.$(term).next('dd').get(0);
      return [shown(term), value === undefined ? '' : shown(value)];
    });
}

/** Only lists in which every entry has the form: others are prose. */
function colonLists(page: PageDocument): Pair[] {
  return page
    .$('ul')
    .slice(0, 200)
    .toArray()
    .flatMap((list) => {
      const lines = page
        .$(list)
        .children('li')
        .slice(0, 50)
        .toArray()
        .map((entry) => shown(entry));
      const pairs = lines.map((line) => NAME_AND_VALUE.exec(line));
      if (lines.length < 2 || pairs.includes(null)) return [];
      return pairs.map((pair): Pair => [pair?.[1] ?? '', pair?.[2] ?? '']);
    });
}

const FURNITURE = 'nav,header,footer,aside,form table.cart';

export function readAttributes(page: PageDocument): Record<string, string> {
  const attributes = new Map<string, string>();
  for (const [rawName, rawValue] of [...tableRows(page), ...definitionLists(page), ...colonLists(page)]) {
    const name = oneLine(rawName, 200).replace(/\s*[:：]$/, '');
    const value = oneLine(rawValue);
    if (name === '' || value === '' || name.length > 80 || value.length > MAX_VALUE || !/\p{L}/u.test(name))
      continue;
    if (!attributes.has(name) && attributes.size < MAX_ATTRIBUTES) attributes.set(name, value);
  }
  return Object.fromEntries(attributes);
}

/** Attribute names that are fields of a listing, by language; tried on a page that says it in no better way. */
export const ATTRIBUTE_FIELDS = {
  externalId:
    /^(?:sku|art(?:icle|ikel)?[\s.-]*(?:no|nr|number|nummer|id)\.?|item (?:no|number|id|code)\.?|product (?:code|id|no|number)\.?|catalog(?:ue)? (?:no|number)\.?|ref(?:erence)?\.?|ad (?:id|no|number)|артикул|货号|商品编号|产品编号|商品番号|referencia|référence)$/i,
  quantity:
    /^(?:quantity|pack(?:age|aging)? size|pack|net (?:weight|content)|amount available|stock quantity|menge|inhalt|фасовка|вес|包装|规格|净含量|数量|内容量|cantidad|quantité)$/i,
  location:
    /^(?:location|city|place|ships from|standort|ort|ubicación|localisation|город|местоположение|所在地|发货地|地区)$/i,
  seller:
    /^(?:seller|vendor|supplier|sold by|dealer|verkäufer|anbieter|vendedor|vendeur|продавец|卖家|商家|供应商|出品者)$/i,
  availability:
    /^(?:availability|stock|stock status|verfügbarkeit|disponibilidad|disponibilité|наличие|库存|在庫)$/i,
  postedAt:
    /^(?:posted|posted on|date posted|listed|listed on|published|added|eingestellt am|publicado|publié|опубликовано|发布时间|发布日期|更新时间)$/i,
} as const;

export type AttributeField = keyof typeof ATTRIBUTE_FIELDS;

export function attributeFor(
  attributes: Readonly<Record<string, string>>,
  field: AttributeField,
): string | null {
  const entry = Object.entries(attributes).find(([name]) => ATTRIBUTE_FIELDS[field].test(name));
  return entry?.[1] ?? null;
}

/** Parts of a page that are not about its main offer. */
export function furnitureTest(page: PageDocument): (element: Element) => boolean {
  const enclosing = enclosingTest(page.$, FURNITURE);
  return (element) => enclosing(element) !== null;
}
