/** Undoes the normal form of query caches (Apollo, Relay's kin): what is only referred to is put where it belongs. */
import { isStateObject, type StateObject } from './state-object.ts';

/** Hostile or huge states are walked only so far. */
const MAX_OBJECTS = 30_000;

/** The key of the cache that a value stands for: `{"__ref": "Product:1"}`, or `{"type": "id", "id": "Product:1"}` in older ones. */
function referenceIn(value: unknown): string | null {
  if (!isStateObject(value)) return null;
  const ref = value['__ref'] ?? (value['type'] === 'id' ? value['id'] : undefined);
  return typeof ref === 'string' ? ref : null;
}

function isCache(value: StateObject): boolean {
  return Object.hasOwn(value, 'ROOT_QUERY');
}

/** `price({"currency":"USD"})` is the field `price`. */
const bareKey = (key: string) => key.replace(/[({].*$/s, '');

/** Puts what the fields of one object refer to in their place, and their bare names beside those with arguments. */
function linkFields(holder: Record<string, unknown>, known: ReadonlyMap<string, unknown>): unknown[] {
  const own: unknown[] = [];
  for (const [key, child] of Object.entries(holder)) {
    const ref = referenceIn(child);
    const target = ref === null ? child : (known.get(ref) ?? child);
    if (target === child) own.push(child);
    else holder[key] = target;
    const bare = bareKey(key);
    // A field of that name would become what the object inherits from.
    if (bare !== key && bare !== '' && bare !== '__proto__' && !Object.hasOwn(holder, bare))
      holder[bare] = target;
  }
  return own;
}

/** Puts every entry that is referred to in the place of the reference; circles are the reader's to end. */
function link(cache: StateObject): void {
  const waiting: unknown[] = Object.values(cache);
  const known: ReadonlyMap<string, unknown> = new Map(Object.entries(cache));
  for (let next = 0; next < waiting.length && next < MAX_OBJECTS; next++) {
    const value = waiting[next];
    if (typeof value !== 'object' || value === null) continue;
    for (const child of linkFields(value as Record<string, unknown>, known)) waiting.push(child);
  }
}

/** Links the caches in a state, in place: the state was parsed for this reading alone. */
export function linkCaches(root: unknown): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  // One object may stand in any number of places.
  const seen = new Set<unknown>();
  for (let next = 0; next < waiting.length && next < MAX_OBJECTS; next++) {
    const { value, depth } = waiting[next] ?? { value: null, depth: 0 };
    if (!isStateObject(value) || seen.has(value)) continue;
    seen.add(value);
    if (isCache(value)) link(value);
    // A cache stands near the top.
    else if (depth < 4)
      for (const child of Object.values(value)) waiting.push({ value: child, depth: depth + 1 });
  }
}
