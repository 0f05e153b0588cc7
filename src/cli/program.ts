/** The command line: every command, and the roles that a process can run. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { EXIT_CODES } from '../model/errors.ts';
import { VERSION } from '../model/product.ts';
import { addAlarms } from './alarms.ts';
import { addAudit } from './audit.ts';
import { addBackup } from './backup.ts';
import { addCapture } from './capture.ts';
import { addCrawl } from './crawl.ts';
import { addDiscover } from './discover.ts';
import { addDoctor } from './doctor.ts';
import { EXAMPLES } from './examples.ts';
import { addExport } from './export.ts';
import { addExtract } from './extract.ts';
import { addJobs } from './jobs.ts';
import { addNotifiers } from './notifiers.ts';
import { addPractice } from './practice.ts';
import { addProbe } from './probe.ts';
import { addRescreen } from './rescreen.ts';
import { addRetention } from './retention.ts';
import { addRobots } from './robots.ts';
import { addRuns } from './runs.ts';
import { addScreen } from './screen.ts';
import { addSites } from './sites.ts';
import { addStop } from './stop.ts';
import type { Surroundings } from './surroundings.ts';
import { addUsers } from './users.ts';
import { addWatchlist } from './watchlist.ts';
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

/** All commands, with nothing run yet. */
export function buildProgram(around: Surroundings, runRole: RunRole): Command {
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
  for (const add of [
    addCrawl,
    addProbe,
    addCapture,
    addExtract,
    addScreen,
    addRobots,
    addRuns,
    addJobs,
    addSites,
    addWatchlist,
    addNotifiers,
    addAlarms,
    addRescreen,
    addDiscover,
    addRetention,
    addStop,
    addPractice,
    addUsers,
    addAudit,
    addDoctor,
    addExport,
    addBackup,
  ]) {
    add(program, around);
  }
  showExamples(program, []);
  return program;
}

/** Runs one command line (without node and the program's own path). A wrong one has printed its help; it sets the exit code. */
export async function runCommand(
  args: readonly string[],
  around: Surroundings,
  runRole: RunRole,
): Promise<void> {
  try {
    await buildProgram(around, runRole).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) around.exit('usage');
  }
}
