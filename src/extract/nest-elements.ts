/** Makes properly nested elements of the start and end tags of a page, as a browser would close what was left open. */
import { type HtmlEvents, MAX_NESTING } from './html-events.ts';
import { BR, P, type TagKind } from './tag-kinds.ts';

export type Nesting = {
  open(kind: TagKind, from: number, to: number, selfClosed: boolean): void;
  close(kind: TagKind): void;
  /** Name of the innermost open element; '' where none is open, or where an end tag may belong to one that was left out. */
  innermost(): string;
  /** Ends that element. */
  closeInnermost(): void;
  /** Ends what is still open. */
  end(): void;
};

/** Same rules as htmlparser2, which tests hold it against. */
export function nestElements(events: HtmlEvents): Nesting {
  const open: TagKind[] = [];
  /** Elements beyond the deepest level, whose end tags must go with them. */
  const dropped = new Map<string, number>();
  const foreign: boolean[] = [false];

  /** Ends the innermost elements whose end tags the new one makes needless. */
  function endBefore(ends: ReadonlySet<string>): void {
    while (ends.has(open[open.length - 1]?.name ?? '')) {
      open.pop();
      events.close();
    }
  }

  /** True when the element is open now, false when it is void or too deep. */
  function start(kind: TagKind, from: number, to: number): boolean {
    const { name, ends, isVoid, inside } = kind;
    if (ends !== null) endBefore(ends);
    if (isVoid) {
      events.open(name, from, to);
      events.close();
      return false;
    }
    if (open.length >= MAX_NESTING) {
      dropped.set(name, (dropped.get(name) ?? 0) + 1);
      return false;
    }
    open.push(kind);
    if (inside !== null) foreign.push(inside === 'foreign');
    events.open(name, from, to);
    return true;
  }

  function end(depth: number): void {
    while (open.length > depth) {
      open.pop();
      events.close();
    }
  }

  function isDropped(name: string): boolean {
    if (dropped.size === 0) return false;
    const left = dropped.get(name) ?? 0;
    if (left > 0) dropped.set(name, left - 1);
    return left > 0;
  }

  function lastOpen(name: string): number {
    let at = open.length - 1;
    while (at >= 0 && open[at]?.name !== name) at--;
    return at;
  }

  return {
    open(kind, from, to, selfClosed) {
      if (start(kind, from, to) && selfClosed && foreign[foreign.length - 1] === true) end(open.length - 1);
    },
    close(kind) {
      const { name } = kind;
      if (isDropped(name)) return;
      if (kind.inside !== null) foreign.pop();
      if (name === 'br') start(BR, 0, 0);
      if (kind.isVoid) return;
      const at = lastOpen(name);
      if (at >= 0) end(at);
      // A browser makes an empty paragraph of a stray end tag.
      else if (name === 'p' && start(P, 0, 0)) end(open.length - 1);
    },
    innermost: () => (dropped.size === 0 ? (open[open.length - 1]?.name ?? '') : ''),
    closeInnermost() {
      if (open.pop()?.inside != null) foreign.pop();
      events.close();
    },
    end: () => end(0),
  };
}
