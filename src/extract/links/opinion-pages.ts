/** Tells the pages of what customers say, which a shop shows below its goods, from those of the goods. */
import { type Element, selfAndAncestors } from '../html/element.ts';

const REVIEWS = [
  'reviews?|testimonials?|feedbacks?|ratings?|rezension(?:en)?|bewertung(?:en)?|(?:kunden)?stimmen|avis|témoignages?|temoignages?|reseñas?|resenas?|opiniones|valoraciones|recensioni|avaliac(?:oes|ao)|avaliações|depoimentos|beoordelingen|ervaringen|omdömen|anmeldelser|arvostelut|opinie|recenze|hodnocen[ií]|recenzie|vélemények|recenzii|otzyvy|отзывы|відгуки|yorumlar|jdgm|yotpo|okendo|stamped|loox|trustpilot',
].join('|');
/** Threads of boards are pages of comments, too: there only the address tells. */
const COMMENTS =
  'comments?|cpage|kommentare?|commentaires?|comentarios?|commenti|komentarze|komentáře|kommentarer';

/** Among the names of an element: "jdgm-paginate", "testimonials_pager". */
const NAMED = new RegExp(`(?:^|[\\s_-])(?:${REVIEWS})(?:$|[\\s_-])`, 'iu');
/** In an address, as a folder or as the name of a field: "/apps/reviews?page=2", "?avis-page=2", "/comment-page-2/". */
const ADDRESSED = new RegExp(`[/?&_-](?:${REVIEWS}|${COMMENTS})(?:[/?&=_-]|$)`, 'iu');

const WHOLE = new Set(['html', 'body', 'main']);

const named = ({ attribs }: Element): boolean =>
  NAMED.test(attribs['class'] ?? '') || NAMED.test(attribs['id'] ?? '');

export type OpinionTest = {
  /** Whether an element is among what customers say. */
  readonly around: (element: Element) => boolean;
  /** Whether an address leads to more of it. */
  readonly at: (url: string) => boolean;
};

/** Never on a page that is itself one of reviews. */
export function opinionTest(pageUrl: string): OpinionTest {
  const path = (url: string) => {
    const { pathname, search } = new URL(url);
    return pathname + search;
  };
  if (ADDRESSED.test(path(pageUrl))) return { around: () => false, at: () => false };
  return {
    around: (element) => selfAndAncestors(element).some((at) => !WHOLE.has(at.name) && named(at)),
    at: (url) => ADDRESSED.test(path(url)),
  };
}
