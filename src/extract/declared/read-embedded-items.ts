/** Reads items that are written into the elements: microdata, and RDFa Lite with schema.org's words. */
import { childElements, type Node, type Outline } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { isHiddenNode } from '../page/outline-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { bareName, type Item, type ItemValue, MAX_ITEMS, withAdditionalTypes } from './schema-item.ts';

const MAX_VALUE = 20_000;

/** How the two syntaxes name the same things. */
type Dialect = {
  readonly scope: string;
  readonly type: string;
  readonly property: string;
  readonly id: string;
  /** Names what the element's thing has the one around it for; null where nobody writes so. */
  readonly reverse: string | null;
  readonly reader: 'microdata' | 'rdfa';
};

export const MICRODATA: Dialect = {
  scope: 'itemscope',
  type: 'itemtype',
  property: 'itemprop',
  id: 'itemid',
  // "Microdata to RDF", 2014, "reverse itemprop"; schema.org's own examples use it.
  reverse: 'itemprop-reverse',
  reader: 'microdata',
};
export const RDFA: Dialect = {
  scope: 'typeof',
  type: 'typeof',
  property: 'property',
  id: 'resource',
  reverse: null,
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
  track: 'src',
  iframe: 'src',
  embed: 'src',
  object: 'data',
  data: 'value',
  meter: 'value',
  time: 'datetime',
};

const words = (text: string | undefined) => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** UTF-16 units of all texts of a page's items: properties in one another show the same text again and again. */
const MAX_TEXTS = 2_000_000;

/** What names a thing: in its text a theme keeps words that a script may show ("Reserved", "Sold"). */
const NAMES = new Set(['name', 'title']);

type TextReader = (node: Node, property: string) => string;

/** Gives what an element shows, until {@link MAX_TEXTS} are given out; of a name, without what is hidden in it. */
function textReader(page: PageDocument): TextReader {
  let left = MAX_TEXTS;
  const isHidden = (node: Node) => isHiddenNode(page, node);
  const read = (node: Node, options: { readonly leaveOut?: (node: Node) => boolean }): string => {
    if (left <= 0) return '';
    const text = outlineText(page.outline, node, { limit: Math.min(MAX_VALUE, left), ...options });
    // An empty one has cost a walk, too.
    left -= text.length + 1;
    return text;
  };
  return (node, property) => {
    const shown = NAMES.has(property) ? read(node, { leaveOut: isHidden }) : '';
    return shown === '' ? read(node, {}) : shown;
  };
}

function valueIn(outline: Outline, node: Node, dialect: Dialect, shownText: (node: Node) => string): string {
  const name = outline.nameOf(node);
  const attribute = VALUE_ATTRIBUTE[name];
  const given =
    outline.attribute(node, 'content') ??
    (attribute === undefined ? undefined : outline.attribute(node, attribute));
  // Images that load late keep their address in another attribute.
  const late = name === 'img' ? outline.attribute(node, 'data-src') : undefined;
  if (given?.startsWith('data:') && late !== undefined) return late;
  const resource = dialect.reader === 'rdfa' ? outline.attribute(node, 'resource') : undefined;
  return (given ?? late ?? resource ?? shownText(node)).slice(0, MAX_VALUE);
}

/** A link given as value often wraps the words that are wanted: `<a itemprop="name" href>`. */
const TEXT_PROPERTIES = new Set(['name', 'title', 'description', 'brand', 'sku', 'price', 'category']);

type Props = Map<string, ItemValue[]>;
/** An item while it is read. */
type Reading = { types: readonly string[]; readonly id: string | null; readonly props: Props };
type Work = { readonly node: Node; readonly item: Reading };

/** What an element with a type but without a property can only mean inside another item: shops forget the property. */
const IMPLIED_PROPERTY: Readonly<Record<string, string>> = { Offer: 'offers', AggregateOffer: 'offers' };

function add(props: Props, name: string, value: ItemValue): void {
  const values = props.get(name);
  if (values === undefined) props.set(name, [value]);
  else values.push(value);
}

/** The elements of the page by their ids: of several with one id the first (HTML standard, "the properties of an item"). */
function elementsById(outline: Outline): ReadonlyMap<string, Node> {
  const byId = new Map<string, Node>();
  outline.eachBearing('id', (node, id) => {
    if (!byId.has(id)) byId.set(id, node);
  });
  return byId;
}

/** Of those that bear any, the words in an attribute. */
function wordsByNode(outline: Outline, attribute: string | null): ReadonlyMap<Node, readonly string[]> {
  const found = new Map<Node, readonly string[]>();
  if (attribute === null) return found;
  outline.eachBearing(attribute, (node, value) => found.set(node, words(value).map(bareName)));
  return found;
}

/** Items that refer to others by id: each may take in the whole page again. */
const MAX_REFERRING = 100;
/** How many times over the elements of a page are read for such items, the first reading among them. */
const MAX_PASSES = 3;

/** What an item refers to by id, as that belongs to it. */
function referenceReader(outline: Outline, dialect: Dialect): (node: Node) => Node[] {
  let referring = 0;
  let byId: ReadonlyMap<string, Node> | null = null;
  const typeOf = (node: Node) => outline.attribute(node, dialect.type);

  /** Of an item of the same type that is no property, what is said of that. */
  function partsOf(part: Node, node: Node): Node[] {
    const same = outline.attribute(part, dialect.scope) !== undefined && typeOf(part) === typeOf(node);
    return same && outline.attribute(part, dialect.property) === undefined
      ? [...childElements(outline, part)]
      : [part];
  }

  return (node) => {
    const ids = new Set(words(outline.attribute(node, 'itemref')).slice(0, 20));
    if (ids.size === 0 || referring >= MAX_REFERRING) return [];
    referring++;
    byId ??= elementsById(outline);
    const known = byId;
    return [...ids].flatMap((id) => {
      const part = known.get(id);
      return part === undefined ? [] : partsOf(part, node);
    });
  };
}

/** Attributes whose value is an address. */
const ADDRESSES = new Set(['href', 'src', 'data']);

export function readEmbeddedItems(page: PageDocument, dialect: Dialect): Item[] {
  const { outline } = page;
  let count = 0;
  /** An item may belong to several that refer to it. One is put in before its properties are read: a circle ends there. */
  const made = new Map<Node, Reading>();
  /** Items that are in no other, but were met in one that they have for a property. */
  const apart: Item[] = [];
  const reversed = wordsByNode(outline, dialect.reverse);
  const shownText = textReader(page);
  const referenced = referenceReader(outline, dialect);
  let left = outline.size * MAX_PASSES;

  function itemAt(node: Node): Reading {
    count++;
    const props: Props = new Map();
    const types = words(outline.attribute(node, dialect.type)).map(bareName);
    const item: Reading = { types, id: outline.attribute(node, dialect.id) ?? null, props };
    made.set(node, item);
    const waiting: Work[] = [...childElements(outline, node), ...referenced(node)]
      .reverse()
      .map((child) => ({ node: child, item }));
    for (
      let work = waiting.pop();
      work !== undefined && count <= MAX_ITEMS && left-- > 0;
      work = waiting.pop()
    ) {
      for (const child of readElement(work)) waiting.push(child);
    }
    item.types = withAdditionalTypes(types, props);
    return item;
  }

  /** Adds the item that starts at the element; one without a property stands for itself and is found later. */
  function readScope(node: Node, names: readonly string[], outer: Reading): void {
    const type = bareName(words(outline.attribute(node, dialect.type))[0] ?? '');
    const implied = IMPLIED_PROPERTY[type];
    const reverse = reversed.get(node) ?? [];
    const stated = names.length > 0 || reverse.length > 0;
    const properties = stated || implied === undefined ? names : [implied];
    if (properties.length === 0 && reverse.length === 0) return;
    const item = made.get(node) ?? itemAt(node);
    for (const name of properties) add(outer.props, name, item);
    for (const name of reverse) add(item.props, name, outer);
    if (properties.length === 0) apart.push(item);
  }

  /** What stands at an address has the item for a property. */
  function readReverse(node: Node, { names, outer }: { names: readonly string[]; outer: Reading }): void {
    const attribute = VALUE_ATTRIBUTE[outline.nameOf(node)] ?? '';
    const id = ADDRESSES.has(attribute) ? outline.attribute(node, attribute) : undefined;
    if (id !== undefined) apart.push({ types: [], id, props: new Map(names.map((name) => [name, [outer]])) });
  }

  /** Adds the element's property; returns its children, last first, where they belong to the same item. */
  function readElement({ node, item }: Work): Work[] {
    const names = words(outline.attribute(node, dialect.property)).map(bareName);
    if (outline.attribute(node, dialect.scope) !== undefined) {
      readScope(node, names, item);
      return [];
    }
    for (const name of names) {
      const text = TEXT_PROPERTIES.has(name) && outline.nameOf(node) === 'a';
      const shown = (one: Node) => shownText(one, name);
      add(item.props, name, text ? shown(node) : valueIn(outline, node, dialect, shown));
    }
    const reverse = reversed.get(node);
    if (reverse !== undefined) readReverse(node, { names: reverse, outer: item });
    return [...childElements(outline, node)].reverse().map((child) => ({ node: child, item }));
  }

  const items: Item[] = [];
  outline.eachBearing(dialect.scope, (node) => {
    // In document order an outer item comes first and takes the inner ones that belong to it.
    if (count <= MAX_ITEMS && !made.has(node)) items.push(itemAt(node), ...apart.splice(0));
  });
  return items;
}
