/** The links of a page by which whoever offers something is reached. */

import { HANDLE_LINKS } from '../contacts/handle-links.ts';
import type { PageText } from '../html/code-units.ts';
import { around, type Node } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import type { PageDocument } from '../page/page-document.ts';

const FURNITURE = tagSet('nav header footer');
/** What begins such a link, by the table of them: hosts end in "/", schemes in ":". A mere link to a profile or to a server is there to be followed or joined. */
const STARTS = HANDLE_LINKS.flatMap(([kind, words, , proof]) =>
  proof === undefined && kind !== 'discord' ? words.split(' ').filter((word) => word !== '') : [],
);
const escaped = (words: readonly string[]) => words.map((word) => word.replaceAll('.', '\\.')).join('|');
const CONTACT_LINK = new RegExp(
  `^(?:tel:|mailto:|sms:|tox:|${escaped(STARTS.filter((word) => word.endsWith(':')))})|(?:^|[/.])(?:${escaped(STARTS.filter((word) => word.endsWith('/')))})`,
  'i',
);
const MAX_CONTACT_LINKS = 100;
const ANCHOR = tagSet('a area');
const SLASH = 47;

/** A test for paths of the site itself that name no other host, as most links of a page are; asked in the order of the page. */
function ownPathTest(): (text: PageText, from: number, to: number) => boolean {
  let [dot, of]: [number, PageText | null] = [-1, null];
  return (text, from, to) => {
    if (text.units[from] !== SLASH) return false;
    if (dot < from || of !== text) {
      const next = text.html.indexOf('.', from);
      dot = next < 0 ? text.html.length : next;
      of = text;
    }
    return dot >= to;
  };
}

/**
 * Contact links of the page's content, or of one element of it; those of header and footer are the shop's or the marketplace's
 * own.
 */
export function contactLinks({ outline }: PageDocument, within: Node = 0): string[] {
  const found: { readonly node: Node; readonly href: string }[] = [];
  const isOwnPath = ownPathTest();
  const end = outline.endOf(within);
  outline.eachPlace('href', (node, text, from, to) => {
    if (node < within || node >= end || ANCHOR[outline.kindOf(node)] === 0) return;
    if (found.length >= MAX_CONTACT_LINKS || isOwnPath(text, from, to)) return;
    const href = outline.attribute(node, 'href') ?? '';
    if (CONTACT_LINK.test(href)) found.push({ node, href });
  });
  return found
    .filter(({ node }) => !around(outline, node).some((at) => FURNITURE[outline.kindOf(at)] === 1))
    .map(({ href }) => href);
}
