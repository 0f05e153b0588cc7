/** The text of a part of an outline as a reader sees it: no scripts, lines where blocks end, white space folded. */
import type { Node, Outline } from './outline.ts';
import { gapAround, type TextOptions } from './visible-text.ts';

const [NEW_LINE, SPACE] = [10, 32];

/** White space in the sense of a regular expression's \s. */
function isBlank(code: number): boolean {
  if (code <= SPACE) return code === SPACE || (code >= 9 && code <= 13);
  if (code < 160) return false;
  return (
    code === 160 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** End of the words at `from` that stand with one plain space between them. */
function wordsEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE && code < 160) continue;
    if (!isBlank(code)) continue;
    const single = code === SPACE && at + 1 < text.length && !isBlank(text.charCodeAt(at + 1));
    if (!single) return at;
  }
  return text.length;
}

/** Collects text with every run of white space folded into one space, or one line break where a block ends. */
function foldingWriter() {
  let written = '';
  /** What stands between the last word and the next: 0 nothing, else the character. */
  let gap = 0;
  return {
    length: () => written.length,
    result: () => written,
    gap(code: number): void {
      if (gap !== NEW_LINE) gap = code;
    },
    add(text: string): void {
      for (let at = 0; at < text.length; ) {
        if (isBlank(text.charCodeAt(at))) {
          if (gap === 0) gap = SPACE;
          at++;
          continue;
        }
        const end = wordsEnd(text, at);
        if (gap !== 0 && written !== '') written += gap === NEW_LINE ? '\n' : ' ';
        gap = 0;
        written += text.slice(at, end);
        at = end;
      }
    },
  };
}

/** Same text as `visibleText` gives for the same part of a tree. */
export function outlineText(outline: Outline, root: Node, options: TextOptions = {}): string {
  const limit = options.limit ?? 20_000;
  const contentOnly = options.contentOnly ?? false;
  const writer = foldingWriter();
  const closing: { readonly end: Node; readonly gap: number }[] = [];
  const rootEnd = outline.endOf(root);
  let nextEnd = rootEnd;
  for (let at = root + 1; at < rootEnd && writer.length() < limit; ) {
    while (at >= nextEnd && closing.length > 0) {
      writer.gap(closing.pop()?.gap ?? SPACE);
      nextEnd = closing.at(-1)?.end ?? rootEnd;
    }
    const name = outline.nameOf(at);
    if (name === '') {
      writer.add(outline.text(at));
      at++;
      continue;
    }
    const around = gapAround(name, contentOnly);
    if (around === null) {
      at = outline.endOf(at);
      continue;
    }
    if (around !== '') {
      const gap = around.charCodeAt(0);
      writer.gap(gap);
      nextEnd = outline.endOf(at);
      closing.push({ end: nextEnd, gap });
    }
    at++;
  }
  return writer.result().slice(0, limit);
}

/** All characters inside a node, as they stand in the page. */
export function textInside(outline: Outline, node: Node, limit = 100_000): string {
  let text = '';
  const end = outline.endOf(node);
  for (let at = node + 1; at < end && text.length < limit; at++) {
    if (outline.nameOf(at) === '') text += outline.text(at);
  }
  return text;
}
