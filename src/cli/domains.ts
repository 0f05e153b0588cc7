/** `domains`: hosts that asked to be left alone, until when and why, and the way back when an owner agrees. */
import type { Command } from 'commander';
import { orderDomainRelease } from '../pipeline/order-turns.ts';
import { type DomainHold, listDomainHolds } from '../store/crawling/domain-holds.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printRows, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type Options = { readonly json?: boolean; readonly reason?: string };

const cells = ({ name, until, since, why }: DomainHold) => [name, until, since, why];

async function list(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const heading = ['name', 'held until', 'since', 'why'];
  printRows(around, await listDomainHolds(database.db), { json, heading, cells });
}

async function release(
  around: Surroundings,
  text: string,
  { json, reason = 'no reason given' }: Options,
): Promise<void> {
  const name = text.toLowerCase();
  await using database = await openStore(around);
  const order = { name, reason, by: whoever() };
  const lifted = await orderDomainRelease(database.db, order, around.clock());
  if (json) printJson(around.output, { released: lifted });
  else if (lifted === null) printLine(around.output, `${name} is not held. See: domains.`);
  else
    printLine(
      around.output,
      `${name} may be asked again. Sites have their next turn by their schedule; at once with: sites run SITE`,
    );
}

export function addDomains(program: Command, around: Surroundings): void {
  const domains = program
    .command('domains')
    .description('hosts that asked to be left alone for a while (Retry-After), which every worker heeds');
  domains
    .command('list', { isDefault: true })
    .description('list them: until when, since when, and why')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  domains
    .command('release')
    .argument('<name>', 'as "domains" shows it')
    .description('ask there again before the pause is over, since its owner agrees')
    .option('--reason <text>', 'who agreed, and when; kept in the audit log')
    .option('--json', 'print what was lifted as JSON')
    .action((name: string, options: Options) => release(around, name, options));
}
