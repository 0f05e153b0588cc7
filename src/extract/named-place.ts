/** Finds where a thing is by an element that a page calls so and that names a place without a label. */
import { type Element, parentOf } from './element.ts';
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

function isNamed(survey: Survey, element: Element): boolean {
  const surveyed = survey.elements.get(element);
  return (
    surveyed !== undefined &&
    (surveyed.signs & SIGN.place) !== 0 &&
    surveyed.last - surveyed.first <= MAX_PIECES
  );
}

/** Itself or what is right around it. */
function isNamedOrIn(survey: Survey, element: Element): boolean {
  const around = parentOf(element);
  return isNamed(survey, element) || (around !== null && isNamed(survey, around));
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
    if (passes(run.element)) return run.text.split(/ [·•|] /)[0] ?? null;
  }
  return null;
}
