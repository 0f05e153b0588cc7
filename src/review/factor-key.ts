/** The file of the key that second factors are encrypted with: 32 random bytes in base64, for the server's account alone. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { OperatorError, storageFault } from '../model/errors.ts';
import { KEY_BYTES } from './factor-cipher.ts';

const MODE = { file: 0o600, folder: 0o700, others: 0o077 } as const;
const WRITTEN = /^[A-Za-z0-9+/]{43}=$/;

export type FoundKey =
  | { readonly kind: 'key'; readonly key: Buffer }
  | { readonly kind: 'missing' }
  /** `why` goes on after the name of the file. */
  | { readonly kind: 'broken'; readonly why: string };

/** At each use: one that is put back, or corrected, helps at once. */
export async function readFactorKey(path: string): Promise<FoundKey> {
  try {
    const text = (await readFile(path, 'latin1')).trim();
    if (WRITTEN.test(text)) return { kind: 'key', key: Buffer.from(text, 'base64') };
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
    await writeFlushed(temporary, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
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
