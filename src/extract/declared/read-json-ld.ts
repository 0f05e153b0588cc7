/** Reads the JSON-LD blocks of a page into items: graphs, arrays, references by @id, broken JSON. */

import { textInside } from '../html/outline-text.ts';
import { type Unread, unread } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { repairJson } from './repair-json.ts';
import {
  bareName,
  type Item,
  type ItemValue,
  MAX_ITEM_DEPTH,
  MAX_ITEMS,
  propertyName,
  withAdditionalTypes,
} from './schema-item.ts';

const MAX_BLOCKS = 50;
const MAX_VALUES = 1000;
/** UTF-16 units of one block; real ones have some ten thousand. */
const MAX_BLOCK = 2_000_000;

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The parsed value, or undefined when even the repaired text is no JSON. */
function parseLoosely(text: string): unknown {
  const ways = [() => text, () => repairJson(text)];
  if (text.includes('&')) ways.push(() => repairJson(unescapeEntities(text)));
  for (const candidate of ways) {
    try {
      return JSON.parse(candidate());
    } catch (error) {
      // The next, more forgiving reading is tried; the caller reports when none is left.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** Some shops escape the whole block as if it were text. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&');
}

function typesOf(node: JsonObject): string[] {
  return asArray(node['@type'])
    .filter((type): type is string => typeof type === 'string')
    .map(bareName);
}

/** Every object in the blocks, down to the depth that is read. */
function* objectsIn(roots: readonly unknown[]): Generator<JsonObject> {
  const waiting: (readonly [value: unknown, depth: number])[] = roots.map((root) => [root, 0]);
  for (let seen = 0; seen < MAX_ITEMS * 4; seen++) {
    const [value, depth] = waiting.pop() ?? [undefined, MAX_ITEM_DEPTH + 1];
    if (value === undefined && waiting.length === 0) return;
    if (depth > MAX_ITEM_DEPTH || typeof value !== 'object' || value === null) continue;
    if (isObject(value)) yield value;
    for (const child of Object.values(value).slice(0, MAX_VALUES)) waiting.push([child, depth + 1]);
  }
}

/** Nodes by @id that say more than their @id, for references from elsewhere on the page. */
function nodesById(roots: readonly unknown[]): ReadonlyMap<string, JsonObject> {
  const byId = new Map<string, JsonObject>();
  const sizes = new Map<string, number>();
  for (const node of objectsIn(roots)) {
    const id = node['@id'];
    if (typeof id !== 'string') continue;
    const size = Object.keys(node).length;
    if (size <= (sizes.get(id) ?? 1)) continue;
    sizes.set(id, size);
    byId.set(id, node);
  }
  return byId;
}

const idOf = (node: JsonObject): string | null => (typeof node['@id'] === 'string' ? node['@id'] : null);

function itemReader(byId: ReadonlyMap<string, JsonObject>): (value: unknown) => ItemValue[] {
  // One item per node, put in before its properties are read: a circle of references ends there.
  const made = new Map<JsonObject, Item>();

  function readNode(value: JsonObject, depth: number): Item | null {
    const id = idOf(value);
    // A bare reference is read as what it refers to.
    const node = id !== null && Object.keys(value).length === 1 ? (byId.get(id) ?? value) : value;
    const known = made.get(node);
    if (known !== undefined) return known;
    if (made.size >= MAX_ITEMS) return null;
    const props = new Map<string, readonly ItemValue[]>();
    const item = { types: typesOf(node) as readonly string[], id, props };
    made.set(node, item);
    for (const [name, child] of Object.entries(node)) {
      if (name === '@type' || name === '@id' || name === '@context') continue;
      props.set(name.startsWith('@') ? name : propertyName(name), read(child, depth + 1));
    }
    item.types = withAdditionalTypes(item.types, props);
    return item;
  }

  function read(value: unknown, depth: number): ItemValue[] {
    if (depth > MAX_ITEM_DEPTH) return [];
    if (typeof value === 'string') return [value];
    if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
    if (Array.isArray(value)) return value.slice(0, MAX_VALUES).flatMap((child) => read(child, depth + 1));
    const item = isObject(value) ? readNode(value, depth) : null;
    return item === null ? [] : [item];
  }

  return (value) => read(value, 0);
}

export function readJsonLd(page: PageDocument): { items: readonly Item[]; unread: readonly Unread[] } {
  const failed: Unread[] = [];
  const roots: unknown[] = [];
  let refers = false;
  const { outline } = page;
  const blocks = page.parts.scripts.filter((script) =>
    /ld\+json/i.test(outline.attribute(script, 'type') ?? ''),
  );
  for (const block of blocks.slice(0, MAX_BLOCKS)) {
    const text = textInside(outline, block, MAX_BLOCK + 1).trim();
    if (text === '') continue;
    refers ||= text.includes('@id');
    const value = text.length > MAX_BLOCK ? undefined : parseLoosely(text);
    if (value === undefined) failed.push(unread('*', 'json-ld', text));
    // Spread into arguments, a long array would overflow the stack.
    else for (const root of asArray(value)) roots.push(root);
  }
  const read = itemReader(refers ? nodesById(roots) : new Map());
  const items = roots.flatMap(read).filter((value): value is Item => typeof value === 'object');
  return { items, unread: failed };
}
