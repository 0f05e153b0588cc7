/** The watch-list without reading its files again: what was made of the very same files is kept in the data folder. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { loadWatchlist } from '../../../config/load-watchlist.ts';
import type { Watchlist } from '../../model/watchlist.ts';

/** Ours alone, written and read by this file: its key says of what it was made, the list itself is trusted like the database. */
const keptFile = z.looseObject({
  key: z.string(),
  list: z.custom<Watchlist>((value) => typeof value === 'object'),
});

/** What makes a list of files: a change of any of these sources is a change of the list, as far as anybody can tell. */
const READERS = ['../../../config', '../../model', '../../text'];

async function addFiles(key: ReturnType<typeof createHash>, folder: string): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    if (!/\.ya?ml$/i.test(name)) continue;
    key.update(`${join(folder, name)}\n`).update(await readFile(join(folder, name)));
  }
}

async function keyOf(folders: readonly string[]): Promise<string> {
  const key = createHash('sha256');
  for (const folder of READERS) {
    const path = join(import.meta.dirname, folder);
    for (const name of (await readdir(path)).sort()) {
      const { size, mtimeMs } = await stat(join(path, name));
      key.update(`${path} ${name} ${size} ${mtimeMs}\n`);
    }
  }
  for (const folder of folders) await addFiles(key, folder);
  return key.digest('hex');
}

async function readKept(path: string, key: string): Promise<Watchlist | null> {
  try {
    const kept = keptFile.parse(JSON.parse(await readFile(path, 'utf8')));
    return kept.key === key ? kept.list : null;
  } catch {
    // None yet, or one that was cut short: the files say the same.
    return null;
  }
}

async function keep(folder: string, path: string, key: string, list: Watchlist): Promise<void> {
  // The folder belongs to whoever opens the database, with the rights that its server needs.
  if (!existsSync(folder)) return;
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify({ key, list }), { mode: 0o600 });
  await rename(temporary, path);
}

/**
 * As `loadWatchlist`, in a hundredth of the time when nothing has changed since.
 * @throws OperatorError 'config' as loadWatchlist does
 */
export async function recallWatchlist(dataFolder: string, folders: readonly string[]): Promise<Watchlist> {
  // A folder that cannot be read has no key; its reader says so in the words an operator needs.
  const key = await keyOf(folders).catch(() => null);
  const path = join(dataFolder, 'watchlist.json');
  const kept = key === null ? null : await readKept(path, key);
  if (kept !== null) return kept;
  const list = await loadWatchlist(...folders);
  // That it cannot be kept is no fault: the next start reads the files.
  if (key !== null) await keep(dataFolder, path, key, list).catch(() => undefined);
  return list;
}
