/** Keeps the bytes of pages as they were served: compressed files named by their SHA-256, checked whenever they are read. */
import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib';
import { OperatorError, storageFault } from '../model/errors.ts';
import { type FileWriter, openFileWriter } from './write-files.ts';

/** Sizes in bytes: of the page, and of the file that holds it. */
export type StoredCapture = { readonly sha256: string; readonly bytes: number; readonly storedBytes: number };

export type CaptureStore = {
  /**
   * Names the bytes at once; `stored` resolves when they are safe on the disk. Storing the same bytes again changes nothing. A
   * full or read-only disk is an OperatorError `storage`.
   */
  begin(bytes: Uint8Array): { readonly sha256: string; readonly stored: Promise<StoredCapture> };
  /** As `begin`, for a caller that waits. */
  put(bytes: Uint8Array): Promise<StoredCapture>;
  /** null when it was never stored; OperatorError `storage` when the file no longer holds what its name says. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** The file as it lies on the disk, zstd; null when there is none. */
  packed(sha256: string): Promise<Uint8Array | null>;
  /** Stores what `packed` gave. OperatorError `input` when it does not hold what the name says. */
  unpack(sha256: string, packed: Uint8Array): Promise<void>;
  /** Removes one; none there is no error. */
  remove(sha256: string): Promise<void>;
};

const SHA256 = /^[0-9a-f]{64}$/;
const OPTIONS = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};
/** Up to here compressing at once takes less time than handing the bytes to another thread and back. */
const SMALL_BYTES = 256 * 1024;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** The folder is made when the first capture is put. */
export function openCaptureStore(folder: string): CaptureStore {
  const files = openFileWriter();
  const underWay = new Map<string, Promise<StoredCapture>>();
  const begin = (bytes: Uint8Array) => {
    const sha256 = hash('sha256', bytes);
    const known = underWay.get(sha256);
    if (known !== undefined) return { sha256, stored: known };
    const stored = store(files, pathOf(folder, sha256), bytes)
      .then((storedBytes) => ({ sha256, bytes: bytes.byteLength, storedBytes }))
      .catch((error: unknown) => {
        throw storageFault(error, folder) ?? error;
      })
      .finally(() => underWay.delete(sha256));
    underWay.set(sha256, stored);
    return { sha256, stored };
  };
  return {
    begin,
    put: (bytes) => begin(bytes).stored,
    async get(sha256) {
      const path = pathOf(folder, sha256);
      const stored = await readOrNull(path);
      if (stored === null) return null;
      const bytes = await decompress(stored).catch((cause: unknown) => {
        throw damaged(path, cause);
      });
      if (hash('sha256', bytes) !== sha256) throw damaged(path, null);
      return bytes;
    },
    packed: (sha256) => readOrNull(pathOf(folder, sha256)),
    async unpack(sha256, packed) {
      const bytes = await decompress(packed).catch(() => null);
      if (bytes === null || hash('sha256', bytes) !== sha256) {
        throw new OperatorError(
          'input',
          `The copy ${sha256} is not what its name says.`,
          'The backup is damaged: give another one.',
        );
      }
      await begin(bytes).stored;
    },
    async remove(sha256) {
      const path = pathOf(folder, sha256);
      await rm(path, { force: true }).catch((error: unknown) => {
        throw storageFault(error, path) ?? error;
      });
    },
  };
}

/** Two levels, so that no folder holds millions of files. Only a hash is accepted: the name comes from a request. */
function pathOf(folder: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error('a capture is named by 64 hexadecimal digits in lower case');
  return join(folder, sha256.slice(0, 2), `${sha256}.zst`);
}

/** Gives the size of the file; one that is there already is left as it is. */
async function store(files: FileWriter, path: string, bytes: Uint8Array): Promise<number> {
  const present = statSync(path, { throwIfNoEntry: false });
  if (present !== undefined) return present.size;
  const packed =
    bytes.byteLength <= SMALL_BYTES ? zstdCompressSync(bytes, OPTIONS) : await compress(bytes, OPTIONS);
  await files.write(path, packed);
  return packed.byteLength;
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
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

function damaged(path: string, cause: unknown): OperatorError {
  return new OperatorError(
    'storage',
    `The capture ${path} does not hold the bytes that it is named after.`,
    'Restore the file from a backup and check the disk; until then it is no evidence.',
    { cause },
  );
}
