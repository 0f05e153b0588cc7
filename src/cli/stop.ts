/** `stop` and `resume`: the switch that holds every worker back, and `opt-out`: domains that are never visited. */
import type { Command } from 'commander';
import { OperatorError } from '../model/errors.ts';
import { orderResume, orderStop } from '../pipeline/order-turns.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { currentStop } from '../store/crawling/crawl-stops.ts';
import { addOptOut, listOptOuts, removeOptOut } from '../store/crawling/opt-outs.ts';
import { domainName } from '../text/domain-name.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type Options = { readonly json?: boolean; readonly reason?: string };

function domainOf(text: string): string {
  const domain = domainName(text);
  if (domain === null)
    throw new OperatorError('usage', `"${text}" is no domain.`, 'Give a domain such as shop.example.');
  return domain;
}

async function stop(around: Surroundings, { json, reason = 'no reason given' }: Options): Promise<void> {
  await using database = await openStore(around);
  await orderStop(database.db, { reason, by: whoever() }, around.clock());
  const stopped = await currentStop(database.db);
  if (json) printJson(around.output, { stopped });
  else
    printLine(
      around.output,
      `Crawling is stopped for every worker (${stopped?.reason ?? reason}). Go on with: resume`,
    );
}

async function resume(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const resumed = await orderResume(database.db, { by: whoever() }, around.clock());
  if (json) printJson(around.output, { resumed });
  else printLine(around.output, resumed ? 'Crawling goes on.' : 'Nothing was stopped.');
}

async function list(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const optOuts = await listOptOuts(database.db);
  if (json) for (const each of optOuts) printJson(around.output, each);
  else {
    const rows = optOuts.map(({ domain, origin, by, at, reason }) => [domain, origin, by, at, reason]);
    printTable(around.output, [['domain', 'from', 'by', 'since', 'reason'], ...rows]);
  }
}

async function add(around: Surroundings, text: string, { json, reason = '' }: Options): Promise<void> {
  const domain = domainOf(text);
  await using database = await openStore(around);
  const [by, now] = [whoever(), around.clock()];
  await database.db.transaction().execute(async (tx) => {
    await addOptOut(tx, { domain, reason }, by, now);
    const entry = { actor: by, action: 'opt-out.add', subject: `domain:${domain}` } as const;
    await appendAudit(tx, { ...entry, detail: { reason } }, now);
  });
  if (json) printJson(around.output, { added: domain });
  else printLine(around.output, `${domain} and every name below it are not visited any more, by any worker.`);
}

async function remove(around: Surroundings, text: string, { json, reason = '' }: Options): Promise<void> {
  const domain = domainOf(text);
  await using database = await openStore(around);
  const removed = await database.db.transaction().execute(async (tx) => {
    const ended = await removeOptOut(tx, domain);
    const entry = { actor: whoever(), action: 'opt-out.remove', subject: `domain:${domain}` } as const;
    if (ended) await appendAudit(tx, { ...entry, detail: { reason } }, around.clock());
    return ended;
  });
  const still = (await listOptOuts(database.db)).some((each) => each.domain === domain);
  if (json) printJson(around.output, { removed: removed ? domain : null, stays: still });
  else if (still)
    printLine(around.output, `${domain} stays: it stands in the opt-out file beside the site files.`);
  else
    printLine(around.output, removed ? `${domain} may be visited again.` : `${domain} was not on the list.`);
}

export function addStop(program: Command, around: Surroundings): void {
  program
    .command('stop')
    .description(
      'stop all crawling, in every worker, within two seconds; running requests end. A page that somebody asks for by its address (probe, capture) is held back, too',
    )
    .option('--reason <text>', 'why; shown wherever something was not fetched because of it')
    .option('--json', 'print the stop as JSON')
    .action((options: Options) => stop(around, options));
  program
    .command('resume')
    .description('let crawling go on after "stop"')
    .option('--json', 'print the result as JSON')
    .action((options: Options) => resume(around, options));
  const optOut = program
    .command('opt-out')
    .description('domains whose owners asked not to be visited; holds at once, for every worker');
  optOut
    .command('list')
    .description('list them')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => list(around, options));
  optOut
    .command('add')
    .argument('<domain>', 'stands for every name below it, too')
    .description('visit it no more; what is being fetched from it ends')
    .option('--reason <text>', 'who asked, and when')
    .option('--json', 'print the result as JSON')
    .action((domain: string, options: Options) => add(around, domain, options));
  optOut
    .command('remove')
    .argument('<domain>', 'as "opt-out list" shows it')
    .description('its owner agrees to be visited again')
    .option('--reason <text>', 'who agreed, and when; kept in the audit log')
    .option('--json', 'print the result as JSON')
    .action((domain: string, options: Options) => remove(around, domain, options));
}
