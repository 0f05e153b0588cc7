/** Packs pages that come together into one file, each under a name of its own. */
import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync } from 'node:zlib';
import { type Member, PACKING, packFrame } from './frame.ts';
import { type FileWriter, openFileWriter } from './write-files.ts';

/** Up to here compressing at once takes less time than handing the bytes to another thread and back. */
const SMALL_BYTES = 256 * 1024;
/** Of one frame: more gain little room, and every one that is read takes all of them. */
const MOST_MEMBERS = 16;
const FULL_BYTES = 2 ** 21;

const compress = promisify(zstdCompress);

export type PathOf = (sha256: string) => string;

/** Pages that are packed together when one of them is asked for, or there is no room for more. */
type OpenFrame = {
  readonly members: Member[];
  /** Holds their bytes, one page behind the other. */
  readonly room: Uint8Array;
  /** Resolves to the bytes that one of them takes on the disk. */
  readonly stored: PromiseWithResolvers<number>;
  bytes: number;
  /** Members that are not known to be kept: as long as there are any the room stays theirs. */
  held: number;
};

/** What the packer gives back of a page that it was given. */
type Packed = {
  readonly stored: Promise<number>;
  /** Asks for it, with all that came before it. */
  readonly now: () => void;
  /** Its bytes, for as long as they are not let go. */
  readonly bytes: Uint8Array;
  readonly letGo: () => void;
};

/**
 * Packs what comes; a page that is large is stored alone. Pages are copied into a room that one frame after another is made
 * in: kept as they came until their frame is full, their bytes would outlive the quick collections of garbage.
 */
export function openPacker(pathFor: PathOf) {
  const files = openFileWriter();
  const rooms: Uint8Array[] = [];
  let open: OpenFrame | null = null;
  const close = (frame: OpenFrame): void => {
    if (open !== frame) return;
    open = null;
    storeMembers(files, pathFor, frame.members).then(frame.stored.resolve, frame.stored.reject);
  };
  const letGo = (frame: OpenFrame): void => {
    frame.held -= 1;
    if (frame.held === 0 && frame !== open) rooms.push(frame.room);
  };
  const begin = (): OpenFrame => ({
    members: [],
    room: rooms.pop() ?? new Uint8Array(FULL_BYTES + SMALL_BYTES),
    stored: Promise.withResolvers(),
    bytes: 0,
    held: 0,
  });
  return {
    files,
    add(member: Member): Packed {
      const { byteLength } = member.bytes;
      if (byteLength > SMALL_BYTES) {
        const stored = storeLarge(files, pathFor(member.sha256), member.bytes);
        return { stored, bytes: member.bytes, now: () => undefined, letGo: () => undefined };
      }
      open ??= begin();
      const frame = open;
      frame.room.set(member.bytes, frame.bytes);
      const bytes = frame.room.subarray(frame.bytes, frame.bytes + byteLength);
      frame.members.push({ sha256: member.sha256, bytes });
      frame.bytes += byteLength;
      frame.held += 1;
      if (frame.members.length >= MOST_MEMBERS || frame.bytes >= FULL_BYTES) close(frame);
      return { stored: frame.stored.promise, bytes, now: () => close(frame), letGo: () => letGo(frame) };
    },
  };
}

/** Gives the bytes that one of them takes. */
export async function storeMembers(
  files: FileWriter,
  pathFor: PathOf,
  members: readonly Member[],
): Promise<number> {
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
