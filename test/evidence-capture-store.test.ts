/** Captures: stored once, whole, and never given out damaged. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import { OperatorError } from '../src/model/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-captures-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function failureOf(work: Promise<unknown>): Promise<OperatorError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperatorError);
  return error as OperatorError;
}

async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const contents = [
  { name: 'nothing', bytes: Buffer.alloc(0) },
  { name: 'a page', bytes: Buffer.from('<p>Größe</p>'.repeat(1000)) },
  { name: 'bytes that are no text', bytes: randomBytes(50_000) },
  { name: 'a large page', bytes: Buffer.from('<p>x</p>'.repeat(200_000)) },
];
test.each(contents)('$name comes back byte for byte, under its SHA-256', async ({ bytes }) => {
  const store = openCaptureStore(folder);
  const { sha256, bytes: size, storedBytes } = await store.put(bytes);
  expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(size).toBe(bytes.length);
  expect(Buffer.from((await store.get(sha256)) ?? 'none').equals(bytes)).toBe(true);
  const path = join(folder, sha256.slice(0, 2), `${sha256}.zst`);
  expect(await files()).toEqual([path]);
  expect((await stat(path)).size).toBe(storedBytes);
});

test('storing the same bytes again, also at once, makes one file and the same answer', async () => {
  const store = openCaptureStore(folder);
  const bytes = Buffer.from('same');
  const answers = await Promise.all(Array.from({ length: 10 }, () => store.put(bytes)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await files()).toHaveLength(1);
  const [path] = await files();
  const before = (await stat(path ?? '')).mtimeMs;
  expect(await store.put(bytes)).toEqual(answers[0]);
  expect((await stat(path ?? '')).mtimeMs).toBe(before);
});

test('what was never stored or was removed is null', async () => {
  const store = openCaptureStore(folder);
  expect(await store.get('0'.repeat(64))).toBeNull();
  const { sha256 } = await store.put(Buffer.from('x'));
  await store.remove(sha256);
  await store.remove(sha256);
  expect(await store.get(sha256)).toBeNull();
});

const damages = [
  { name: 'cut short', damage: (stored: Buffer) => stored.subarray(0, stored.length - 3) },
  {
    name: 'with a flipped bit',
    damage: (stored: Buffer) => Buffer.from(stored.map((byte, index) => (index === 20 ? byte ^ 1 : byte))),
  },
  { name: 'empty', damage: () => Buffer.alloc(0) },
  { name: 'replaced by another page', damage: () => zstdCompressSync(Buffer.from('another page')) },
];
test.each(damages)('a file $name is reported, not given out', async ({ damage }) => {
  const store = openCaptureStore(folder);
  const { sha256 } = await store.put(randomBytes(200));
  const [path] = await files();
  await writeFile(path ?? '', damage(await readFile(path ?? '')));
  const error = await failureOf(store.get(sha256));
  expect(error.exit).toBe('storage');
  expect(error.message).toContain(sha256);
});

test.each(['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(64)}/..`])(
  'a name that is no hash is refused: %s',
  async (name) => {
    await expect(openCaptureStore(folder).get(name)).rejects.toThrow(/64 hexadecimal/);
  },
);

test('a file in place of the folder is a storage error', async () => {
  const path = join(folder, 'file');
  await writeFile(path, '');
  const error = await failureOf(openCaptureStore(join(path, 'captures')).put(Buffer.from('x')));
  expect(error.exit).toBe('storage');
  expect(error.remedy).not.toBe('');
});

test.skipIf(process.getuid?.() === 0)(
  'a read-only folder is a storage error (root may write everywhere)',
  async () => {
    await chmod(folder, 0o500);
    expect((await failureOf(openCaptureStore(folder).put(Buffer.from('x')))).exit).toBe('storage');
  },
);
