/** The bundled PostgreSQL of a data folder: made when absent, found when it runs, stopped by the last process to leave. */
import { mkdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../log.ts';
import { OperatorError, storageFault } from '../../model/errors.ts';
import { withFolderLock } from './folder-lock.ts';
import {
  placeServerFolder,
  prepareDatabaseFolder,
  readPassword,
  SERVER_USER,
  type ServerFolder,
  serverFault,
} from './postgres-folder.ts';
import {
  findServer,
  removeSocketFolder,
  type ServerAddress,
  type ServerProcess,
  startServer,
  stopServer,
} from './postgres-process.ts';
import { findPrograms, reachablePrograms } from './postgres-programs.ts';
import { commandLine } from './process-identity.ts';
import { addUser, countUsers, removeUser } from './server-users.ts';

const DATABASE = 'precursor_watch';
const READY_MS = 120_000;
/** How long a server that was there before us may be silent. */
const SILENCE_MS = 3_000;
const START_ATTEMPTS = 5;
/** How often a process looks whether the server still runs. */
const LOOK_MS = 1_000;

/** `databaseUrl` carries the password: never log it. Disposing stops the server unless another live process uses it. */
export type BundledPostgres = {
  readonly databaseUrl: string;
  readonly pid: number;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Several processes may open one folder; whoever comes first starts the server and whoever leaves last stops it. A
 * server whose processes were all killed is taken over. Throws OperatorError `storage`, `unavailable` or `busy`.
 * `socketParents`: folders for the socket's folder; where none will do the server listens on 127.0.0.1.
 */
export async function openBundledPostgres(
  dataFolder: string,
  log: Log,
  socketParents: readonly string[] = [tmpdir(), '/tmp'],
): Promise<BundledPostgres> {
  await makeDataFolder(resolve(dataFolder));
  // One name for one folder: a running server is recognised by its path.
  const folder = await realpath(dataFolder);
  try {
    return await withFolderLock(folder, () => openAsUser(folder, log, socketParents));
  } catch (error) {
    const isStorage = error instanceof OperatorError && error.exit === 'storage';
    const visited = isStorage ? await visit(folder, log) : null;
    if (visited === null) throw error;
    return visited;
  }
}

/** While the folder's lock is held. */
async function openAsUser(
  folder: string,
  log: Log,
  socketParents: readonly string[],
): Promise<BundledPostgres> {
  const place = await placeServerFolder(folder, log);
  const server = (await adoptServer(folder, place, log)) ?? (await bringUp(place, socketParents, log));
  const user = await addUser(folder);
  log.debug({ pid: server.pid, host: server.host, port: server.port }, 'bundled PostgreSQL is ready');
  const watch = keepRunning({ folder, place, socketParents, log }, server);
  return {
    databaseUrl: urlOf(server, await readPassword(place.database), DATABASE),
    get pid() {
      return watch.pid();
    },
    async [Symbol.asyncDispose]() {
      await watch.end();
      await withFolderLock(folder, async () => {
        if ((await removeUser(folder, user)) === 0) await stopServer(place.database);
      });
    },
  };
}

/**
 * The server that other processes have running, where the folder takes no writing: on a full disk one can still stop crawling, and
 * erase. null where none runs. It may end with the last of them.
 */
async function visit(folder: string, log: Log): Promise<BundledPostgres | null> {
  if ((await countUsers(folder)) === 0) return null;
  const place = await placeServerFolder(folder, log);
  const { server } = await findServer(place.database);
  if (server === null) return null;
  const password = await readPassword(place.database);
  if ((await waitUntilReady(server, password, SILENCE_MS)) !== 'ready') return null;
  return {
    databaseUrl: urlOf(server, password, DATABASE),
    pid: server.pid,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

type Kept = {
  readonly folder: string;
  readonly place: ServerFolder;
  readonly socketParents: readonly string[];
  readonly log: Log;
};

/** Nobody else looks after the bundled server: when it was killed, a process that uses it brings it up again at the same address. */
function keepRunning({ folder, place, socketParents, log }: Kept, first: ServerProcess) {
  let server = first;
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    if (commandLine(server.pid) !== null) return;
    log.error({ pid: server.pid }, 'the bundled PostgreSQL is gone; it is started again');
    server = await withFolderLock(
      folder,
      async () =>
        (await adoptServer(folder, place, log)) ?? (await bringUp(place, socketParents, log, first)),
    );
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) =>
        log.error(
          { problem: reasonOf(error) },
          'the bundled PostgreSQL does not come up again; next try soon',
        ),
      )
      .finally(() => {
        looking = null;
      });
  }, LOOK_MS);
  timer.unref();
  return {
    pid: () => server.pid,
    async end() {
      clearInterval(timer);
      await looking;
    },
  };
}

async function makeDataFolder(folder: string): Promise<void> {
  try {
    // The server's own account must pass through when we are root; nobody can list it.
    await makeFolders(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (error) {
    const remedy = 'Set another data folder.';
    throw (
      storageFault(error, folder) ??
      new OperatorError('storage', `Cannot make ${folder}: ${reasonOf(error)}.`, remedy)
    );
  }
}

/** Step by step: with `recursive`, mkdir never returns where a file system makes no folders, such as /proc. */
async function makeFolders(folder: string, mode: number): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  if (found === null && dirname(folder) !== folder) await makeFolders(dirname(folder), mode);
  await mkdir(folder, { mode });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A running server that answers; one that does not and that nobody uses is stopped to make room. */
async function adoptServer(folder: string, place: ServerFolder, log: Log): Promise<ServerProcess | null> {
  const { server, stale } = await findServer(place.database);
  if (stale) {
    log.warn({ database: place.database }, 'removing the pid file of a server that is gone');
    await rm(join(place.database, 'postmaster.pid'), { force: true });
  }
  if (server === null) return null;
  const password = await readPassword(place.database);
  const answer = await waitUntilReady(server, password, SILENCE_MS);
  if (answer === 'ready') return server;
  if (answer === 'gone') return null;
  if ((await countUsers(folder)) > 0) {
    throw new OperatorError(
      'unavailable',
      `PostgreSQL (process ${server.pid}) of ${place.database} does not answer: ${answer.message}`,
      `End the other processes that use ${folder}, then start again.`,
    );
  }
  log.warn({ pid: server.pid }, 'a server left behind does not answer; it is stopped');
  await stopServer(place.database);
  return null;
}

async function bringUp(
  place: ServerFolder,
  socketParents: readonly string[],
  log: Log,
  again: ServerAddress | null = null,
): Promise<ServerProcess> {
  const programs = await reachablePrograms(findPrograms(), place.account);
  await prepareDatabaseFolder(programs, place, log);
  const password = await readPassword(place.database);
  for (let attempt = 1; ; attempt += 1) {
    const server = await startServer(programs, place, socketParents, again).catch((error: unknown) => {
      throw storageFault(error, place.database) ?? error;
    });
    const answer = await waitUntilReady(server, password, READY_MS);
    if (answer === 'ready') {
      await makeDatabase(server, password);
      return server;
    }
    const output = await readFile(place.log, 'utf8').catch(() => '');
    // Workers of a killed server end a moment after it; until then their memory is in the way.
    if (answer === 'gone' && /pre-existing shared memory/.test(output) && attempt < START_ATTEMPTS) {
      await sleep(1_000);
      continue;
    }
    if (answer === 'gone') await removeSocketFolder(server);
    else await stopServer(place.database);
    throw serverFault(output, place.database, answer === 'gone' ? 'it ended at once' : answer.message);
  }
}

/** Waits while it starts, recovers or shuts down; gives the last error when it runs and yet cannot be used. */
async function waitUntilReady(
  server: ServerProcess,
  password: string,
  silenceMs: number,
): Promise<'ready' | 'gone' | Error> {
  const begun = Date.now();
  for (;;) {
    const problem = await tryConnect(server, password);
    if (problem === null) return 'ready';
    if (commandLine(server.pid) === null) return 'gone';
    const code = 'code' in problem ? problem.code : null;
    // No socket yet is how a start looks, and for good how a server looks whose socket was swept away.
    const patienceMs = code === '28P01' ? 0 : code === '57P03' ? READY_MS : silenceMs;
    if (Date.now() - begun >= patienceMs) return problem;
    await sleep(25);
  }
}

async function tryConnect(server: ServerAddress, password: string): Promise<Error | null> {
  const client = new pg.Client({
    connectionString: urlOf(server, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  // A server that shuts down right now ends the connection from its side; connect() reports it too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeDatabase(server: ServerAddress, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(server, password, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}

function urlOf({ host, port }: ServerAddress, password: string, database: string): string {
  const login = `${SERVER_USER}:${encodeURIComponent(password)}`;
  return host.startsWith('/')
    ? `postgresql://${login}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgresql://${login}@${host}:${port}/${database}`;
}
