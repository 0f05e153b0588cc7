/** Reads the site files of a folder and everything that can be wrong with them alone: their form and their selectors. */
import { readSites, type SitesReading, type WrittenSite } from '../../config/load-sites.ts';
import { toError } from '../../config/read-yaml.ts';
import { selectorFaults } from '../extract/selector-faults.ts';
import { type ConfigProblem, inFileOrder } from '../model/config-problem.ts';
import type { Site } from '../model/site.ts';

function selectorProblems({ site, yaml }: WrittenSite): ConfigProblem[] {
  const remedy = 'Try the selector in a browser: document.querySelectorAll("…") in its console.';
  return selectorFaults(site.pages).map(({ field, problem }) => ({
    file: yaml.path,
    line: yaml.lineOf(field),
    field: field.join('.'),
    problem,
    remedy,
  }));
}

/** Never throws for a bad file: all problems are in the result, in the order of the files. */
export async function readCheckedSites(folder: string, practice: boolean): Promise<SitesReading> {
  const { sites, problems } = await readSites(folder, practice);
  return { sites, problems: inFileOrder([...problems, ...sites.flatMap(selectorProblems)]) };
}

/** @throws OperatorError 'config' naming file, line and field of the first problem, and how many there are */
export async function loadCheckedSites(folder: string, practice: boolean): Promise<Site[]> {
  const { sites, problems } = await readCheckedSites(folder, practice);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  return sites.map(({ site }) => site);
}
