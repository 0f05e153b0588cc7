/**
 * The outline of a page while a pass over its HTML tells it: elements open and close in order, text stands between. Rows
 * of numbers and plain functions over them, because they are written for every tag of every page.
 */

/** Place of an element or text in the outline. What is inside a node follows it. */
export type Node = number;

/** Fields of a row. Attributes of an element, or the characters of a text, are between `FROM` and `TO` of an {@link HtmlSource}. */
export const [PARENT, END, FROM, TO, RAW, ROW] = [0, 1, 2, 3, 4, 5];

export type OutlineRows = {
  numbers: Int32Array;
  /** In lower case, '' for a text; has room for more than `size` nodes. */
  readonly names: string[];
  size: number;
  /** The innermost open element; node 0 holds the whole page. */
  inside: Node;
};

/** `expected` nodes fit before it grows. */
export function newRows(expected: number): OutlineRows {
  const rows: OutlineRows = {
    numbers: new Int32Array(ROW * expected),
    names: new Array<string>(expected),
    size: 0,
    inside: -1,
  };
  openElement(rows, 'page', 0, 0);
  return rows;
}

function addRow(rows: OutlineRows, name: string, from: number, to: number): Node {
  const node = rows.size;
  const at = node * ROW;
  if (at + ROW > rows.numbers.length) {
    const larger = new Int32Array(rows.numbers.length * 2);
    larger.set(rows.numbers);
    rows.numbers = larger;
  }
  const { numbers } = rows;
  numbers[at + PARENT] = rows.inside;
  numbers[at + END] = node + 1;
  numbers[at + FROM] = from;
  numbers[at + TO] = to;
  rows.names[node] = name;
  rows.size = node + 1;
  return node;
}

/** `name` is in lower case. */
export function openElement(rows: OutlineRows, name: string, from: number, to: number): void {
  rows.inside = addRow(rows, name, from, to);
}

/** An element without content. */
export function addEmpty(rows: OutlineRows, name: string, from: number, to: number): void {
  addRow(rows, name, from, to);
}

/** `raw` is text in which "&amp;" stands for itself: of a script, style or text area. */
export function addText(rows: OutlineRows, from: number, to: number, raw: boolean): void {
  const node = addRow(rows, '', from, to);
  if (raw) rows.numbers[node * ROW + RAW] = 1;
}

/** The innermost open element ends. */
export function closeElement(rows: OutlineRows): void {
  const { numbers, inside } = rows;
  numbers[inside * ROW + END] = rows.size;
  rows.inside = numbers[inside * ROW + PARENT] ?? 0;
}
