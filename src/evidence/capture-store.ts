/** Keeps the bytes of pages as they were served: compressed files named by their SHA-256, checked whenever they are read. */
import { hash } from 'node:crypto';
import { closeSync, openSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { OperatorError, storageFault } from '../model/errors.ts';
import { isFrame, type Member, PACKING, unpackFrame } from './frame.ts';
import { openPacker, type PathOf, storeMembers } from './pack-pages.ts';
import { sweepFolder } from './sweep-folder.ts';
import type { FileWriter } from './write-files.ts';

/** Sizes in bytes: of the page, and of what it takes on the disk; of a file that holds several, its share. */
export type StoredCapture = { readonly sha256: string; readonly bytes: number; readonly storedBytes: number };

export type BegunCapture = {
  readonly sha256: string;
  /** Resolves when the bytes are safe on the disk. Pages begun before the first of them is asked for are packed together. */
  readonly stored: () => Promise<StoredCapture>;
  /**
   * Once the database names it: a file that was removed since, because nothing named it until then, is written again. From then
   * on nobody removes it, and its bytes are let go.
   */
  readonly kept: () => Promise<void>;
};

export type CaptureStore = {
  /** Names the bytes at once. Storing the same bytes again changes nothing. A full or read-only disk is an OperatorError `storage`. */
  begin(bytes: Uint8Array): BegunCapture;
  /** As `begin`, for a caller that waits. */
  put(bytes: Uint8Array): Promise<StoredCapture>;
  /** Whether there is a file of it; what it holds is not looked at. */
  has(sha256: string): boolean;
  /** null when it was never stored; OperatorError `storage` when the file no longer holds what its name says. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** One page, zstd; null when there is none. OperatorError `storage` as for `get`. */
  packed(sha256: string): Promise<Uint8Array | null>;
  /** Stores what `packed` gave, also in place of a damaged file. OperatorError `input` when it does not hold what the name says. */
  unpack(sha256: string, packed: Uint8Array): Promise<void>;
  /** Removes them, also from files that they share with others; none there is no error. */
  remove(sha256s: readonly string[]): Promise<void>;
  /** Removes what killed processes left half written before that moment. Gives how many files there were. */
  sweep(before: Date, isStopped: () => boolean): Promise<number>;
};

const SHA256 = /^[0-9a-f]{64}$/;
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

function beginner(
  packer: ReturnType<typeof openPacker>,
  pathFor: PathOf,
  fault: (error: unknown) => never,
): CaptureStore['begin'] {
  const underWay = new Map<string, BegunCapture>();
  /** A closure of its own, so that no other holds the bytes. */
  const keeper =
    ({ sha256, bytes }: Member, letGo: () => void = () => undefined) =>
    async (): Promise<void> => {
      if (!isThere(pathFor(sha256)))
        await storeMembers(packer.files, pathFor, [{ sha256, bytes }]).catch(fault);
      letGo();
    };
  /** Keeps the packer's copy of the bytes: what came would outlive the quick collections of garbage while the frame fills. */
  const beginNew = (member: Member): BegunCapture => {
    const { sha256 } = member;
    const { stored, bytes, now, letGo } = packer.add(member);
    const ended = stored
      .finally(() => underWay.delete(sha256))
      .then((storedBytes) => ({ sha256, bytes: bytes.byteLength, storedBytes }), fault);
    // Whoever asks for it hears of it.
    ended.catch(() => undefined);
    return {
      sha256,
      stored: () => {
        now();
        return ended;
      },
      kept: keeper({ sha256, bytes }, letGo),
    };
  };
  return (bytes) => {
    const sha256 = hash('sha256', bytes);
    const known = underWay.get(sha256);
    if (known !== undefined) return { ...known, kept: keeper({ sha256, bytes }) };
    const storedBytes = shareOf(pathFor(sha256));
    if (storedBytes !== null) {
      const present = { sha256, bytes: bytes.byteLength, storedBytes };
      return { sha256, stored: () => Promise.resolve(present), kept: keeper({ sha256, bytes }) };
    }
    const begun = beginNew({ sha256, bytes });
    underWay.set(sha256, begun);
    return begun;
  };
}

/** The folder is made when the first capture is put. */
export function openCaptureStore(folder: string): CaptureStore {
  const pathFor = (sha256: string) => pathOf(folder, sha256);
  const packer = openPacker(pathFor);
  const fault = (error: unknown): never => {
    throw storageFault(error, folder) ?? error;
  };

  const begin = beginner(packer, pathFor, fault);
  const put = async (bytes: Uint8Array): Promise<StoredCapture> => {
    const { stored, kept } = begin(bytes);
    const told = await stored();
    await kept();
    return told;
  };
  const get = async (sha256: string): Promise<Uint8Array | null> => {
    const path = pathFor(sha256);
    const file = await readOrNull(path);
    return file === null ? null : await memberOf(file, sha256, path);
  };
  return {
    begin,
    put,
    has: (sha256) => isThere(pathFor(sha256)),
    get,
    async packed(sha256) {
      const bytes = await get(sha256);
      return bytes === null ? null : await compress(bytes, PACKING);
    },
    async unpack(sha256, packed) {
      const bytes = await decompress(packed).catch(() => null);
      if (bytes === null || hash('sha256', bytes) !== sha256) {
        throw new OperatorError(
          'input',
          `The copy ${sha256} is not what its name says.`,
          'The backup is damaged: give another one.',
        );
      }
      const path = pathFor(sha256);
      // Whatever is wrong with the file, what is known to be right takes its place.
      const damaged = shareOf(path) !== null && (await get(sha256).catch(() => null)) === null;
      if (damaged) await packer.files.write([path], Buffer.from(packed)).catch(fault);
      else await put(bytes);
    },
    async remove(sha256s) {
      const removed = new Set(sha256s);
      for (const sha256 of removed) await removeFrom(packer.files, pathFor, sha256, removed).catch(fault);
    },
    sweep: (before, isStopped) => sweepFolder(folder, before, isStopped),
  };
}

function membersOrNull(file: Buffer): Member[] | null {
  try {
    return unpackFrame(file);
  } catch {
    // Damaged: that is the answer.
    return null;
  }
}

/** The one page of this name in a file. */
async function memberOf(file: Buffer, sha256: string, path: string): Promise<Uint8Array> {
  const bytes = await unpacked(file, sha256).catch((cause: unknown) => {
    throw new DamagedCapture(path, cause);
  });
  if (bytes === null || hash('sha256', bytes) !== sha256) throw new DamagedCapture(path, null);
  return bytes;
}

async function unpacked(file: Buffer, sha256: string): Promise<Uint8Array | null> {
  if (!isFrame(file)) return await decompress(file);
  return unpackFrame(file).find((member) => member.sha256 === sha256)?.bytes ?? null;
}

/**
 * A file that others share is written anew without those that are removed, so that their bytes are gone from the disk. One
 * process at a time: of two that remove from one file, one could put back what the other removed.
 */
async function removeFrom(
  files: FileWriter,
  pathFor: PathOf,
  sha256: string,
  removed: ReadonlySet<string>,
): Promise<void> {
  const path = pathFor(sha256);
  const file = await readOrNull(path);
  // Of a damaged file nothing can be written anew; whoever asks for the others is told that it is damaged.
  const members = (file !== null && isFrame(file) ? membersOrNull(file) : null) ?? [];
  const isLeft = (member: Member) => !removed.has(member.sha256) && shareOf(pathFor(member.sha256)) !== null;
  await storeMembers(files, pathFor, members.filter(isLeft));
  // Last, so that what breaks off before is found by its name when it is tried again.
  for (const member of members) {
    if (removed.has(member.sha256)) await rm(pathFor(member.sha256), { force: true });
  }
  await rm(path, { force: true });
}

/** Opened for it: of what another machine removed, a network file system gives the facts from memory for a while. */
function isThere(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw storageFault(error, path) ?? error;
  }
}

/** Two levels, so that no folder holds millions of files. Only a hash is accepted: the name comes from a request. */
function pathOf(folder: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('a capture is named by 64 hexadecimal digits in lower case');
  return join(folder, sha256.slice(0, 2), `${sha256}.zst`);
}

/** Bytes that one of the pages in a file takes; null when it is not there. */
function shareOf(path: string): number | null {
  const file = statSync(path, { throwIfNoEntry: false });
  return file === undefined ? null : Math.round(file.size / file.nlink);
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw storageFault(error, path) ?? error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The file of a copy is there and holds something else: of this one copy, where a full or broken disk is of all. */
export class DamagedCapture extends OperatorError {
  constructor(path: string, cause: unknown) {
    super(
      'storage',
      `The capture ${path} does not hold the bytes that it is named after.`,
      'Restore the file from a backup and check the disk; until then it is no evidence.',
      { cause },
    );
  }
}
