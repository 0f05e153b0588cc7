/** The folder of the copies of pages: one for all machines that share a database, and told when it is another. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import type { OperatorError } from '../src/model/errors.ts';
import { checkCaptures, openCaptures } from '../src/pipeline/open-captures.ts';
import { captureFolderId, noteFolderId } from '../src/store/retention/captures-folder.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const file = (name = '.') => join(folder, name, 'captures', 'folder-id');
const idIn = async (name?: string) => (await readFile(file(name), 'utf8').catch(() => '')).trim();
async function put(id: string): Promise<void> {
  await mkdir(join(folder, 'captures'), { recursive: true });
  await writeFile(file(), `${id}\n`);
}

describe('the folder of the copies', () => {
  it.each([
    ['neither was ever used: an id is made', null, '', 'made'],
    ['it is the one of the database', A, A, A],
    ['the database is new, or one that a backup was put into', null, A, A],
    ['its file was damaged before the database knew it', null, 'no id', 'made'],
  ])('is opened when %s', async (_name, known, own, both) => {
    if (known !== null) await noteFolderId(database.db, known);
    if (own !== '') await put(own);
    expect(await checkCaptures(database.db, folder)).toMatchObject({ state: 'ok' });
    const store = await openCaptures(database.db, folder);
    const id = await captureFolderId(database.db);
    expect(id).toMatch(both === 'made' ? /^[0-9a-f-]{36}$/ : RegExp(both));
    expect(await idIn()).toBe(id);
    const { sha256 } = await store.put(Buffer.from('page'));
    expect(await (await openCaptures(database.db, folder)).get(sha256)).not.toBeNull();
  });

  it.each([
    ['it has no id, as on a second machine without the common folder', ''],
    ['it is the one of another database', B],
  ])('is refused, and left as it was, when %s', async (_name, own) => {
    await noteFolderId(database.db, A);
    if (own !== '') await put(own);
    const refused = { exit: 'config', remedy: expect.stringMatching(/mount .*PRECURSOR_DATA/i) };
    await expect(openCaptures(database.db, folder)).rejects.toMatchObject(refused);
    expect(await checkCaptures(database.db, folder)).toMatchObject({ state: 'fault', fix: refused.remedy });
    expect(await idIn()).toBe(own);
    expect(await captureFolderId(database.db)).toBe(A);
    // What the remedy says when nothing is left of it.
    await put(A);
    await openCaptures(database.db, folder);
  });

  it.each([
    { what: 'some copies of the database lie in it', lies: [1, 3], opens: true },
    { what: 'none of them does', lies: [], opens: false },
  ])('that nobody knows yet is adopted where $what: $opens', async ({ lies, opens }) => {
    const store = openCaptureStore(join(folder, 'captures'));
    for (let i = 0; i < 5; i += 1) {
      const bytes = Buffer.from(`page ${i}`);
      const { sha256 } = await openCaptureStore(join(folder, 'elsewhere')).put(bytes);
      if (lies.includes(i)) await store.put(bytes);
      await database.pool.query('insert into captures values ($1, 1, 1, null, now())', [sha256]);
    }
    expect((await checkCaptures(database.db, folder)).state).toBe(opens ? 'ok' : 'fault');
    const opening = openCaptures(database.db, folder);
    if (opens) return void (await opening);
    const refused = await opening.catch((error: unknown) => error);
    expect(refused).toMatchObject({
      exit: 'config',
      remedy: expect.stringMatching(/mount .*PRECURSOR_DATA/i),
    });
    expect([await idIn(), await captureFolderId(database.db)]).toEqual(['', null]);
    // What the remedy says when they are lost.
    const [id] = /[0-9a-f-]{36}/.exec((refused as OperatorError).remedy) ?? [];
    await put(id ?? '');
    await openCaptures(database.db, folder);
    expect(await captureFolderId(database.db)).toBe(id);
  });

  it('is agreed on by processes that start at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => openCaptures(database.db, folder)));
    expect(await idIn()).toBe(await captureFolderId(database.db));
  });
});

describe('the commands', () => {
  const env = (name: string, databaseUrl = database.databaseUrl) => ({
    ...{ DATABASE_URL: databaseUrl, PRECURSOR_DATA: join(folder, name), PORT: '0' },
    PRECURSOR_CONTACT: 'watch@agency.example',
  });
  const backup = join(tmpdir(), `precursor-watch-${process.pid}.tar`);
  afterEach(() => rm(backup, { force: true }));

  it.each([
    [['backup', backup]],
    [['retention', 'run']],
    [['retention', 'erase', '1', '--reason', 'asked for']],
    [['practice', 'purge']],
    [['crawl', 'chem-supplier']],
  ])('%j is refused on a machine with a folder of its own', async (command) => {
    await openCaptures(database.db, join(folder, 'common'));
    const refused = await runCli(command, env('own'));
    expect(refused).toMatchObject({ exit: 'config', error: expect.stringContaining('Mount the folder') });
    expect(await idIn('own')).toBe('');
  });

  it.each([[['sites', 'apply']], [['rescreen', 'list']]])(
    '%j, which needs no copy, is not',
    async (command) => {
      await openCaptures(database.db, join(folder, 'common'));
      expect((await runCli(command, env('own'))).exit).toBe('ok');
    },
  );

  it('doctor tells it', async () => {
    await openCaptures(database.db, join(folder, 'common'));
    const [own, common] = [await runCli(['doctor'], env('own')), await runCli(['doctor'], env('common'))];
    expect(own.output).toMatch(/FAULT +copies of pages: .*\n +Mount the folder/);
    expect(common.output).toMatch(/ok +copies of pages: /);
  });

  it('doctor tells how many of the copies that it looks for are gone, and backup how many in all', async () => {
    const store = await openCaptures(database.db, join(folder, 'common'));
    for (let i = 0; i < 5; i += 1) {
      const { sha256 } = await store.put(Buffer.from(`page ${i}`));
      await database.pool.query('insert into captures values ($1, 1, 1, null, now())', [sha256]);
      if (i < 2) await store.remove([sha256]);
    }
    const { exit, output } = await runCli(['doctor'], env('common'));
    expect(output).toMatch(
      /warning +copies of pages: 2 of 5 copies .* are not in .*\n +Put back what was lost/,
    );
    expect(exit).toBe('ok');
    const made = await runCli(['backup', backup], env('common'));
    expect(made).toMatchObject({
      exit: 'incomplete',
      remarks: expect.stringContaining('2 copies of pages are named'),
    });
  });

  it('put a backup back into whatever folder there is, which is the one of the database then', async () => {
    expect((await runCli(['backup', backup], env('first'))).exit).toBe('ok');
    const first = await captureFolderId(database.db);
    await using other = await openTestDatabase();
    expect((await runCli(['restore', backup], env('second', other.databaseUrl))).exit).toBe('ok');
    expect(await captureFolderId(other.db)).toBe(await idIn('second'));
    // The disk with the folder is lost, and a new one takes its place.
    expect((await runCli(['restore', backup, '--force'], env('third'))).exit).toBe('ok');
    expect(await captureFolderId(database.db)).toBe(await idIn('third'));
    expect(await idIn('third')).not.toBe(first);
    expect((await runCli(['backup', backup, '--force'], env('third'))).exit).toBe('ok');
  });
});
