/** Captures: stored once, whole, and never given out damaged. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
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

test('what killed processes left half written is swept away once it is old, and nothing else', async () => {
  const store = openCaptureStore(folder);
  const { sha256 } = await store.put(Buffer.from('a page'));
  const inside = join(folder, sha256.slice(0, 2));
  const left = [
    join(folder, `trial.${randomUUID()}.tmp`),
    join(inside, `${sha256}.zst.${randomUUID()}.tmp`),
    join(inside, `${sha256}.zst.${randomUUID()}.tmp.link`),
  ];
  const fresh = join(inside, `${sha256}.zst.${randomUUID()}.tmp`);
  const others = [join(folder, 'folder-id'), join(inside, 'notes.tmp')];
  for (const path of [...left, fresh, ...others]) await writeFile(path, 'x');
  const [now, before] = [new Date(), new Date(Date.now() - 86_400_000)];
  const old = new Date(before.getTime() - 1000);
  for (const path of [...left, ...others, join(inside, `${sha256}.zst`)]) await utimes(path, old, old);
  expect(await store.sweep(before, () => true)).toBe(0);
  expect(await store.sweep(before, () => false)).toBe(3);
  expect((await files()).sort()).toEqual([...others, fresh, join(inside, `${sha256}.zst`)].sort());
  expect(await store.sweep(now, () => false)).toBe(1);
  expect(await openCaptureStore(join(folder, 'none')).sweep(now, () => false)).toBe(0);
});

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

test('a folder that goes away between the write and the flush is told, though what is left there cannot be removed', async () => {
  const captures = join(folder, 'captures');
  const store = openCaptureStore(captures);
  const putting = failureOf(store.put(Buffer.from('a page')));
  renameSync(captures, join(folder, 'aside'));
  writeFileSync(captures, '');
  const { exit, message } = await putting;
  expect(exit).toBe('storage');
  expect(message).toMatch(/: a file stands where a folder is needed\.$/);
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
  await store.remove([sha256]);
  await store.remove([sha256]);
  expect(await store.get(sha256)).toBeNull();
});

/** Pages that are begun one after the other and asked for together. */
async function putTogether(pages: readonly Uint8Array[]) {
  const store = openCaptureStore(folder);
  const begun = pages.map((page) => store.begin(page));
  return await Promise.all(begun.map(({ stored }) => stored()));
}

const template = randomBytes(4000).toString('base64');
const similar = (count: number) =>
  Array.from({ length: count }, (_, at) => Buffer.from(`<p>${at}</p>${template}`));

async function inodes(): Promise<number> {
  const stats = await Promise.all((await files()).map((path) => stat(path)));
  return new Set(stats.map(({ ino }) => ino)).size;
}

test('pages that are begun together lie in files of sixteen, each under its own name, and come back byte for byte', async () => {
  const pages = similar(40);
  const stored = await putTogether(pages);
  expect(await files()).toHaveLength(40);
  expect(await inodes()).toBe(3);
  const store = openCaptureStore(folder);
  for (const [at, { sha256 }] of stored.entries()) {
    expect(Buffer.from((await store.get(sha256)) ?? 'none').equals(pages[at] ?? Buffer.alloc(0))).toBe(true);
    expect(zstdDecompressSync((await store.packed(sha256)) ?? Buffer.alloc(0))).toEqual(pages[at]);
  }
  const [first = ''] = await files();
  const together = (await stat(first)).size;
  expect(stored.reduce((sum, { storedBytes }) => sum + storedBytes, 0)).toBeLessThan(6 * together);
  const alone = await openCaptureStore(await mkdtemp(join(folder, 'alone-'))).put(
    pages[0] ?? Buffer.alloc(0),
  );
  expect(stored[0]?.storedBytes).toBeLessThan(alone.storedBytes / 5);
});

/** What a program finds that skips the table, as zstd does. */
function pagesIn(file: Buffer): Buffer {
  return zstdDecompressSync(file.subarray(8 + file.readUInt32LE(4)));
}

test('a file of several pages is a skippable frame and one with the pages behind each other', async () => {
  const pages = similar(3);
  await putTogether(pages);
  const [path = ''] = await files();
  const file = await readFile(path);
  // RFC 8878 §3.1.2.
  expect(file.readUInt32LE(0) & 0xfffffff0).toBe(0x184d2a50);
  expect(pagesIn(file)).toEqual(Buffer.concat(pages));
});

test('what is removed is gone from the file that it shared; the others stay', async () => {
  const pages = similar(6);
  const stored = await putTogether(pages);
  const names = stored.map(({ sha256 }) => sha256);
  const store = openCaptureStore(folder);
  await store.remove([names[1] ?? '', names[4] ?? '', names[4] ?? '']);
  await store.remove([names[0] ?? '']);
  for (const at of [0, 1, 4]) expect(await store.get(names[at] ?? '')).toBeNull();
  for (const at of [2, 3, 5])
    expect(Buffer.from((await store.get(names[at] ?? '')) ?? '')).toEqual(pages[at]);
  expect(await inodes()).toBe(1);
  const [path = ''] = await files();
  const left = pagesIn(await readFile(path));
  expect(left).toEqual(Buffer.concat([pages[2], pages[3], pages[5]].map((page) => page ?? Buffer.alloc(0))));
  await store.remove(names);
  expect(await files()).toEqual([]);
});

test('a backup puts back one that is damaged on the disk', async () => {
  const [page = Buffer.alloc(0), ...others] = similar(3);
  const [first] = await putTogether([page, ...others]);
  const sha256 = first?.sha256 ?? '';
  const packed = (await openCaptureStore(folder).packed(sha256)) ?? Buffer.alloc(0);
  const [path = ''] = await files();
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 5));
  await openCaptureStore(folder).unpack(sha256, packed);
  expect(Buffer.from((await openCaptureStore(folder).get(sha256)) ?? '')).toEqual(page);
});

test('one of several is stored again under the name that it has', async () => {
  const [page = Buffer.alloc(0), ...others] = similar(4);
  const [first] = await putTogether([page, ...others]);
  expect(await openCaptureStore(folder).put(page)).toMatchObject({ sha256: first?.sha256 });
  expect(await inodes()).toBe(1);
});

test('a damaged file of several pages is reported for each of them, and given out for none', async () => {
  const stored = await putTogether(similar(3));
  const [path = ''] = await files();
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 5));
  for (const { sha256 } of stored) {
    expect((await failureOf(openCaptureStore(folder).get(sha256))).message).toContain(sha256);
  }
  // What is to be erased is erased all the same.
  const [first, second] = stored.map(({ sha256 }) => sha256);
  await openCaptureStore(folder).remove([first ?? '']);
  expect(await openCaptureStore(folder).get(first ?? '')).toBeNull();
  expect((await failureOf(openCaptureStore(folder).get(second ?? ''))).exit).toBe('storage');
});

test('a large page lies alone', async () => {
  const [page = Buffer.alloc(0)] = similar(1);
  await putTogether([page, Buffer.from('<p>x</p>'.repeat(200_000)), Buffer.from('another')]);
  expect(await inodes()).toBe(2);
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
