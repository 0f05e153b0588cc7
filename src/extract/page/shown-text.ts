/** The text of an element as a reader sees it: without what is hidden in it. */
import type { Element } from '../html/element.ts';
import type { Survey } from './survey-page.ts';

export function shownText(survey: Survey, element: Element, limit: number): string {
  const surveyed = survey.elements.get(element);
  if (surveyed === undefined) return survey.text(element, limit);
  // None of them is empty: so many pieces are as long as is asked for.
  const runs = survey.runs.slice(surveyed.first, Math.min(surveyed.last, surveyed.first + limit));
  const shown = runs.filter(({ place }) => place.hidden === surveyed.place.hidden);
  // Pieces are joined anew only where one is left out: a word may be written in two elements.
  if (shown.length === runs.length) return survey.text(element, limit);
  return shown
    .map(({ text }) => text)
    .join(' ')
    .slice(0, limit);
}
