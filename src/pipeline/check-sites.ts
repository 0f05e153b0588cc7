/** Everything that can be wrong with site files: their form, their selectors, and what they make of their own saved pages. */
import { readFile } from 'node:fs/promises';
import { readOptOuts } from '../../config/load-opt-outs.ts';
import { readWatchlist } from '../../config/load-watchlist.ts';
import { readSavedPages, type SavedPage } from '../../config/read-saved-pages.ts';
import { type Difference, differences } from '../extract/compare-reading.ts';
import { extractPage } from '../extract/extract-page.ts';
import type { HtmlReader } from '../extract/html/outline.ts';
import { type ConfigProblem, inFileOrder, type SitesCheck } from '../model/config-problem.ts';
import type { Site } from '../model/site.ts';
import type { ConfigSources } from './apply-config.ts';
import { readCheckedSites } from './configuration/read-checked-sites.ts';

/** Longer values say no more about what is wrong. */
const MAX_SHOWN = 120;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function toProblem({ yaml, site }: SavedPage, { field, expected, found }: Difference): ConfigProblem {
  return {
    file: yaml.path,
    line: yaml.lineOf(field),
    field: field.join('.'),
    problem: `expected ${shown(expected)}, found ${shown(found)}`,
    remedy: `Correct the file of site ${site}; or the expectation, when the page is right.`,
  };
}

async function readBody(path: string): Promise<Buffer | ConfigProblem> {
  try {
    return await readFile(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const remedy = 'Capture the page again, or remove its folder.';
    return { file: path, line: null, field: '', problem: `cannot be read${why}`, remedy };
  }
}

async function pageProblems(page: SavedPage, site: Site, reader: HtmlReader): Promise<ConfigProblem[]> {
  const body = await readBody(page.path);
  if (!Buffer.isBuffer(body)) return [body];
  const { url, contentType = 'text/html', fetchedAt } = page.expected;
  const headers = { 'content-type': contentType };
  const saved = { url, status: 200, headers, body, ...(fetchedAt === undefined ? {} : { fetchedAt }) };
  const found = extractPage(saved, site, { reader });
  return differences(page.expected, found).map((difference) => toProblem(page, difference));
}

async function checkFolder(
  folder: string,
  practice: boolean,
  reader: HtmlReader,
): Promise<Omit<SitesCheck, 'ok'>> {
  const { sites, problems: faults } = await readCheckedSites(folder, practice);
  const byId = new Map(sites.map(({ site }) => [site.id, site]));
  const problems = [...faults];
  // A file that is refused has no id: what is saved for it says nothing yet.
  const { pages, problems: unfit } =
    faults.length > 0 ? { pages: [], problems: [] } : await readSavedPages(folder, new Set(byId.keys()));
  problems.push(...unfit);
  for (const page of pages) {
    const site = byId.get(page.site);
    if (site !== undefined) problems.push(...(await pageProblems(page, site, reader)));
  }
  return { sites: [...byId.keys()], pages: pages.length, problems: inFileOrder(problems) };
}

/** Never throws for a bad file: all problems are in the result, in the order of the files. The watch-list's are among them. */
export async function checkSites(sources: ConfigSources, reader: HtmlReader): Promise<SitesCheck> {
  const own = await checkFolder(sources.sitesFolder, false, reader);
  const practising = sources.practice === 'on' || (sources.practice === 'auto' && own.sites.length === 0);
  const practice = practising ? await checkFolder(sources.practiceSitesFolder, true, reader) : null;
  const { problems } = await readWatchlist(...sources.watchlistFolders);
  const { problems: unlisted } = await readOptOuts(sources.sitesFolder);
  const all = [...own.problems, ...(practice?.problems ?? []), ...unlisted, ...problems];
  return {
    ok: all.length === 0,
    sites: [...own.sites, ...(practice?.sites ?? [])],
    pages: own.pages + (practice?.pages ?? 0),
    problems: all,
  };
}
