/** What whoever opened a thread says further down of whether the thing is still to be had; the last word counts. */
import type { Availability } from '../../model/listing.ts';
import { type Element, nearest } from '../html/element.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { saysStock } from '../values/read-availability.ts';

/** Of one post, in pieces of text. */
const MAX_PIECES = 40;
/** A longer post says more than that. */
const MAX_TEXT = 300;
const MAX_SENTENCES = 12;
/** A question mark stays: what is asked is not said. */
const SENTENCE = /(?<=[?？])\s+|[.!,;。！\n]+\s*/;

const STILL =
  /^(?:(?:yes|ja|oui|s[iíì]|sim|tak|ano|да|так|evet)[\s,]+)?(?:(?:it'?s |it is )?still (?:for sale|here|have it|got it)|(?:ist |immer )?noch (?:da|zu haben|verfügbar)|toujours (?:disponible|en vente|à vendre)|(?:sigue|todavía|aún) (?:disponible|en venta)|ancora (?:disponibile|in vendita)|ainda (?:disponível|à venda)|nog (?:te koop|beschikbaar)|(?:nadal |wciąż )?aktualne|(?:stále |pořád )?aktuální|(?:ещ[её] )?актуально|(?:ще )?актуально|finns kvar|stadig til salg|fortsatt til salgs|vielä myynnissä|még (?:eladó|aktuális)|încă disponibil|hâlâ satılık)[^\p{L}?？]*$/iu;

const QUOTE = /(?:^|[\s_-])(?:block)?quote/i;
const isQuote = ({ name, attribs }: Element): boolean =>
  name === 'blockquote' || QUOTE.test(attribs['class'] ?? '');

/** The pieces of text of a post or a part of it, without what it quotes. */
export function ownWords(survey: Survey, post: Element): Run[] {
  const { first, last } = survey.elements.get(post) ?? { first: 0, last: 0 };
  return survey.runs.slice(first, last).filter(({ element }) => nearest(element, 6, isQuote) === null);
}

/** In the own words of one post. */
function saidIn(survey: Survey, post: Element): Availability | null {
  const { first, last } = survey.elements.get(post) ?? { first: 0, last: 0 };
  if (last - first > MAX_PIECES) return null;
  const own = ownWords(survey, post);
  if (own.reduce((length, { text }) => length + text.length, 0) > MAX_TEXT) return null;
  const sentences = own.flatMap(({ text }) => text.split(SENTENCE, MAX_SENTENCES));
  for (const sentence of sentences.toReversed()) {
    const says = STILL.test(sentence) ? 'InStock' : saysStock(sentence);
    if (says !== null) return says;
  }
  return null;
}

/** `posts`: those of the author below the first, in the order of the page. */
export function lastWord(survey: Survey, posts: readonly Element[]): Availability | null {
  for (const post of posts.toReversed()) {
    const says = saidIn(survey, post);
    if (says !== null) return says;
  }
  return null;
}
