/** The command line: every command, and the roles that a process can run. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from '../model/errors.ts';
import { VERSION } from '../model/product.ts';
import { databaseFault } from '../store/outage.ts';
import { EXAMPLES } from './examples.ts';
import type { Surroundings } from './surroundings.ts';
import { wholeNumber, wholeNumberTo } from './whole-number.ts';

/** The long-running commands; `serve` is all of them in one process. */
export const ROLES = {
  serve: 'console, schedule and worker in one process (what "npm start" runs)',
  work: 'crawl what is due and publish alerts',
  schedule: 'find due sites and put their runs into the queue',
  console: 'serve the console and its interface',
} as const;
export type Role = keyof typeof ROLES;

/** More of them only wait for a processor, and each keeps some 200 MB and connections of its own to the database. */
const PROCESSES_PER_PROCESSOR = 4;

type Add = (program: Command, around: Surroundings) => void;

/**
 * What declares the commands, by their names, loaded only when one of them is asked for: most bring along much that the others do not
 * need, and a command is to begin at once.
 */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<Add>])[] = [
  [['crawl'], async () => (await import('./crawl.ts')).addCrawl],
  [['probe'], async () => (await import('./probe.ts')).addProbe],
  [['capture'], async () => (await import('./capture.ts')).addCapture],
  [['extract'], async () => (await import('./extract.ts')).addExtract],
  [['screen'], async () => (await import('./screen.ts')).addScreen],
  [['robots'], async () => (await import('./robots.ts')).addRobots],
  [['runs'], async () => (await import('./runs.ts')).addRuns],
  [['jobs'], async () => (await import('./jobs.ts')).addJobs],
  [['sites'], async () => (await import('./sites.ts')).addSites],
  [['watchlist'], async () => (await import('./watchlist.ts')).addWatchlist],
  [['notifiers'], async () => (await import('./notifiers.ts')).addNotifiers],
  [['alarms'], async () => (await import('./alarms.ts')).addAlarms],
  [['rescreen'], async () => (await import('./rescreen.ts')).addRescreen],
  [['discover'], async () => (await import('./discover.ts')).addDiscover],
  [['retention'], async () => (await import('./retention.ts')).addRetention],
  [['domains'], async () => (await import('./domains.ts')).addDomains],
  [['stop', 'resume', 'opt-out'], async () => (await import('./stop.ts')).addStop],
  [['practice'], async () => (await import('./practice.ts')).addPractice],
  [['users'], async () => (await import('./users.ts')).addUsers],
  [['audit'], async () => (await import('./audit.ts')).addAudit],
  [['doctor'], async () => (await import('./doctor.ts')).addDoctor],
  [['export'], async () => (await import('./export.ts')).addExport],
  [['backup', 'restore'], async () => (await import('./backup.ts')).addBackup],
];

/** Options of `work`. */
export type WorkOptions = { readonly concurrency?: number; readonly processes?: number };

export type RunRole = (role: Role, around: Surroundings, options: WorkOptions) => Promise<void>;

const EXIT_HELP = Object.entries(EXIT_CODES)
  .map(([name, { code, meaning }]) => `  ${code}  ${name}: ${meaning}`)
  .join('\n');

/** Below the help of each command that has examples. */
function showExamples(command: Command, words: readonly string[]): void {
  const examples = EXAMPLES[words.join(' ')] ?? [];
  if (examples.length > 0) {
    const lines = examples.map((each) => `  npx precursor-watch ${each}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  for (const each of command.commands) showExamples(each, [...words, each.name()]);
}

/** Nothing run yet. `asked`: the only command that is needed, and what is declared with it; null for all of them. */
export async function buildProgram(
  around: Surroundings,
  runRole: RunRole,
  asked: string | null = null,
): Promise<Command> {
  const program = new Command('precursor-watch')
    .description('Watches public marketplaces for listings of controlled drug precursors.')
    .version(VERSION)
    .showHelpAfterError('See --help.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.output.write(text),
      writeErr: (text) => around.remarks.write(text),
    })
    .addHelpText(
      'after',
      `\nExit codes:\n${EXIT_HELP}\n\nSettings are environment variables; README lists them.`,
    );
  for (const [role, description] of Object.entries(ROLES)) {
    const command = program
      .command(role)
      .description(description)
      .action((options: WorkOptions) => runRole(role as Role, around, options));
    if (role !== 'work') continue;
    const most = PROCESSES_PER_PROCESSOR * availableParallelism();
    const why = `${PROCESSES_PER_PROCESSOR} for each processor of this machine; for more work, start "work" on another one`;
    command
      .option('--concurrency <n>', 'sites at a time in each process (PRECURSOR_CONCURRENCY)', wholeNumber)
      .option(
        '--processes <n>',
        `so many processes, each started again when it ends; at most ${PROCESSES_PER_PROCESSOR} for each processor`,
        wholeNumberTo(most, why),
      );
  }
  for (const [names, load] of COMMANDS) {
    if (asked === null || names.includes(asked)) (await load())(program, around);
  }
  showExamples(program, []);
  return program;
}

/** Whoever asks for help, or types what is no command, needs all of them. */
function namedIn([first = '']: readonly string[]): string | null {
  return first in ROLES || COMMANDS.some(([names]) => names.includes(first)) ? first : null;
}

/** Runs one command line (without node and the program's own path). A wrong one has printed its help; it sets the exit code. */
export async function runCommand(
  args: readonly string[],
  around: Surroundings,
  runRole: RunRole,
): Promise<void> {
  try {
    const program = await buildProgram(around, runRole, namedIn(args));
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw databaseFault(error) ?? error;
    if (error.exitCode !== 0) around.exit('usage');
  }
}
