/** `users`: a new password for somebody who lost theirs. */
import type { Command } from 'commander';
import { openWorkplace } from '../pipeline/open-tools.ts';
import { resetPassword } from '../review/accounts.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

export function addUsers(program: Command, around: Surroundings): void {
  const users = program.command('users').description('local accounts of the console');
  users
    .command('password')
    .argument('<name>', 'name of the account')
    .description('set a new random password and print it once; open sessions of the account end')
    .option('--json', 'print it as JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      await using workplace = await openWorkplace(around.settings(), around.root, around.log, around.clock);
      const password = await resetPassword(workplace.database.db, name);
      if (options.json) printJson(around.output, { name, password });
      else printLine(around.output, `New password of ${name}: ${password}`);
    });
}
