/** Finds the names by which a list without prices is told: the headings, or what is called a title, that lead to the things. */
import type { Element } from '../html/element.ts';
import { SIGN } from '../page/name-signs.ts';
import type { Survey } from '../page/survey-page.ts';

/** Many first headings are those of many entries. */
export const MANY_HEADINGS = 3;
/** Fewer are chance. */
const MIN_PAIRS = 3;

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'];

const nodeOf = ({ startIndex }: Element): number => startIndex ?? 0;

/** Whether one of `lower`, and no more, stands behind each of `upper` before the next of these. */
function alternate(upper: readonly Element[], lower: readonly Element[]): boolean {
  return (
    lower.length >= MIN_PAIRS &&
    lower.length === upper.length &&
    upper.every((head, at) => {
      const [own, next] = [lower[at], upper[at + 1]];
      return (
        own !== undefined && nodeOf(head) < nodeOf(own) && (next === undefined || nodeOf(own) < nodeOf(next))
      );
    })
  );
}

/** Without those that only stand below the name in each card, such as the one over whoever sells the thing. */
function ofThings(levels: readonly (readonly Element[])[]): Element[] {
  return levels.filter((lower, at) => !levels.slice(0, at).some((upper) => alternate(upper, lower))).flat();
}

/**
 * Headings, or elements called titles, that lead somewhere: what each card without a price still has.
 * @param links the elements around the page's links
 */
export function linkedTitles(survey: Survey, links: ReadonlySet<Element>): Element[] {
  const leads = (element: Element) =>
    links.has(element) || (survey.elements.get(element)?.place.control?.attribs['href'] ?? '') !== '';
  const shown = (element: Element) => {
    const place = survey.elements.get(element)?.place;
    return place !== undefined && !place.furniture && !place.related;
  };
  const first = survey.tagged('h1').length > MANY_HEADINGS ? ['h1'] : [];
  const headings = ofThings(
    [...first, ...HEADINGS].map((name) => survey.tagged(name).filter((one) => leads(one) && shown(one))),
  );
  const titled = survey.signed(SIGN.title).filter((one) => one.name !== 'h1' && leads(one) && shown(one));
  return headings.length >= titled.length ? headings : titled;
}
