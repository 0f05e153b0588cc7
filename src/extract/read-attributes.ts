/** Reads the name and value pairs of a detail page: two-column tables, definition lists, "name: value" lists. */
import { childElements, type Node, type Outline } from './outline.ts';
import { outlineText } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { oneLine } from './visible-text.ts';

const MAX_ATTRIBUTES = 100;
const MAX_ROWS = 1000;
/** Longer values are prose or layout. */
const MAX_VALUE = 500;
const NAME_AND_VALUE = /^([^:：]{2,40})[:：]\s*(\S.{0,300})$/;

/** Cells of layout tables hold half the page: only as much is read as is kept. */
const shown = (outline: Outline, node: Node) => oneLine(outlineText(outline, node, { limit: 1000 }));

type Pair = readonly [name: string, value: string];

function holdsTable(outline: Outline, node: Node): boolean {
  for (let at = node + 1; at < outline.endOf(node); at++) if (outline.nameOf(at) === 'table') return true;
  return false;
}

/** The row's two cells; null where it has not two, or holds another table and is layout. */
function rowPair(outline: Outline, row: Node): Pair | null {
  const cells: Node[] = [];
  const end = outline.endOf(row);
  for (let at = row + 1; at < end && cells.length < 3; at = outline.endOf(at)) {
    const name = outline.nameOf(at);
    if (name === 'td' || name === 'th') cells.push(at);
  }
  const [name, value] = cells;
  if (cells.length !== 2 || name === undefined || value === undefined || holdsTable(outline, row))
    return null;
  return [shown(outline, name), shown(outline, value)];
}

/** `tables` may hold one another. */
function tableRows(outline: Outline, tables: readonly Node[]): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  let rows = 0;
  for (const table of tables) {
    const end = outline.endOf(table);
    for (at = Math.max(at, table + 1); at < end && rows < MAX_ROWS; at++) {
      if (outline.nameOf(at) !== 'tr') continue;
      rows++;
      const pair = rowPair(outline, at);
      if (pair !== null) pairs.push(pair);
    }
  }
  return pairs;
}

/** The terms right in a list or in the `div` groups that it may have, each with what follows it at once. */
function definitions(outline: Outline, list: Node): Pair[] {
  const children = [...childElements(outline, list)];
  const inGroups = children.filter((child) => outline.nameOf(child) === 'div');
  return [children, ...inGroups.map((group) => [...childElements(outline, group)])].flatMap((entries) =>
    entries.flatMap((entry, at): Pair[] => {
      if (outline.nameOf(entry) !== 'dt') return [];
      const value = entries[at + 1];
      const given = value !== undefined && outline.nameOf(value) === 'dd';
      return [[shown(outline, entry), given ? shown(outline, value) : '']];
    }),
  );
}

/** Only lists in which every entry has the form: others are prose. */
function colonPairs(outline: Outline, list: Node): Pair[] {
  const entries = childElements(outline, list).filter((child) => outline.nameOf(child) === 'li');
  const pairs: Pair[] = [];
  for (const entry of entries.take(50)) {
    const [, name, value] = NAME_AND_VALUE.exec(shown(outline, entry)) ?? [];
    if (name === undefined || value === undefined) return [];
    pairs.push([name, value]);
  }
  return pairs.length < 2 ? [] : pairs;
}

function pairsOf({ outline, parts }: PageDocument): Pair[] {
  const named = (name: string) => parts.tabular.filter((node) => outline.nameOf(node) === name);
  return [
    ...tableRows(outline, named('table')),
    ...named('dl')
      .slice(0, MAX_ROWS)
      .flatMap((list) => definitions(outline, list))
      .slice(0, MAX_ROWS),
    ...named('ul')
      .slice(0, 200)
      .flatMap((list) => colonPairs(outline, list)),
  ];
}

export function readAttributes(page: PageDocument): Record<string, string> {
  const attributes = new Map<string, string>();
  for (const [rawName, rawValue] of pairsOf(page)) {
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
