/** Keeps the bytes of pages as they were served: compressed files named by their SHA-256, checked whenever they are read. */
import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib';
import { OperatorError, storageFault } from '../model/errors.ts';
import { isFrame, type Member, PACKING, packFrame, unpackFrame } from './frame.ts';
import { type FileWriter, openFileWriter } from './write-files.ts';

/** Sizes in bytes: of the page, and of what it takes on the disk; of a file that holds several, its share. */
export type StoredCapture = { readonly sha256: string; readonly bytes: number; readonly storedBytes: number };

export type BegunCapture = {
  readonly sha256: string;
  /** Resolves when the bytes are safe on the disk. Pages begun before the first of them is asked for are packed together. */
  readonly stored: () => Promise<StoredCapture>;
};

export type CaptureStore = {
  /** Names the bytes at once. Storing the same bytes again changes nothing. A full or read-only disk is an OperatorError `storage`. */
  begin(bytes: Uint8Array): BegunCapture;
  /** As `begin`, for a caller that waits. */
  put(bytes: Uint8Array): Promise<StoredCapture>;
  /** null when it was never stored; OperatorError `storage` when the file no longer holds what its name says. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** One page, zstd; null when there is none. OperatorError `storage` as for `get`. */
  packed(sha256: string): Promise<Uint8Array | null>;
  /** Stores what `packed` gave, also in place of a damaged file. OperatorError `input` when it does not hold what the name says. */
  unpack(sha256: string, packed: Uint8Array): Promise<void>;
  /** Removes them, also from files that they share with others; none there is no error. */
  remove(sha256s: readonly string[]): Promise<void>;
};

const SHA256 = /^[0-9a-f]{64}$/;
/** Up to here compressing at once takes less time than handing the bytes to another thread and back. */
const SMALL_BYTES = 256 * 1024;
/** Of one frame: more gain little room, and every one that is read takes all of them. */
const MOST_MEMBERS = 16;
const FULL_BYTES = 2 ** 21;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

type PathOf = (sha256: string) => string;

/** Pages that are packed together when one of them is asked for, or there is no room for more. */
type OpenFrame = {
  readonly members: Member[];
  /** Holds their bytes, one page behind the other. */
  readonly room: Uint8Array;
  /** Resolves to the bytes that one of them takes on the disk. */
  readonly stored: PromiseWithResolvers<number>;
  bytes: number;
};

/**
 * Packs what comes; a page that is large is stored alone. Pages are copied into a room that one frame after another is made
 * in: kept as they came until their frame is full, their bytes would outlive the quick collections of garbage.
 */
function openPacker(pathFor: PathOf) {
  const files = openFileWriter();
  const rooms: Uint8Array[] = [];
  let open: OpenFrame | null = null;
  const close = (frame: OpenFrame): void => {
    if (open !== frame) return;
    open = null;
    storeMembers(files, pathFor, frame.members)
      .finally(() => rooms.push(frame.room))
      .then(frame.stored.resolve, frame.stored.reject);
  };
  const begin = (): OpenFrame => ({
    members: [],
    room: rooms.pop() ?? new Uint8Array(FULL_BYTES + SMALL_BYTES),
    stored: Promise.withResolvers(),
    bytes: 0,
  });
  return {
    files,
    /** `now` asks for it, with all that came before it. */
    add(member: Member): { readonly stored: Promise<number>; readonly now: () => void } {
      const { byteLength } = member.bytes;
      if (byteLength > SMALL_BYTES) {
        return { stored: storeLarge(files, pathFor(member.sha256), member.bytes), now: () => undefined };
      }
      open ??= begin();
      const frame = open;
      frame.room.set(member.bytes, frame.bytes);
      const bytes = frame.room.subarray(frame.bytes, frame.bytes + byteLength);
      frame.members.push({ sha256: member.sha256, bytes });
      frame.bytes += byteLength;
      if (frame.members.length >= MOST_MEMBERS || frame.bytes >= FULL_BYTES) close(frame);
      return { stored: frame.stored.promise, now: () => close(frame) };
    },
  };
}

/** The folder is made when the first capture is put. */
export function openCaptureStore(folder: string): CaptureStore {
  const pathFor = (sha256: string) => pathOf(folder, sha256);
  const packer = openPacker(pathFor);
  const underWay = new Map<string, BegunCapture>();
  const fault = (error: unknown): never => {
    throw storageFault(error, folder) ?? error;
  };

  const begin = (bytes: Uint8Array): BegunCapture => {
    const sha256 = hash('sha256', bytes);
    const known = underWay.get(sha256);
    if (known !== undefined) return known;
    // Only their number: what a closure holds outlives the quick collections of garbage while the frame fills.
    const size = bytes.byteLength;
    const told = (storedBytes: number) => ({ sha256, bytes: size, storedBytes });
    const present = shareOf(pathFor(sha256));
    if (present !== null) return { sha256, stored: async () => told(present) };
    const { stored, now } = packer.add({ sha256, bytes });
    const ended = stored.finally(() => underWay.delete(sha256)).then(told, fault);
    // Whoever asks for it hears of it.
    ended.catch(() => undefined);
    const begun: BegunCapture = {
      sha256,
      stored: () => {
        now();
        return ended;
      },
    };
    underWay.set(sha256, begun);
    return begun;
  };
  const get = async (sha256: string): Promise<Uint8Array | null> => {
    const path = pathFor(sha256);
    const file = await readOrNull(path);
    return file === null ? null : await memberOf(file, sha256, path);
  };
  return {
    begin,
    put: (bytes) => begin(bytes).stored(),
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
      else await begin(bytes).stored();
    },
    async remove(sha256s) {
      const removed = new Set(sha256s);
      for (const sha256 of removed) await removeFrom(packer.files, pathFor, sha256, removed).catch(fault);
    },
  };
}

/** Gives the bytes that one of them takes. */
async function storeMembers(files: FileWriter, pathFor: PathOf, members: readonly Member[]): Promise<number> {
  const [first, ...others] = members;
  if (first === undefined) return 0;
  if (others.length === 0)
    return await write(files, [pathFor(first.sha256)], zstdCompressSync(first.bytes, PACKING));
  const paths = [pathFor(first.sha256), ...others.map(({ sha256 }) => pathFor(sha256))] as const;
  try {
    return await write(files, paths, packFrame(members));
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    const alone = await Promise.all(members.map((member) => storeMembers(files, pathFor, [member])));
    return Math.round(alone.reduce((sum, bytes) => sum + bytes, 0) / members.length);
  }
}

async function storeLarge(files: FileWriter, path: string, bytes: Uint8Array): Promise<number> {
  return await write(files, [path], await compress(bytes, PACKING));
}

async function write(
  files: FileWriter,
  paths: readonly [string, ...string[]],
  packed: Buffer,
): Promise<number> {
  await files.write(paths, packed);
  return Math.round(packed.byteLength / paths.length);
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

/** File systems without hard links say so in several ways. */
const NO_LINKS: ReadonlySet<unknown> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
]);

function hasNoLinks(error: unknown): boolean {
  return error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'link'
    ? NO_LINKS.has(error.code)
    : false;
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
