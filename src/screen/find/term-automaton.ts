/** Aho–Corasick: one state machine for all patterns, so that a text is read once whatever their number. */
import { type Alphabet, COLUMN, WIDTH_BITS } from './alphabet.ts';

/**
 * States are numbered breadth first, so the first ones are the shallow ones where nearly all of any text is read: they have a full
 * row of `table`. The others, long tails with one child each, keep their children and fall back on `fail`.
 */
export type Automaton = {
  /** Number of states with a row. */
  readonly dense: number;
  /** state × WIDTH + column → state. */
  readonly table: Int32Array;
  /** State → column that leads to it; the children of one state are consecutive states. */
  readonly column: Uint8Array;
  readonly firstChild: Int32Array;
  readonly children: Uint8Array;
  readonly fail: Int32Array;
  /** State → the nearest state on its fail chain, itself included, where patterns end; -1 when there is none. */
  readonly ending: Int32Array;
  /** State → the first pattern that ends exactly there, -1 for none; pattern → the next one there. */
  readonly firstPattern: Int32Array;
  readonly nextPattern: Int32Array;
};

/**
 * Rows of the table: 2 MB, what a core's own cache can hold. Four times as many take longer to make and to read (232 instead of
 * 250 MB of shop text a second, 125 instead of 174 of names one behind the other); a fourth of them is slower on the names, too.
 */
const MOST_ROWS = 4096;

/** Pattern `i` is `patterns[i]`, as representatives; an empty one is never found. */
export function buildAutomaton(patterns: readonly Uint16Array[], { codes }: Alphabet): Automaton {
  const columns = patterns.map((units) => toColumns(units, codes));
  const order = [...columns.keys()].filter((i) => (columns[i]?.length ?? 0) > 0);
  order.sort((a, b) => compare(columns[a] ?? EMPTY, columns[b] ?? EMPTY));
  const states = countStates(columns, order);
  const rows = Math.min(states, MOST_ROWS);
  const automaton = {
    dense: rows,
    table: new Int32Array(rows << WIDTH_BITS),
    column: new Uint8Array(states),
    firstChild: new Int32Array(states),
    children: new Uint8Array(states),
    fail: new Int32Array(states),
    ending: new Int32Array(states).fill(-1),
    firstPattern: new Int32Array(states).fill(-1),
    nextPattern: new Int32Array(patterns.length).fill(-1),
  };
  grow(automaton, columns, order);
  return automaton;
}

const EMPTY = new Uint8Array(0);

function toColumns(units: Uint16Array, codes: Uint16Array): Uint8Array {
  const columns = new Uint8Array(2 * units.length);
  let size = 0;
  for (const unit of units) {
    const code = codes[unit] ?? 0;
    columns[size] = code & COLUMN;
    size += 1;
    const second = (code >> WIDTH_BITS) & COLUMN;
    if (second === 0) continue;
    columns[size] = second;
    size += 1;
  }
  return columns.subarray(0, size);
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const at = commonLength(a, b);
  return (a[at] ?? -1) - (b[at] ?? -1);
}

function commonLength(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) at += 1;
  return at;
}

function countStates(columns: readonly Uint8Array[], order: readonly number[]): number {
  let states = 1;
  let before: Uint8Array = EMPTY;
  for (const pattern of order) {
    const own = columns[pattern] ?? EMPTY;
    states += own.length - commonLength(before, own);
    before = own;
  }
  return states;
}

/** Breadth first over the sorted patterns: a state is a range of them that agree so far. */
function grow(automaton: Automaton, columns: readonly Uint8Array[], order: readonly number[]): void {
  const { column, firstChild, children } = automaton;
  const states = column.length;
  const from = new Int32Array(states);
  const to = new Int32Array(states);
  const depth = new Uint16Array(states);
  to[0] = order.length;
  const { cells, starts } = layOut(columns, order);
  const columnOf = (i: number, at: number) => cells[(starts[i] ?? 0) + at] ?? END;
  let next = 1;
  for (let state = 0; state < states; state += 1) {
    const at = depth[state] ?? 0;
    const end = to[state] ?? 0;
    // The shorter ones, which end here, are sorted before the longer ones.
    let i = from[state] ?? 0;
    while (i < end && columnOf(i, at) === END) i += 1;
    endPatterns(automaton, state, order, from[state] ?? 0, i);
    firstChild[state] = next;
    for (; i < end; next += 1) {
      const own = columnOf(i, at);
      from[next] = i;
      while (i < end && columnOf(i, at) === own) i += 1;
      to[next] = i;
      depth[next] = at + 1;
      column[next] = own;
    }
    children[state] = next - (firstChild[state] ?? 0);
    link(automaton, state);
  }
}

/** No column: a pattern is over. */
const END = 0xff;

/** All patterns one behind the other, each with its end: one array is read far quicker than thousands. */
function layOut(
  columns: readonly Uint8Array[],
  order: readonly number[],
): { cells: Uint8Array; starts: Int32Array } {
  const starts = new Int32Array(order.length);
  let size = 0;
  order.forEach((pattern, i) => {
    starts[i] = size;
    size += (columns[pattern]?.length ?? 0) + 1;
  });
  const cells = new Uint8Array(size).fill(END);
  order.forEach((pattern, i) => {
    cells.set(columns[pattern] ?? EMPTY, starts[i]);
  });
  return { cells, starts };
}

/** Those from `from` up to `to` in the order; they are met in the order of the list. */
function endPatterns(
  { firstPattern, nextPattern }: Automaton,
  state: number,
  order: readonly number[],
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    const pattern = order[i] ?? 0;
    if (i === from) firstPattern[state] = pattern;
    nextPattern[pattern] = i + 1 < to ? (order[i + 1] ?? -1) : -1;
  }
}

/** A state's fail target is shallower, so it is finished: what the state cannot follow itself, the target follows for it. */
function link(automaton: Automaton, state: number): void {
  const { dense, table, column, firstChild, children, fail, ending, firstPattern } = automaton;
  const behind = fail[state] ?? 0;
  const first = firstChild[state] ?? 0;
  const last = first + (children[state] ?? 0);
  ending[state] = (firstPattern[state] ?? -1) >= 0 ? state : state === 0 ? -1 : (ending[behind] ?? -1);
  if (state !== 0) {
    for (let child = first; child < last; child += 1)
      fail[child] = step(automaton, behind, column[child] ?? 0);
  }
  if (state >= dense) return;
  if (state !== 0) table.copyWithin(state << WIDTH_BITS, behind << WIDTH_BITS, (behind + 1) << WIDTH_BITS);
  for (let child = first; child < last; child += 1)
    table[(state << WIDTH_BITS) | (column[child] ?? 0)] = child;
}

/** The state after one more column. */
export function step(automaton: Automaton, from: number, wanted: number): number {
  const { dense, table, column, firstChild, children, fail } = automaton;
  let state = from;
  while (state >= dense) {
    const first = firstChild[state] ?? 0;
    const last = first + (children[state] ?? 0);
    for (let child = first; child < last; child += 1) if (column[child] === wanted) return child;
    state = fail[state] ?? 0;
  }
  return table[(state << WIDTH_BITS) | wanted] ?? 0;
}
