/** The watch-list of a start whose files are the same as those of the start before. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import { recallWatchlist } from '../src/pipeline/configuration/recall-watchlist.ts';

const SHIPPED = new URL('../config/watchlist', import.meta.url).pathname;
let folder: string;
let packs: string;
let data: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-recall-'));
  [packs, data] = [join(folder, 'packs'), join(folder, 'data')];
  await mkdir(packs);
  await mkdir(data);
  for (const name of ['pcp-type.yaml', 'sources.yaml', 'known-bad.yaml'])
    await copyFile(join(SHIPPED, name), join(packs, name));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const kept = () => readFile(join(data, 'watchlist.json'), 'utf8');
const withName = (text: string, name: string) => text.replace(/^( +name: ).*$/m, `$1${name}`);

it('is the same as the files say, at first and when it is recalled', async () => {
  const list = await loadWatchlist(packs);
  expect(await recallWatchlist(data, [packs])).toEqual(list);
  const first = await kept();
  expect(await recallWatchlist(data, [packs])).toEqual(list);
  expect(await kept()).toBe(first);
});

it('is what was kept, so that the files are not read again', async () => {
  await recallWatchlist(data, [packs]);
  const other = JSON.parse(await kept());
  await writeFile(join(data, 'watchlist.json'), JSON.stringify({ ...other, list: { version: 'kept' } }));
  expect(await recallWatchlist(data, [packs])).toEqual({ version: 'kept' });
});

it('is read again when a file has changed, was added, or when what was kept is cut short', async () => {
  await recallWatchlist(data, [packs]);
  const path = join(packs, 'pcp-type.yaml');
  await writeFile(path, withName(await readFile(path, 'utf8'), 'Another name'));
  const changed = await recallWatchlist(data, [packs]);
  expect(changed.substances.map(({ name }) => name)).toContain('Another name');
  await copyFile(join(SHIPPED, 'other.yaml'), join(packs, 'other.yaml'));
  const added = await recallWatchlist(data, [packs]);
  expect(added.substances.length).toBeGreaterThan(changed.substances.length);
  await writeFile(join(data, 'watchlist.json'), (await kept()).slice(0, 100));
  expect(await recallWatchlist(data, [packs])).toEqual(added);
});

it('is refused as ever when a file is bad, and read without a place to keep it', async () => {
  await recallWatchlist(data, [packs]);
  const list = await recallWatchlist(join(folder, 'none'), [packs]);
  expect(list.substances.length).toBeGreaterThan(0);
  await writeFile(join(packs, 'bad.yaml'), 'substances: [\n');
  await expect(recallWatchlist(data, [packs])).rejects.toThrow('bad.yaml');
  await expect(recallWatchlist(data, [join(folder, 'none')])).rejects.toThrow('cannot be read');
});
