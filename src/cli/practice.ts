/** `practice`: remove everything that the practice market left behind. */
import type { Command } from 'commander';
import { openCaptures } from '../pipeline/open-captures.ts';
import { removeCopies } from '../pipeline/retention/remove-copies.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { purgePractice } from '../store/retention/practice.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

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
      const store = await openCaptures(database.db, around.settings().dataFolder);
      const now = around.clock();
      const { captures, ...counts } = await database.db.transaction().execute(async (tx) => {
        const purged = await purgePractice(tx);
        const { captures: _, ...detail } = purged;
        const entry = { actor: whoever(), action: 'practice.purge', subject: null, detail } as const;
        if (purged.sites > 0) await appendAudit(tx, entry, now);
        return purged;
      });
      await removeCopies(database.db, store);
      const removed = { ...counts, captures: captures.length };
      if (options.json) printJson(around.output, removed);
      else {
        const parts = Object.entries(removed).map(([many, number]) => count(number, many.slice(0, -1), many));
        printLine(around.output, `Removed ${parts.join(', ')}.`);
      }
    });
}
