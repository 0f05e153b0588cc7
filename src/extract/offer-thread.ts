/** Tells a thread of a board in which something is offered: its first post is the offer, whatever the answers name. */
import type { Price } from '../model/listing.ts';
import { subjectOfTitle } from './main-heading.ts';
import { SIGN } from './name-signs.ts';
import type { PageDocument } from './page-document.ts';
import { priceInProse } from './price-in-prose.ts';
import type { Survey } from './survey-page.ts';
import { visibleText } from './visible-text.ts';

/** Addresses of one thread, with its number, as the usual board software writes them. */
const THREAD_ADDRESS =
  /\/(?:threads?|topics?|t)\/(?:[^?#]*[./-])?\d+|\/(?:show|view)(?:thread|topic)(?:\.php)?\b[^#]*\d|\/(?:thread|topic|t)-?\d+|[?&](?:mod=viewthread|topic=\d)/i;

/** What sellers write before or behind the name of their goods, in the main languages. */
const OFFERS =
  /(?:^|[^\p{L}\p{N}])(?:wts|f\/?s|fs\/ft|for sale|selling|on sale|verkaufe|zu verkaufen|biete|vendo|se vende|vende-se|vends|à vendre|vendita|te koop|sprzedam|na sprzedaż|prodám|predám|eladó|de vânzare|säljes|til salgs?|myydään|satılık|продам|продаю|продаётся|продается|продаж[аи]|продам[оу])(?=$|[^\p{L}\p{N}])|出售|转让|轉讓|出手|现货|売ります|譲ります|팝니다|판매합니다|للبيع|cần bán|dijual|ขาย/iu;
const SEEKS =
  /(?:^|[^\p{L}\p{N}])(?:wtb|want(?:ed)? to buy|wanted|looking for|suche|gesucht|busco|compro|cherche|recherche|cerco|kupię|koupím|куплю|ищу)(?=$|[^\p{L}\p{N}])|求购|收购|買います|삽니다/iu;

export function isThread(url: string): boolean {
  const { pathname, search } = new URL(url);
  return THREAD_ADDRESS.test(pathname + search);
}

/** Whether a thread of this heading offers what it names. */
export function offersInHeading(heading: string): boolean {
  return OFFERS.test(heading) && !SEEKS.test(heading);
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
