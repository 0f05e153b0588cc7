/** Reads items that are written into the elements: microdata, and RDFa Lite with schema.org's words. */
import { descendants, type Element } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { bareName, type Item, type ItemValue, MAX_ITEMS } from './schema-item.ts';
import { visibleText } from './visible-text.ts';

const MAX_VALUE = 20_000;

/** How the two syntaxes name the same things. */
type Dialect = {
  readonly scope: string;
  readonly type: string;
  readonly property: string;
  readonly id: string;
  readonly reader: 'microdata' | 'rdfa';
};

export const MICRODATA: Dialect = {
  scope: 'itemscope',
  type: 'itemtype',
  property: 'itemprop',
  id: 'itemid',
  reader: 'microdata',
};
export const RDFA: Dialect = {
  scope: 'typeof',
  type: 'typeof',
  property: 'property',
  id: 'resource',
  reader: 'rdfa',
};

/** HTML standard, "values": which attribute carries the value of a property, by element. */
const VALUE_ATTRIBUTE: Readonly<Record<string, string>> = {
  meta: 'content',
  a: 'href',
  area: 'href',
  link: 'href',
  img: 'src',
  audio: 'src',
  video: 'src',
  source: 'src',
  iframe: 'src',
  embed: 'src',
  object: 'data',
  data: 'value',
  meter: 'value',
  time: 'datetime',
};

const words = (text: string | undefined) => (text ?? '').split(/\s+/).filter((word) => word !== '');

function valueIn(element: Element, dialect: Dialect): string {
  const attribute = VALUE_ATTRIBUTE[element.name];
  const given =
    element.attribs['content'] ?? (attribute === undefined ? undefined : element.attribs[attribute]);
  // Images that load late keep their address in another attribute.
  const late = element.name === 'img' ? (element.attribs['data-src'] ?? undefined) : undefined;
  if (given?.startsWith('data:') && late !== undefined) return late;
  const resource = dialect.reader === 'rdfa' ? element.attribs['resource'] : undefined;
  return (given ?? late ?? resource ?? visibleText(element, { limit: MAX_VALUE })).slice(0, MAX_VALUE);
}

function isElement(node: Element['children'][number]): node is Element {
  return 'attribs' in node;
}

/** A link given as value often wraps the words that are wanted: `<a itemprop="name" href>`. */
const TEXT_PROPERTIES = new Set(['name', 'title', 'description', 'brand', 'sku', 'price', 'category']);

type Work = { readonly element: Element; readonly props: Map<string, ItemValue[]> };

/** What an element with a type but without a property can only mean inside another item: shops forget the property. */
const IMPLIED_PROPERTY: Readonly<Record<string, string>> = { Offer: 'offers', AggregateOffer: 'offers' };

export function readEmbeddedItems(page: PageDocument, dialect: Dialect): Item[] {
  let count = 0;
  const taken = new Set<Element>();

  function itemAt(element: Element): Item {
    count++;
    taken.add(element);
    const props = new Map<string, ItemValue[]>();
    const referenced = words(element.attribs['itemref']).slice(0, 20);
    const roots = referenced.flatMap((id) =>
      descendants(page.$.root().children(), `[id="${id.replace(/["\\]/g, '\\$&')}"]`).toArray(),
    );
    const waiting: Work[] = [...element.children.filter(isElement), ...roots]
      .reverse()
      .map((child) => ({ element: child, props }));
    while (waiting.length > 0) {
      const work = waiting.pop();
      if (work === undefined || count > MAX_ITEMS) break;
      waiting.push(...readElement(work));
    }
    const types = words(element.attribs[dialect.type]).map(bareName);
    return { types, id: element.attribs[dialect.id] ?? null, props };
  }

  /** Adds the item that starts at the element; one without a property stands for itself and is found later. */
  function readScope(element: Element, names: readonly string[], props: Map<string, ItemValue[]>): void {
    const type = bareName(words(element.attribs[dialect.type])[0] ?? '');
    const implied = IMPLIED_PROPERTY[type];
    const properties = names.length > 0 || implied === undefined ? names : [implied];
    if (properties.length === 0 || taken.has(element)) return;
    const item = itemAt(element);
    for (const name of properties) add(props, name, item);
  }

  /** Adds the element's property; returns its children where they belong to the same item. */
  function readElement({ element, props }: Work): Work[] {
    const names = words(element.attribs[dialect.property]).map(bareName);
    if (dialect.scope in element.attribs) {
      readScope(element, names, props);
      return [];
    }
    for (const name of names) {
      const text = TEXT_PROPERTIES.has(name) && element.name === 'a';
      add(props, name, text ? visibleText(element, { limit: MAX_VALUE }) : valueIn(element, dialect));
    }
    return element.children
      .filter(isElement)
      .reverse()
      .map((child) => ({ element: child, props }));
  }

  const items: Item[] = [];
  for (const element of descendants(page.$.root().children(), `[${dialect.scope}]`).toArray()) {
    if (count > MAX_ITEMS) break;
    // In document order an outer item comes first and takes the inner ones that belong to it.
    if (!taken.has(element)) items.push(itemAt(element));
  }
  return items;
}

function add(props: Map<string, ItemValue[]>, name: string, value: ItemValue): void {
  const values = props.get(name);
  if (values === undefined) props.set(name, [value]);
  else values.push(value);
}
