/** `crawl`: one run of one site now, without the queue. */
import type { Command } from 'commander';
import type { Settings } from '../../config/settings.ts';
import type { RunSummary } from '../model/run.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { coverageDrops } from '../pipeline/coverage-drops.ts';
import { configSources, openWorkplace, type Workplace } from '../pipeline/open-tools.ts';
import { runSite } from '../pipeline/run-site.ts';
import { userAgent } from '../pipeline/user-agent.ts';
import { earlierFieldCoverage, fieldCoverageOf } from '../store/field-coverage.ts';
import { describeFields } from './describe-fields.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

const PROGRESS_MS = 2000;

function describe(summary: RunSummary): string {
  const { site, status, pages, listings, alerts, seconds, problem, skipped, unused } = summary;
  const counted = (counts: Readonly<Record<string, number>>, head: string) => {
    const reasons = Object.entries(counts).map(([reason, count]) => `${reason} ${count}`);
    return reasons.length === 0 ? '' : `${head}: ${reasons.join(', ')}.`;
  };
  return [
    `${site}: ${status} after ${seconds.toFixed(1)} s — ${pages} pages, ${listings} listings,`,
    `${alerts.opened} alerts opened, ${alerts.revised} revised.`,
    counted(skipped, 'Skipped'),
    counted(unused, 'Contacts and pictures that tell nothing'),
    problem ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** How many runs tell what is usual. */
const EARLIER_RUNS = 10;

async function fieldLines(
  db: Workplace['database']['db'],
  { run, site }: Pick<RunSummary, 'run' | 'site'>,
): Promise<string[]> {
  const rows = await fieldCoverageOf(db, run);
  return describeFields(rows, coverageDrops(rows, await earlierFieldCoverage(db, site, run, EARLIER_RUNS)));
}

/** Asking for a shop of the practice market by name brings the market, also where sites of the operator's own are configured. */
async function practising(around: Surroundings, site: string): Promise<Settings> {
  const settings = around.settings();
  const { sites, practiceSites } = await loadConfiguration({
    ...configSources(settings, around.root),
    practice: 'on',
  });
  if (practiceSites.some((each) => each.id === site)) return { ...settings, practice: 'on' };
  // Before anything is opened: without a contact no site of the operator's is visited.
  if (sites.some((each) => each.id === site)) userAgent(settings.contact);
  return settings;
}

export function addCrawl(program: Command, around: Surroundings): void {
  program
    .command('crawl')
    .argument('<site>', 'id of a site; see "sites list"')
    .description('crawl one site now, without the queue; a practice site starts the practice market')
    .option('--json', 'print the summary as JSON')
    .action(async (site: string, options: { json?: boolean }) => {
      const settings = await practising(around, site);
      await using workplace = await openWorkplace(settings, around.root, around.log, around.clock);
      const started = Date.now();
      const timer = setInterval(() => {
        printLine(around.remarks, `crawling ${site} … ${Math.round((Date.now() - started) / 1000)} s`);
      }, PROGRESS_MS);
      try {
        const summary = await runSite(workplace.tools, {
          site,
          run: null,
          trigger: 'command',
          signal: around.signal,
        });
        if (options.json) {
          const { site: _, problem, ...said } = summary;
          printJson(around.output, said);
          if (problem !== null) printLine(around.remarks, problem);
        } else {
          printLine(around.output, describe(summary));
          for (const line of await fieldLines(workplace.database.db, summary)) printLine(around.output, line);
        }
        if (summary.status === 'failed' || summary.status === 'blocked') around.exit('incomplete');
      } finally {
        clearInterval(timer);
      }
    });
}
