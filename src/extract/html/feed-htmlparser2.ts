/** The same events as our own pass, from htmlparser2: what tests hold ours against, and what a setting switches to. */
import { Parser } from 'htmlparser2';
import { pageText, wholeText } from './code-units.ts';
import { addFolded } from './fold-text.ts';
import type { HtmlFeed, HtmlSource } from './html-events.ts';
import { limitNesting } from './limit-nesting.ts';
import { addText, closeElement, finished, type Node, newRows, openElement } from './outline-rows.ts';
import { MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES } from './page-numbers.ts';
import { newRoom } from './page-room.ts';
import { withShadowsNamed } from './shadow-roots.ts';

type Pair = readonly [name: string, value: string, node: Node];

const NOT_DECODED = new Set(['script', 'style', 'textarea', 'xmp']);

/** For one value at a time, where a place in a text is wanted. */
const ROOM = newRoom();

/** Reads what the lists hold. */
function sourceOf(pairs: readonly Pair[], texts: readonly string[]): HtmlSource {
  const eachBearing: HtmlSource['eachBearing'] = (wanted, visit) => {
    let last = -1;
    for (const [name, value, node] of pairs) {
      if (name !== wanted || node === last) continue;
      last = node;
      visit(node, value);
    }
  };
  return {
    eachBearing,
    bearing(wanted) {
      const found = new Map<string, Node[]>();
      eachBearing(wanted, (node, value) => {
        const nodes = found.get(value);
        if (nodes === undefined) found.set(value, [node]);
        else nodes.push(node);
      });
      return found;
    },
    eachPlace: (wanted, visit) =>
      eachBearing(wanted, (node, value) => visit(node, pageText(value, ROOM), 0, value.length, false)),
    attribute: (first, last, name) => {
      for (let at = first; at < last; at++) if (pairs[at]?.[0] === name) return pairs[at]?.[1];
      return undefined;
    },
    attributes: (first, last) => {
      const found: Record<string, string> = {};
      for (const [name, value] of pairs.slice(first, last)) {
        if (!Object.hasOwn(found, name)) found[name] = value;
      }
      return found;
    },
    text: (at) => texts[at] ?? '',
    foldText(at, _to, _raw, folded) {
      const text = texts[at] ?? '';
      addFolded(folded, text, 0, text.length, false);
    },
    inkOf: (at) => (texts[at] ?? '').replace(/\s+/g, '').length,
  };
}

/** Keeps attributes and texts as strings; `from` and `to` are places in the lists. */
export const feedFromHtmlparser2: HtmlFeed = (page) => {
  const rows = newRows();
  const pairs: Pair[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  let from = 0;
  let waiting = '';
  const flush = () => {
    if (waiting === '') return;
    texts.push(waiting);
    addText(rows, texts.length - 1, texts.length, NOT_DECODED.has(open.at(-1) ?? ''));
    waiting = '';
  };
  const parser = new Parser({
    onopentagname() {
      flush();
      from = pairs.length;
    },
    onattribute(name, value) {
      if (pairs.length < Math.min(from + MAX_ATTRIBUTES, MAX_PAGE_ATTRIBUTES))
        pairs.push([name, value, rows.size]);
    },
    onopentag(name) {
      open.push(name);
      openElement(rows, name, from, pairs.length);
    },
    onclosetag() {
      flush();
      // At the end it also closes a start tag that the page broke off in.
      if (open.pop() !== undefined) closeElement(rows);
    },
    oncomment: flush,
    onprocessinginstruction: flush,
    ontext(text) {
      waiting += text;
    },
    onend: flush,
  });
  // Its stack is quadratic on a million open tags.
  parser.end(limitNesting(withShadowsNamed(wholeText(page))));
  return { rows: finished(rows), source: sourceOf(pairs, texts) };
};
