/** A queue of planned URLs whose middle is kept packed, so that a large site's waiting URLs take little memory. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { PLANNED_KINDS, type PlannedUrl } from './planned-url.ts';

export type UrlLane = {
  put(planned: PlannedUrl): void;
  /** The one that has waited longest. */
  take(): PlannedUrl | null;
  readonly waiting: number;
};

/** A packed URL takes some ten bytes, a plain one over a hundred; packing a block takes a millisecond. */
const BLOCK = 2000;

function toLine({ url, depth, kind, barren, again, missing, modified }: PlannedUrl): string {
  return `${PLANNED_KINDS.indexOf(kind)} ${depth} ${barren} ${missing ? 2 : again ? 1 : 0} ${modified} ${url}`;
}

function fromLine(line: string): PlannedUrl {
  const [kind, depth, barren, again, modified, ...rest] = line.split(' ');
  const url = rest.join(' ');
  return {
    url,
    canonical: canonicalUrl(url),
    depth: Number(depth),
    kind: PLANNED_KINDS[Number(kind)] ?? 'other',
    barren: Number(barren),
    again: again !== '0',
    missing: again === '2',
    modified: Number(modified),
  };
}

export function createUrlLane(): UrlLane {
  let head: string[] = [];
  /** Of `head`: shift() would move every waiting URL. */
  let at = 0;
  const packed: Buffer[] = [];
  let firstPacked = 0;
  let tail: string[] = [];
  let waiting = 0;

  const refill = (): void => {
    const block = packed[firstPacked];
    at = 0;
    if (block === undefined) {
      head = tail;
      tail = [];
      return;
    }
    packed[firstPacked] = Buffer.alloc(0);
    firstPacked += 1;
    if (firstPacked === packed.length) firstPacked = packed.length = 0;
    head = zstdDecompressSync(block).toString('utf8').split('\n');
  };
  return {
    put(planned) {
      // A URL holds no line end: the parser of URLs takes them out.
      tail.push(toLine(planned));
      waiting += 1;
      if (tail.length < BLOCK) return;
      packed.push(zstdCompressSync(tail.join('\n')));
      tail = [];
    },
    take() {
      if (at >= head.length) refill();
      const line = head[at];
      if (line === undefined) return null;
      at += 1;
      waiting -= 1;
      return fromLine(line);
    },
    get waiting() {
      return waiting;
    },
  };
}
