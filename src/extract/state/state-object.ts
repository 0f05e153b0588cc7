/** Plain objects of a page's state, and their fields by the names that shops give them. */

export type StateObject = Readonly<Record<string, unknown>>;

export function isStateObject(value: unknown): value is StateObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of the keys that holds something other than null, false or an empty text. */
export function fieldAt(object: StateObject, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = Object.hasOwn(object, key) ? object[key] : null;
    if (value !== null && value !== undefined && value !== false && value !== '') return value;
  }
  return null;
}

/** A text, or a number as text; null for anything else. */
export function asText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The first of the keys that holds a text or a number. */
export function textAt(object: StateObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = Object.hasOwn(object, key) ? asText(object[key]) : null;
    if (text !== null) return text;
  }
  return null;
}

/** The name of what a field refers to: a text, or the name in an object, or in a list's first object. */
export function nameAt(object: StateObject, keys: readonly string[]): string | null {
  const value = fieldAt(object, keys);
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isStateObject(one) ? textAt(one, ['name', 'title', 'label', 'displayName', 'value']) : asText(one);
}
