/** Reads a folder of site files: all of them or none, so that a bad file never leaves half a configuration. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import type { Site } from '../src/model/site.ts';
import { toError, tryShape, tryYamlFile, type YamlFile } from './read-yaml.ts';
import { siteFile, toSite } from './site-file.ts';

/** A site and where each of its fields is written. */
export type WrittenSite = { readonly site: Site; readonly yaml: YamlFile };

export type SitesReading = {
  /** To be used only when there is no problem; otherwise what could be made of the files. */
  readonly sites: readonly WrittenSite[];
  readonly problems: readonly ConfigProblem[];
};

/** Names of the YAML files of a folder, sorted; those that start with "_" are examples. A missing folder has none. */
async function siteFileNames(folder: string): Promise<string[] | ConfigProblem> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('_')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    const problem = 'the site folder cannot be read';
    return { file: folder, line: null, field: '', problem, remedy: 'Check PRECURSOR_SITES.' };
  }
}

/** Sites ordered by file name, and every fault of their form. `practice` marks them as sites of the practice market. */
export async function readSites(folder: string, practice: boolean): Promise<SitesReading> {
  const names = await siteFileNames(folder);
  if (!Array.isArray(names)) return { sites: [], problems: [names] };
  const sites: WrittenSite[] = [];
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, string>();
  for (const name of names) {
    const yaml = await tryYamlFile(join(folder, name));
    const file = yaml.value === null ? null : tryShape(siteFile, yaml.value);
    problems.push(...yaml.problems, ...(file?.problems ?? []));
    if (yaml.value === null || !file?.value) continue;
    const site = toSite(file.value, practice);
    const before = seen.get(site.id);
    if (before !== undefined) problems.push(usedTwice(yaml.value, site.id, before));
    seen.set(site.id, before ?? yaml.value.at(['id']));
    sites.push({ site, yaml: yaml.value });
  }
  return { sites, problems };
}

function usedTwice(yaml: YamlFile, id: string, before: string): ConfigProblem {
  const problem = `"${id}" is already used by ${before}`;
  return {
    file: yaml.path,
    line: yaml.lineOf(['id']),
    field: 'id',
    problem,
    remedy: 'Give each site its own id.',
  };
}

/** All sites of a folder. @throws OperatorError 'config' naming file, line and field of the first fault, and how many there are. */
export async function loadSites(folder: string, practice: boolean): Promise<Site[]> {
  const { sites, problems } = await readSites(folder, practice);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  return sites.map(({ site }) => site);
}
