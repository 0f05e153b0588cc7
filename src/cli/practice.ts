/** `practice`: remove everything that the practice market left behind. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { openCaptureStore } from '../evidence/capture-store.ts';
import { purgePractice } from '../store/practice.ts';
import { openStore } from './open-store.ts';
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
      await using database = await openStore(around);
      const { captures, ...counts } = await purgePractice(database.db);
      await openCaptureStore(join(around.settings().dataFolder, 'captures')).remove(captures);
      const removed = { ...counts, captures: captures.length };
      if (options.json) printJson(around.output, removed);
      else {
        const parts = Object.entries(removed).map(([what, count]) => `${count} ${what}`);
        printLine(around.output, `Removed ${parts.join(', ')}.`);
      }
    });
}
