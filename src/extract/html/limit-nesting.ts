/** Flattens HTML that is nested too deeply, so that neither the parser nor a walk over its tree can be brought down by it. */

import { MAX_NESTING, MAX_TAGS } from './page-numbers.ts';

const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr !doctype ?xml'.split(' '),
);
/** Elements whose end tag may be left out: a new one closes the last one, so they do not nest by themselves. */
const SELF_CLOSING = new Set('p li dt dd tr td th option optgroup thead tbody tfoot rp rt'.split(' '));
const RAW_TEXT = new Set(['script', 'style', 'textarea', 'title']);

type Tag = {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly closing: boolean;
};

/** The tag that starts at `start` (which holds "<"), or null where none does. */
function tagAt(html: string, start: number): Tag | null {
  const closing = html.charCodeAt(start + 1) === 47;
  let at = closing ? start + 2 : start + 1;
  const from = at;
  while (at < html.length && at - from < 40 && /[a-z0-9:_-]/i.test(html.charAt(at))) at++;
  if (at === from) return null;
  const end = html.indexOf('>', at);
  return {
    start,
    end: end < 0 ? html.length : end + 1,
    name: html.slice(from, at).toLowerCase(),
    closing,
  };
}

/** Where reading goes on after a tag: behind the raw text of a script, style or text area. */
function afterTag(html: string, tag: Tag): number {
  if (tag.closing || !RAW_TEXT.has(tag.name)) return tag.end;
  const close = new RegExp(`</${tag.name}`, 'gi');
  close.lastIndex = tag.end;
  return close.exec(html)?.index ?? html.length;
}

/** The open elements, with a count by name so that a stray end tag costs nothing. */
function openElements() {
  const stack: string[] = [];
  const count = new Map<string, number>();
  const dropped = new Map<string, number>();
  return {
    depth: () => stack.length,
    push(name: string): void {
      stack.push(name);
      count.set(name, (count.get(name) ?? 0) + 1);
    },
    drop(name: string): void {
      dropped.set(name, (dropped.get(name) ?? 0) + 1);
    },
    /** True for the end tag of an element whose start tag was dropped. */
    closeDropped(name: string): boolean {
      const left = dropped.get(name) ?? 0;
      if (left > 0) dropped.set(name, left - 1);
      return left > 0;
    },
    /** False for an end tag without its start tag. */
    close(name: string): boolean {
      if ((count.get(name) ?? 0) === 0) return false;
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        count.set(top, (count.get(top) ?? 1) - 1);
        if (top === name) break;
      }
      return true;
    },
  };
}

/** Keeps count of one tag; true when it lies beyond the limit and must go. */
function isBeyond(html: string, tag: Tag, open: ReturnType<typeof openElements>, limit: number): boolean {
  const selfClosed = html.charCodeAt(tag.end - 2) === 47;
  if (VOID.has(tag.name) || SELF_CLOSING.has(tag.name) || RAW_TEXT.has(tag.name) || selfClosed) return false;
  if (tag.closing) return open.closeDropped(tag.name) || (!open.close(tag.name) && open.depth() >= limit);
  if (open.depth() >= limit) {
    open.drop(tag.name);
    return true;
  }
  open.push(tag.name);
  return false;
}

/** Where the comment that starts at `at` ends, or -1 when no comment starts there. */
function commentEnd(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) return -1;
  const end = html.indexOf('-->', at + 4);
  return end < 0 ? html.length : end + 3;
}

/**
 * The same HTML, or, when it nests deeper than `limit`, the same without the tags beyond it (their text stays).
 * Runs in one pass; a parser's own stack is quadratic on a million open tags.
 */
export function limitNesting(html: string, limit = MAX_NESTING): string {
  const open = openElements();
  const kept: string[] = [];
  let keptTo = 0;
  let at = html.indexOf('<');
  for (let tags = 0; at >= 0; tags++) {
    if (tags >= MAX_TAGS) return kept.join('') + html.slice(keptTo, Math.max(keptTo, at));
    const comment = commentEnd(html, at);
    const tag = comment < 0 ? tagAt(html, at) : null;
    if (tag !== null && isBeyond(html, tag, open, limit)) {
      kept.push(html.slice(keptTo, tag.start), ' ');
      keptTo = tag.end;
    }
    at = html.indexOf('<', tag === null ? Math.max(comment, at + 1) : afterTag(html, tag));
  }
  return keptTo === 0 ? html : kept.join('') + html.slice(keptTo);
}
