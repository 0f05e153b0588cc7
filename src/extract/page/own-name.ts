/** The names of the site itself: a shop that declares itself the seller of its own goods tells nothing about a seller. */
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from './page-document.ts';
import { hostOf } from './web-url.ts';

const MAX_HEADINGS = 3;

/** Letters and figures only. */
const squeezed = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** What companies add to their names. */
export const LEGAL_FORM =
  /(?:(?:\s|,)+(?:inc|llc|ltd|limited|pvt|private|pty|gmbh(?: & co\.? kg)?|ag|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|co|corp|corporation|store|shop|online|\.com)\.?){1,3}$/i;

/** The label of the host that names it: "shop" of "www.shop.co.uk". */
function hostName(url: string): string {
  const labels = hostOf(url)
    .replace(/^(?:www\d?|m|shop|store|en|de|fr|es|ru|cn)\./, '')
    .split('.');
  return squeezed(
    labels.length > 2 && /^(?:com?|net|org)$/.test(labels.at(-2) ?? '')
      ? (labels.at(-3) ?? '')
      : (labels.at(-2) ?? labels[0] ?? ''),
  );
}

/**
 * A test for names that are the site's own: by its host, by what it calls itself, by the end of its title. A market ends
 * its titles with the seller, too: of a name that is linked as a seller's the title tells nothing.
 */
export function ownNameTest(page: PageDocument): (name: string, linked?: boolean) => boolean {
  const { meta, title, outline, parts } = page;
  const headings = parts.headings
    .slice(0, MAX_HEADINGS)
    .map((one) => squeezed(textInside(outline, one, 500)))
    .filter((one) => one !== '');
  // Some themes set the site's name as a heading, too, above that of the page.
  const heading = headings.find((one) => squeezed(title).startsWith(one)) ?? headings[0] ?? '';
  const ending = squeezed(title.split(/\s+[|–—·•»-]\s+|\s*[|]\s*/).at(-1) ?? '');
  const told = ['og:site_name', 'application-name', 'twitter:site', 'author', 'copyright'].flatMap(
    (name) => meta.get(name) ?? [],
  );
  const own = new Set(
    told.map((name) => squeezed(oneLine(name, 100))).filter((name) => name.length > 2 && name !== heading),
  );
  const isEnding = (name: string) => name === ending && ending !== heading;
  const host = hostName(page.url);
  return (name, linked = false) => {
    const names = [squeezed(name), squeezed(name.replace(LEGAL_FORM, ''))].filter((one) => one.length > 2);
    return names.some(
      (one) =>
        own.has(one) ||
        (!linked && isEnding(one)) ||
        one === host ||
        (one.length > 4 && host.includes(one)) ||
        (host.length > 4 && one.startsWith(host)),
    );
  };
}
