/**
 * The outline of a page: its elements and texts in document order as rows of numbers. All readers walk over it; it costs
 * a fraction of a tree of objects, because attributes and texts stay in the page until they are read.
 */
import { feedFromHtmlparser2 } from './feed-htmlparser2.ts';
import type { HtmlEvents, HtmlSource } from './html-events.ts';
import { scanTags } from './scan-tags.ts';

/** Which pass reads pages: our own, or htmlparser2 as a second opinion. */
export type HtmlReader = 'own' | 'htmlparser2';

/** Place of an element or text in the outline. What is inside a node follows it: from `node + 1` to before `endOf(node)`. */
export type Node = number;

export type Outline = {
  /** How many nodes there are; node 0 holds the whole page. */
  readonly size: number;
  /** Name of the element in lower case; '' for a text. */
  readonly nameOf: (node: Node) => string;
  /** The enclosing element; -1 for node 0. */
  readonly parentOf: (node: Node) => Node;
  /** The first node that is not inside. */
  readonly endOf: (node: Node) => Node;
  readonly attribute: (node: Node, name: string) => string | undefined;
  readonly hasAttributes: (node: Node) => boolean;
  /** The elements that have an attribute of this name, in the order of the page. */
  readonly bearing: (name: string) => readonly Node[];
  readonly attributes: (node: Node) => Record<string, string>;
  /** The characters of a text node. */
  readonly text: (node: Node) => string;
};

/** Fields of a row. */
const [PARENT, END, FROM, TO, RAW, ROW] = [0, 1, 2, 3, 4, 5];

/** `names` has room for more than `size` nodes. */
type Rows = { numbers: Int32Array; readonly names: string[]; size: number };

function addRow(rows: Rows, name: string, parent: Node, from: number, to: number): Node {
  const node = rows.size;
  const at = node * ROW;
  if (at + ROW > rows.numbers.length) {
    const larger = new Int32Array(rows.numbers.length * 2);
    larger.set(rows.numbers);
    rows.numbers = larger;
  }
  const { numbers } = rows;
  numbers[at + PARENT] = parent;
  numbers[at + END] = node + 1;
  numbers[at + FROM] = from;
  numbers[at + TO] = to;
  rows.names[node] = name;
  rows.size = node + 1;
  return node;
}

function rowWriter(rows: Rows): HtmlEvents {
  let inside: Node = 0;
  return {
    open(name, from, to) {
      inside = addRow(rows, name, inside, from, to);
    },
    text(from, to, raw) {
      const node = addRow(rows, '', inside, from, to);
      if (raw) rows.numbers[node * ROW + RAW] = 1;
    },
    close() {
      rows.numbers[inside * ROW + END] = rows.size;
      inside = rows.numbers[inside * ROW + PARENT] ?? 0;
    },
  };
}

function asOutline({ numbers, names, size }: Rows, source: HtmlSource): Outline {
  const field = (node: Node, name: number) => numbers[node * ROW + name] ?? 0;
  // The numbers of a text are places in the page, not attributes.
  const hasAttributes = (node: Node) => names[node] !== '' && field(node, TO) > field(node, FROM);
  return {
    size,
    nameOf: (node) => names[node] ?? '',
    parentOf: (node) => field(node, PARENT),
    endOf: (node) => field(node, END),
    attribute: (node, name) =>
      hasAttributes(node) ? source.attribute(field(node, FROM), field(node, TO), name) : undefined,
    hasAttributes,
    bearing(name) {
      const found: Node[] = [];
      if (!source.bears(name)) return found;
      for (let node = 1; node < size; node++) {
        if (!hasAttributes(node)) continue;
        if (source.attribute(field(node, FROM), field(node, TO), name) !== undefined) found.push(node);
      }
      return found;
    },
    attributes: (node) => (hasAttributes(node) ? source.attributes(field(node, FROM), field(node, TO)) : {}),
    text: (node) => source.text(field(node, FROM), field(node, TO), field(node, RAW) === 1),
  };
}

export function outlineOf(html: string, reader: HtmlReader = 'own'): Outline {
  // About what shop pages hold; it grows where there is more.
  const expected = Math.min(8192, 64 + Math.floor(html.length / 12));
  const rows: Rows = {
    numbers: new Int32Array(ROW * expected),
    names: new Array<string>(expected),
    size: 0,
  };
  addRow(rows, 'page', -1, 0, 0);
  const source = (reader === 'own' ? scanTags : feedFromHtmlparser2)(html, rowWriter(rows));
  rows.numbers[END] = rows.size;
  return asOutline(rows, source);
}

/** The element and those around it, innermost first, without node 0. */
export function* around(outline: Outline, node: Node): Generator<Node> {
  for (let at = node; at > 0; at = outline.parentOf(at)) yield at;
}

/** The children of an element that are elements. */
export function* childElements(outline: Outline, node: Node): Generator<Node> {
  const end = outline.endOf(node);
  for (let at = node + 1; at < end; at = outline.endOf(at)) if (outline.nameOf(at) !== '') yield at;
}
