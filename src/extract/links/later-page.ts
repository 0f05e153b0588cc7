/** Tells the pages of a list behind its first one by their address and their row of numbers. */
import { isLaterPage, type PageNumber, pageNumberOf } from '../../text/page-number.ts';
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sameHost } from '../page/web-url.ts';

const MAX_LINKS = 2000;
const DIGITS = /^\d{1,5}$/;

/** Of the same list, and before that page: the first one often tells of no number. */
function isBefore(url: string, own: PageNumber): boolean {
  const told = pageNumberOf(url);
  const { pathname, searchParams } = new URL(url);
  const path = told?.path ?? pathname;
  if (path.replace(/\/$/, '') !== own.path.replace(/\/$/, '')) return false;
  // A session may stand beside them.
  const others = told?.others ?? new Set([...searchParams].map((each) => each.join('=')));
  return own.others.isSubsetOf(others) && (told?.number ?? 0) < own.number;
}

/**
 * Whether the page's address counts it as a later one, and a link that is a number leads back to one before it. An address alone
 * says too little: "index.php?page=12" may be how a site names all that it has.
 */
export function leadsBack(page: PageDocument): boolean {
  if (!isLaterPage(page.url)) return false;
  const own = pageNumberOf(page.url);
  const { outline, parts } = page;
  return (
    own !== null &&
    parts.anchors.slice(0, MAX_LINKS).some((anchor) => {
      if (!DIGITS.test(oneLine(textInside(outline, anchor, 40), 8))) return false;
      const url = page.resolve(outline.attribute(anchor, 'href') ?? '');
      return url !== null && sameHost(url, page.url) && isBefore(url, own);
    })
  );
}
