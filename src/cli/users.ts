/** `users`: accounts from the command line, also when nobody can sign in any more. */
import { type Command, Option } from 'commander';
import { accountRequest } from '../model/account-api.ts';
import { OperatorError } from '../model/errors.ts';
import { ROLES, type Role } from '../model/permissions.ts';
import { addUser, changeUser, requireUser, resetPasswordOf } from '../review/accounts.ts';
import { closedFactors } from '../review/factor-secrets.ts';
import { clearSecondFactor } from '../review/second-factor.ts';
import { listAccounts } from '../store/accounts/users.ts';
import type { Db } from '../store/open-database.ts';
import { openStore } from './open-store.ts';
import { addRekey } from './rekey.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type Options = { readonly json?: boolean };

const roleOption = () => new Option('--role <role>', 'what it may do').choices([...ROLES]);
const jsonOption = () => new Option('--json', 'print it as JSON');

export function addUsers(program: Command, around: Surroundings): void {
  const users = program.command('users').description('accounts of the console');
  const withDb = async (work: (db: Db) => Promise<void>): Promise<void> => {
    await using database = await openStore(around);
    await work(database.db);
  };
  users
    .command('list')
    .description('all accounts')
    .option('--json', 'print them as JSON lines')
    .action(({ json }: Options) => withDb((db) => printAccounts(db, around, json === true)));
  users
    .command('add')
    .argument('<name>', 'name of the new account')
    .description('make an account with a random password, printed this once')
    .addOption(roleOption().makeOptionMandatory())
    .addOption(jsonOption())
    .action((name: string, { role, json }: { role: Role; json?: boolean }) =>
      withDb(async (db) => {
        const named = newName(name);
        const made = await addUser(db, { name: named, role }, whoever(), around.clock());
        if (made === null) throw taken(named);
        if (json) printJson(around.output, { name: named, role, password: made.password });
        else printLine(around.output, `Password of ${named}: ${made.password}`);
      }),
    );
  users
    .command('password')
    .argument('<name>', 'name of the account')
    .description(
      'set a new random password and print it once; open sessions of the account end, its tokens are revoked',
    )
    .addOption(jsonOption())
    .action((name: string, { json }: Options) =>
      withDb(async (db) => {
        const { id } = await requireUser(db, name);
        const reset = await resetPasswordOf(db, id, whoever(), around.clock());
        if (reset.kind === 'external') throw keptElsewhere(name);
        if (reset.kind !== 'done') throw new Error(`the account ${name} has gone meanwhile`);
        const { password, revokedTokens } = reset.made;
        if (json) printJson(around.output, { name, password, revokedTokens });
        else {
          printLine(around.output, `New password of ${name}: ${password}`);
          printLine(around.output, `Its sessions have ended; tokens revoked: ${revokedTokens}.`);
        }
      }),
    );
  addChanges(users, around, withDb);
  addRekey(users, around);
}

function addChanges(
  users: Command,
  around: Surroundings,
  withDb: (work: (db: Db) => Promise<void>) => Promise<void>,
): void {
  const change = (name: string, to: { role?: Role; disabled?: boolean }, { json }: Options, said: string) =>
    withDb(async (db) => {
      const { id } = await requireUser(db, name);
      const { kind } = await changeUser(db, id, to, whoever(), around.clock());
      if (kind !== 'done') throw lastAdmin(name);
      if (json) printJson(around.output, { name, ...to });
      else printLine(around.output, `${name} ${said}.`);
    });
  users
    .command('role')
    .argument('<name>', 'name of the account')
    .addArgument(users.createArgument('<role>', 'what it may do from now on').choices([...ROLES]))
    .description('give an account another role')
    .addOption(jsonOption())
    .action((name: string, role: Role, options: Options) =>
      change(name, { role }, options, `is ${role} now`),
    );
  users
    .command('disable')
    .argument('<name>', 'name of the account')
    .description('let an account in no more; its sessions end, its tokens rest, its work stays')
    .addOption(jsonOption())
    .action((name: string, options: Options) =>
      change(
        name,
        { disabled: true },
        options,
        'is let in no more; its sessions have ended, and its tokens rest until it is enabled',
      ),
    );
  users
    .command('enable')
    .argument('<name>', 'name of the account')
    .description('let an account in again, also one that is locked')
    .addOption(jsonOption())
    .action((name: string, options: Options) =>
      change(name, { disabled: false }, options, 'is let in again, with the tokens that still hold'),
    );
  users
    .command('clear-second-factor')
    .argument('<name>', 'name of the account')
    .description('let somebody in without the device that was lost')
    .addOption(jsonOption())
    .action((name: string, { json }: Options) =>
      withDb(async (db) => {
        const { id } = await requireUser(db, name);
        await clearSecondFactor(db, id, whoever(), around.clock());
        if (json) printJson(around.output, { name, secondFactor: false });
        else
          printLine(around.output, `${name} signs in with the password alone, and can set up a new device.`);
      }),
    );
}

async function printAccounts(db: Db, around: Surroundings, json: boolean): Promise<void> {
  const accounts = await listAccounts(db);
  if (json) {
    for (const account of accounts) printJson(around.output, account);
    return;
  }
  const closed = await closedFactors(db, around.settings().factorKeyFile);
  const factor = ({ id, secondFactor }: (typeof accounts)[number]) => {
    if (!secondFactor) return 'no';
    return closed.has(id) ? 'does not open' : 'yes';
  };
  const state = (each: (typeof accounts)[number]) =>
    each.disabledAt === null ? (each.lockedUntil ?? '') : `disabled ${each.disabledAt}`;
  printTable(around.output, [
    ['name', 'role', 'second factor', 'last seen', 'state'],
    ...accounts.map((each) => [each.name, each.role, factor(each), each.lastSeenAt ?? '', state(each)]),
  ]);
}

/** As the console takes it. @throws OperatorError 'usage' */
function newName(text: string): string {
  const read = accountRequest.shape.name.safeParse(text);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ message }) => message).join(', ');
  throw new OperatorError(
    'usage',
    `The name ${JSON.stringify(text)} ${faults}.`,
    'Begin it with a letter or digit; 80 characters are the most.',
  );
}

function taken(name: string): OperatorError {
  return new OperatorError('usage', `There is an account "${name}".`, 'Choose another name.');
}

function keptElsewhere(name: string): OperatorError {
  return new OperatorError(
    'usage',
    `"${name}" signs in through the identity provider, which keeps its password.`,
    'Change it there. For a way in without the provider make a local account: users add.',
  );
}

function lastAdmin(name: string): OperatorError {
  return new OperatorError(
    'usage',
    `"${name}" is the last account that can do everything.`,
    'Make another administrator first.',
  );
}
