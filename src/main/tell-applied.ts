/** Says at a start what its files changed in the database: a wrong folder retires sites, and nobody may look before they are missed. */
import { describeChanges } from '../cli/describe-applied.ts';
import { printLine, type Surroundings } from '../cli/surroundings.ts';
import type { Applied } from '../pipeline/apply-config.ts';

/** To the terminal and the log; nothing where nothing changed. */
export function tellApplied(applied: Applied, { output, log }: Pick<Surroundings, 'output' | 'log'>): void {
  const lines = describeChanges(applied);
  for (const line of lines) printLine(output, line);
  if (lines.length === 0) return;
  const { added, changed, removed, watchlist } = applied;
  log[removed.length > 0 ? 'warn' : 'info'](
    { added, changed, removed, watchlist },
    'the files changed what is watched',
  );
}
