/** The way from positions of a changed text back to the original: stretches that moved as a whole, and pieces that were replaced. */

/**
 * Segment `i` covers the positions [at[i], at[i + 1]). Where `ends[i]` is 0 it is a line: position `at[i] + k` came from the one
 * unit at `starts[i] + k`. Otherwise all its positions came from [starts[i], ends[i]). The last `at` is the length of the text.
 */
export type OffsetMap = {
  readonly at: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
};

/** The original span of the positions [start, end). */
export function spanIn(map: OffsetMap, start: number, end: number): { start: number; end: number } {
  const first = bounds(map, segmentOf(map, start), start);
  if (end <= start) return { start: first.start, end: first.start };
  return { start: first.start, end: bounds(map, segmentOf(map, end - 1), end - 1).end };
}

function segmentOf({ at }: OffsetMap, position: number): number {
  let low = 0;
  let high = Math.max(0, at.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function bounds(
  { at, starts, ends }: OffsetMap,
  segment: number,
  position: number,
): { start: number; end: number } {
  const end = ends[segment] ?? 0;
  const start = starts[segment] ?? 0;
  if (end !== 0) return { start, end };
  const moved = start + position - (at[segment] ?? 0);
  return { start: moved, end: moved + 1 };
}

/** Writes a map from left to right. What lies between two pieces is a line. */
export class MapWriter {
  #at = new Uint32Array(16);
  #starts = new Uint32Array(16);
  #ends = new Uint32Array(16);
  #length = 0;
  /** Where the next line begins: position in the changed text and in the original. */
  #position = 0;
  #origin = 0;

  /** The line up to `position`, if it is not empty; the original goes on at `origin`. */
  line(position: number, origin: number): void {
    if (position > this.#position) this.#push(this.#position, this.#origin, 0);
    this.#position = position;
    this.#origin = origin;
  }

  /** `length` positions from `position` on came from the original [start, end); none when it was dropped. */
  piece(position: number, length: number, start: number, end: number): void {
    this.line(position, end);
    if (length > 0) this.#push(position, start, end);
    this.#position = position + length;
  }

  /** The last position before `position` reaches as far as `end` of the original. */
  extend(position: number, end: number): void {
    this.line(position, end);
    const last = this.#length - 1;
    const from = this.#at[last] ?? 0;
    const start = this.#starts[last] ?? 0;
    if ((this.#ends[last] ?? 0) !== 0) {
      if (position - from === 1) this.#ends[last] = end;
      else this.#push(position - 1, start, end);
      return;
    }
    const own = start + position - 1 - from;
    if (position - 1 === from) this.#ends[last] = end;
    else this.#push(position - 1, own, end);
  }

  finish(length: number): OffsetMap {
    this.#push(length, 0, 0);
    return {
      at: this.#at.slice(0, this.#length),
      starts: this.#starts.slice(0, this.#length - 1),
      ends: this.#ends.slice(0, this.#length - 1),
    };
  }

  #push(at: number, start: number, end: number): void {
    if (this.#length === this.#at.length) {
      this.#at = doubled(this.#at);
      this.#starts = doubled(this.#starts);
      this.#ends = doubled(this.#ends);
    }
    this.#at[this.#length] = at;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }
}

function doubled(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(values.length * 2);
  more.set(values);
  return more;
}

/** One map for two changes in a row: `second` leads from the last text to the one between, `first` on to the original. */
export function composeMaps(first: OffsetMap | null, second: OffsetMap | null): OffsetMap | null {
  if (first === null || second === null) return first ?? second;
  const map = new MapWriter();
  const length = second.at[second.at.length - 1] ?? 0;
  for (let segment = 0; segment + 1 < second.at.length; segment += 1) {
    const from = second.at[segment] ?? 0;
    const to = second.at[segment + 1] ?? 0;
    const start = second.starts[segment] ?? 0;
    const end = second.ends[segment] ?? 0;
    if (end !== 0) {
      const span = spanIn(first, start, end);
      map.piece(from, to - from, span.start, span.end);
      continue;
    }
    for (let position = from; position < to; position += 1) {
      const between = start + position - from;
      const span = spanIn(first, between, between + 1);
      map.piece(position, 1, span.start, span.end);
    }
  }
  return map.finish(length);
}
