/** Unfolds the flat forms in which Nuxt 3 ("devalue") and React Router ("turbo-stream") write their state: one array, in which every value is a place in it. */

/** Values unfolded in all; each may stand in many places. */
const MAX_UNFOLDED = 50_000;
const MAX_DEPTH = 40;

/** Marks in front of a value that only say how the framework watches it. */
const WRAPPERS = new Set(['Reactive', 'ShallowReactive', 'Ref', 'ShallowRef', 'EmptyRef', 'EmptyShallowRef']);

/** "_12": the name of a field is a place, too. */
const PLACED_NAME = /^_\d{1,6}$/;

/** The value itself when it is not in this form. Circles end where they close. */
export function flatValue(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const flat: readonly unknown[] = value;
  const made = new Map<number, unknown>();
  let left = MAX_UNFOLDED;

  function nameOf(key: string): string {
    const placed = PLACED_NAME.test(key) ? flat[Number(key.slice(1))] : key;
    return typeof placed === 'string' ? placed : key;
  }

  function fromArray(items: readonly unknown[], depth: number): unknown {
    const [mark, first] = items;
    if (typeof mark !== 'string') return items.slice(0, 1000).map((place) => at(place, depth + 1));
    if (WRAPPERS.has(mark)) return at(first, depth + 1);
    // A date holds its text, a set or map its places; maps are not needed here.
    if (mark === 'Date') return first;
    return mark === 'Set' ? items.slice(1, 1000).map((place) => at(place, depth + 1)) : null;
  }

  function at(place: unknown, depth: number): unknown {
    if (typeof place !== 'number' || place < 0 || depth > MAX_DEPTH || left-- <= 0) return null;
    if (made.has(place)) return made.get(place);
    const raw = flat[place];
    if (typeof raw !== 'object' || raw === null) return raw ?? null;
    if (Array.isArray(raw)) {
      made.set(place, null);
      const list = fromArray(raw, depth);
      made.set(place, list);
      return list;
    }
    const object: Record<string, unknown> = {};
    made.set(place, object);
    for (const [key, inner] of Object.entries(raw).slice(0, 1000)) {
      const name = nameOf(key);
      if (name !== '__proto__') object[name] = at(inner, depth + 1);
    }
    return object;
  }

  return at(0, 0);
}
