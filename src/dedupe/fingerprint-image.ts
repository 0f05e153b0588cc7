/** The fingerprint of a picture as a site sent it, or why it has none: whatever the bytes are, work and memory stay bounded. */
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { PictureProblem } from '../model/unused.ts';
import { type Fingerprint, LEAST_QUALITY, type Luma, pdqHash } from './pdq.ts';

export type ImageFingerprint = Fingerprint | { readonly problem: PictureProblem };

export const PICTURE_LIMITS = {
  bytes: 20_000_000,
  pixels: 50_000_000,
  seconds: 10,
  smallestSide: 32,
} as const;
/** SVG is a program that draws, and is not opened. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);
/** Larger pictures are scaled down first, as other PDQ programs do: the hash sees 64 × 64 cells anyway. */
const HASHED_SIDE = 512;
/** Light of red, green and blue (ITU-R BT.601). */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** Loaded with the first picture: most runs see none, and it takes 25 MB. */
async function openPicture(bytes: Uint8Array, options: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(bytes, options);
}

/** Only the first frame of an animation. */
function open(bytes: Uint8Array): Promise<Sharp> {
  return openPicture(bytes, {
    limitInputPixels: PICTURE_LIMITS.pixels,
    failOn: 'truncated',
    pages: 1,
    sequentialRead: true,
  });
}

/** null when the decoder refuses the bytes: what it says of them is not worth keeping. */
async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  return Promise.resolve()
    .then(work)
    .catch(() => null);
}

function problemOf(metadata: Metadata | null): PictureProblem | null {
  if (metadata === null || !FORMATS.has(metadata.format)) return 'not-a-picture';
  const { width, height } = metadata;
  if (Math.min(width, height) < PICTURE_LIMITS.smallestSide) return 'too-small';
  return width * height > PICTURE_LIMITS.pixels ? 'too-many-pixels' : null;
}

async function decode(bytes: Uint8Array): Promise<Luma> {
  const picture = await open(bytes);
  const { data, info } = await picture
    .timeout({ seconds: PICTURE_LIMITS.seconds })
    .resize({ width: HASHED_SIDE, height: HASHED_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const values = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < values.length; pixel += 1, at += channels) {
    const first = data[at] ?? 0;
    values[pixel] =
      channels < 3 ? first : RED * first + GREEN * (data[at + 1] ?? 0) + BLUE * (data[at + 2] ?? 0);
  }
  return { width, height, values };
}

/** Never rejects for what the bytes are. Decoding runs on threads outside of JavaScript. */
export async function fingerprintImage(bytes: Uint8Array): Promise<ImageFingerprint> {
  if (bytes.length > PICTURE_LIMITS.bytes) return { problem: 'too-many-bytes' };
  const metadata = await attempt(async () => {
    const picture = await openPicture(bytes, { limitInputPixels: false, pages: 1 });
    return await picture.metadata();
  });
  const problem = problemOf(metadata);
  if (problem !== null) return { problem };
  const luma = await attempt(() => decode(bytes));
  if (luma === null) return { problem: 'broken' };
  const fingerprint = pdqHash(luma);
  return fingerprint.quality < LEAST_QUALITY ? { problem: 'plain' } : fingerprint;
}
