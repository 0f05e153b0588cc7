/** What the entries of lists that a field lies in are called: nobody counts to `substances.57` in a file. */

/** What an entry is known by, the first that it has. */
const NAMES = ['id', 'text', 'number', 'regime'];

/** Longer ones are none that a person would look for. */
const LONGEST = 80;

/** From the outermost: `["water", "oxidane"]` for `substances.0.terms.1.language`. An entry without a name is left out. */
export function entryNames(value: unknown, path: readonly (string | number)[]): string[] {
  const names: string[] = [];
  let at: unknown = value;
  for (const key of path) {
    at = Reflect.get(Object(at), key);
    if (typeof key !== 'number') continue;
    const name = NAMES.map((each) => Reflect.get(Object(at), each)).find((each) => typeof each === 'string');
    if (typeof name === 'string' && name.length <= LONGEST) names.push(name);
  }
  return names;
}
