/**
 * The outline of a page while a pass over its HTML tells it: elements open and close in order, text stands between. Rows
 * of numbers and plain functions over them, because they are written for every tag of every page.
 */
import type { PageRoom } from './page-room.ts';
import { RAW_TEXT, STRANGE, type TagKind, TEXT, WHOLE_PAGE } from './tag-kinds.ts';

/** Place of an element or text in the outline. What is inside a node follows it. */
export type Node = number;

/** Fields of a row. Attributes of an element, or the characters of a text, are between `FROM` and `TO` of an {@link HtmlSource}. */
export const [PARENT, END, FROM, TO, ROW] = [0, 1, 2, 3, 4];

export type OutlineRows = {
  numbers: Int32Array;
  /** What each node is, by the number of its {@link TagKind}. */
  kinds: Uint8Array;
  /** Names of the elements that HTML does not know. */
  readonly strange: Map<Node, string>;
  size: number;
  /** The innermost open element; node 0 holds the whole page. */
  inside: Node;
};

/** `expected` nodes fit before it grows. */
export function newRows(expected: number, { numbers, kinds }: PageRoom): OutlineRows {
  const fits = kinds.length >= expected;
  const rows: OutlineRows = {
    numbers: fits ? numbers : new Int32Array(ROW * expected),
    kinds: fits ? kinds : new Uint8Array(expected),
    strange: new Map(),
    size: 0,
    inside: -1,
  };
  openElement(rows, WHOLE_PAGE, 0, 0);
  return rows;
}

function grow(rows: OutlineRows): void {
  const [numbers, kinds] = [new Int32Array(rows.numbers.length * 2), new Uint8Array(rows.kinds.length * 2)];
  numbers.set(rows.numbers);
  kinds.set(rows.kinds);
  rows.numbers = numbers;
  rows.kinds = kinds;
}

function addRow(rows: OutlineRows, kind: number, from: number, to: number): Node {
  const node = rows.size;
  if (node >= rows.kinds.length) grow(rows);
  const { numbers, kinds } = rows;
  const at = node * ROW;
  numbers[at] = rows.inside;
  numbers[at + 1] = node + 1;
  numbers[at + 2] = from;
  numbers[at + 3] = to;
  kinds[node] = kind;
  rows.size = node + 1;
  return node;
}

/** An element without content. */
export function addEmpty(rows: OutlineRows, { number, name }: TagKind, from: number, to: number): Node {
  const node = addRow(rows, number, from, to);
  if (number === STRANGE) rows.strange.set(node, name);
  return node;
}

export function openElement(rows: OutlineRows, kind: TagKind, from: number, to: number): void {
  rows.inside = addEmpty(rows, kind, from, to);
}

/** `raw` is text in which "&amp;" stands for itself: of a script, style or text area. */
export function addText(rows: OutlineRows, from: number, to: number, raw: boolean): void {
  addRow(rows, raw ? RAW_TEXT : TEXT, from, to);
}

/** The innermost open element ends. */
export function closeElement(rows: OutlineRows): void {
  const { numbers, inside } = rows;
  numbers[inside * ROW + END] = rows.size;
  rows.inside = numbers[inside * ROW + PARENT] ?? 0;
}
