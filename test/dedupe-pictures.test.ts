/** Fingerprints of pictures: known again after edits, told apart, and never a failure, whatever the bytes are. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fingerprintImage } from '../src/dedupe/fingerprint-image.ts';
import { hashDistance, mirroredHash, pdqHash, SAME_PICTURE } from '../src/dedupe/pdq.ts';
import { pictureKeys } from '../src/dedupe/picture-keys.ts';
import { drawPicture } from './market/draw-picture.ts';

/** Invented scenes: shapes of light and dark by a seed, drawn as a vector picture and made a photograph of. */
function scene(seed: number, size = 400): Promise<Buffer> {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % below;
  };
  const shapes = Array.from({ length: 60 }, () => {
    const grey = next(256);
    return `<circle cx="${next(size)}" cy="${next(size)}" r="${((10 + next(60)) * size) / 400}" fill="rgb(${grey},${grey},${next(256)})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#808080' }).jpeg({ quality: 90 }).toBuffer();
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const found = await fingerprintImage(bytes);
  if ('problem' in found) throw new Error(found.problem);
  return found.hash;
}

const EDITS: readonly (readonly [string, (bytes: Buffer) => Promise<Buffer>])[] = [
  ['half as large', (bytes) => sharp(bytes).resize(200).toBuffer()],
  ['squeezed', (bytes) => sharp(bytes).resize(300, 180, { fit: 'fill' }).toBuffer()],
  ['blurred', (bytes) => sharp(bytes).blur(3).toBuffer()],
  ['recompressed', (bytes) => sharp(bytes).jpeg({ quality: 15 }).toBuffer()],
  ['grey', (bytes) => sharp(bytes).greyscale().toBuffer()],
  ['brighter', (bytes) => sharp(bytes).modulate({ brightness: 1.2 }).toBuffer()],
  ['as PNG', (bytes) => sharp(bytes).png().toBuffer()],
  ['as WebP', (bytes) => sharp(bytes).webp({ quality: 40 }).toBuffer()],
];

describe('a picture', () => {
  it.each(EDITS)('is known again when it is %s', async (_, edit) => {
    const original = await scene(1);
    const [a, b] = [await hashOf(original), await hashOf(await edit(original))];
    expect(hashDistance(a, b)).toBeLessThanOrEqual(SAME_PICTURE);
    expect(new Set(pictureKeys(a)).intersection(new Set(pictureKeys(b))).size).toBeGreaterThan(0);
  });

  it('is known again when it is mirrored', async () => {
    const original = await scene(2);
    const mirrored = await hashOf(await sharp(original).flop().toBuffer());
    expect(hashDistance(mirroredHash(await hashOf(original)), mirrored)).toBeLessThanOrEqual(SAME_PICTURE);
    expect(mirroredHash(mirroredHash(mirrored))).toBe(mirrored);
  });

  it('is told apart from every other one', async () => {
    const hashes = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => hashOf(await scene(seed + 10))),
    );
    const near = hashes.flatMap((a, i) =>
      hashes.slice(i + 1).filter((b) => hashDistance(a, b) <= SAME_PICTURE),
    );
    expect(near).toEqual([]);
  });

  it('of the practice market is known again in a repost, and told apart from those of other offers', async () => {
    const offers = Array.from({ length: 25 }, (_, n) => `offer ${n}`);
    const shown = await Promise.all(
      offers.map((offer) => Promise.all([1000, 1001].map((number) => hashOf(drawPicture(offer, number))))),
    );
    for (const [first = '', again = ''] of shown) {
      expect(first).not.toBe(again);
      expect(hashDistance(first, again)).toBeLessThanOrEqual(SAME_PICTURE);
    }
    const near = shown.flatMap(([a = ''], i) =>
      shown.slice(i + 1).filter(([b = '']) => hashDistance(a, b) <= SAME_PICTURE),
    );
    expect(near).toEqual([]);
    expect(drawPicture('offer 1', 1000)).toEqual(drawPicture('offer 1', 1000));
  });

  it('has half of its bits set, whatever it shows', () => {
    const values = Float32Array.from({ length: 64 * 48 }, (_, at) => (at * at) % 251);
    const { hash } = pdqHash({ width: 64, height: 48, values });
    const bits = [...hash].reduce((sum, digit) => sum + hashDistance(digit, '0'), 0);
    expect(bits).toBe(128);
  });
});

describe('no fingerprint, and why', () => {
  const solid = { create: { width: 300, height: 300, channels: 3, background: '#abcdef' } } as const;

  it.each([
    ['a single pixel', () => sharp(solid).resize(1, 1).png().toBuffer(), 'too-small'],
    ['one colour', () => sharp(solid).png().toBuffer(), 'plain'],
    ['a cut-off file', async () => (await scene(3)).subarray(0, 6000), 'broken'],
    ['text', async () => Buffer.from('<html>not found</html>'), 'not-a-picture'],
    [
      'a vector picture',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>'),
      'not-a-picture',
    ],
    ['nothing', async () => Buffer.alloc(0), 'not-a-picture'],
    ['too many bytes', async () => Buffer.alloc(20_000_001), 'too-many-bytes'],
  ] as const)('%s', async (_, make, problem) => {
    expect(await fingerprintImage(await make())).toEqual({ problem });
  });

  it('a small file that unpacks to a huge picture', async () => {
    const bomb = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#000' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await fingerprintImage(bomb)).toEqual({ problem: 'too-many-pixels' });
  });

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all([scene(5, 100), scene(6, 100)]);
    const raw = await Promise.all(frames.map((frame) => sharp(frame).ensureAlpha().raw().toBuffer()));
    const strip = sharp(Buffer.concat(raw), {
      raw: { width: 100, height: 200, channels: 4, pageHeight: 100 },
    });
    const animated = await strip.gif({ loop: 0, delay: [100, 100] }).toBuffer();
    expect((await sharp(animated, { pages: -1 }).metadata()).pages).toBe(2);
    expect(hashDistance(await hashOf(animated), await hashOf(frames[0] as Buffer))).toBeLessThanOrEqual(
      SAME_PICTURE,
    );
  });
});
