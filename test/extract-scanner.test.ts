/** The compiled scanner against its sources, and what it promises beside the same reading as htmlparser2. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { bytesText, pageText } from '../src/extract/html/code-units.ts';
import { outlineOf } from '../src/extract/html/outline.ts';
import { newRoom, scannerFor } from '../src/extract/html/page-room.ts';
import { asShown } from '../src/extract/html/plain-text-page.ts';
import { MOST_PAGE_BYTES } from '../src/model/page.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILED = 'src/extract/scanner/scanner.wasm';

test('the compiled file is what the sources are compiled to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pw-scanner-'));
  try {
    const made = join(folder, 'made.wasm');
    const words = manifest.scripts.scanner.split(' ').map((word) => (word === COMPILED ? made : word));
    expect(words[0]).toBe('asc');
    const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, ...words.slice(1)], { cwd: ROOT });
    // Otherwise: npm run scanner
    expect(readFileSync(made).equals(readFileSync(join(ROOT, COMPILED)))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a room keeps its scanner while pages fit, and gives a large one back', () => {
  const room = newRoom();
  const usual = scannerFor(room, 1000);
  expect(scannerFor(room, usual.capacity)).toBe(usual);
  const larger = scannerFor(room, usual.capacity + 1);
  expect(larger.capacity).toBeGreaterThan(usual.capacity);
  expect(scannerFor(room, 10)).toBe(larger);
  const large = scannerFor(room, 8_000_000);
  expect(scannerFor(room, 7_000_000)).toBe(large);
  expect(scannerFor(room, 10).capacity).toBe(usual.capacity);
});

test('the most rows and attributes that a page can have fit', () => {
  const room = newRoom();
  for (const piece of [
    '<a>',
    'x<a>',
    '<p>x',
    '</p>',
    '<xmp>x',
    '<a b>',
    '<a =b c/d/e f>x',
    '<q/>',
    'x<!>',
    '</br>x',
  ]) {
    for (const length of [131_072, 131_071, 1_000_000]) {
      const html = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const outline = outlineOf(pageText(html, room));
      expect(outline.size).toBeGreaterThan(0);
      const { numbers, kinds, places, placesTaken, strange, strangeTaken } = scannerFor(room, length);
      expect(outline.size * 4).toBeLessThanOrEqual(numbers.length);
      expect(outline.size).toBeLessThanOrEqual(kinds.length);
      expect(placesTaken()).toBeLessThanOrEqual(places.length);
      expect(strangeTaken()).toBeLessThanOrEqual(strange.length);
    }
  }
});

test('the last node of a long page is read where it stands', () => {
  const room = newRoom();
  const html = `${'<p>x</p>'.repeat(50_000)}<a href="y">z</a>`;
  for (const page of [pageText(html, room), bytesText(Buffer.from(html), room)]) {
    const outline = outlineOf(page);
    expect(outline.attribute(outline.size - 2, 'href')).toBe('y');
    expect(outline.text(outline.size - 1)).toBe('z');
  }
});

test('a page of plain text that grows when it is shown is read as far as any other', () => {
  const room = newRoom();
  const shown = asShown(pageText('&'.repeat(MOST_PAGE_BYTES / 4), room), 'text/plain', room);
  expect(shown.html.length).toBeGreaterThan(MOST_PAGE_BYTES / 2);
  expect(shown.html.length).toBeLessThan(MOST_PAGE_BYTES + 100);
});
