/** Tells a thread of a board in which something is offered: its first post is the offer, whatever the answers name. */

import type { Availability, ListingSeller, Price } from '../../model/listing.ts';
import { isLaterPage } from '../../text/page-number.ts';
import type { Element } from '../html/element.ts';
import type { Node } from '../html/outline.ts';
import { visibleText } from '../html/visible-text.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { offersInHeading } from '../page/selling-words.ts';
import type { Survey } from '../page/survey-page.ts';
import { dayAlone } from './main-date.ts';
import { subjectOfTitle } from './main-heading.ts';
import { placeInProse } from './place-in-prose.ts';
import { priceInProse } from './price-in-prose.ts';
import { sellerNameIn } from './seller-name.ts';
import { lastWord } from './word-of-author.ts';

/** Addresses of one thread, with its number, as the usual board software writes them. */
const THREAD_ADDRESS =
  /\/(?:threads?|topics?|t)\/(?:[^?#]*[./-])?\d+|\/(?:show|view)(?:thread|topic)(?:\.php)?\b[^#]*\d|\/(?:thread|topic|t)-?\d+|[?&](?:mod=viewthread|topic=\d)|\/d\/\d+-|\/forums?\/(?:[^?#/]+\/){1,6}\d+-[^/?#]+/i;

export function isThread(url: string): boolean {
  const { pathname, search } = new URL(url);
  return THREAD_ADDRESS.test(pathname + search);
}

/** Of boards that write it in ways of their own: posts are counted from 0, pages from 1. */
const LATER_POSTS = /[?&]st=0*[1-9]|[?&]topic=\d+\.[1-9]|\/thread-\d+-(?:[2-9]|[1-9]\d)\d*-/i;

/** Whether the address is of answers only, a further page of a thread: who offers the thing does so in its first post. */
export function isOfAnswers(url: string): boolean {
  const { pathname, search } = new URL(url);
  return isLaterPage(url) || LATER_POSTS.test(pathname + search);
}

/** Of an address in a page, in UTF-16 units. */
const MAX_HREF = 300;

/** The same of a link as it is written. */
export const leadsToThread = (href: string): boolean => THREAD_ADDRESS.test(`/${href.slice(0, MAX_HREF)}`);

export type FirstPost = {
  readonly title: string | null;
  readonly text: string;
  readonly price: Price | null;
  readonly author: ListingSeller | null;
  /** The day that stands above it by itself. */
  readonly posted: string | null;
  /** Where its writer says that the thing is. */
  readonly place: string | null;
  /** What its writer says last, further down, of whether it is still to be had. */
  readonly stock: Availability | null;
  /** Its element. */
  readonly node: Node;
};

/** The first post and those below it, each whole; none where the page is no thread or marks no posts. */
export function postsOf(page: PageDocument, survey: Survey): Element[] {
  if (!isThread(page.url)) return [];
  const posts: Element[] = [];
  let last = -1;
  for (const element of survey.signed(SIGN.post)) {
    const surveyed = survey.elements.get(element);
    // What stands in a post, such as its text, is a part of it.
    if (surveyed === undefined || surveyed.first < last || surveyed.last === surveyed.first) continue;
    posts.push(element);
    last = surveyed.last;
  }
  return posts;
}

/** A test for what stands behind the first post, such as answers and other threads; it holds nowhere where no post is marked. */
export function behindOffer(page: PageDocument, survey: Survey): (element: Element) => boolean {
  const first = postsOf(page, survey)[0]?.startIndex ?? null;
  if (first === null) return () => false;
  const end = page.outline.endOf(first);
  return ({ startIndex }) => startIndex !== null && startIndex >= end;
}

/** What others answered: their sums and names are not of the offer. */
export function answersIn(page: PageDocument, survey: Survey): readonly Element[] {
  return postsOf(page, survey).slice(1);
}

/** Addresses of the pages of members, as the usual board software writes them. */
const MEMBER_ADDRESS =
  /(?:^|[/?&=])(?:members?|profiles?|users?|u|space|author)(?:[/=&-][^/]|\.\w{2,4}\?)|mod=space|action=profile|viewprofile/i;
export const leadsToMember = (href: string): boolean => MEMBER_ADDRESS.test(href.slice(0, MAX_HREF));

/** In pieces of text: how far above a post its author's name stands at most. */
const AUTHOR_WITHIN = 15;
/** "Joined: Mar 2019". */
const AFTER_LABEL = /^\p{L}[^\d:]*:/u;

/** Who wrote the post: the first linked member in it or right above it, but not as far up as `from`. */
export function authorOf(page: PageDocument, survey: Survey, post: Element, from = 0): ListingSeller | null {
  const { first, last } = survey.elements.get(post) ?? { first: 0, last: 0 };
  for (const { text, place } of survey.runs.slice(Math.max(from, first - AUTHOR_WITHIN), last)) {
    const href = place.control?.attribs['href'];
    const name = href === undefined || !MEMBER_ADDRESS.test(href) ? null : sellerNameIn(text);
    if (name !== null) return { name, id: null, url: page.resolve(href ?? ''), country: null };
  }
  return null;
}

/** Boards of old write the day into the head of the table that a post is. */
function postedOf(page: PageDocument, survey: Survey, post: Element): string | null {
  const { first } = survey.elements.get(post) ?? { first: 0 };
  for (let at = Math.max(0, first - AUTHOR_WITHIN); at < first; at++) {
    const day = AFTER_LABEL.test(survey.runs[at]?.text ?? '') ? null : dayAlone(page, survey, at, at + 1);
    if (day !== null) return day;
  }
  return null;
}

/** Those of the posts that are by the same member as the first. */
function byAuthor(
  page: PageDocument,
  survey: Survey,
  posts: readonly Element[],
  author: ListingSeller | null,
): Element[] {
  if (author?.url == null) return [];
  return posts.slice(0, MAX_POSTS).filter((post, at) => {
    const before = posts[at - 1];
    const end = before === undefined ? 0 : (survey.elements.get(before)?.last ?? 0);
    return at > 0 && authorOf(page, survey, post, end)?.url === author.url;
  });
}

const MAX_POSTS = 100;
const MAX_TEXT = 20_000;
/** What whoever opened the thread wrote; the answers are of others. Null where the page is no thread or marks no posts. */
export function firstPost(page: PageDocument, survey: Survey, heading: string): FirstPost | null {
  const posts = postsOf(page, survey);
  const [first] = posts;
  const text = first === undefined ? '' : visibleText(first, { limit: MAX_TEXT });
  if (first === undefined || text === '') return null;
  const subject = subjectOfTitle(page.title, new URL(page.url).hostname);
  // Boards write the number of readers and more into the heading.
  const title = subject.length > 3 && heading.includes(subject) ? subject : null;
  const offered = offersInHeading(`${heading}\n${page.title}`);
  const author = offered ? authorOf(page, survey, first) : null;
  return {
    title,
    text,
    price: offered ? (priceInProse(page, heading) ?? priceInProse(page, text)) : null,
    author,
    stock: lastWord(survey, byAuthor(page, survey, posts, author)),
    posted: offered ? postedOf(page, survey, first) : null,
    place: offered ? placeInProse(text) : null,
    node: first.startIndex ?? 0,
  };
}
