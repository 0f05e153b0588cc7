/** `retention`: erases what is older than its class is kept for, and keeps what a legal hold is set on. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { openCaptureStore } from '../evidence/capture-store.ts';
import { OperatorError } from '../model/errors.ts';
import { keepOrErase } from '../pipeline/keep-or-erase.ts';
import { appendAudit } from '../store/audit-log.ts';
import { countExpired, liftHold, listHolds, setHold } from '../store/retention.ts';
import { findSite } from '../store/sites.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type RunOptions = { readonly dryRun?: boolean; readonly json?: boolean };

async function run(around: Surroundings, { dryRun, json }: RunOptions): Promise<void> {
  const { retention, dataFolder } = around.settings();
  await using database = await openStore(around);
  const { db } = database;
  if (dryRun) {
    const counts = await countExpired(db, retention, around.clock());
    if (json) printJson(around.output, counts);
    else
      printLine(
        around.output,
        `${counts.clear} listings without a find and ${counts.watch} watched ones would be erased.`,
      );
    return;
  }
  const captures = openCaptureStore(join(dataFolder, 'captures'));
  const erased = await keepOrErase(db, captures, retention, whoever(), around.clock());
  if (json) printJson(around.output, erased);
  else printLine(around.output, `${erased.listings} listings and ${erased.captures} copies of pages erased.`);
}

async function hold(around: Surroundings, site: string, reason: string | null): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  if ((await findSite(db, site)) === null)
    throw new OperatorError('usage', `There is no site ${site}.`, 'See: precursor-watch sites list.');
  const now = around.clock();
  const done = await db.transaction().execute(async (tx) => {
    const changed =
      reason === null
        ? await liftHold(tx, site, whoever(), now)
        : await setHold(tx, site, reason, whoever(), now);
    const action = reason === null ? 'retention.release' : 'retention.hold';
    const entry = { actor: whoever(), action, subject: `site:${site}`, detail: { reason } } as const;
    if (changed) await appendAudit(tx, entry, now);
    return changed;
  });
  const said = reason === null ? 'is under no hold' : 'is under a hold already';
  if (!done) throw new OperatorError('usage', `${site} ${said}.`, 'See: precursor-watch retention holds.');
  printLine(around.output, reason === null ? `${site}: the hold is lifted.` : `${site}: nothing is erased.`);
}

async function holds(around: Surroundings, { json }: { json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const standing = await listHolds(database.db);
  if (json) for (const each of standing) printJson(around.output, each);
  else {
    const cells = standing.map(({ site, reason, setBy, setAt }) => [site, reason, setBy, setAt]);
    printTable(around.output, [['site', 'reason', 'set by', 'set at'], ...cells]);
  }
}

export function addRetention(program: Command, around: Surroundings): void {
  const retention = program
    .command('retention')
    .description('how long listings and copies of pages are kept');
  retention
    .command('run')
    .description('erase what is older than its class is kept for; hashes and the audit trail stay')
    .option('--dry-run', 'only count')
    .option('--json', 'print it as JSON')
    .action((options: RunOptions) => run(around, options));
  retention
    .command('hold')
    .argument('<site>', 'id of a site')
    .requiredOption('--reason <text>', 'who asked for it and why')
    .description('erase nothing of this site until the hold is lifted')
    .action((site: string, { reason }: { reason: string }) => hold(around, site, reason));
  retention
    .command('release')
    .argument('<site>', 'id of a site')
    .description('lift the hold')
    .action((site: string) => hold(around, site, null));
  retention
    .command('holds')
    .description('the holds that stand')
    .option('--json', 'print them as JSON lines')
    .action((options: { json?: boolean }) => holds(around, options));
}
