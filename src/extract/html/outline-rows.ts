/** Rows of an outline while a pass of objects tells it: elements open and close in order, text stands between. */
import { END, PARENT, RAW_TEXT, ROW, STRANGE, TEXT, WHOLE_PAGE } from './page-numbers.ts';
import { tagNumber } from './tag-kinds.ts';

/** Place of an element or text in the outline. What is inside a node follows it. */
export type Node = number;

/** What is told of a page: `ROW` numbers a node, of which there are `size`. */
export type OutlineRows = {
  readonly numbers: Int32Array;
  /** What each node is: the number of its tag, or `TEXT`, `RAW_TEXT`, `STRANGE`. */
  readonly kinds: Uint8Array;
  readonly size: number;
  /** Name of a `STRANGE` element. */
  readonly strangeName: (node: Node) => string;
};

export type GrowingRows = {
  numbers: Int32Array;
  kinds: Uint8Array;
  readonly strange: Map<Node, string>;
  size: number;
  /** The innermost open element; node 0 holds the whole page. */
  inside: Node;
};

const FIRST_ROOM = 1024;

export function newRows(): GrowingRows {
  const rows: GrowingRows = {
    numbers: new Int32Array(ROW * FIRST_ROOM),
    kinds: new Uint8Array(FIRST_ROOM),
    strange: new Map(),
    size: 0,
    inside: -1,
  };
  addRow(rows, WHOLE_PAGE, 0, 0);
  rows.inside = 0;
  return rows;
}

function grow(rows: GrowingRows): void {
  const [numbers, kinds] = [new Int32Array(rows.numbers.length * 2), new Uint8Array(rows.kinds.length * 2)];
  numbers.set(rows.numbers);
  kinds.set(rows.kinds);
  rows.numbers = numbers;
  rows.kinds = kinds;
}

function addRow(rows: GrowingRows, kind: number, from: number, to: number): Node {
  const node = rows.size;
  if (node >= rows.kinds.length) grow(rows);
  rows.numbers.set([rows.inside, node + 1, from, to], node * ROW);
  rows.kinds[node] = kind;
  rows.size = node + 1;
  return node;
}

/** `name` is in lower case. */
export function openElement(rows: GrowingRows, name: string, from: number, to: number): void {
  const number = tagNumber(name);
  rows.inside = addRow(rows, number, from, to);
  if (number === STRANGE) rows.strange.set(rows.inside, name);
}

/** `raw` is text in which "&amp;" stands for itself: of a script, style or text area. */
export function addText(rows: GrowingRows, from: number, to: number, raw: boolean): void {
  addRow(rows, raw ? RAW_TEXT : TEXT, from, to);
}

/** The innermost open element ends. */
export function closeElement(rows: GrowingRows): void {
  const { numbers, inside } = rows;
  numbers[inside * ROW + END] = rows.size;
  rows.inside = numbers[inside * ROW + PARENT] ?? 0;
}

/** Ends the page. */
export function finished(rows: GrowingRows): OutlineRows {
  closeElement(rows);
  const { numbers, kinds, size, strange } = rows;
  return { numbers, kinds, size, strangeName: (node) => strange.get(node) ?? '' };
}
