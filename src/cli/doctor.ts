/** `doctor`: looks at everything that work needs, and says what to do where something is not as it should be. */
import type { Command } from 'commander';
import type { Settings } from '../../config/settings.ts';
import { checkRedis } from '../../queues/check-redis.ts';
import { type Check, fault, fine, warning } from '../model/check.ts';
import { describeError, OperatorError } from '../model/errors.ts';
import { checkCrawling } from '../pipeline/health/check-crawling.ts';
import { checkMachine, checkPort } from '../pipeline/health/check-machine.ts';
import { checkNotifiers } from '../pipeline/health/check-notifiers.ts';
import { checkCaptures } from '../pipeline/open-captures.ts';
import { checkFactors } from '../review/factor-secrets.ts';
import { checkPostgres } from '../store/health/check-postgres.ts';
import { type SchemaState, schemaState } from '../store/migrate.ts';
import type { OpenDatabase } from '../store/open-database.ts';
import { openStore } from './open-store.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

/** What cannot even be asked is a finding, too. */
async function asCheck(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof OperatorError) return [fault(name, error.message, error.remedy)];
    return [fault(name, describeError(error), 'See that it is running and reachable.')];
  }
}

function checkSchema({ applied, known }: SchemaState): Check {
  if (applied === known) return fine('schema', `up to date (${known})`);
  if (applied === 0)
    return warning('schema', 'the database is empty', 'The first start of a role makes its tables.');
  return warning(
    'schema',
    `the database has version ${applied} of the schema, this program ${known}`,
    'The next start of this version brings it up to date, behind which no older one works: make a backup first.',
  );
}

/** Also done at every start of a role, on the database that it opened. `console`: it runs here. Never throws. */
export async function examine(
  settings: Settings,
  clock: () => Date,
  database: () => Promise<Pick<OpenDatabase, 'pool' | 'db' | 'place'>>,
  console: boolean,
): Promise<Check[]> {
  const { redisUrl, factorKeyFile, dataFolder } = settings;
  const checks = await Promise.all([
    asCheck('PostgreSQL', async () => {
      const opened = await database();
      const { pool, db } = opened;
      const server = await checkPostgres(opened, clock);
      const schema = checkSchema(await schemaState(pool));
      // What else is asked stands in tables that may not be there yet.
      if (schema.state !== 'ok') return [...server, schema];
      return [
        ...server,
        schema,
        await checkCrawling(db),
        ...(await checkNotifiers(db, settings)),
        await checkFactors(db, factorKeyFile, console),
        ...(await asCheck('copies of pages', async () => [await checkCaptures(db, dataFolder)])),
      ];
    }),
    redisUrl === null
      ? [fine('Redis', 'not used: the queues are in PostgreSQL')]
      : asCheck('Redis', () => checkRedis(redisUrl, clock)),
    asCheck('machine', () => checkMachine(settings)),
  ]);
  return checks.flat();
}

const MARKS: Record<Check['state'], string> = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' };

/** One line a check, and a second one with what to do. */
export function printCheck(to: Surroundings['output'], { name, state, finding, fix }: Check): void {
  printLine(to, `${MARKS[state]}  ${name}: ${finding}`);
  if (fix !== null) printLine(to, `         ${fix}`);
}

async function doctor(around: Surroundings, { json }: { readonly json?: boolean }): Promise<void> {
  await using open = new AsyncDisposableStack();
  const database = async () => open.use(await openStore(around, false));
  const settings = around.settings();
  const port = await checkPort(settings);
  // With a server of its own the whole installation is here; with a given one, whoever serves the console holds its port.
  const console = settings.databaseUrl === null || port.state === 'warning';
  const checks = [...(await examine(settings, around.clock, database, console)), port];
  for (const check of checks) {
    if (json) printJson(around.output, check);
    else printCheck(around.output, check);
  }
  const faults = checks.filter(({ state }) => state === 'fault');
  // A bundled PostgreSQL has nowhere to be without its folder: that is the cause then.
  if (faults.length > 0) around.exit(faults.some(({ name }) => name === 'disk') ? 'storage' : 'unavailable');
}

export function addDoctor(program: Command, around: Surroundings): void {
  program
    .command('doctor')
    .description(
      'check PostgreSQL, second factors, the folder of copies, notifiers, Redis, clocks, disk, browser, sockets and contact; each fault with its fix',
    )
    .option('--json', 'print the checks as JSON lines')
    .action((options: { json?: boolean }) => doctor(around, options));
}
