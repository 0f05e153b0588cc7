/** Finds the day on which the thing a page is about was offered, where no label says it. */
import type { Element } from './element.ts';
import type { PageDocument } from './page-document.ts';
import { parseDate } from './parse-date.ts';
import type { ReadingMemory } from './reading-memory.ts';
import type { Survey } from './survey-page.ts';

/** In pieces of text from the heading. */
const REACH = 300;
const MAX_SPOTS = 50;
const MAX_TEXT = 60;
function near(survey: Survey, element: Element, heading: number): boolean {
  const surveyed = survey.elements.get(element);
  return surveyed !== undefined && !surveyed.place.hidden && Math.abs(surveyed.first - heading) <= REACH;
}

const NAMING = ['class', 'id', 'data-marker', 'data-testid', 'data-qa', 'itemprop'];

function isNamedDate({ attribs }: Element, { isDateName }: ReadingMemory): boolean {
  return NAMING.some((name) => attribs[name] !== undefined && isDateName(attribs[name]));
}

/** By a `time` element, then by an element that is called a date and holds little else. */
export function findPosted(
  page: PageDocument,
  survey: Survey,
  heading: number,
  beside: (element: Element) => boolean,
): string | null {
  const read = (text: string) => parseDate(text, page.language, page.clock);
  const times = survey.tagged('time').slice(0, MAX_SPOTS);
  for (const element of times) {
    if (!near(survey, element, heading) || beside(element)) continue;
    const date = read(element.attribs['datetime'] ?? '') ?? read(survey.text(element, MAX_TEXT));
    if (date !== null) return date;
  }
  for (const name of ['span', 'div', 'p', 'li', 'td', 'small']) {
    const named = survey.tagged(name).filter((element) => isNamedDate(element, page.memory));
    for (const element of named.slice(0, MAX_SPOTS)) {
      const text = survey.text(element, MAX_TEXT + 1);
      if (text.length > MAX_TEXT || !near(survey, element, heading) || beside(element)) continue;
      const date = read(text);
      if (date !== null) return date;
    }
  }
  return null;
}
