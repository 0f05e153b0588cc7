/** Tells a thread of a board in which something is offered: its first post is the offer, whatever the answers name. */
import type { Price } from '../model/listing.ts';
import { subjectOfTitle } from './main-heading.ts';
import { SIGN } from './name-signs.ts';
import type { PageDocument } from './page-document.ts';
import { priceInProse } from './price-in-prose.ts';
import { offersInHeading } from './selling-words.ts';
import type { Survey } from './survey-page.ts';
import { visibleText } from './visible-text.ts';

/** Addresses of one thread, with its number, as the usual board software writes them. */
const THREAD_ADDRESS =
  /\/(?:threads?|topics?|t)\/(?:[^?#]*[./-])?\d+|\/(?:show|view)(?:thread|topic)(?:\.php)?\b[^#]*\d|\/(?:thread|topic|t)-?\d+|[?&](?:mod=viewthread|topic=\d)/i;

export function isThread(url: string): boolean {
  const { pathname, search } = new URL(url);
  return THREAD_ADDRESS.test(pathname + search);
}

export type FirstPost = {
  readonly title: string | null;
  readonly text: string;
  readonly price: Price | null;
};

const MAX_TEXT = 20_000;
/** What whoever opened the thread wrote; the answers are of others. Null where the page is no thread or marks no posts. */
export function firstPost(page: PageDocument, survey: Survey, heading: string): FirstPost | null {
  const [first] = isThread(page.url) ? survey.signed(SIGN.post) : [];
  const text = first === undefined ? '' : visibleText(first, { limit: MAX_TEXT });
  if (text === '') return null;
  const subject = subjectOfTitle(page.title, new URL(page.url).hostname);
  // Boards write the number of readers and more into the heading.
  const title = subject.length > 3 && heading.includes(subject) ? subject : null;
  const offered = offersInHeading(`${heading}\n${page.title}`);
  return { title, text, price: offered ? priceInProse(page, text) : null };
}
