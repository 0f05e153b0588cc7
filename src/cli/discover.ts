/** `discover`: names beside confirmed hits that stand on no list, and what a person says of them. */
import type { Command } from 'commander';
import type { Discovery, DiscoveryDecision } from '../model/discovery.ts';
import { OperatorError } from '../model/errors.ts';
import { recallWatchlist } from '../pipeline/configuration/recall-watchlist.ts';
import { discover } from '../pipeline/discover.ts';
import { decideDiscovery, listDiscoveries } from '../store/desk/discoveries.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, printRows, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';
import { wholeNumber } from './whole-number.ts';

type Options = { readonly json?: boolean; readonly limit: number };

async function look(around: Surroundings, { json, limit }: Options): Promise<void> {
  const { dataFolder, watchlistFolders } = around.settings();
  const watchlist = await recallWatchlist(dataFolder, watchlistFolders);
  await using database = await openStore(around);
  await discover(database.db, watchlist, around.clock());
  const found = await listDiscoveries(database.db, { state: 'new', limit });
  const heading = ['number', 'kind', 'text', 'score', 'listings', 'sellers', 'closest', 'beside'];
  printRows(around, found, { json, heading, cells });
}

function cells({ id, kind, text, score, listings, sellers, evidence, beside }: Discovery): string[] {
  return [
    ...[String(id), kind, text.slice(0, 60), score.toFixed(1), String(listings), String(sellers)],
    ...[evidence[0]?.relation ?? '', beside.slice(0, 3).join(' ')],
  ];
}

async function decide(
  around: Surroundings,
  id: number,
  decision: DiscoveryDecision,
  json: boolean | undefined,
): Promise<void> {
  const { dataFolder, watchlistFolders } = around.settings();
  const watchlist = await recallWatchlist(dataFolder, watchlistFolders);
  const { state } = decision;
  if (state === 'accepted' && !watchlist.substances.some((each) => each.id === decision.substance))
    throw new OperatorError(
      'usage',
      `No substance has the id ${decision.substance}.`,
      'See: precursor-watch watchlist list.',
    );
  await using database = await openStore(around);
  const found = await decideDiscovery(database.db, id, decision, whoever(), around.clock());
  if (found === null)
    throw new OperatorError('usage', `Nothing found has the number ${id}.`, 'See: precursor-watch discover.');
  if (json) {
    printJson(around.output, { number: id, kind: found.kind, text: found.text, ...decision });
    return;
  }
  if (state === 'dropped') {
    printLine(around.output, `${found.text}: dropped.`);
    return;
  }
  printLine(
    around.remarks,
    `Accepted as a draft term of ${decision.substance}. Write it into your own pack:`,
  );
  const row =
    found.kind === 'cas'
      ? `- { number: ${found.text}, source: unverified, verified: false }`
      : `- { text: ${JSON.stringify(found.text)}, language: ${languageOf(found.text)}, source: unverified, verified: false, state: draft }`;
  printLine(around.output, row);
}

/** "und" is BCP 47 for one that nobody has determined: whoever takes the row over knows it. */
function languageOf(text: string): string {
  return /[^\p{Script=Latin}\P{L}]/u.test(text) ? 'und' : 'en';
}

export function addDiscover(program: Command, around: Surroundings): void {
  const command = program
    .command('discover')
    .description('names, codes and CAS numbers that keep company with confirmed hits and are on no list')
    .option('--limit <n>', 'so many at most', wholeNumber, 50)
    .option('--json', 'print them as JSON lines, with their evidence')
    .action((options: Options) => look(around, options));
  command
    .command('accept')
    .argument('<number>', 'as "discover" shows it', wholeNumber)
    .argument('<substance>', 'id of the substance that it is a name of')
    .description('accept it as a draft term, and print the line for your own pack')
    .option('--json', 'print the result as JSON')
    .action((id: number, substance: string, _options: unknown, each: Command) =>
      decide(
        around,
        id,
        { state: 'accepted', substance },
        each.optsWithGlobals<Pick<Options, 'json'>>().json,
      ),
    );
  command
    .command('drop')
    .argument('<number>', 'as "discover" shows it', wholeNumber)
    .description('it is no name of a watched substance')
    .option('--json', 'print the result as JSON')
    .action((id: number, _options: unknown, each: Command) =>
      decide(around, id, { state: 'dropped' }, each.optsWithGlobals<Pick<Options, 'json'>>().json),
    );
}
