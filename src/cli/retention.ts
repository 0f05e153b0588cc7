/** `retention`: erases what is older than its class is kept for, or one listing, and keeps what a legal hold is set on. */
import type { Command } from 'commander';
import { OperatorError } from '../model/errors.ts';
import { openCaptures } from '../pipeline/open-captures.ts';
import { eraseListing, keepOrErase } from '../pipeline/retention/keep-or-erase.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { findSite } from '../store/crawling/sites.ts';
import type { Db } from '../store/open-database.ts';
import { type HeldThing, liftHold, listHolds, setHold, siteOfAlert } from '../store/retention/legal-holds.ts';
import { countExpired, listingsAt } from '../store/retention/retention.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printTable, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';

type Options = { readonly json?: boolean };
type RunOptions = Options & { readonly dryRun?: boolean };
type EraseOptions = Options & { readonly reason: string };
type HoldOptions = Options & { readonly alert?: string };

const SEE_ALERT = 'Its alert in the console shows its address.';

async function run(around: Surroundings, { dryRun, json }: RunOptions): Promise<void> {
  const { retention, dataFolder } = around.settings();
  await using database = await openStore(around);
  const { db } = database;
  if (dryRun) {
    const counts = await countExpired(db, retention, around.clock());
    const { clear, watch, alert, confirmed } = counts;
    if (json) printJson(around.output, counts);
    else
      printLine(
        around.output,
        `${count(clear, 'listing')} without a find, ${watch} watched, ${alert} that alerted and ${confirmed} that were confirmed would be erased.`,
      );
    return;
  }
  const captures = await openCaptures(db, dataFolder);
  const erased = await keepOrErase(db, captures, retention, whoever(), around.clock());
  if (json) printJson(around.output, erased);
  else
    printLine(
      around.output,
      `${count(erased.listings, 'listing')}, ${count(erased.captures, 'copy of a page', 'copies of pages')}, ${count(erased.ledger, 'row')} of ledgers and ${count(erased.messages, 'message')} that never arrived erased.`,
    );
}

function numberFrom(text: string, what: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new OperatorError('usage', `${text} is no number of ${what}.`, 'See the list in the console.');
}

/** Whoever asks for it names its address; a program knows its number. */
async function listingOf(db: Db, text: string): Promise<number> {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  if (!URL.canParse(text))
    throw new OperatorError('usage', `${text} is no number or address of a listing.`, SEE_ALERT);
  const found = await listingsAt(db, text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw only === undefined
    ? new OperatorError('usage', `No stored listing has the address ${text}.`, SEE_ALERT)
    : new OperatorError(
        'usage',
        `${count(found.length, 'listing stands', 'listings stand')} at ${text}.`,
        `Give the number of one: ${found.join(', ')}.`,
      );
}

async function erase(around: Surroundings, text: string, { reason, json }: EraseOptions): Promise<void> {
  await using database = await openStore(around);
  const captures = await openCaptures(database.db, around.settings().dataFolder);
  const listing = await listingOf(database.db, text);
  const order = { listing, reason, by: whoever() };
  const done = await eraseListing(database.db, captures, order, around.clock());
  if (done === 'held')
    throw new OperatorError('refused', 'A legal hold keeps it.', 'See: precursor-watch retention holds.');
  if (done === null)
    throw new OperatorError('usage', `There is no listing ${listing}, or it is erased already.`, SEE_ALERT);
  if (json) {
    printJson(around.output, { listing, ...done });
    return;
  }
  const languages = done.listings === 1 ? '' : ` in ${done.listings} languages`;
  printLine(
    around.output,
    `Listing ${listing} is erased${languages}; copies of pages removed with it: ${done.captures}. What is still on sale is read again by the next run.`,
  );
}

async function heldThing(db: Db, site: string | undefined, alert: string | undefined): Promise<HeldThing> {
  if ((site === undefined) === (alert === undefined))
    throw new OperatorError('usage', 'Name a site, or --alert with its number.', 'See --help.');
  if (site !== undefined) {
    if ((await findSite(db, site)) !== null) return { site, alert: null };
    throw new OperatorError('usage', `There is no site ${site}.`, 'See: precursor-watch sites list.');
  }
  const number = numberFrom(alert ?? '', 'an alert');
  const its = await siteOfAlert(db, number);
  if (its !== null) return { site: its, alert: number };
  throw new OperatorError('usage', `There is no alert ${number}.`, 'See the list in the console.');
}

async function hold(
  around: Surroundings,
  site: string | undefined,
  { alert, json }: HoldOptions,
  reason: string | null,
): Promise<void> {
  await using database = await openStore(around);
  const { db } = database;
  const held = await heldThing(db, site, alert);
  const name = held.alert === null ? held.site : `alert ${held.alert}`;
  const now = around.clock();
  const done = await db.transaction().execute(async (tx) => {
    const changed =
      reason === null
        ? await liftHold(tx, held, whoever(), now)
        : await setHold(tx, held, reason, whoever(), now);
    const action = reason === null ? 'retention.release' : 'retention.hold';
    const subject = held.alert === null ? `site:${held.site}` : `alert:${held.alert}`;
    const entry = { actor: whoever(), action, subject, detail: { reason } } as const;
    if (changed) await appendAudit(tx, entry, now);
    return changed;
  });
  const said = reason === null ? 'is under no hold' : 'is under a hold already';
  if (!done) throw new OperatorError('usage', `${name} ${said}.`, 'See: precursor-watch retention holds.');
  if (json) printJson(around.output, { ...held, held: reason !== null });
  else if (reason === null) printLine(around.output, `${name}: the hold is lifted.`);
  else printLine(around.output, `${name}: nothing of it is erased until "retention release" lifts the hold.`);
}

async function holds(around: Surroundings, { json }: Options): Promise<void> {
  await using database = await openStore(around);
  const standing = await listHolds(database.db);
  if (json) for (const each of standing) printJson(around.output, each);
  else {
    const cells = standing.map(({ site, alert, reason, setBy, setAt }) => [
      ...[site, alert === null ? 'all' : String(alert), reason, setBy, setAt],
    ]);
    printTable(around.output, [['site', 'alert', 'reason', 'set by', 'set at'], ...cells]);
  }
}

export function addRetention(program: Command, around: Surroundings): void {
  const retention = program
    .command('retention')
    .description('how long listings, copies of pages and ledgers are kept');
  retention
    .command('run')
    .description(
      'erase what is older than the PRECURSOR_KEEP_… days of its class; hashes, decisions and the audit trail stay',
    )
    .option('--dry-run', 'only count the listings')
    .option('--json', 'print it as JSON')
    .action((options: RunOptions) => run(around, options));
  retention
    .command('erase')
    .argument('<listing>', 'its number, or its address as its alert shows it')
    .requiredOption('--reason <text>', 'who asked for it and why')
    .description('erase what one listing says; hashes, decisions and the audit trail stay')
    .option('--json', 'print the result as JSON')
    .action((listing: string, options: EraseOptions) => erase(around, listing, options));
  retention
    .command('hold')
    .argument('[site]', 'id of a site')
    .option('--alert <number>', 'only the listings of this alert')
    .requiredOption('--reason <text>', 'who asked for it and why')
    .description('erase nothing of this site, or of this alert, until the hold is lifted')
    .option('--json', 'print the result as JSON')
    .action((site: string | undefined, { reason, ...which }: HoldOptions & { reason: string }) =>
      hold(around, site, which, reason),
    );
  retention
    .command('release')
    .argument('[site]', 'id of a site')
    .option('--alert <number>', 'the hold on this alert')
    .description('lift the hold')
    .option('--json', 'print the result as JSON')
    .action((site: string | undefined, which: HoldOptions) => hold(around, site, which, null));
  retention
    .command('holds')
    .description('the holds that stand')
    .option('--json', 'print them as JSON lines')
    .action((options: Options) => holds(around, options));
}
