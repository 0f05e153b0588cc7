/** JSON lines from a stream: every line heard of once, by its number, however the stream is cut into chunks. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LONGEST_LINE, readJsonLines } from '../src/cli/read-json-lines.ts';

const schema = z.strictObject({ id: z.number() });

async function read(
  chunks: readonly (string | Buffer)[],
): Promise<{ taken: number[]; refused: [number, string][] }> {
  const taken: number[] = [];
  const refused: [number, string][] = [];
  const count = await readJsonLines(
    Readable.from(chunks),
    schema,
    ({ id }) => void taken.push(id),
    ({ line, problem }) => void refused.push([line, problem]),
  );
  expect(count).toBe(refused.length);
  return { taken, refused };
}

describe('readJsonLines', () => {
  it('takes what fits and tells the number and the fault of every other line', async () => {
    const { taken, refused } = await read(['{"id":1}\n\n{"id":"x"}\r\n{"id":\n{"id":2}']);
    expect(taken).toEqual([1, 2]);
    expect(refused.map(([line]) => line)).toEqual([3, 4]);
    expect(refused[0]?.[1]).toMatch('id');
    expect(refused[1]?.[1]).toMatch('not JSON');
  });

  it('refuses a line that is too long and goes on behind it', async () => {
    const piece = Buffer.alloc(1024 * 1024, 0x61);
    const long = Array.from({ length: LONGEST_LINE / piece.length + 1 }, () => piece);
    const { taken, refused } = await read(['{"id":1}\n"', ...long, '"\n{"id":2}\n']);
    expect(taken).toEqual([1, 2]);
    expect(refused).toEqual([[2, expect.stringContaining('longer than 16 MiB')]]);
  });

  it('hears the same whatever the chunks', async () => {
    const text = Buffer.from('{"id":1}\n{"id":2,"é":"苯"}\n\n{"id":3}\n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((end, i) => text.subarray(places[i], end));
        const { taken, refused } = await read(chunks);
        expect(taken).toEqual([1, 3]);
        expect(refused.map(([line]) => line)).toEqual([2]);
      }),
    );
  });
});
