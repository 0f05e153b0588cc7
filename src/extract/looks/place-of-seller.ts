/** Finds where a thing is in the box of whoever sells it: what is called an address there, or ends in a country. */
import { type Element, parentOf, selfAndAncestors } from '../html/element.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { countryNamed } from '../values/country-names.ts';
import { isPlace, placeOnCard } from './named-place.ts';

/** Boxes that are called so, pieces of text in one, and elements around what bears the name. */
const [MAX_BOXES, MAX_BOX, MAX_CLIMB] = [40, 14, 3];
const PARTS = /[,،、]\s*/;

/** "Rajkot, Gujarat, India". */
function endsInCountry(text: string): boolean {
  const parts = text.split(PARTS);
  return (
    parts.length > 1 && parts.length < 5 && !/\d{3}/.test(text) && countryNamed(parts.at(-1) ?? '') !== null
  );
}

/** The largest box of the seller that is small enough and does not hold the heading. */
function boxOf(survey: Survey, element: Element, heading: number): Element | null {
  let box: Element | null = null;
  for (const around of selfAndAncestors(element).take(MAX_CLIMB)) {
    const surveyed = survey.elements.get(around);
    if (surveyed === undefined || surveyed.last - surveyed.first > MAX_BOX) break;
    if (surveyed.first <= heading && heading < surveyed.last) break;
    box = around;
  }
  return box;
}

/** `heading` is the place of the heading among the pieces of text. */
export function placeOfSeller(page: PageDocument, survey: Survey, heading: number): string | null {
  const boxes = new Set<Element>();
  for (const element of survey.signed(SIGN.seller).slice(0, MAX_BOXES)) {
    const place = survey.elements.get(element)?.place;
    const box =
      place === undefined || place.furniture || place.related ? null : boxOf(survey, element, heading);
    if (box !== null) boxes.add(box);
  }
  for (const box of boxes) {
    const { first, last } = survey.elements.get(box) ?? { first: 0, last: 0 };
    const told = survey.runs
      .slice(first, last)
      .find(({ text }) => isPlace(text) && endsInCountry(text))?.text;
    const place = told ?? placeOnCard(page, survey, box, last);
    if (place !== null) return place;
  }
  return null;
}

/** In pieces of text behind the heading. */
const DAY_WITHIN = 8;
const TOWN = /^\p{L}[\p{L}\p{M}\u200c .'’-]{1,30}[,،] ?\p{L}[\p{L}\p{M}\u200c .'’-]{1,30}$/u;

/** Right behind the day, in the same element as it: "Yesterday", "Isfahan, Shahinshahr". */
export function placeBehindDay({ runs }: Survey, heading: number): string | null {
  for (let at = heading + 1; at < heading + DAY_WITHIN; at++) {
    const [day, next] = [runs[at], runs[at + 1]];
    if (day?.element.name !== 'time' || next === undefined || next.place.control !== null) continue;
    const around = parentOf(day.element);
    const beside = next.element === around || parentOf(next.element) === around;
    if (beside && TOWN.test(next.text) && isPlace(next.text)) return next.text;
  }
  return null;
}
