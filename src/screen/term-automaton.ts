/** Aho–Corasick over UTF-16 units: finds every one of many patterns in one pass over a text. */

/** Units that occur in many patterns have a column in the table; the rest (mostly Chinese) go through a map and fail links. */
const DENSE_COLUMNS = 64;
const UNITS = 65_536;

export type Automaton = {
  /** Unit → column; 0 for a unit that is in no pattern. */
  readonly columnOf: Uint16Array;
  readonly width: number;
  /** node × width → node, complete for the dense columns. */
  readonly table: Int32Array;
  /** node × 65,536 + column → node, for the rare columns. */
  readonly rare: ReadonlyMap<number, number>;
  readonly fail: Int32Array;
  /** Node → the nearest node on its fail chain, itself included, where patterns end; -1 when there is none. */
  readonly ending: Int32Array;
  /** Node → the patterns that end exactly there. */
  readonly patterns: readonly (readonly number[])[];
};

type Trie = { children: Map<number, number>[]; ends: number[][] };

/** Pattern `i` is `patterns[i]`; an empty one is never found. */
export function buildAutomaton(patterns: readonly Uint16Array[]): Automaton {
  const columnOf = assignColumns(patterns);
  const trie: Trie = { children: [new Map()], ends: [[]] };
  patterns.forEach((units, pattern) => {
    if (units.length > 0) insert(trie, units, pattern, columnOf);
  });
  return link(trie, columnOf);
}

function assignColumns(patterns: readonly Uint16Array[]): Uint16Array {
  const counts = new Map<number, number>();
  for (const units of patterns) for (const unit of units) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const columnOf = new Uint16Array(UNITS);
  const byCount = [...counts].sort(([unitA, a], [unitB, b]) => b - a || unitA - unitB);
  byCount.forEach(([unit], rank) => {
    columnOf[unit] = rank + 1;
  });
  return columnOf;
}

function insert(trie: Trie, units: Uint16Array, pattern: number, columnOf: Uint16Array): void {
  let node = 0;
  for (const unit of units) {
    const column = columnOf[unit] ?? 0;
    const children = trie.children[node];
    let next = children?.get(column);
    if (next === undefined) {
      next = trie.children.length;
      trie.children.push(new Map());
      trie.ends.push([]);
      children?.set(column, next);
    }
    node = next;
  }
  trie.ends[node]?.push(pattern);
}

/** Breadth first, so that a node's fail target is finished before the node is. */
function link({ children, ends }: Trie, columnOf: Uint16Array): Automaton {
  const nodes = children.length;
  const automaton = {
    columnOf,
    width: DENSE_COLUMNS + 1,
    table: new Int32Array(nodes * (DENSE_COLUMNS + 1)),
    rare: new Map<number, number>(),
    fail: new Int32Array(nodes),
    ending: new Int32Array(nodes).fill(-1),
    patterns: ends,
  };
  const queue: number[] = [0];
  for (const node of queue) {
    if (node !== 0) inherit(automaton, node);
    const edges = [...(children[node] ?? [])];
    for (const [column, child] of edges) {
      if (node !== 0) automaton.fail[child] = step(automaton, automaton.fail[node] ?? 0, column);
      queue.push(child);
    }
    for (const [column, child] of edges) setEdge(automaton, node, column, child);
  }
  return automaton;
}

/** What a node cannot follow itself, the node it fails to follows for it. */
function inherit({ width, table, fail, ending, patterns }: Automaton, node: number): void {
  const behind = fail[node] ?? 0;
  ending[node] = (patterns[node]?.length ?? 0) > 0 ? node : (ending[behind] ?? -1);
  table.copyWithin(node * width, behind * width, (behind + 1) * width);
}

function setEdge(
  { width, table, rare }: { width: number; table: Int32Array; rare: Map<number, number> },
  node: number,
  column: number,
  child: number,
): void {
  if (column < width) table[node * width + column] = child;
  else rare.set(node * UNITS + column, child);
}

function step({ width, table, rare, fail }: Automaton, from: number, column: number): number {
  if (column === 0) return 0;
  if (column < width) return table[from * width + column] ?? 0;
  let node = from;
  for (;;) {
    const next = rare.get(node * UNITS + column);
    if (next !== undefined) return next;
    if (node === 0) return 0;
    node = fail[node] ?? 0;
  }
}

/** Calls `found(pattern, end)` for every occurrence; `end` is the index of its last unit. Linear in text and occurrences. */
export function scan(
  automaton: Automaton,
  units: Uint16Array,
  found: (pattern: number, end: number) => void,
): void {
  const { columnOf, ending, fail, patterns } = automaton;
  let node = 0;
  for (let i = 0; i < units.length; i += 1) {
    node = step(automaton, node, columnOf[units[i] ?? 0] ?? 0);
    let at = ending[node] ?? -1;
    while (at > 0) {
      for (const pattern of patterns[at] ?? []) found(pattern, i);
      at = ending[fail[at] ?? 0] ?? -1;
    }
  }
}
