/** `practice`: remove everything that the practice market left behind. */
import type { Command } from 'commander';
import { openWorkplace } from '../pipeline/open-tools.ts';
import { purgePractice } from '../store/practice.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

export function addPractice(program: Command, around: Surroundings): void {
  const practice = program
    .command('practice')
    .description('the practice market: invented shops on this machine');
  practice
    .command('purge')
    .description('delete every site, listing, alert, decision and capture of the practice market')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      await using workplace = await openWorkplace(around.settings(), around.root, around.log, around.clock);
      const { captures, ...counts } = await purgePractice(workplace.database.db);
      await workplace.tools.captures.remove(captures);
      const removed = { ...counts, captures: captures.length };
      if (options.json) printJson(around.output, removed);
      else {
        const parts = Object.entries(removed).map(([what, count]) => `${count} ${what}`);
        printLine(around.output, `Removed ${parts.join(', ')}.`);
      }
    });
}
