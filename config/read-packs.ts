/** Reads the folders of watch-list files: every pack whose shape is right, and what is wrong with the others. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import { entryOf, type FieldPath, MISSING, tryShape, tryYamlFile, type YamlFile } from './read-yaml.ts';
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
      const { pack, problems: unfit } = await readPack(join(folder, name), rank, packs);
      problems.push(...unfit);
      if (pack !== null) packs.push(pack);
    }
  }
  return { packs, problems };
}

async function readPack(
  path: string,
  rank: number,
  before: readonly Pack[],
): Promise<{ pack: Pack | null; problems: readonly ConfigProblem[] }> {
  const yaml = await tryYamlFile(path);
  if (yaml.value === null) return { pack: null, problems: yaml.problems };
  const file = tryShape(watchlistFile, yaml.value);
  if (file.value !== null) return { pack: { rank, yaml: yaml.value, file: file.value }, problems: [] };
  const earlier = before.filter((pack) => pack.rank < rank);
  return { pack: null, problems: forgottenOverrides(yaml.value, file.problems, earlier) };
}

const LISTS = {
  substances: 'substance',
  red_flags: 'red flag',
  innocent_contexts: 'innocent context',
} as const;

/**
 * The problems of a file; but of an entry with the id of an earlier folder's, which does not say that it changes that one, this
 * alone: all that it lacks as an entry of its own stands there.
 */
function forgottenOverrides(
  { path, value, lineOf }: YamlFile,
  problems: readonly ConfigProblem[],
  earlier: readonly Pack[],
): ConfigProblem[] {
  const forgotten = Object.entries(LISTS).flatMap(([key, noun]) => {
    const entries: unknown = Reflect.get(Object(value), key);
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown, index) => {
      const { id, override }: { id?: unknown; override?: unknown } = Object(entry);
      const before = earlier.flatMap((pack) => {
        const found = pack.file[key as keyof typeof LISTS].findIndex((each) => each.id === id);
        return found < 0 ? [] : [{ pack, path: [key, found] }];
      })[0];
      const within = `${key}.${index}.`;
      const lacks = problems.some(({ field, problem }) => field.startsWith(within) && problem === MISSING);
      if (before === undefined || override !== undefined || !lacks) return [];
      const field = [key, index, 'id'];
      const problem = `${noun} "${String(id)}" is already listed at ${at(before)}`;
      const told = { file: path, line: lineOf(field), field: field.join('.'), problem, remedy: SAY_OVERRIDE };
      return [{ within, told }];
    });
  });
  const others = problems.filter(({ field }) => forgotten.every(({ within }) => !field.startsWith(within)));
  return [...forgotten.map(({ told }) => told), ...others];
}

/** What is to be done about an entry with the id of an earlier folder's. */
export const SAY_OVERRIDE = 'Say `override: true` to change it, or take another id.';

/** Sorted; files that start with "_" are examples. null when the folder cannot be read. */
async function packNames(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch(() => null);
  return names?.filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('_')).sort() ?? null;
}

export function problemAt({ pack, path }: Place, problem: string, remedy: string): ConfigProblem {
  const { path: file } = pack.yaml;
  return {
    file,
    line: pack.yaml.lineOf(path),
    field: path.join('.'),
    ...entryOf(pack.yaml, path),
    problem,
    remedy,
  };
}

export function fileAndLine({ pack, path }: Place): { file: string; line: number } {
  return { file: pack.yaml.path, line: pack.yaml.lineOf(path) };
}

/** "file:line" of a place. */
export function at({ pack, path }: Place): string {
  return pack.yaml.at(path);
}
