/** The text of a part of a page as a reader sees it: no scripts, lines where blocks end, white space folded. */
import type { ChildNode, Element } from './element.ts';

const HIDDEN = 'script style noscript template svg iframe head select object'.split(' ');
const FURNITURE = 'nav header footer aside form button'.split(' ');
const BLOCK = (
  'address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li ' +
  'main nav ol p pre section table tr ul'
).split(' ');

export type TextOptions = {
  /** Leave out navigation, header, footer and forms. */
  readonly contentOnly?: boolean;
  /** Longest text that is wanted, in UTF-16 units. */
  readonly limit?: number;
};

/** White space that {@link foldSpaces} or {@link oneLine} may change. */
const FOLDED = /[^\S ]| {2}|^ | $/;

export function foldSpaces(text: string): string {
  if (!FOLDED.test(text)) return text;
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** A value on one line, not longer than `limit`. */
export function oneLine(text: string, limit = 1000): string {
  const read = text.length <= limit * 4 ? text : text.slice(0, limit * 4);
  const folded = FOLDED.test(read) ? read.replace(/\s+/g, ' ').trim() : read;
  return folded.length <= limit ? folded : folded.slice(0, limit);
}

type Work = ChildNode | '\n' | ' ';

export type Gap = '\n' | ' ' | '' | null;

function gapsWithout(left: readonly string[]): ReadonlyMap<string, Gap> {
  return new Map<string, Gap>([
    ...BLOCK.map((name) => [name, '\n'] as const),
    ...['td', 'th'].map((name) => [name, ' '] as const),
    ...left.map((name) => [name, null] as const),
  ]);
}
const GAPS = gapsWithout(HIDDEN);
const CONTENT_GAPS = gapsWithout([...HIDDEN, ...FURNITURE]);

/** What an element adds around its children, or null where it is not shown at all. */
export function gapAround(name: string, contentOnly: boolean): Gap {
  const gap = (contentOnly ? CONTENT_GAPS : GAPS).get(name);
  return gap === undefined ? '' : gap;
}

/** Walks with a stack of its own, so that depth costs no call frames. */
export function visibleText(root: Element, options: TextOptions = {}): string {
  const limit = options.limit ?? 20_000;
  const parts: string[] = [];
  let length = 0;
  const add = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  const stack: Work[] = [...root.children].reverse();
  for (let node = stack.pop(); node !== undefined && length < limit * 2; node = stack.pop()) {
    if (typeof node === 'string') add(node);
    // Line breaks of the source are only spaces.
    else if (node.type === 'text') add(node.data.slice(0, limit).replace(/\s+/g, ' '));
    else if ('attribs' in node) {
      const gap = gapAround(node.name, options.contentOnly ?? false);
      if (gap === null) continue;
      if (gap !== '') {
        add(gap);
        stack.push(gap);
      }
      for (let at = node.children.length - 1; at >= 0; at--) stack.push(node.children[at] ?? ' ');
    }
  }
  return foldSpaces(parts.join('')).slice(0, limit);
}
