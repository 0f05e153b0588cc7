/** `users rekey`: another key for second factors, without setting one of them up anew. */
import type { Command } from 'commander';
import { rekeyFactors } from '../review/factor-secrets.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

async function rekey(around: Surroundings, { json }: { readonly json?: boolean }): Promise<void> {
  await using database = await openStore(around);
  const { factorKeyFile: keyFile } = around.settings();
  const rekeyed = await rekeyFactors(database.db, keyFile, whoever(), around.clock());
  const { reencrypted, oldKey } = rekeyed ?? { reencrypted: 0, oldKey: null };
  if (json) return printJson(around.output, { reencrypted, keyFile, oldKey });
  if (rekeyed === null)
    return printLine(around.output, 'No second factor is set up yet: there is no key to change.');
  const what = count(reencrypted, 'second factor');
  printLine(around.output, `Encrypted with a new key: ${what}. The key is in ${keyFile}.`);
  printLine(around.output, 'Copy it now to the other servers of this database that serve the console.');
  if (oldKey === null) return;
  const kept = `The old key lies in ${oldKey}: backups made until now need it. Move it to where you keep its copy.`;
  printLine(around.output, kept);
}

export function addRekey(users: Command, around: Surroundings): void {
  users
    .command('rekey')
    .description('encrypt all second factors with a new key; killed, it is gone on with when it is run again')
    .option('--json', 'print the result as JSON')
    .action((options: { json?: boolean }) => rekey(around, options));
}
