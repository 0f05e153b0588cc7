/** Finds the names that the page's own scripts store as places of its goods: `"location":"Lund"`. */
import { textInside } from '../html/outline-text.ts';
import { isPlace } from '../looks/named-place.ts';
import type { PageDocument } from '../page/page-document.ts';

/** Scripts of a page, UTF-16 units of one, and names. */
const [MAX_SCRIPTS, MAX_SCRIPT, MAX_NAMES] = [60, 400_000, 600];

/** The value of a field that is called a place, in JSON or in JSON within a string. */
const STORED =
  /\\?"(?:location|location_?name|locality|city|city_?name|municipality|town|place|place_?name|region_?name)\\{0,3}"\s?:\s?\\{0,3}"([^"\n]{2,120}?)\\{0,3}"/gi;
/** "V\u00e4xj\u00f6", within a string with one more stroke. */
const ESCAPED = /\\{1,4}u([0-9a-f]{4})/gi;

/** In lower case. */
export function placesInScripts({ outline, parts }: PageDocument): ReadonlySet<string> {
  const places = new Set<string>();
  for (const script of parts.scripts.slice(0, MAX_SCRIPTS)) {
    for (const [, stored = ''] of textInside(outline, script, MAX_SCRIPT).matchAll(STORED)) {
      const name = stored
        .replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
        .toLowerCase();
      if (isPlace(name)) places.add(name);
      if (places.size >= MAX_NAMES) return places;
    }
  }
  return places;
}
