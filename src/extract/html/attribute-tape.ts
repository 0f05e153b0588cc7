/** The attributes and texts of a page as places in its text: nothing is cut out or decoded until somebody asks. */
import { attributeNamed, attributeNumber } from './attribute-names.ts';
import { type PageText, textAt } from './code-units.ts';
import { decodedAttribute, decodedText } from './decode-entities.ts';
import { addFolded, addPlain, inkIn } from './fold-text.ts';
import type { HtmlSource, VisitPlace } from './html-events.ts';
import type { Scanner } from './open-scanner.ts';
import type { Node } from './outline-rows.ts';
import { BEARER, NAME, NAME_FROM, NAME_TO, NEXT, PLACE, VALUE_FROM, VALUE_TO } from './page-numbers.ts';

/** Values that were met, by their length and last character: elements of one kind bear the same over and over. */
const RECENT = 64;

/** A value by one place in which it stands. */
type Bearers = { readonly from: number; readonly length: number; readonly nodes: Node[] };

/** Whether as many of the units from the one place on are those from the other. */
function sameUnits(units: Uint16Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (units[one + at] !== units[other + at]) return false;
  return true;
}

/** Gathers elements by their values, of which each is made a string once. */
function bearersByValue(): {
  readonly found: ReadonlyMap<string, readonly Node[]>;
  readonly add: VisitPlace;
} {
  const found = new Map<string, Node[]>();
  const recent = new Array<Bearers | undefined>(RECENT).fill(undefined);
  return {
    found,
    add(node, page, from, to) {
      const { units } = page;
      const length = to - from;
      const slot = (length * 7 + (units[to - 1] ?? 0)) & (RECENT - 1);
      const last = recent[slot];
      if (last !== undefined && last.length === length && sameUnits(units, last.from, from, length)) {
        last.nodes.push(node);
        return;
      }
      const value = decodedAttribute(textAt(page, from, to));
      const nodes = found.get(value) ?? [];
      if (nodes.push(node) === 1) found.set(value, nodes);
      recent[slot] = { from, length, nodes };
    },
  };
}

/** Shorter texts are not looked at to tell how much is shown. */
const MIN_INK = 4;

/** Reads the page by the places that its scanner wrote. */
export function tapeSource(
  page: PageText,
  { places, firstPlaces }: Pick<Scanner, 'places' | 'firstPlaces'>,
): HtmlSource {
  const field = (at: number) => places[at] ?? 0;
  const value = (at: number) => decodedAttribute(textAt(page, field(at + VALUE_FROM), field(at + VALUE_TO)));
  const nameAt = (at: number) => textAt(page, field(at + NAME_FROM), field(at + NAME_TO)).toLowerCase();
  const isNamed = (at: number, name: string) =>
    field(at + NAME_TO) - field(at + NAME_FROM) === name.length && nameAt(at) === name;
  const eachPlace: HtmlSource['eachPlace'] = (name, visit) => {
    const number = attributeNumber(name);
    let last = -1;
    for (let at = (firstPlaces[number] ?? 0) - 1; at >= 0; at = field(at + NEXT) - 1) {
      if (number === 0 && !isNamed(at, name)) continue;
      const node = field(at + BEARER);
      // Of two attributes of one name only the first counts.
      if (node === last) continue;
      last = node;
      visit(node, page, field(at + VALUE_FROM), field(at + VALUE_TO), true);
    }
  };
  return {
    attribute(from, to, name) {
      const number = attributeNumber(name);
      if (firstPlaces[number] === 0) return undefined;
      for (let at = from; at < to; at += PLACE) {
        if (places[at] === number && (number > 0 || isNamed(at, name))) return value(at);
      }
      return undefined;
    },
    eachBearing(name, visit) {
      eachPlace(name, (node, _, from, to) => visit(node, decodedAttribute(textAt(page, from, to))));
    },
    bearing(name) {
      const { found, add } = bearersByValue();
      eachPlace(name, add);
      return found;
    },
    eachPlace,
    attributes(from, to) {
      const found: Record<string, string> = {};
      for (let at = from; at < to; at += PLACE) {
        const number = field(at + NAME);
        const name = number > 0 ? attributeNamed(number) : nameAt(at);
        if (!Object.hasOwn(found, name)) found[name] = value(at);
      }
      return found;
    },
    text(from, to, raw) {
      const text = textAt(page, from, to);
      return raw ? text : decodedText(text);
    },
    foldText(from, to, raw, folded) {
      const rest = textAt(page, addPlain(folded, page, from, to), to);
      addFolded(folded, rest, 0, rest.length, !raw);
    },
    // Between two tags there mostly is a line break.
    inkOf: (from, to, raw) => (to - from < MIN_INK ? 0 : inkIn(page, from, to, !raw)),
  };
}
