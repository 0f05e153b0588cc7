/** Reads what members offer in the posts of a thread that itself offers nothing: one for buying and selling, or any other. */
import { findContacts } from '../contacts/find-contacts.ts';
import { type Element, elementsIn, nearest, selfAndAncestors } from '../html/element.ts';
import { oneLine } from '../html/visible-text.ts';
import { dayAlone } from '../looks/main-date.ts';
import { authorOf, isThread, leadsToMember, postsOf } from '../looks/offer-thread.ts';
import { placeInProse } from '../looks/place-in-prose.ts';
import { priceInProse } from '../looks/price-in-prose.ts';
import { ownWords } from '../looks/word-of-author.ts';
import { type Draft, NO_FIELDS } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { headingsOf } from '../page/page-subject.ts';
import { offersInHeading, seeks } from '../page/selling-words.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { quantityIn } from '../values/find-quantity.ts';
import { parseDate } from '../values/parse-date.ts';

const MAX_POSTS = 100;
/** Of one post. */
const MAX_ELEMENTS = 400;
const MAX_IN_HEADING = 10;
const MAX_TEXT = 8000;
const MAX_TITLE = 120;
/** UTF-16 units from its first: who offers something says so at once, who answers may come to it. */
const FIRST_WORDS = 160;

/** Of the part of a post that holds what its writer wrote, beside who that is and what may be done with it. */
const WRITTEN =
  /(?:^|[\s_-])(?:content|message-?(?:body|content)|post-?(?:body|content|text|message)|bb-?wrapper|cooked)(?:$|[\s_-]|\d)/i;
const HEADING = /^h[2-5]$/;
const ANSWER = /^(?:re|aw|antw|sv|odp|rif|ynt|ответ|відповідь)\s*[:：]/iu;
/** The part of an address that leads to one post, and what such a post is marked with. */
const TO_POST =
  /(?:#(?:p|post|pid|msg|comment|findComment)?[-_]?|\/post-|[?&]p=)(\d{1,12})(?:#[\w-]{0,40})?$/i;
const MARK = /(?:^|[-_])(?:p|post|pid|msg|message|comment|elComment)[-_]?(\d{1,12})$/i;
const MARKING = ['id', 'data-content', 'data-lb-id'];
/** Elements around the text of a post that may be marked, and pieces of text above it that tell who wrote when. */
const MAX_CLIMB = 8;
const HEAD = 12;

/** The smallest part that is called so, or the post. */
function writtenPart(survey: Survey, post: Element): Element {
  const size = (element: Element) => {
    const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
    return last - first;
  };
  const parts = elementsIn(post, MAX_ELEMENTS).filter(
    (part) => WRITTEN.test(part.attribs['class'] ?? '') && size(part) > 0,
  );
  return parts.reduce((best, part) => (size(part) <= size(best) ? part : best), post);
}

type Address = { readonly url: string; readonly id: string };

/** The link of the post to itself, above it too, or the mark on it or around it. */
function addressOf(page: PageDocument, survey: Survey, post: Element, from: number): Address | null {
  const { first, last } = survey.elements.get(post) ?? { first: 0, last: 0 };
  for (const { place } of survey.runs.slice(Math.max(from, first - HEAD), last)) {
    const href = place.control?.attribs['href'] ?? '';
    const id = TO_POST.exec(href)?.[1];
    const url = id === undefined ? null : page.resolve(href);
    if (id !== undefined && url !== null && url !== page.canonical) return { url, id };
  }
  for (const { attribs } of selfAndAncestors(post).take(MAX_CLIMB)) {
    const id = MARKING.map((name) => MARK.exec(attribs[name] ?? '')?.[1]).find((one) => one !== undefined);
    if (id !== undefined) return { url: page.canonical, id };
  }
  return null;
}

const isOfMember = (heading: Element): boolean =>
  elementsIn(heading, MAX_IN_HEADING).some(({ attribs }) => leadsToMember(attribs['href'] ?? ''));

/** The heading of the post, where it is no answer's, or its first sentence. Boards put the writer's name into one, too. */
function titleOf(post: Element, survey: Survey, words: readonly Run[]): string {
  const heading = elementsIn(post, MAX_ELEMENTS).find(
    (element) => HEADING.test(element.name) && !isOfMember(element),
  );
  const headed = heading === undefined ? '' : oneLine(survey.text(heading, MAX_TITLE), MAX_TITLE);
  return headed === '' || ANSWER.test(headed) ? oneLine(words[0]?.text ?? '', MAX_TITLE) : headed;
}

/** In the post or right above it, but not as far up as `from`. */
function postedOf(page: PageDocument, survey: Survey, post: Element, from: number): string | null {
  const { first, last } = survey.elements.get(post) ?? { first: 0, last: 0 };
  for (const { element, text } of survey.runs.slice(Math.max(from, first - HEAD), last)) {
    const time = nearest(element, 2, ({ name }) => name === 'time');
    const day = time === null ? null : parseDate(time.attribs['datetime'] ?? text, page.language, page.clock);
    if (day !== null) return day;
  }
  return dayAlone(page, survey, Math.max(from, first - HEAD), last);
}

/** @param from where the post before ends, in pieces of text */
function draftOf(page: PageDocument, survey: Survey, post: Element, from: number): Draft | null {
  const words = ownWords(survey, writtenPart(survey, post)).filter(({ place }) => !place.hidden);
  const text = words
    .map((word) => word.text)
    .join('\n')
    .slice(0, MAX_TEXT);
  const title = titleOf(post, survey, words);
  const first = `${title}\n${text.slice(0, FIRST_WORDS)}`;
  const address = title === '' || seeks(first) ? null : addressOf(page, survey, post, from);
  if (address === null) return null;
  const price = priceInProse(page, text);
  const quantity = quantityIn(title) ?? quantityIn(text);
  const reached = findContacts([text], [], page).length > 0;
  // Who tells a story of what was on sale names neither; so much for so much from somebody to be called is an offer in any words.
  const offers = offersInHeading(first)
    ? price !== null || reached
    : quantity !== null && price !== null && reached;
  if (!offers) return null;
  const fields = {
    ...NO_FIELDS,
    ...{ title, description: text, price, quantity, url: address.url, externalId: address.id },
    seller: authorOf(page, survey, post, from),
    location: placeInProse(text),
    postedAt: postedOf(page, survey, post, from),
  };
  return { reader: 'heuristic', fields, unread: [] };
}

/** One draft for each post that offers something; none where the thread is the offer of whoever opened it. */
export function readPosts(page: PageDocument, survey: Survey): Draft[] {
  if (!isThread(page.url) || offersInHeading([...headingsOf(page), page.title].join('\n'))) return [];
  const posts = postsOf(page, survey).slice(0, MAX_POSTS);
  const endOf = (post: Element | undefined) =>
    post === undefined ? 0 : (survey.elements.get(post)?.last ?? 0);
  return posts.flatMap((post, at) => draftOf(page, survey, post, endOf(posts[at - 1])) ?? []);
}
