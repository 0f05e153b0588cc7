/** `watchlist`: check the packs and list the substances. */
import type { Command } from 'commander';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import type { Substance } from '../model/watchlist.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';

function row(substance: Substance): string[] {
  const { id, name, family, tier, cas, terms } = substance;
  return [id, name, family, tier, cas.map((each) => each.number).join(' '), String(terms.length)];
}

export function addWatchlist(program: Command, around: Surroundings): void {
  const watchlist = program.command('watchlist').description('check and list the watch-list packs');
  watchlist
    .command('check')
    .description('check every pack: check digits, doubled terms, collisions')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const { version, substances } = await loadWatchlist(...around.settings().watchlistFolders);
      const terms = substances.reduce((sum, substance) => sum + substance.terms.length, 0);
      if (options.json) printJson(around.output, { ok: true, version, substances: substances.length, terms });
      else
        printLine(
          around.output,
          `Watch-list ${version}: ${substances.length} substances, ${terms} terms, no fault found.`,
        );
    });
  watchlist
    .command('list')
    .description('list the substances')
    .option('--json', 'print them as JSON lines')
    .action(async (options: { json?: boolean }) => {
      const { substances } = await loadWatchlist(...around.settings().watchlistFolders);
      if (options.json) for (const substance of substances) printJson(around.output, substance);
      else
        printTable(around.output, [['id', 'name', 'family', 'tier', 'CAS', 'terms'], ...substances.map(row)]);
    });
}
