/** What a page says it is about: its address, its headings and the title it gives to others. */

import type { Node } from '../html/outline.ts';
import { outlineText, textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import { isHiddenNode } from './outline-signs.ts';
import type { PageDocument } from './page-document.ts';

/** Letters and figures only, in lower case: how two ways of writing a name are compared. */
export function sameWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** "AMD AMD Ryzen 5": the maker's name stands in an element of its own. What the title of the window says twice, too, is called so: "Hori Hori". */
export function withoutRepeat(text: string, title: string): string {
  const [first = '', second] = text.split(' ', 3);
  const repeats = first !== '' && first === second && text.length > 2 * first.length + 1;
  return repeats && !sameWords(title).includes(sameWords(`${first} ${second}`))
    ? text.slice(first.length + 1)
    : text;
}

/** A heading's text as a reader sees it, on one line. */
export function headingText(page: PageDocument, heading: Node): string {
  const leaveOut = (node: Node) => isHiddenNode(page, node);
  return withoutRepeat(oneLine(outlineText(page.outline, heading, { leaveOut }), 500), page.title);
}

/** Same page? Compared without "www" and without a last slash. */
function sameAddress(a: string, b: string): boolean {
  const strip = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
  return strip(a) === strip(b);
}

/** Whether an address is that of the page itself. */
export function isAddressOf(page: PageDocument, url: string | null): boolean {
  return url !== null && [page.url, page.canonical].some((own) => sameAddress(own, url));
}

/** The first headings and the title for social networks, as {@link sameWords}. */
export function headingsOf(page: PageDocument): string[] {
  return [
    ...page.parts.headings.slice(0, 3).map((h1) => oneLine(textInside(page.outline, h1), 500)),
    oneLine(page.meta.get('og:title')?.[0] ?? '', 500),
  ]
    .map(sameWords)
    .filter((heading) => heading.length > 2);
}

/** Whether a thing of this name is what a heading names. */
export function isNamedBy(headings: readonly string[], title: string | null): boolean {
  const name = sameWords(title ?? '');
  return (
    name !== '' && headings.some((heading) => heading === name || (name.length > 8 && heading.includes(name)))
  );
}
