/** `crawl`: one run of one site now, without the queue. */
import type { Command } from 'commander';
import type { Settings } from '../../config/settings.ts';
import { OperatorError } from '../model/errors.ts';
import { EVERY_SITE } from '../model/schedule.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { configSources, openWorkplace } from '../pipeline/open-tools.ts';
import { userAgent } from '../pipeline/run/user-agent.ts';
import { runSite } from '../pipeline/run-site.ts';
import { listHolds } from '../store/crawling/holds.ts';
import type { Db } from '../store/open-database.ts';
import { describeRun, fieldLines } from './describe-run.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

const PROGRESS_MS = 2000;

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

/** A hold says that there are no new runs, whoever orders them. @throws OperatorError 'refused' */
async function refuseHeld(db: Db, site: string): Promise<void> {
  const hold = (await listHolds(db)).find(({ scope }) => scope === site || scope === EVERY_SITE);
  if (hold === undefined) return;
  const { scope, mode, by, reason } = hold;
  throw new OperatorError(
    'refused',
    `${scope === EVERY_SITE ? 'Every site' : site} gets no new runs: ${by} ordered "${mode}" (${reason}).`,
    `Once that is over: precursor-watch sites resume ${scope === EVERY_SITE ? '--all' : site}.`,
  );
}

export function addCrawl(program: Command, around: Surroundings): void {
  program
    .command('crawl')
    .argument('<site>', 'id of a site; see "sites list"')
    .description(
      'crawl one site now, without the queue; one that is paused or drained is not; a practice site starts the practice market',
    )
    .option('--json', 'print the summary as JSON')
    .action(async (site: string, options: { json?: boolean }) => {
      const settings = await practising(around, site);
      const { root, log, clock } = around;
      await using workplace = await openWorkplace(settings, root, log, clock, { applying: 'additions' });
      await refuseHeld(workplace.database.db, site);
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
          const { site: _, problem, held, ...said } = summary;
          printJson(around.output, held === null ? said : { ...said, held });
          if (problem !== null) printLine(around.remarks, problem);
        } else {
          printLine(around.output, describeRun(summary));
          for (const line of await fieldLines(workplace.database.db, summary)) printLine(around.output, line);
        }
        const nothing = summary.status === 'partial' && summary.pages === 0;
        if (nothing || summary.status === 'failed' || summary.status === 'blocked') {
          printLine(
            around.remarks,
            `What became of each address: precursor-watch runs export ${summary.run} --csv`,
          );
          around.exit('incomplete');
        }
      } finally {
        clearInterval(timer);
      }
    });
}
