/** Makes properly nested elements of the start and end tags of a page, as a browser would close what was left open. */
import { MAX_NESTING } from './html-events.ts';
import {
  addEmpty,
  closeElement,
  type Node,
  type OutlineRows,
  openElement,
  PARENT,
  ROW,
} from './outline-rows.ts';
import { BR, KINDS_BY_NUMBER, P, STRANGE, type TagKind, type TagSet } from './tag-kinds.ts';

/** Same rules as htmlparser2, which tests hold it against. The rows tell which elements are open: those that hold the innermost one. */
export type Nesting = {
  readonly rows: OutlineRows;
  /** How many elements are open. */
  depth: number;
  /** Whether HTML's rules are off, by open element that changes it. */
  readonly foreign: boolean[];
  /** Elements beyond the deepest level, whose end tags must go with them. */
  readonly dropped: Map<string, number>;
};

export function newNesting(rows: OutlineRows): Nesting {
  return { rows, depth: 0, foreign: [false], dropped: new Map() };
}

function endInnermost(nesting: Nesting): void {
  nesting.depth--;
  closeElement(nesting.rows);
}

/** Ends the innermost elements whose end tags the new one makes needless. */
function endBefore(nesting: Nesting, ends: TagSet): void {
  const { rows } = nesting;
  while (ends[rows.kinds[rows.inside] ?? 0] === 1) endInnermost(nesting);
}

/** True when the element is open now, false when it is void or too deep. */
function start(nesting: Nesting, kind: TagKind, from: number, to: number): boolean {
  const { rows, foreign, dropped } = nesting;
  const { name, ends, isVoid, inside } = kind;
  if (ends !== null) endBefore(nesting, ends);
  if (isVoid) {
    addEmpty(rows, kind, from, to);
    return false;
  }
  if (nesting.depth >= MAX_NESTING) {
    dropped.set(name, (dropped.get(name) ?? 0) + 1);
    return false;
  }
  nesting.depth++;
  if (inside !== null) foreign.push(inside === 'foreign');
  openElement(rows, kind, from, to);
  return true;
}

export function startElement(
  nesting: Nesting,
  kind: TagKind,
  from: number,
  to: number,
  selfClosed: boolean,
): void {
  const { foreign } = nesting;
  if (start(nesting, kind, from, to) && selfClosed && foreign[foreign.length - 1]) endInnermost(nesting);
}

function isDropped({ dropped }: Nesting, name: string): boolean {
  const left = dropped.get(name) ?? 0;
  if (left > 0) dropped.set(name, left - 1);
  return left > 0;
}

/** The innermost open element of this kind; 0 where none is open. */
function openOf({ kinds, inside, numbers, strange }: OutlineRows, { number, name }: TagKind): Node {
  let node = inside;
  while (node > 0 && (kinds[node] !== number || (number === STRANGE && strange.get(node) !== name)))
    node = numbers[node * ROW + PARENT] ?? 0;
  return node;
}

export function endElement(nesting: Nesting, kind: TagKind): void {
  const { rows, foreign, dropped } = nesting;
  const { name, inside, isVoid } = kind;
  if (dropped.size > 0 && isDropped(nesting, name)) return;
  if (inside !== null) foreign.pop();
  if (name === 'br') start(nesting, BR, 0, 0);
  if (isVoid) return;
  const node = openOf(rows, kind);
  // What is inside an element comes behind it.
  if (node > 0) while (rows.inside >= node) endInnermost(nesting);
  // A browser makes an empty paragraph of a stray end tag.
  else if (name === 'p' && start(nesting, P, 0, 0)) endInnermost(nesting);
}

/** The innermost open element; undefined where an end tag may belong to one that was left out. */
export function innermost({ rows, dropped }: Nesting): TagKind | undefined {
  return dropped.size > 0 ? undefined : KINDS_BY_NUMBER[rows.kinds[rows.inside] ?? 0];
}

/** Its end tag. */
export function endElementHere(nesting: Nesting, kind: TagKind): void {
  if (kind.inside !== null) nesting.foreign.pop();
  endInnermost(nesting);
}

/** Ends what is still open. */
export function endAll(nesting: Nesting): void {
  while (nesting.depth > 0) endInnermost(nesting);
}
