/** The server process: finds the one that runs on a database folder, starts one, stops it. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../../model/errors.ts';
import { plainEnvironment, type ServerFolder, serverFault } from './postgres-folder.ts';
import { type Account, canReach, type Programs } from './postgres-programs.ts';
import { commandLine } from './process-identity.ts';

/** Where the server listens: a socket folder or 127.0.0.1. */
export type ServerAddress = { readonly host: string; readonly port: number };
export type ServerProcess = ServerAddress & { readonly pid: number };

/** The shortest limit of the systems we run on (macOS 103 bytes, Linux 107). */
const SOCKET_PATH_BYTES = 103;
const SOCKET_PORT = 5432;
const STOP_MS = 90_000;

/**
 * The live server of the folder by its postmaster.pid (pid, folder, start, port, socket folder, address); null when
 * there is none. `stale` says that the file names another program, which PostgreSQL itself would take for a server.
 */
export async function findServer(
  database: string,
): Promise<{ server: ServerProcess | null; stale: boolean }> {
  const text = await readFile(join(database, 'postmaster.pid'), 'utf8').catch(() => null);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return { server: null, stale: false };
  const command = commandLine(pid);
  if (command === null) return { server: null, stale: false };
  if (!/postgres/.test(command) || !command.includes(database)) return { server: null, stale: true };
  return { server: { pid, host: lines[4] || '127.0.0.1', port: Number(lines[3]) }, stale: false };
}

/**
 * Starts a server that outlives this process when it is killed; its parent for the next start is the folder's file. `again`:
 * the address of one that is gone, where its clients look for it.
 */
export async function startServer(
  programs: Programs,
  { database, log, account }: ServerFolder,
  socketParents: readonly string[],
  again: ServerAddress | null = null,
): Promise<ServerProcess> {
  const socketFolder = await makeSocketFolder(socketParents, database, account);
  const address =
    socketFolder === null ? (again ?? (await freeAddress())) : { host: socketFolder, port: SOCKET_PORT };
  await rename(log, `${log}.old`).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
  const output = await open(log, 'a', 0o600);
  try {
    const child = spawn(
      join(programs.folder, 'bin', 'postgres'),
      ['-D', database, ...serverSettings(address, socketFolder !== null)],
      {
        ...account,
        ...plainEnvironment(),
        cwd: database,
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
      },
    );
    await new Promise<void>((done, failed) => {
      child.once('spawn', done).once('error', failed);
    });
    child.unref();
    if (child.pid === undefined) throw serverFault('', database, 'no process came up');
    return { pid: child.pid, ...address };
  } finally {
    await output.close();
  }
}

/** For a machine of two cores that does other work too; durability stays as PostgreSQL ships it. */
function serverSettings({ host, port }: ServerAddress, bySocket: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: bySocket ? '' : '127.0.0.1',
    unix_socket_directories: bySocket ? host : '',
    unix_socket_permissions: '0700',
    port,
    max_connections: 100,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    huge_pages: 'off',
    // A first crawl fills empty tables in seconds: plans should not be those of empty ones for a minute.
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_checkpoints: 'off',
    // A statement and its error may quote a listing, so neither is written; the program logs its own errors.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Fast shutdown: connections are ended, open transactions rolled back. Waits until the process is gone. */
export async function stopServer(database: string): Promise<void> {
  const { server } = await findServer(database);
  if (server === null) return;
  try {
    process.kill(server.pid, 'SIGINT');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
    throw error;
  }
  const until = Date.now() + STOP_MS;
  while (commandLine(server.pid) !== null) {
    if (Date.now() > until) {
      throw new OperatorError(
        'unavailable',
        `PostgreSQL (process ${server.pid}) of ${database} does not stop.`,
        'Look at its log; it goes on running and the next start uses it.',
      );
    }
    await sleep(20);
  }
  await removeSocketFolder(server);
}

/** For a server that is gone. */
export async function removeSocketFolder({ host }: ServerAddress): Promise<void> {
  if (host.startsWith('/')) await rm(host, { recursive: true, force: true });
}

/** A short path that only the server's account (and root) can enter; null where the system has none such. */
async function makeSocketFolder(
  parents: readonly string[],
  database: string,
  account: Account,
): Promise<string | null> {
  if (platform() === 'win32') return null;
  const name = `precursor-watch-${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;
  const uid = account?.uid ?? process.getuid?.();
  for (const parent of new Set(parents)) {
    const path = join(parent, name);
    if (Buffer.byteLength(`${path}-XXXXXX/.s.PGSQL.${SOCKET_PORT}`) > SOCKET_PATH_BYTES) continue;
    if (!(await canReach(account, parent).catch(() => false))) continue;
    await mkdir(path, { mode: 0o700 }).catch(() => undefined);
    const made = await lstat(path).catch(() => null);
    if (made === null) continue;
    // Anybody may have put something there first: then another name is taken that cannot be foreseen.
    const ours = made.isDirectory() && (made.uid === uid || made.uid === process.getuid?.());
    const folder = ours ? path : await mkdtemp(`${path}-`);
    await chmod(folder, 0o700);
    if (account !== null) await chown(folder, account.uid, account.gid);
    return folder;
  }
  return null;
}

/** A port that was free a moment ago; should another program take it first, the start fails and says so. */
async function freeAddress(): Promise<ServerAddress> {
  const probe = createServer();
  return new Promise((done, failed) => {
    probe.once('error', failed).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done({ host: '127.0.0.1', port }));
    });
  });
}
