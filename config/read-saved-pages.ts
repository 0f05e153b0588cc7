/** Finds the saved pages beside the site files of a folder: SITE.pages/NAME with page.html and expected.json. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import { tryShape, tryYamlFile, type YamlFile } from './read-yaml.ts';
import { type SavedPageFile, savedPageFile } from './saved-page-file.ts';

/** What the folder of a site's saved pages is called, and the two files of each. */
export const SAVED_PAGES = { folder: '.pages', page: 'page.html', expected: 'expected.json' } as const;

export type SavedPage = {
  /** Id of the site that it belongs to. */
  readonly site: string;
  /** Path of page.html. */
  readonly path: string;
  readonly expected: SavedPageFile;
  /** Where each expectation is written. */
  readonly yaml: YamlFile;
};

/** Names of the folders in a folder, sorted; none where there is no such folder. Those that start with "_" or "." are not read. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

async function readSavedPage(
  folder: string,
  site: string,
): Promise<{ page: SavedPage | null; problems: readonly ConfigProblem[] }> {
  // JSON is YAML, and the reader of YAML knows the line of each field.
  const yaml = await tryYamlFile(join(folder, SAVED_PAGES.expected));
  if (yaml.value === null) return { page: null, problems: yaml.problems };
  const expected = tryShape(savedPageFile, yaml.value);
  if (expected.value === null) return { page: null, problems: expected.problems };
  const path = join(folder, SAVED_PAGES.page);
  return { page: { site, path, expected: expected.value, yaml: yaml.value }, problems: [] };
}

/** `sites` are the ids that the folder's files use. Never throws for a bad file. */
export async function readSavedPages(
  folder: string,
  sites: ReadonlySet<string>,
): Promise<{ pages: SavedPage[]; problems: ConfigProblem[] }> {
  const pages: SavedPage[] = [];
  const problems: ConfigProblem[] = [];
  for (const name of (await foldersIn(folder)).filter((each) => each.endsWith(SAVED_PAGES.folder))) {
    const site = name.slice(0, -SAVED_PAGES.folder.length);
    if (!sites.has(site)) {
      const remedy = 'Rename the folder after the id of its site, or remove it.';
      const file = join(folder, name);
      problems.push({ file, line: null, field: '', problem: `no site has the id "${site}"`, remedy });
      continue;
    }
    for (const page of await foldersIn(join(folder, name))) {
      const read = await readSavedPage(join(folder, name, page), site);
      problems.push(...read.problems);
      if (read.page !== null) pages.push(read.page);
    }
  }
  return { pages, problems };
}
