/** Reads the site files of a folder and everything that can be wrong with them alone: their form, where they start and their selectors. */
import { readSites, type SitesReading, type WrittenSite } from '../../../config/load-sites.ts';
import { toError } from '../../../config/read-yaml.ts';
import { selectorFaults } from '../../extract/readers/selector-faults.ts';
import { type ConfigProblem, inFileOrder } from '../../model/config-problem.ts';
import type { Site } from '../../model/site.ts';
import { refuseUrl } from '../../net/address-guard.ts';

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

/** A start page that the guard of addresses would refuse in every run. */
function startProblems({ site, yaml }: WrittenSite): ConfigProblem[] {
  if (site.practice) return [];
  const policy = { allowedOrigins: new Set<string>(), ports: site.ports };
  return site.start.flatMap((text, at) => {
    const problem = refuseUrl(new URL(text), policy);
    if (problem === null) return [];
    const line = yaml.lineOf(['start', at]);
    return [{ file: yaml.path, line, field: 'start', problem, remedy: START_REMEDY }];
  });
}
const START_REMEDY =
  'Only public addresses are visited, on ports 80, 443 and those that `ports` of the site names.';

/** Never throws for a bad file: all problems are in the result, in the order of the files. */
export async function readCheckedSites(folder: string, practice: boolean): Promise<SitesReading> {
  const { sites, problems } = await readSites(folder, practice);
  return {
    sites,
    problems: inFileOrder([...problems, ...sites.flatMap(startProblems), ...sites.flatMap(selectorProblems)]),
  };
}

/** @throws OperatorError 'config' naming file, line and field of the first problem, and how many there are */
export async function loadCheckedSites(folder: string, practice: boolean): Promise<Site[]> {
  const { sites, problems } = await readCheckedSites(folder, practice);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  return sites.map(({ site }) => site);
}
