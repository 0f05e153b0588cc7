/** The text of a part of an outline as a reader sees it: no scripts, lines where blocks end, white space folded. */
import { addGap, type FoldedText } from './fold-text.ts';
import type { Node, Outline } from './outline.ts';
import { RAW_TEXT, TEXT } from './page-numbers.ts';
import { TAG_NAMES } from './tag-kinds.ts';
import { type Gap, gapAround, type TextOptions } from './visible-text.ts';

/** `leaveOut` is asked of the elements that would be shown, `keep` of those that are no content by their tag. */
type OutlineTextOptions = TextOptions & {
  readonly leaveOut?: (node: Node) => boolean;
  readonly keep?: (node: Node) => boolean;
};

type Closing = { readonly end: Node; readonly gap: ' ' | '\n' };

/** {@link gapAround} by number of the tag. */
const gapsByKind = (contentOnly: boolean): readonly Gap[] =>
  TAG_NAMES.map((name) => gapAround(name, contentOnly));
const GAPS = gapsByKind(false);
const CONTENT_GAPS = gapsByKind(true);
/** 1 for what is not shown at all. */
const UNSHOWN = Uint8Array.from(GAPS, (gap) => (gap === null ? 1 : 0));

/** Same text as `visibleText` gives for the same part of a tree. */
export function outlineText(outline: Outline, root: Node, options: OutlineTextOptions = {}): string {
  const limit = options.limit ?? 20_000;
  const gaps = options.contentOnly ? CONTENT_GAPS : GAPS;
  const { leaveOut, keep } = options;
  const folded: FoldedText = { written: '', gap: '' };
  const closing: Closing[] = [];
  const rootEnd = outline.endOf(root);
  let nextEnd = rootEnd;
  for (let at = root + 1; at < rootEnd && folded.written.length < limit; ) {
    while (at >= nextEnd && closing.length > 0) {
      addGap(folded, closing.pop()?.gap ?? ' ');
      nextEnd = closing.at(-1)?.end ?? rootEnd;
    }
    const kind = outline.kindOf(at);
    if (kind <= RAW_TEXT) {
      outline.foldText(at, folded);
      at++;
      continue;
    }
    const gap = gaps[kind] === null && keep?.(at) ? GAPS[kind] : gaps[kind];
    if (gap === null || leaveOut?.(at)) {
      at = outline.endOf(at);
      continue;
    }
    if (gap === ' ' || gap === '\n') {
      addGap(folded, gap);
      nextEnd = outline.endOf(at);
      closing.push({ end: nextEnd, gap });
    }
    at++;
  }
  return folded.written.slice(0, limit);
}

/** Whether {@link outlineText} of this part surely is as long as this. */
export function showsAtLeast(outline: Outline, root: Node, length: number): boolean {
  const { kinds } = outline;
  const end = outline.endOf(root);
  let shown = 0;
  for (let at = root + 1; at < end && shown < length; ) {
    const kind = kinds[at] ?? TEXT;
    if (kind <= RAW_TEXT) shown += outline.inkOf(at);
    at = UNSHOWN[kind] === 1 ? outline.endOf(at) : at + 1;
  }
  return shown >= length;
}

/** All characters inside a node, as they stand in the page. */
export function textInside(outline: Outline, node: Node, limit = 100_000): string {
  const end = outline.endOf(node);
  // Most links and headings hold one text.
  if (end === node + 2) return outline.kindOf(node + 1) <= RAW_TEXT ? outline.text(node + 1) : '';
  let text = '';
  for (let at = node + 1; at < end && text.length < limit; at++) {
    if (outline.kindOf(at) <= RAW_TEXT) text += outline.text(at);
  }
  return text;
}
