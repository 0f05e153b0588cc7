/** `export`: alerts as a file, marked and put on record like an export from the console. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { loadReviewRules } from '../../config/load-review.ts';
import { OUTCOMES } from '../model/alert.ts';
import { LIST_STATES } from '../model/api.ts';
import { SEVERITIES } from '../model/assessment.ts';
import { newFileFault, OperatorError, storageFault } from '../model/errors.ts';
import { EXPORT_FORMATS, EXPORT_MOST, exportRequest, MARKINGS } from '../model/export-api.ts';
import { exportAlerts } from '../review/export-alerts.ts';
import { count } from '../text/count.ts';
import { openStore } from './open-store.ts';
import { printLine, type Surroundings } from './surroundings.ts';
import { whoever } from './whoever.ts';
import { wholeNumber } from './whole-number.ts';

type Options = {
  readonly format: string;
  readonly marking: string;
  readonly state: string;
  readonly alert?: number[];
  readonly seller?: number;
  readonly severity?: string;
  readonly site?: string;
  readonly substance?: string;
  readonly outcome?: string;
  readonly text?: string;
  readonly reveal?: string;
  readonly output?: string;
};

/** They choose among the alerts of a list: beside alerts that are named they would be passed over. */
const OF_A_LIST = ['state', 'severity', 'outcome', 'site', 'substance', 'text'];

export function addExport(program: Command, around: Surroundings): void {
  program
    .command('export')
    .description('alerts as CSV, JSON lines or a PDF report; put on record in the audit log')
    .addOption(
      new Option('--format <format>', `of the file; a PDF holds ${count(EXPORT_MOST.pdf, 'alert')} at most`)
        .choices(EXPORT_FORMATS)
        .default('csv'),
    )
    .addOption(
      new Option('--marking <label>', 'who may read it (TLP 2.0)').choices(MARKINGS).makeOptionMandatory(),
    )
    .addOption(
      new Option('--alert <number...>', 'these alerts')
        .argParser((text, all: number[] = []) => [...all, wholeNumber(text)])
        .conflicts(['seller', ...OF_A_LIST]),
    )
    .addOption(
      new Option('--seller <number>', 'all alerts of one seller')
        .argParser((text) => wholeNumber(text))
        .conflicts(OF_A_LIST),
    )
    .addOption(new Option('--state <state>', 'of a list').choices(LIST_STATES).default('open'))
    .addOption(new Option('--severity <severity>', 'only those').choices(SEVERITIES))
    .addOption(new Option('--outcome <outcome>', 'only those').choices(OUTCOMES))
    .option('--site <id>', 'only those of one site')
    .option('--substance <id>', 'only those of one substance')
    .option('--text <words>', 'only those with all of these words')
    .option('--reveal <reason>', 'show contacts, which are masked otherwise; the reason is put on record')
    .option('--output <file>', 'instead of standard output')
    .action(async (options: Options) => {
      if (options.output === undefined) {
        await print(around, options);
        return;
      }
      await save(options.output, (to) => writeAlerts(around, options, to));
      printLine(around.remarks, `Written to ${options.output}.`);
    });
}

async function writeAlerts(
  around: Surroundings,
  options: Options,
  to: NodeJS.WritableStream,
  { end = true } = {},
): Promise<void> {
  await using store = await openStore(around);
  const rules = await loadReviewRules(join(around.root, 'config/review.yaml'));
  // Who has the database has everything: the name is what matters.
  const actor = { id: 0, name: whoever(), role: 'admin' };
  const made = await exportAlerts(store.db, requestOf(options), actor, rules, around.clock());
  if (made.kind !== 'done') throw new OperatorError('usage', made.detail, 'See export --help.');
  await pipeline(Readable.from(made.content, { objectMode: false }), to, { end });
}

/** `export … | head` has enough at some point: that is no fault. */
async function print(around: Surroundings, options: Options): Promise<void> {
  let closed: unknown = null;
  const note = (error: unknown) => {
    closed = error;
  };
  around.output.once('error', note);
  try {
    await writeAlerts(around, options, around.output, { end: false });
  } catch (error) {
    // The line to the database may break with the same code: only what the output itself said counts.
    if (error !== closed || !(error instanceof Error && 'code' in error && error.code === 'EPIPE'))
      throw error;
  } finally {
    around.output.off('error', note);
  }
}

/** @throws OperatorError 'usage' */
function requestOf(options: Options) {
  const { format, marking, state, alert, seller, reveal, severity, site, substance, outcome, text } = options;
  const filters = Object.fromEntries(
    Object.entries({ severity, site, substance, outcome, text }).filter(([, value]) => value !== undefined),
  );
  const target =
    alert !== undefined ? { alerts: alert } : seller !== undefined ? { seller } : { state, filters };
  const shown = reveal === undefined ? {} : { contacts: 'revealed', reason: reveal };
  const parsed = exportRequest.safeParse({ format, marking, target, ...shown });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new OperatorError('usage', `${faults.join('; ')}.`, 'See export --help.');
}

/**
 * Never over a file that is there: it may be evidence. It is made before the alerts are read, so that nothing is put on record that
 * could not be written, and is taken away again when it does not become whole.
 */
async function save(file: string, write: (to: NodeJS.WritableStream) => Promise<void>): Promise<void> {
  await using handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    const there = 'Name another one: what is there may be evidence.';
    throw newFileFault(error, file, there) ?? storageFault(error, file) ?? error;
  });
  try {
    await write(handle.createWriteStream());
  } catch (error) {
    await rm(file, { force: true });
    throw storageFault(error, file) ?? error;
  }
}
