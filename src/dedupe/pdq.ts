/**
 * PDQ, the published perceptual hash (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm",
 * 2019): 256 bits that stay nearly the same when a picture is scaled, recompressed, blurred or recoloured.
 */

export type Luma = {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0–255; is worked on and not kept. */
  readonly values: Float32Array;
};

export type Fingerprint = {
  /** 64 hexadecimal digits, highest bit first, as other PDQ programs write it. */
  readonly hash: string;
  /** 0–100: how much there is to see. A plain area hashes to noise. */
  readonly quality: number;
};

/** Hashes of pictures below this say nothing (the value that PDQ's authors advise). */
export const LEAST_QUALITY = 50;
/** Pictures with at most so many different bits are one picture edited (the value that PDQ's authors advise). */
export const SAME_PICTURE = 31;

const GRID = 64;
const SIDE = 16;
const BITS = SIDE * SIDE;
const PASSES = 2;
const QUALITY_SCALE = 90;

/** Row i, column j: cos(π / 128 · (i + 1) · (2 j + 1)), so the constant part of a picture is left out. */
const COSINES = Float64Array.from(
  { length: SIDE * GRID },
  (_, at) =>
    Math.sqrt(2 / GRID) *
    Math.cos((Math.PI / 2 / GRID) * (Math.floor(at / GRID) + 1) * (2 * (at % GRID) + 1)),
);

/** Mean over a window that shrinks at both ends of the line. */
function blurLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  stride: number,
  length: number,
  window: number,
) {
  const after = Math.floor(window / 2);
  const before = window - after - 1;
  let sum = 0;
  let count = 0;
  for (let at = -after; at < length; at += 1) {
    const enters = at + after;
    if (enters < length) {
      sum += from[start + enters * stride] ?? 0;
      count += 1;
    }
    const leaves = at - before - 1;
    if (leaves >= 0) {
      sum -= from[start + leaves * stride] ?? 0;
      count -= 1;
    }
    if (at >= 0) to[start + at * stride] = sum / count;
  }
}

/** Two passes of a box are a tent: each cell of the grid then stands for all pixels around it. */
function blur({ width, height, values }: Luma): Float32Array {
  const other = new Float32Array(values.length);
  const along = (size: number) => Math.ceil(size / (2 * GRID));
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let row = 0; row < height; row += 1) blurLine(values, other, row * width, 1, width, along(width));
    for (let column = 0; column < width; column += 1)
      blurLine(other, values, column, width, height, along(height));
  }
  return values;
}

function toGrid(luma: Luma): Float32Array {
  const blurred = blur(luma);
  const grid = new Float32Array(GRID * GRID);
  for (let row = 0; row < GRID; row += 1) {
    const y = Math.floor(((row + 0.5) * luma.height) / GRID);
    for (let column = 0; column < GRID; column += 1) {
      const x = Math.floor(((column + 0.5) * luma.width) / GRID);
      grid[row * GRID + column] = blurred[y * luma.width + x] ?? 0;
    }
  }
  return grid;
}

/** Counts steps that are seen as such: many faint ones do not make a picture. */
function qualityOf(grid: Float32Array): number {
  const step = (a: number, b: number) =>
    Math.abs(Math.trunc((((grid[a] ?? 0) - (grid[b] ?? 0)) * 100) / 255));
  let sum = 0;
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < GRID; column += 1) {
      const at = row * GRID + column;
      if (row < GRID - 1) sum += step(at, at + GRID);
      if (column < GRID - 1) sum += step(at, at + 1);
    }
  }
  return Math.min(100, Math.trunc(sum / QUALITY_SCALE));
}

/** The 16 × 16 lowest frequencies of the grid, the constant one left out. */
function frequencies(grid: Float32Array): Float64Array {
  const rows = new Float64Array(SIDE * GRID);
  for (let i = 0; i < SIDE; i += 1) {
    for (let column = 0; column < GRID; column += 1) {
      let sum = 0;
      for (let k = 0; k < GRID; k += 1) sum += (COSINES[i * GRID + k] ?? 0) * (grid[k * GRID + column] ?? 0);
      rows[i * GRID + column] = sum;
    }
  }
  const result = new Float64Array(BITS);
  for (let i = 0; i < SIDE; i += 1) {
    for (let j = 0; j < SIDE; j += 1) {
      let sum = 0;
      for (let k = 0; k < GRID; k += 1) sum += (rows[i * GRID + k] ?? 0) * (COSINES[j * GRID + k] ?? 0);
      result[i * SIDE + j] = sum;
    }
  }
  return result;
}

/** The lower one of the two in the middle: half of the bits are set at most. */
function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length / 2 - 1] ?? 0;
}

function toHex(bits: (index: number) => boolean): string {
  let hex = '';
  for (let high = BITS - 1; high > 0; high -= 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit += 1) digit = digit * 2 + Number(bits(high - bit));
    hex += digit.toString(16);
  }
  return hex;
}

/** Linear in the pixels. `luma` must be at least 5 each way: smaller pictures have no structure to hash. */
export function pdqHash(luma: Luma): Fingerprint {
  const grid = toGrid(luma);
  const parts = frequencies(grid);
  const median = medianOf(parts);
  return { hash: toHex((index) => (parts[index] ?? 0) > median), quality: qualityOf(grid) };
}

/** Which digits change when a picture is mirrored left to right: the signs of every other frequency of a row. */
const MIRROR = 0b0101;

/** The hash of the picture mirrored left to right, but for a few bits around the median. */
export function mirroredHash(hash: string): string {
  return [...hash].map((digit) => (Number.parseInt(digit, 16) ^ MIRROR).toString(16)).join('');
}

const BITS_OF_DIGIT = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

/** How many of the 256 bits differ. */
export function hashDistance(a: string, b: string): number {
  let distance = 0;
  for (let at = 0; at < a.length; at += 1) {
    const differing = Number.parseInt(a[at] ?? '0', 16) ^ Number.parseInt(b[at] ?? '0', 16);
    distance += BITS_OF_DIGIT[differing] ?? 0;
  }
  return distance;
}
