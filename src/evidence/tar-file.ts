/**
 * Writes and reads plain tar files (POSIX.1-1988 ustar), so that an archive of ours opens with what every system has. An entry of
 * 8 GiB or more has its size in base 256, which GNU tar and libarchive read as well.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { newFileFault, OperatorError, storageFault } from '../model/errors.ts';

const BLOCK = 512;
/** What eleven octal digits hold. */
const MOST_OCTAL = 8 ** 11 - 1;
/** First byte of a field in base 256, whose number is in the last eight bytes here. */
const BASE_256 = 0x80;
const CHECKSUM_AT = 148;
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  time: [136, 12],
  type: [156, 1],
  magic: [257, 8],
} as const;

export type TarWriter = AsyncDisposable & {
  /** In the order in which they are added. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  addFile(name: string, path: string, size: number): Promise<void>;
  /** Marks the end and flushes; without it the file is incomplete. */
  finish(): Promise<void>;
};

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > FIELDS.name[1]) throw new Error(`${name} does not fit into a tar file`);
  const block = Buffer.alloc(BLOCK);
  const put = (field: keyof typeof FIELDS, text: string) => block.write(text, FIELDS[field][0]);
  put('name', name);
  put('mode', '0000600\0');
  putSize(block, size);
  put('time', '00000000000\0');
  put('type', '0');
  put('magic', 'ustar\x0000');
  block.write(' '.repeat(8), CHECKSUM_AT);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM_AT);
  return block;
}

function putSize(block: Buffer, size: number): void {
  const [at, length] = FIELDS.size;
  if (size <= MOST_OCTAL) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, at);
    return;
  }
  block[at] = BASE_256;
  block.writeBigUInt64BE(BigInt(size), at + length - 8);
}

function sizeOf(block: Buffer): number {
  const [at, length] = FIELDS.size;
  if (block[at] !== BASE_256) return Number.parseInt(textOf(block, 'size'), 8);
  return Number(block.readBigUInt64BE(at + length - 8));
}

const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** A file that is there is refused unless it may be replaced. */
export async function createTar(path: string, replace: boolean): Promise<TarWriter> {
  const file = await open(path, replace ? 'w' : 'wx', 0o600).catch((error: unknown) => {
    throw (
      newFileFault(error, path, 'Add --force to replace it, or name another file.') ??
      storageFault(error, path) ??
      error
    );
  });
  const write = async (bytes: Uint8Array): Promise<void> => {
    try {
      if (bytes.length > 0) await file.writeFile(bytes);
    } catch (error) {
      throw storageFault(error, path) ?? error;
    }
  };
  return {
    async add(name, bytes) {
      await write(header(name, bytes.length));
      await write(bytes);
      await write(padding(bytes.length));
    },
    async addFile(name, from, size) {
      await write(header(name, size));
      for await (const chunk of createReadStream(from)) await write(chunk);
      await write(padding(size));
    },
    async finish() {
      await write(Buffer.alloc(2 * BLOCK));
      await file.sync();
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

export type TarEntry = { readonly name: string; readonly size: number; read(): AsyncIterable<Buffer> };

async function openToRead(path: string): Promise<FileHandle> {
  return await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const fault = error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read.`;
    throw new OperatorError('input', fault, 'Give the path of a backup.', { cause: error });
  });
}

/** Before anything else is looked at. @throws OperatorError 'input' */
export async function requireReadable(path: string): Promise<void> {
  await (await openToRead(path)).close();
}

/** @throws OperatorError 'input' when it is no tar file or ends early */
export async function* readTar(path: string): AsyncIterable<TarEntry> {
  const file = await openToRead(path);
  try {
    let at = 0;
    for (;;) {
      const block = await readBlock(file, at, path);
      if (block.every((byte) => byte === 0)) return;
      const size = checkedSize(block, path);
      const start = at + BLOCK;
      const name = textOf(block, 'name');
      yield { name, size, read: () => readPart(path, start, size) };
      at = start + size + padding(size).length;
    }
  } finally {
    await file.close();
  }
}

function readPart(path: string, start: number, size: number): AsyncIterable<Buffer> {
  return size === 0 ? nothing() : createReadStream(path, { start, end: start + size - 1 });
}

async function* nothing(): AsyncIterable<Buffer> {
  // An empty entry.
}

async function readBlock(file: FileHandle, at: number, path: string): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, at);
  if (bytesRead < BLOCK) throw damaged(path, 'it ends early');
  return buffer;
}

function textOf(block: Buffer, field: keyof typeof FIELDS): string {
  const [start, length] = FIELDS[field];
  return block.toString('utf8', start, start + length).replace(/\0.*$/s, '');
}

function checkedSize(block: Buffer, path: string): number {
  const stated = Number.parseInt(block.toString('latin1', CHECKSUM_AT, CHECKSUM_AT + 6), 8);
  const plain = Buffer.from(block).fill(' ', CHECKSUM_AT, CHECKSUM_AT + 8);
  const sum = plain.reduce((total, byte) => total + byte, 0);
  if (stated !== sum) throw damaged(path, 'it is no tar file, or not whole');
  const size = sizeOf(block);
  if (!Number.isSafeInteger(size)) throw damaged(path, 'it is no tar file, or not whole');
  return size;
}

function damaged(path: string, why: string): OperatorError {
  return new OperatorError('input', `${path} is no whole backup: ${why}.`, 'Give another backup.');
}
