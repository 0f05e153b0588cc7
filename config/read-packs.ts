/** Reads the folders of watch-list files: every pack whose shape is right, and what is wrong with the others. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import { type FieldPath, tryShape, tryYamlFile, type YamlFile } from './read-yaml.ts';
import { type WatchlistFile, watchlistFile } from './watchlist-file.ts';

/** One file. `rank` counts the folders: what a later folder says stands over what an earlier one says. */
export type Pack = { readonly rank: number; readonly yaml: YamlFile; readonly file: WatchlistFile };

export type Place = { readonly pack: Pack; readonly path: FieldPath };

/** A part of a file together with where it is written. */
export type Placed<T> = { readonly value: T; readonly place: Place };

/**
 * Takes note of what is wrong at a place. `needs-all`: something is missing, which says nothing while a file could not
 * be read, because it may stand there.
 */
export type Report = (place: Place, problem: string, remedy: string, certain?: 'needs-all') => void;

export async function readPacks(
  folders: readonly string[],
): Promise<{ packs: readonly Pack[]; problems: ConfigProblem[] }> {
  const packs: Pack[] = [];
  const problems: ConfigProblem[] = [];
  for (const [rank, folder] of folders.entries()) {
    const names = await packNames(folder);
    if (names === null || names.length === 0) {
      const problem =
        names === null
          ? 'the watch-list folder cannot be read'
          : 'names no substance: it holds no watch-list file';
      const remedy = 'Add a file, or correct PRECURSOR_WATCHLIST or PRECURSOR_WATCHLIST_OWN.';
      problems.push({ file: folder, line: null, field: '', problem, remedy });
    }
    for (const name of names ?? []) {
      const yaml = await tryYamlFile(join(folder, name));
      const file = yaml.value === null ? null : tryShape(watchlistFile, yaml.value);
      problems.push(...yaml.problems, ...(file?.problems ?? []));
      if (yaml.value !== null && file?.value) packs.push({ rank, yaml: yaml.value, file: file.value });
    }
  }
  return { packs, problems };
}

/** Sorted; files that start with "_" are examples. null when the folder cannot be read. */
async function packNames(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch(() => null);
  return names?.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('_')).sort() ?? null;
}

export function problemAt({ pack, path }: Place, problem: string, remedy: string): ConfigProblem {
  const { path: file } = pack.yaml;
  return { file, line: pack.yaml.lineOf(path), field: path.join('.'), problem, remedy };
}

export function fileAndLine({ pack, path }: Place): { file: string; line: number } {
  return { file: pack.yaml.path, line: pack.yaml.lineOf(path) };
}

/** "file:line" of a place. */
export function at({ pack, path }: Place): string {
  return pack.yaml.at(path);
}
