/** Reads a folder of site files: all of them or none, so that a bad file never leaves half a configuration. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../src/model/errors.ts';
import type { Site } from '../src/model/site.ts';
import { checkShape, readYamlFile } from './read-yaml.ts';
import { siteFile, toSite } from './site-file.ts';

/** Names of the YAML files of a folder, sorted; those that start with "_" are examples. A missing folder has none. */
async function siteFileNames(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('_')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new OperatorError('config', `The site folder ${folder} cannot be read.`, 'Check PRECURSOR_SITES.', {
      cause: error,
    });
  }
}

/**
 * All sites of a folder, ordered by file name. `practice` marks them as sites of the practice market.
 * @throws OperatorError 'config' naming file, line and field.
 */
export async function loadSites(folder: string, practice: boolean): Promise<Site[]> {
  const sites: Site[] = [];
  const seen = new Map<string, string>();
  for (const name of await siteFileNames(folder)) {
    const yaml = await readYamlFile(join(folder, name));
    const site = toSite(checkShape(siteFile, yaml), practice);
    const before = seen.get(site.id);
    if (before !== undefined) {
      throw new OperatorError(
        'config',
        `${yaml.at(['id'])}: id "${site.id}" is already used by ${before}.`,
        'Give each site its own id.',
      );
    }
    seen.set(site.id, yaml.at(['id']));
    sites.push(site);
  }
  return sites;
}
