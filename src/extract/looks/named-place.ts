/** Finds where a thing is by an element that a page calls so and that names a place without a label. */
import { type ChildNode, type Element, nearest } from '../html/element.ts';
import { labelKey } from '../page/label-words.ts';
import { SIGN } from '../page/name-signs.ts';
import type { Survey, Surveyed } from '../page/survey-page.ts';

const MAX_TEXT = 80;
/** Pieces of text in one such element: a place and, behind it, a day. */
const MAX_PIECES = 3;

/** A place has letters, and is no question, distance, address of the page or command. */
const PLACE = /^(?=.*\p{L}{2})[^?@:=<>]{2,80}$/u;
const NO_PLACE =
  /\d\s?(?:km|mi|miles)\b|https?|^(?:all|any|select|choose|change|show|near|map|karte|alle|mapa?|carte|tous|todos?|wszystkie|вся|все|全部|すべて|전체)(?![\p{L}])/iu;

/** Levels of a place, each a link of its own: "İzmir", "/", "Bornova". */
const MAX_LEVELS = 7;
const PARTING = /^[^\p{L}\p{N}]{1,3}$/u;

/** A pin of a map, by the names that sets of icons give it. */
const PIN = /(?:^|[\s_-])(?:geo|geo-alt|map-?(?:pin|marker)|marker|pin|location|loc|place)(?:[\s_-]|$)/i;
const BLANK = /^\s*$/;

/** Of a pin: more is a box. */
const MAX_IN_PIN = 3;

const isPin = (node: ChildNode | null): boolean =>
  node !== null &&
  'attribs' in node &&
  node.children.length <= MAX_IN_PIN &&
  !node.children.some((child) => 'data' in child) &&
  PIN.test(node.attribs['class'] ?? '');

/** The element before it, or the first in it, has no text and is named as a pin: the way in which most boards mark a place. */
function hasPin(element: Element): boolean {
  let before = element.prev;
  while (before !== null && 'data' in before && BLANK.test(before.data)) before = before.prev;
  return isPin(before) || isPin(element.children[0] ?? null);
}

/** What is called a place or marked as one: itself or what is right around it. */
function holderOf(survey: Survey, element: Element): Surveyed | null {
  const isCalled = (one: Element) => ((survey.elements.get(one)?.signs ?? 0) & SIGN.place) !== 0;
  const holder = nearest(element, 2, isCalled) ?? (hasPin(element) ? element : null);
  return (holder && survey.elements.get(holder)) ?? null;
}

/** The place that one piece of the holder's text tells, or all of them, level by level. */
function placeIn({ runs }: Survey, { first, last }: Surveyed, text: string): string | null {
  // A day may stand behind it.
  if (last - first <= MAX_PIECES) return text.split(/ [·•|] /)[0] ?? null;
  if (last - first > MAX_LEVELS) return null;
  const levels = runs.slice(first, last).map((run) => run.text);
  const parted = levels.every((level, index) => PARTING.test(level) === (index % 2 === 1));
  return parted ? levels.join(' ') : null;
}

/** Of the pieces of text from `first` up to, not including, `last`. */
export function placeNamed(
  survey: Survey,
  first: number,
  last: number,
  passes: (element: Element) => boolean,
): string | null {
  for (let at = first; at < last; at++) {
    const run = survey.runs[at];
    // Few elements are called so: the name is asked first.
    const holder = run === undefined ? null : holderOf(survey, run.element);
    if (run === undefined || holder === null) continue;
    if (run.text.length > MAX_TEXT || run.place.hidden || run.place.control?.name === 'button') continue;
    if (!PLACE.test(run.text) || NO_PLACE.test(run.text) || labelKey(run.text) !== null) continue;
    const place = passes(run.element) ? placeIn(survey, holder, run.text) : null;
    if (place !== null) return place;
  }
  return null;
}
