/**
 * The file of the key that second factors are encrypted with: 32 random bytes in base64, for the server's account alone. Further
 * lines are keys that still open what they encrypted, while it is being encrypted anew (`users rekey`).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, link, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { OperatorError, storageFault } from '../model/errors.ts';
import { KEY_BYTES } from './factor-cipher.ts';

const MODE = { file: 0o600, folder: 0o700, others: 0o077 } as const;
const WRITTEN = /^[A-Za-z0-9+/]{43}=$/;

export type FoundKey =
  | { readonly kind: 'key'; readonly key: Buffer; readonly older: readonly Buffer[] }
  | { readonly kind: 'missing' }
  /** `why` goes on after the name of the file. */
  | { readonly kind: 'broken'; readonly why: string };

/** At each use: one that is put back, or corrected, helps at once. */
export async function readFactorKey(path: string): Promise<FoundKey> {
  try {
    const text = (await readFile(path, 'latin1')).trim();
    const lines = text.split(/\s*\n\s*/);
    const [key, ...older] = lines.map((line) => Buffer.from(line, 'base64'));
    if (key !== undefined && lines.every((line) => WRITTEN.test(line))) return { kind: 'key', key, older };
    return { kind: 'broken', why: `is no key: that is ${KEY_BYTES} bytes in base64, on one line` };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'broken', why: `cannot be read (${code})` };
  }
}

/**
 * Makes one where there is none, and gives the one that is there then: of processes that make it at the same moment one has
 * its way. It has its name only once it is whole and on the disk, since what it encrypts is lost with it.
 * @throws OperatorError 'storage' when it cannot be written
 */
export async function makeFactorKey(path: string): Promise<FoundKey> {
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: MODE.folder });
    await writeFlushed(temporary, `${newFactorKey().toString('base64')}\n`);
    // Unlike renaming, a link takes nobody's place.
    await link(temporary, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await flushFolder(dirname(path));
  } catch (error) {
    throw storageFault(error, path) ?? noKey(error, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return await readFactorKey(path);
}

/**
 * Puts these keys into the file, the one to encrypt with first, in one step: whoever reads it finds all of the old ones or all of
 * the new. It stays with its owner, though another account, such as root, may write it.
 * @throws OperatorError 'storage' when it cannot be written
 */
export async function replaceFactorKeys(path: string, keys: readonly Buffer[]): Promise<void> {
  const whole = await realpath(path);
  await writeWhole(whole, keys, await stat(whole));
}

/** Beside the file, under a name that tells when it was in use last; gives that name. @throws OperatorError 'storage' */
export async function keepOldKeys(path: string, keys: readonly Buffer[], now: Date): Promise<string> {
  const whole = await realpath(path);
  const kept = `${whole}.until-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  await writeWhole(kept, keys, await stat(whole));
  return kept;
}

export function newFactorKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

async function writeWhole(
  path: string,
  keys: readonly Buffer[],
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    await writeFlushed(temporary, keys.map((key) => `${key.toString('base64')}\n`).join(''));
    if (platform() !== 'win32' && process.getuid?.() !== uid) await chown(temporary, uid, gid);
    await rename(temporary, path);
    await flushFolder(dirname(path));
  } catch (error) {
    throw storageFault(error, path) ?? noKey(error, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Whether accounts of this machine other than the owner of the file may read or change it. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  if (platform() === 'win32') return false;
  const found = await stat(path).catch(() => null);
  return found !== null && (found.mode & MODE.others) !== 0;
}

async function writeFlushed(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', MODE.file);
  await file.writeFile(text);
  await file.sync();
}

async function flushFolder(path: string): Promise<void> {
  if (platform() === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

function noKey(cause: unknown, path: string): OperatorError {
  const message = `The key of second factors cannot be made at ${path} (${codeOf(cause)}).`;
  const remedy = 'Set PRECURSOR_SECOND_FACTOR_KEY_FILE to a file on a disk that has hard links.';
  return new OperatorError('storage', message, remedy, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
