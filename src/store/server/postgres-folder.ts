/** The database folder of the bundled server: where it is, whether it is whole, and how a new one is made. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../log.ts';
import { OperatorError, storageFault } from '../../model/errors.ts';
import { type Account, canReach, findAccount, type Programs, systemFolder } from './postgres-programs.ts';

export const SERVER_USER = 'precursor_watch';

/** Written last, before the new folder gets its name: a folder without it was never finished by us. */
const PASSWORD_FILE = 'precursor-watch.password';

const INSIDE = 'postgres';
const NOTE = 'postgres.location.txt';

/** `database` is PostgreSQL's own data folder; `log` its log file beside it. */
export type ServerFolder = { readonly database: string; readonly log: string; readonly account: Account };

/** Owner of a path, or null when it does not exist. */
async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : { uid: found.uid, gid: found.gid };
}

/** Whether a data folder has a database of its own, inside or elsewhere; none is made or started. */
export async function hasBundledDatabase(dataFolder: string): Promise<boolean> {
  const signs = [INSIDE, NOTE].map((name) => ownerOf(join(dataFolder, name)));
  return (await Promise.all(signs)).some((owner) => owner !== null);
}

/**
 * Inside the data folder, unless we are root and the server's account cannot get there (a project in /root): then
 * under /var/lib, in a folder that a note in the data folder names.
 */
export async function placeServerFolder(dataFolder: string, log: Log): Promise<ServerFolder> {
  const inside = join(dataFolder, INSIDE);
  const owner = await ownerOf(inside);
  const account = findAccount(owner);
  // The data folder is ours to open for passage, not for listing; the folders above it are not.
  if (account !== null) await chmod(dataFolder, (await stat(dataFolder)).mode | 0o001);
  if (await canReach(account, dataFolder)) return { database: inside, log: `${inside}.log`, account };
  if (owner !== null) {
    throw new OperatorError(
      'storage',
      `The database in ${inside} cannot be entered by the account that PostgreSQL runs under.`,
      'Allow it with chmod o+x on each folder of that path, or move the data folder, for example to /var/lib.',
    );
  }
  const database = await placeElsewhere(dataFolder, account);
  log.warn(
    { dataFolder, database },
    'PostgreSQL cannot run as root nor enter the data folder; its data is elsewhere',
  );
  return { database, log: `${database}.log`, account: findAccount(await ownerOf(database)) };
}

/** The note, not a name made of the path: a data folder that is removed takes its database with it, as one expects. */
async function placeElsewhere(dataFolder: string, account: Account): Promise<string> {
  const note = join(dataFolder, NOTE);
  const noted = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (noted !== '' && (await ownerOf(dirname(noted))) !== null) return noted;
  const database = join(await systemFolder(account, randomBytes(6).toString('hex')), 'postgres');
  await writeFile(note, `${database}\n`);
  return database;
}

export async function readPassword(database: string): Promise<string> {
  const path = join(database, PASSWORD_FILE);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw storageFault(error, path) ?? error;
  }
}

/** Makes the folder when it is absent, refuses another version's, and never removes one that may hold data. */
export async function prepareDatabaseFolder(
  programs: Programs,
  { database, account }: ServerFolder,
  log: Log,
): Promise<void> {
  await removeUnfinished(database, log);
  const names = await readdir(database).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw storageFault(error, database) ?? error;
  });
  if (names !== null && names.length > 0) {
    const version = await readFile(join(database, 'PG_VERSION'), 'utf8').catch(() => '');
    if (version.trim() === programs.major && names.includes(PASSWORD_FILE)) return;
    if (version.trim() !== '' && version.trim() !== programs.major) throw otherVersion(database, version);
    if (names.includes('global') && version.trim() !== '') throw notOurs(database);
    const aside = `${database}.incomplete-${Date.now()}`;
    log.warn({ database, aside }, 'the database folder is incomplete; it is moved aside and made anew');
    await rename(database, aside);
  }
  await initialise(programs, database, account);
}

/** A folder that was being made when its process was killed: it never held data. */
async function removeUnfinished(database: string, log: Log): Promise<void> {
  for (const name of await readdir(dirname(database))) {
    if (!name.startsWith(`${basename(database)}.new-`)) continue;
    log.warn({ folder: name }, 'removing an unfinished database folder');
    await rm(join(dirname(database), name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function otherVersion(database: string, version: string): OperatorError {
  return new OperatorError(
    'unavailable',
    `The database in ${database} was made by PostgreSQL ${version.trim()}, another major version than the bundled one.`,
    'Run the program version that made it and carry its data over, or set another data folder or DATABASE_URL.',
  );
}

function notOurs(database: string): OperatorError {
  return new OperatorError(
    'unavailable',
    `The database in ${database} was not made by this program, or ${PASSWORD_FILE} is missing from it.`,
    'Put that file back, move the folder away, or set another data folder or DATABASE_URL.',
  );
}

async function initialise(programs: Programs, database: string, account: Account): Promise<void> {
  const fresh = `${database}.new-${randomBytes(6).toString('hex')}`;
  const passwordFile = `${fresh}.password`;
  try {
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (account !== null) {
      await chown(fresh, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await runInitdb(programs, fresh, passwordFile, account);
    await rename(passwordFile, join(fresh, PASSWORD_FILE));
    // An empty folder of that name, as a container's volume has it, gives way; a full one makes this fail.
    await rename(fresh, database);
  } catch (error) {
    throw storageFault(error, database) ?? error;
  } finally {
    await rm(fresh, { recursive: true, force: true, maxRetries: 5 });
    await rm(passwordFile, { force: true });
  }
}

async function runInitdb(
  programs: Programs,
  folder: string,
  passwordFile: string,
  account: Account,
): Promise<void> {
  const options = [
    `--pgdata=${folder}`,
    `--username=${SERVER_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const child = spawn(join(programs.folder, 'bin', 'initdb'), options, {
    ...account,
    ...plainEnvironment(),
    cwd: dirname(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed).once('close', done);
  });
  if (code !== 0) throw serverFault(output, folder, `initdb ended with ${code}`);
}

/** The programs' messages are read, so they must not come in the operator's language. */
export function plainEnvironment(): { env?: Record<string, string> } {
  return platform() === 'win32' ? {} : { env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' } };
}

const STORAGE_MESSAGES =
  /No space left on device|Disk quota exceeded|Read-only file system|Permission denied|Not a directory/i;

/** What the PostgreSQL programs wrote, as an error that an operator can act on. */
export function serverFault(output: string, path: string, fallback: string): OperatorError {
  const lines = output.split('\n');
  const clean = (line: string) => line.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').trim();
  const storage = lines.find((line) => STORAGE_MESSAGES.test(line));
  if (storage !== undefined) {
    const remedy = 'Free space there, correct its permissions or set another data folder.';
    return new OperatorError('storage', `PostgreSQL cannot use ${path}: ${clean(storage)}.`, remedy);
  }
  const reason = clean(lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? fallback);
  return new OperatorError(
    'unavailable',
    `The bundled PostgreSQL does not start in ${path}: ${reason}`,
    /shared libraries|Library not loaded/.test(output)
      ? 'Run npm rebuild, which completes its libraries, or set DATABASE_URL.'
      : `See ${path}.log, or set DATABASE_URL to a PostgreSQL 16 or newer.`,
  );
}
