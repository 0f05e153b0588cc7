/** Photographs of the market: invented shapes of light and dark with enough in them to be known again, and no text. */
import { crc32, deflateSync } from 'node:zlib';
import { createRandom } from './random.ts';

/** Width of a picture; a repost shows another size of the same one, as a second upload does. */
const WIDTHS = [128, 150] as const;
const SHAPES = 28;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits a pixel, by palette, as they come. */
const FORMAT = Buffer.from([8, 3, 0, 0, 0]);

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** From dark to light in one tint. */
function palette(tint: readonly [number, number, number]): Buffer {
  const steps = Array.from({ length: 256 }, (_, light) => tint.map((part) => Math.round(light * part)));
  return Buffer.from(steps.flat());
}

type Canvas = { readonly width: number; readonly height: number; readonly rows: Buffer };

/** Each row begins with the byte that says "as it is". */
function blank(width: number, height: number): Canvas {
  return { width, height, rows: Buffer.alloc((width + 1) * height) };
}

type Shape = Readonly<Record<'x' | 'y' | 'across' | 'down' | 'tone', number>>;

function fill({ width, height, rows }: Canvas, { x, y, across, down, tone }: Shape): void {
  const [left, right] = [Math.max(0, x - across), Math.min(1, x + across)].map((part) => part * width) as [
    number,
    number,
  ];
  for (let row = Math.floor(Math.max(0, y - down) * height); row < Math.min(1, y + down) * height; row += 1) {
    for (let column = Math.floor(left); column < right; column += 1) {
      const far = ((column / width - x) / across) ** 2 + ((row / height - y) / down) ** 2;
      // Lighter in the middle, as a round thing is.
      if (far <= 1) rows[row * (width + 1) + 1 + column] = Math.round(tone * (1 - 0.3 * far));
    }
  }
}

/**
 * A PNG of a few kilobytes, the same for the same thing on every machine.
 * @param thing what it shows: every picture of one offer shows the same
 * @param number of the listing: gives the size
 */
export function drawPicture(thing: string, number: number): Buffer {
  const random = createRandom('picture', thing);
  const width = WIDTHS[number % WIDTHS.length] ?? WIDTHS[0];
  const canvas = blank(width, Math.round(width * 0.75));
  const tint = [0, 1, 2].map(() => 0.7 + 0.3 * random.next()) as [number, number, number];
  fill(canvas, { x: 0.5, y: 0.5, across: 2, down: 2, tone: random.int(90, 180) });
  for (let at = 0; at < SHAPES; at += 1) {
    const [x, y] = [random.next(), random.next()];
    const [across, down] = [0.05 + 0.2 * random.next(), 0.05 + 0.2 * random.next()];
    fill(canvas, { x, y, across, down, tone: random.int(0, 255) });
  }
  const head = Buffer.alloc(8);
  head.writeUInt32BE(canvas.width);
  head.writeUInt32BE(canvas.height, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([head, FORMAT])),
    chunk('PLTE', palette(tint)),
    chunk('IDAT', deflateSync(canvas.rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
