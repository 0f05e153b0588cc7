/** `sites`: check the site files, list them, apply them to the database. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describeError } from '../model/errors.ts';
import type { SiteBlock } from '../model/overview-api.ts';
import type { Site } from '../model/site.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { checkSites } from '../pipeline/check-sites.ts';
import { configSources, openWorkplace } from '../pipeline/open-tools.ts';
import { listBlocks } from '../store/crawling/site-blocks.ts';
import { openDatabase } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { describeApplied } from './describe-applied.ts';
import { printProblems } from './print-problems.ts';
import { addSiteTurns } from './site-turns.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { tellStop } from './tell-stop.ts';

async function allSites(around: Surroundings): Promise<Site[]> {
  const { sites, practiceSites } = await loadConfiguration(configSources(around.settings(), around.root));
  return [...sites, ...practiceSites];
}

/** Sites that keep us out, and that all of it is stopped; none where there is no database yet, and that must not hinder the list. */
async function blocks(around: Surroundings): Promise<ReadonlyMap<string, SiteBlock>> {
  const { databaseUrl, dataFolder } = around.settings();
  if (databaseUrl === null && !existsSync(join(dataFolder, 'postgres'))) return new Map();
  try {
    await using database = await openDatabase({ databaseUrl, dataFolder, log: around.log });
    await tellStop(database.db, around);
    return await listBlocks(database.db);
  } catch (error) {
    printLine(around.remarks, `Which sites block us is not known: ${describeError(error)}`);
    return new Map();
  }
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** As a site file would say it: 21,600 are "6h". */
function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}

function row(site: Site, blocked: SiteBlock | undefined): string[] {
  const { id, name, start, schedule, politeness, fetch, practice } = site;
  return [
    id,
    name,
    start[0] ?? '',
    schedule.cron ?? duration(schedule.everySeconds),
    duration(politeness.delaySeconds),
    fetch,
    practice ? 'practice' : 'yours',
    blocked === undefined ? '' : `until ${blocked.until}: ${blocked.reason}`,
  ];
}

/** Exit code `config` when something is wrong; every problem is told, because they are corrected together. */
async function check(around: Surroundings, options: { json?: boolean }): Promise<void> {
  const { htmlReader } = around.settings();
  const result = await checkSites(configSources(around.settings(), around.root), htmlReader);
  if (!result.ok) around.exit('config');
  if (options.json) printJson(around.output, result);
  else if (result.ok)
    printLine(
      around.output,
      `${count(result.sites.length, 'site')}, ${count(result.pages, 'saved page')}, no fault found.`,
    );
  else printProblems(around.output, result.problems);
  if (result.ok) warnContact(around, await allSites(around));
}

function warnContact(around: Surroundings, sites: readonly Site[]): void {
  if (around.settings().contact !== null || sites.every((site) => site.practice)) return;
  printLine(
    around.remarks,
    'No contact address is set: these sites are not crawled before PRECURSOR_CONTACT names one.',
  );
}

async function apply(around: Surroundings, options: { json?: boolean; retireAll?: boolean }): Promise<void> {
  const { root, log, clock } = around;
  const opening = { applying: 'all', retiresAll: options.retireAll === true, withoutCopies: true } as const;
  await using workplace = await openWorkplace(around.settings(), root, log, clock, opening);
  const { added, changed, removed, watchlist } = workplace.applied;
  const { sites: own, practiceSites } = workplace.configuration;
  const all = [...own, ...practiceSites];
  if (options.json)
    printJson(around.output, { applied: all.map((site) => site.id), added, changed, removed, watchlist });
  else for (const line of describeApplied(workplace.applied, all.length)) printLine(around.output, line);
  warnContact(around, all);
}

export function addSites(program: Command, around: Surroundings): void {
  const sites = program
    .command('sites')
    .description('check, list and apply site files; hold sites back, or run one now');
  sites
    .command('check')
    .description('check every site file, its saved pages and the watch-list packs; changes nothing')
    .option('--json', 'print the result as JSON')
    .action((options: { json?: boolean }) => check(around, options));
  sites
    .command('list')
    .description('list the configured sites, and which of them keep us out')
    .option('--json', 'print them as JSON lines')
    .action(async (options: { json?: boolean }) => {
      const all = await allSites(around);
      const blocked = await blocks(around);
      if (options.json)
        for (const site of all) printJson(around.output, { ...site, blocked: blocked.get(site.id) ?? null });
      else {
        const heading = ['id', 'name', 'start', 'every', 'delay', 'fetch', 'whose', 'blocks us'];
        printTable(around.output, [heading, ...all.map((site) => row(site, blocked.get(site.id)))]);
      }
    });
  sites
    .command('apply')
    .description(
      'take the site files and the watch-list into the database; `serve` and `schedule` do so at their start',
    )
    .option('--retire-all', 'also where there is no site file any more: every site is retired')
    .option('--json', 'print the result as JSON')
    .action((options: { json?: boolean; retireAll?: boolean }) => apply(around, options));
  addSiteTurns(sites, around);
}
