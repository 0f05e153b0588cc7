/** The rows of the outline, in the order of the page, and which elements are open while they are written. */
import {
  IS_BREAK,
  IS_FOREIGN,
  IS_HTML,
  IS_PARAGRAPH,
  IS_VOID,
  MAX_NESTING,
  ROW,
  WHOLE_PAGE,
} from '../html/page-numbers.ts';
import { DROPPED, DROPPED_SLOTS, ENDED, FOREIGN, kindsAt, MEANINGS, OPEN_KEYS, rowsAt } from './layout.ts';

/** Set for what ends others, beside the meanings that it was told of. */
export const ENDS_OTHERS: i32 = 1 << 16;

/** How many rows there are. */
export let rows: i32 = 0;
/** The innermost open element, and how many are open. */
let inside: i32 = -1;
let depth: i32 = 0;
let foreign: i32 = 0;
let dropped: bool = false;

/** What a tag means, by its number. */
export function meaningOf(kind: i32): i32 {
  return load<i32>(MEANINGS + ((<usize>kind) << 2));
}

export function addRow(kind: i32, from: i32, to: i32): void {
  const at = rowsAt + rows * ROW * 4;
  store<i32>(at, inside);
  store<i32>(at, rows + 1, 4);
  store<i32>(at, from, 8);
  store<i32>(at, to, 12);
  store<u8>(kindsAt + rows, <u8>kind);
  rows++;
}

function endInnermost(): void {
  const at = rowsAt + inside * ROW * 4;
  store<i32>(at, rows, 4);
  inside = load<i32>(at);
  depth--;
}

/** Elements beyond the deepest level, whose end tags must go with them; names that share a slot are taken for one. */
function droppedAt(key: i64): usize {
  return DROPPED + ((<usize>(key & (DROPPED_SLOTS - 1))) << 2);
}

function drop(key: i64): void {
  dropped = true;
  store<i32>(droppedAt(key), load<i32>(droppedAt(key)) + 1);
}

function isDropped(key: i64): bool {
  if (!dropped) return false;
  const left = load<i32>(droppedAt(key));
  if (left > 0) store<i32>(droppedAt(key), left - 1);
  return left > 0;
}

/** True when the element is open now, false when it is void or too deep. */
function start(kind: i32, key: i64, from: i32, to: i32): bool {
  const meaning = meaningOf(kind);
  if ((meaning & ENDS_OTHERS) !== 0) {
    const ended = ENDED + ((<usize>kind) << 8);
    while (load<u8>(ended + load<u8>(kindsAt + inside)) !== 0) endInnermost();
  }
  if ((meaning & IS_VOID) !== 0) {
    addRow(kind, from, to);
    return false;
  }
  if (depth >= MAX_NESTING) {
    drop(key);
    return false;
  }
  depth++;
  store<i64>(OPEN_KEYS + ((<usize>depth) << 3), key);
  if ((meaning & (IS_FOREIGN | IS_HTML)) !== 0) {
    store<u8>(FOREIGN + foreign, (meaning & IS_FOREIGN) !== 0 ? 1 : 0);
    foreign++;
  }
  addRow(kind, from, to);
  inside = rows - 1;
  return true;
}

/** Whether a picture or a formula is open. */
export function isInForeign(): bool {
  for (let at = inside; at > 0; at = load<i32>(rowsAt + at * ROW * 4)) {
    if ((meaningOf(load<u8>(kindsAt + at)) & IS_FOREIGN) !== 0) return true;
  }
  return false;
}

/** One of this kind and name, whose attributes are between the two places. */
export function startElement(kind: i32, key: i64, from: i32, to: i32, selfClosed: bool): void {
  if (!start(kind, key, from, to) || !selfClosed) return;
  if (foreign > 0 && load<u8>(FOREIGN + foreign - 1) === 1) endInnermost();
}

/** Ends the innermost open element of this name and all inside it, as a browser would. */
export function endElement(kind: i32, key: i64): void {
  if (isDropped(key)) return;
  const meaning = meaningOf(kind);
  if ((meaning & (IS_FOREIGN | IS_HTML)) !== 0 && foreign > 0) foreign--;
  if ((meaning & IS_BREAK) !== 0) start(kind, key, 0, 0);
  if ((meaning & IS_VOID) !== 0) return;
  let level = depth;
  while (level > 0 && load<i64>(OPEN_KEYS + ((<usize>level) << 3)) !== key) level--;
  if (level > 0) while (depth >= level) endInnermost();
  else if ((meaning & IS_PARAGRAPH) !== 0 && start(kind, key, 0, 0)) endInnermost();
}

/** Begins a page, of which the first row is all. */
export function beginRows(): void {
  rows = 0;
  inside = -1;
  depth = 0;
  dropped = false;
  memory.fill(DROPPED, 0, DROPPED_SLOTS * 4);
  store<u8>(FOREIGN, 0);
  foreign = 1;
  addRow(WHOLE_PAGE, 0, 0);
  inside = 0;
}

/** Ends what is still open. */
export function endRows(): void {
  while (depth > 0) endInnermost();
  store<i32>(rowsAt, rows, 4);
}
