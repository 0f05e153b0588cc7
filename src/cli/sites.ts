/** `sites`: check the site files, list them, apply them to the database. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describeError } from '../model/errors.ts';
import type { OptOut } from '../model/opt-out.ts';
import type { Site } from '../model/site.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { checkSites } from '../pipeline/check-sites.ts';
import { type HeldBack, whatHoldsBack } from '../pipeline/health/held-back.ts';
import { configSources, openWorkplace } from '../pipeline/open-tools.ts';
import { openDatabase } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { describeApplied } from './describe-applied.ts';
import { printProblems } from './print-problems.ts';
import { addSiteTurns } from './site-turns.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { tellStop } from './tell-stop.ts';

const readConfiguration = (around: Surroundings) =>
  loadConfiguration(configSources(around.settings(), around.root));

async function allSites(around: Surroundings): Promise<Site[]> {
  const { sites, practiceSites } = await readConfiguration(around);
  return [...sites, ...practiceSites];
}

/**
 * What keeps sites from being visited, and that all of it is stopped. Where there is no database yet, or none answers, that
 * must not hinder the list: then the file of opt-outs alone is known.
 */
async function heldBack(around: Surroundings, listed: readonly OptOut[]): Promise<(site: Site) => HeldBack> {
  const { databaseUrl, dataFolder } = around.settings();
  if (databaseUrl === null && !existsSync(join(dataFolder, 'postgres'))) return whatHoldsBack(null, listed);
  try {
    await using database = await openDatabase({ databaseUrl, dataFolder, log: around.log });
    await tellStop(database.db, around);
    return await whatHoldsBack(database.db, listed);
  } catch (error) {
    printLine(
      around.remarks,
      `Which sites block us, or are held back, is not known: ${describeError(error)}`,
    );
    return whatHoldsBack(null, listed);
  }
}

/** Of all but a block: what lasts longest comes first. */
function whyHeld({ optedOut, hold, leftAlone }: HeldBack): string {
  return [
    ...optedOut.map(({ domain, reason }) => `${domain} opted out: ${reason}`),
    ...(hold === null ? [] : [`${HELD[hold.mode]} by ${hold.by}: ${hold.reason}`]),
    ...leftAlone.map(({ name, until, why }) => `${name} until ${until}: ${why}`),
  ].join('; ');
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

const HELD = { pause: 'paused', drain: 'drained' } as const;

function row(site: Site, held: HeldBack): string[] {
  const { id, name, start, schedule, politeness, fetch, practice } = site;
  return [
    id,
    name,
    start[0] ?? '',
    schedule.cron ?? duration(schedule.everySeconds),
    duration(politeness.delaySeconds),
    fetch,
    practice ? 'practice' : 'yours',
    held.blocked === null ? '' : `until ${held.blocked.until}: ${held.blocked.reason}`,
    whyHeld(held),
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
    .description('list the configured sites, and what keeps them from being visited')
    .option('--json', 'print them as JSON lines')
    .action(async (options: { json?: boolean }) => {
      const { sites: own, practiceSites, optOuts } = await readConfiguration(around);
      const all = [...own, ...practiceSites];
      const held = await heldBack(around, optOuts ?? []);
      if (options.json) for (const site of all) printJson(around.output, { ...site, ...held(site) });
      else {
        const heading = ['id', 'name', 'start', 'every', 'delay', 'fetch', 'whose', 'blocks us', 'held back'];
        printTable(around.output, [heading, ...all.map((site) => row(site, held(site)))]);
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
