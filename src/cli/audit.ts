/** `audit`: whether the chain of the audit log holds, and the log as a file that anybody can check. */
import { type Command, InvalidArgumentError } from 'commander';
import { hasAuditHash, readChain, verifyAudit } from '../store/accounts/audit-log.ts';
import type { Db } from '../store/open-database.ts';
import { count } from '../text/count.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

export function addAudit(program: Command, around: Surroundings): void {
  const audit = program.command('audit').description('the audit log');
  const withDb = async (work: (db: Db) => Promise<void>): Promise<void> => {
    await using database = await openStore(around);
    await work(database.db);
  };
  audit
    .command('verify')
    .description('compute the whole chain of hashes anew; exit code 1 when it does not hold')
    .option('--head <hash>', 'a hash that was noted down before: it must still stand in the chain', wholeHash)
    .option('--json', 'print it as JSON')
    .action((options: { head?: string; json?: boolean }) => withDb((db) => verify(db, around, options)));
  audit
    .command('export')
    .description(
      'all entries as JSON lines: "hash" is SHA-256 of number, "previous" and "entry", a line each',
    )
    .option('--json', 'JSON lines (what it always prints)')
    .action(() =>
      withDb(async (db) => {
        await using out = jsonLinesTo(around.output);
        for await (const row of readChain(db)) await out.write(row);
      }),
    );
}

/** One that was copied badly stands nowhere, and nobody is to be accused for it. */
function wholeHash(text: string): string {
  const hash = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new InvalidArgumentError('It must be all 64 hexadecimal digits that "audit verify" gave.');
}

async function verify(
  db: Db,
  around: Surroundings,
  { head, json }: { head?: string; json?: boolean },
): Promise<void> {
  const found = await verifyAudit(db);
  const headFound = head === undefined ? null : await hasAuditHash(db, head);
  const ok = found.ok && headFound !== false;
  if (!ok) around.exit('failed');
  if (json) {
    printJson(around.output, { ...found, ok, headFound });
    return;
  }
  if (found.broken !== null)
    printLine(around.output, `Broken at entry ${found.broken.number}: ${found.broken.problem}.`);
  else printLine(around.output, `${count(found.entries, 'entry', 'entries')}, the chain holds.`);
  if (headFound === false) printLine(around.output, `The hash ${head} is not in it: entries were cut off.`);
  if (found.head !== null && ok)
    printLine(around.output, `Note down its end for later checks: ${found.head}`);
}
