/** Packed bodies: whole, cut, broken, and far larger than they look. */
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCodings, unpackBeginning, unpackWhole } from '../src/net/unpack-body.ts';

const TEXT = Buffer.from('word '.repeat(20_000));
const PACKED: readonly (readonly [coding: string, pack: (bytes: Uint8Array) => Uint8Array])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
];

describe.each(PACKED)('%s', (coding, pack) => {
  const packed = pack(TEXT);

  it('gives the bytes that were packed, with the limit exactly reached', async () => {
    const whole = { kind: 'whole', body: TEXT };
    expect(unpackWhole(packed, [coding], TEXT.length)).toEqual(whole);
    expect(await unpackBeginning(packed, [coding], TEXT.length, false)).toEqual(whole);
  });

  it('is refused, or cut, one byte over the limit', async () => {
    expect(unpackWhole(packed, [coding], TEXT.length - 1)).toEqual({ kind: 'too-large' });
    const body = TEXT.subarray(0, TEXT.length - 1);
    expect(await unpackBeginning(packed, [coding], TEXT.length - 1, false)).toEqual({ kind: 'cut', body });
  });

  it('unpacks a bomb no further than the limit', async () => {
    const bomb = pack(Buffer.alloc(10_000_000));
    expect(unpackWhole(bomb, [coding], 100_000)).toEqual({ kind: 'too-large' });
    expect(await unpackBeginning(bomb, [coding], 1000, false)).toEqual({
      kind: 'cut',
      body: Buffer.alloc(1000),
    });
  });

  it('without its end is broken, unless it is known to be cut', async () => {
    const half = packed.subarray(0, packed.length - 5);
    expect(unpackWhole(half, [coding], 1_000_000)).toMatchObject({ kind: 'broken' });
    expect(await unpackBeginning(half, [coding], 1_000_000, false)).toMatchObject({ kind: 'broken' });
    const cut = await unpackBeginning(half, [coding], 1_000_000, true);
    expect(cut.kind).toBe('cut');
    expect('body' in cut && TEXT.subarray(0, cut.body.length).equals(cut.body)).toBe(true);
  });

  it('that is something else is broken', async () => {
    expect(unpackWhole(TEXT, [coding], 1_000_000)).toMatchObject({ kind: 'broken' });
    expect(await unpackBeginning(TEXT, [coding], 1_000_000, false)).toMatchObject({ kind: 'broken' });
  });
});

describe('codings in a row', () => {
  it('are undone from the last to the first', async () => {
    const packed = zstdCompressSync(brotliCompressSync(gzipSync(TEXT)));
    const codings = ['gzip', 'br', 'zstd'];
    expect(unpackWhole(packed, codings, TEXT.length)).toEqual({ kind: 'whole', body: TEXT });
    expect(await unpackBeginning(packed, codings, TEXT.length, false)).toEqual({ kind: 'whole', body: TEXT });
  });

  it('are a bomb at any depth', () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(20_000_000)));
    expect(unpackWhole(bomb, ['gzip', 'gzip'], 100_000)).toEqual({ kind: 'too-large' });
    expect(unpackWhole(bomb, ['gzip', 'gzip'], 100)).toEqual({ kind: 'too-large' });
  });

  it('are unpacked no further than the limit between them either, where nothing comes out of the last', async () => {
    const empty = Buffer.from([0, 0, 0, 255, 255]);
    const end = Buffer.from([1, 1, 0, 254, 255, 65]);
    const deflated = (blocks: number) => Buffer.concat([...Array.from({ length: blocks }, () => empty), end]);
    const packed = (blocks: number) => brotliCompressSync(deflated(blocks));
    const codings = ['deflate', 'br'];
    const whole = { kind: 'whole', body: Buffer.from('A') };
    expect(await unpackBeginning(packed(1000), codings, 10_000, false)).toEqual(whole);
    const cut = { kind: 'cut', body: Buffer.alloc(0) };
    expect(await unpackBeginning(packed(100_000), codings, 10_000, false)).toEqual(cut);
  });

  it.each([
    [undefined, []],
    ['', []],
    ['identity', []],
    [' GZIP , br', ['gzip', 'br']],
    ['gzip, lzma', null],
    ['constructor', null],
    ['gzip, gzip, gzip, gzip', null],
  ])('%s are read as %s', (header, codings) => {
    expect(readCodings(header)).toEqual(codings);
  });
});

it('zstd with a window over eight megabytes is refused before memory is given to it', () => {
  const params = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_contentSizeFlag]: 0 };
  const packed = zstdCompressSync(Buffer.alloc(20_000_000), { params });
  expect(unpackWhole(packed, ['zstd'], 1_000_000)).toMatchObject({ kind: 'broken' });
});
