/** Finds where a thing is by an element that a page calls so and that names a place without a label. */
import { type Element, nearest, parentOf } from './element.ts';
import { labelKey } from './label-words.ts';
import { SIGN } from './name-signs.ts';
import type { Survey } from './survey-page.ts';

const MAX_TEXT = 80;
/** Pieces of text in one such element: a place and, behind it, a day. */
const MAX_PIECES = 3;

/** A place has letters, and is no question, distance, address of the page or command. */
const PLACE = /^(?=.*\p{L}{2})[^?@:=<>]{2,80}$/u;
const NO_PLACE =
  /\d\s?(?:km|mi|miles)\b|https?|^(?:all|any|select|choose|change|show|near|map|karte|alle|mapa?|carte|tous|todos?|wszystkie|вся|все|全部|すべて|전체)(?![\p{L}])/iu;

function hasSign(survey: Survey, element: Element): boolean {
  return ((survey.elements.get(element)?.signs ?? 0) & SIGN.place) !== 0;
}

function isNamed(survey: Survey, element: Element): boolean {
  const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
  return hasSign(survey, element) && last - first <= MAX_LEVELS;
}

/** Itself or what is right around it. */
function isNamedOrIn(survey: Survey, element: Element): boolean {
  const around = parentOf(element);
  return isNamed(survey, element) || (around !== null && isNamed(survey, around));
}

/** Levels of a place, each a link of its own: "İzmir", "/", "Bornova". */
const MAX_LEVELS = 7;
const PARTING = /^[^\p{L}\p{N}]{1,3}$/u;

/** A place told level by level in one element of that name. */
function placeInLevels(survey: Survey, at: number): string | null {
  const around = survey.runs[at]?.element;
  const named = around === undefined ? null : nearest(around, 2, (one) => hasSign(survey, one));
  const surveyed = named === null ? undefined : survey.elements.get(named);
  if (surveyed === undefined || surveyed.last - surveyed.first > MAX_LEVELS) return null;
  const runs = survey.runs.slice(surveyed.first, surveyed.last);
  const parted =
    runs.length > MAX_PIECES && runs.every(({ text }, index) => PARTING.test(text) === (index % 2 === 1));
  return parted ? runs.map(({ text }) => text).join(' ') : null;
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
    if (run === undefined || !isNamedOrIn(survey, run.element)) continue;
    if (run.text.length > MAX_TEXT || run.place.hidden || run.place.control?.name === 'button') continue;
    if (!PLACE.test(run.text) || NO_PLACE.test(run.text) || labelKey(run.text) !== null) continue;
    // A day may stand behind it.
    if (!passes(run.element)) continue;
    const levels = placeInLevels(survey, at);
    if (levels !== null) return levels;
    const holder = nearest(run.element, 2, (one) => hasSign(survey, one));
    const { first: from = 0, last: to = 0 } = (holder && survey.elements.get(holder)) ?? {};
    if (to - from <= MAX_PIECES) return run.text.split(/ [·•|] /)[0] ?? null;
  }
  return null;
}
