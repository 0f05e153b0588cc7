/** `users`: accounts from the command line, also when nobody can sign in any more. */
import { type Command, Option } from 'commander';
import { OperatorError } from '../model/errors.ts';
import { ROLES, type Role } from '../model/permissions.ts';
import { openWorkplace } from '../pipeline/open-tools.ts';
import { addUser, changeUser, requireUser, resetPasswordOf } from '../review/accounts.ts';
import { clearSecondFactor } from '../review/second-factor.ts';
import type { Db } from '../store/open-database.ts';
import { listAccounts } from '../store/users.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';

/** Who is named in the audit log: nobody has signed in here. */
const BY = 'command line';

const roleOption = () => new Option('--role <role>', 'what it may do').choices([...ROLES]);
const jsonOption = () => new Option('--json', 'print it as JSON');

export function addUsers(program: Command, around: Surroundings): void {
  const users = program.command('users').description('accounts of the console');
  const withDb = async (work: (db: Db) => Promise<void>): Promise<void> => {
    await using workplace = await openWorkplace(around.settings(), around.root, around.log, around.clock);
    await work(workplace.database.db);
  };
  users
    .command('list')
    .description('all accounts')
    .addOption(jsonOption())
    .action(({ json }: { json?: boolean }) => withDb((db) => printAccounts(db, around, json === true)));
  users
    .command('add')
    .argument('<name>', 'name of the new account')
    .description('make an account with a random password, printed this once')
    .addOption(roleOption().makeOptionMandatory())
    .addOption(jsonOption())
    .action((name: string, { role, json }: { role: Role; json?: boolean }) =>
      withDb(async (db) => {
        const made = await addUser(db, { name, role }, BY, around.clock());
        if (made === null) throw taken(name);
        if (json) printJson(around.output, { name, role, password: made.password });
        else printLine(around.output, `Password of ${name}: ${made.password}`);
      }),
    );
  users
    .command('password')
    .argument('<name>', 'name of the account')
    .description('set a new random password and print it once; open sessions of the account end')
    .addOption(jsonOption())
    .action((name: string, { json }: { json?: boolean }) =>
      withDb(async (db) => {
        const { id } = await requireUser(db, name);
        const password = await resetPasswordOf(db, id, BY, around.clock());
        if (json) printJson(around.output, { name, password });
        else printLine(around.output, `New password of ${name}: ${password}`);
      }),
    );
  addChanges(users, around, withDb);
}

function addChanges(
  users: Command,
  around: Surroundings,
  withDb: (work: (db: Db) => Promise<void>) => Promise<void>,
): void {
  const change = (name: string, to: { role?: Role; disabled?: boolean }) =>
    withDb(async (db) => {
      const { id } = await requireUser(db, name);
      const { kind } = await changeUser(db, id, to, BY, around.clock());
      if (kind !== 'done') throw lastAdmin(name);
      printLine(around.output, `Done: ${name}.`);
    });
  users
    .command('role')
    .argument('<name>')
    .addArgument(users.createArgument('<role>', 'what it may do from now on').choices([...ROLES]))
    .description('give an account another role')
    .action((name: string, role: Role) => change(name, { role }));
  users
    .command('disable')
    .argument('<name>')
    .description('let an account in no more; its sessions end, its work stays')
    .action((name: string) => change(name, { disabled: true }));
  users
    .command('enable')
    .argument('<name>')
    .description('let an account in again, also one that is locked')
    .action((name: string) => change(name, { disabled: false }));
  users
    .command('clear-second-factor')
    .argument('<name>')
    .description('let somebody in without the device that was lost')
    .action((name: string) =>
      withDb(async (db) => {
        const { id } = await requireUser(db, name);
        await clearSecondFactor(db, id, BY, around.clock());
        printLine(around.output, `Done: ${name}.`);
      }),
    );
}

async function printAccounts(db: Db, around: Surroundings, json: boolean): Promise<void> {
  const accounts = await listAccounts(db);
  if (json) {
    printJson(around.output, accounts);
    return;
  }
  const state = (each: (typeof accounts)[number]) =>
    each.disabledAt === null ? (each.lockedUntil ?? '') : `disabled ${each.disabledAt}`;
  printTable(around.output, [
    ['name', 'role', 'second factor', 'last seen', 'state'],
    ...accounts.map((each) => [
      each.name,
      each.role,
      each.secondFactor ? 'yes' : 'no',
      each.lastSeenAt ?? '',
      state(each),
    ]),
  ]);
}

function taken(name: string): OperatorError {
  return new OperatorError('usage', `There is an account "${name}".`, 'Choose another name.');
}

function lastAdmin(name: string): OperatorError {
  return new OperatorError(
    'usage',
    `"${name}" is the last account that can do everything.`,
    'Make another administrator first.',
  );
}
