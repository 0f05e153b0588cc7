/** `backup` and `restore`: database and copies of pages in one file, and back. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openCaptureStore } from '../evidence/capture-store.ts';
import { OperatorError } from '../model/errors.ts';
import { backUp, type Tell } from '../pipeline/backup/back-up.ts';
import { restore } from '../pipeline/backup/restore.ts';
import { capturesFolder, openCaptures, takeCaptures } from '../pipeline/open-captures.ts';
import { checkFactors } from '../review/factor-secrets.ts';
import { countTokens } from '../store/accounts/api-tokens.ts';
import { listSecrets } from '../store/accounts/sign-in-state.ts';
import type { Db } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

type Options = { readonly json?: boolean; readonly force?: boolean };

const sum = (rows: Readonly<Record<string, number>>) =>
  Object.values(rows).reduce((total, count) => total + count, 0);

/** How far it is is told on a terminal alone: a timer would mail it. */
function telling({ remarks }: Surroundings, json = false): Tell {
  const watched = !json && 'isTTY' in remarks && remarks.isTTY === true;
  return (line, what) => {
    if (watched || what === 'fault') printLine(remarks, line);
  };
}

async function makeBackup(
  around: Surroundings,
  file: string,
  { json, force = false }: Options,
): Promise<void> {
  if (file === '-')
    throw new OperatorError('usage', 'A backup is not written to standard output.', 'Name a file.');
  await using database = await openStore(around);
  const { clock, signal } = around;
  const captures = await openCaptures(database.db, around.settings().dataFolder);
  const tools = { database, captures, clock, signal };
  const tell = telling(around, json);
  const report = await backUp(tools, resolve(file), force, tell);
  // Whoever runs it by a timer looks at the code alone.
  if (report.missing + report.damaged > 0) around.exit('incomplete');
  if (report.missing > 0)
    printLine(
      around.remarks,
      `${count(report.missing, 'copy of a page is', 'copies of pages are')} named in the database and not on the disk: the backup holds all but them. See: doctor.`,
    );
  if (report.damaged > 0)
    printLine(
      around.remarks,
      `${count(report.damaged, 'copy of a page is', 'copies of pages are')} damaged on the disk and left out: check it, and restore what is missing from an older backup.`,
    );
  if ((await listSecrets(database.db)).length > 0)
    printLine(
      around.remarks,
      `Second factors open only with the key in ${around.settings().factorKeyFile}, which is not in the backup: keep a copy of it elsewhere.`,
    );
  if (json) printJson(around.output, report);
  else
    printLine(
      around.output,
      `${file}: ${count(sum(report.rows), 'row')}, ${count(report.captures, 'copy of a page', 'copies of pages')}, ${(report.bytes / 1e6).toFixed(1)} MB.`,
    );
}

async function putBack(around: Surroundings, file: string, { json, force = false }: Options): Promise<void> {
  await using database = await openStore(around);
  const tell = telling(around, json);
  const { dataFolder } = around.settings();
  const store = openCaptureStore(capturesFolder(dataFolder));
  const { rows, captures } = await restore({ database, captures: store }, resolve(file), force, tell);
  await takeCaptures(database.db, dataFolder);
  await tellOpenDoors(database.db, around);
  if (json) printJson(around.output, { rows, captures });
  else
    printLine(
      around.output,
      `Restored ${count(sum(rows), 'row')} and ${count(captures, 'copy of a page', 'copies of pages')}.`,
    );
}

/** What was closed since the backup was made is open again, and who has a second factor may be shut out. */
async function tellOpenDoors(db: Db, around: Surroundings): Promise<void> {
  const factors = await checkFactors(db, around.settings().factorKeyFile);
  if (factors.fix !== null) printLine(around.remarks, `${factors.name}: ${factors.finding}. ${factors.fix}`);
  const tokens = await countTokens(db, around.clock());
  if (tokens > 0)
    printLine(
      around.remarks,
      `${count(tokens, 'token for programs holds', 'tokens for programs hold')} as when the backup was made: revoke again what was revoked since, and close accounts that were closed. Sessions are all ended.`,
    );
}

export function addBackup(program: Command, around: Surroundings): void {
  program
    .command('backup')
    .argument('<file>', 'a tar file to make')
    .description('write the database and the copies of pages into one file, while everything goes on')
    .option('--force', 'replace the file if it is there')
    .option('--json', 'print the result as JSON')
    .action((file: string, options: Options) => makeBackup(around, file, options));
  program
    .command('restore')
    .argument('<file>', 'a file that "backup" made')
    .description('put a backup back into an empty database; the queues are made again from it')
    .option('--force', 'replace everything that is in the database')
    .option('--json', 'print the result as JSON')
    .action((file: string, options: Options) => putBack(around, file, options));
}
