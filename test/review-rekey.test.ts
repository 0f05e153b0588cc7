/** Another key for second factors: all of them open before, after, and wherever the command is killed. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decryptSecret, encryptSecret } from '../src/review/factor-cipher.ts';
import { checkFactors, closedFactors, openFactor } from '../src/review/factor-secrets.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { until } from './support/until.ts';

const MAIN = new URL('../src/main/main.ts', import.meta.url).pathname;
const [KEY, OTHER] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
const SECRETS = ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'KBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'];

let database: TestDatabase;
let folder: string;
let keyFile: string;
let users: number[];
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
  keyFile = join(folder, 'keys/second-factor.key');
  await mkdir(join(folder, 'keys'));
  await writeKeys(KEY);
  // One after the other, so that their numbers are in the order of the secrets.
  users = [];
  for (const [n, secret] of SECRETS.entries()) users.push(await addUser(`user-${n}`, secret, KEY));
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function writeKeys(...keys: readonly Buffer[]): Promise<void> {
  await writeFile(keyFile, keys.map((key) => `${key.toString('base64')}\n`).join(''), { mode: 0o600 });
}

async function addUser(name: string, secret: string, key: Buffer | null): Promise<number> {
  const { rows } = await database.pool.query(
    `insert into users (name, password_hash, role, created_at, totp_confirmed_at) values ($1, 'x', 'lead', now(), now())
     returning id`,
    [name],
  );
  const { id } = rows[0];
  const stored = key === null ? secret : encryptSecret(key, id, secret);
  await database.pool.query('update users set totp_secret = $2 where id = $1', [id, stored]);
  return id;
}

const env = () => ({ DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder });
const rekey = () => runCli(['users', 'rekey', '--json'], env());
const stored = async (): Promise<string[]> =>
  (await database.pool.query('select totp_secret from users order by id')).rows.map((row) => row.totp_secret);
const opened = () =>
  stored().then((all) => Promise.all(all.map((each, n) => openFactor(keyFile, users[n] ?? 0, each))));
const keysInFile = async () =>
  (await readFile(keyFile, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'base64'));

it('encrypts all of them with a new key, which then stands alone in its file, and keeps the old one apart', async () => {
  users.push(await addUser('plain', SECRETS[0] ?? '', null));
  const { exit, output } = await rekey();
  expect([exit, JSON.parse(output)]).toMatchObject(['ok', { reencrypted: 3, keyFile }]);
  expect(await opened()).toEqual([...SECRETS, SECRETS[0]]);
  const [key, ...more] = await keysInFile();
  expect([more, key?.equals(KEY)]).toEqual([[], false]);
  expect((await stored()).map((each, n) => decryptSecret(KEY, users[n] ?? 0, each).kind)).not.toContain(
    'open',
  );
  const others = (await readdir(join(folder, 'keys'))).filter((name) => name !== 'second-factor.key');
  expect(others).toEqual([expect.stringMatching(/^second-factor\.key\.until-\d{8}T\d{6}Z$/)]);
  const old = join(folder, 'keys', others[0] ?? '');
  expect(await readFile(old, 'utf8')).toBe(`${KEY.toString('base64')}\n`);
  for (const path of [keyFile, old]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(output).not.toContain(key?.toString('base64') ?? '');
  const { rows } = await database.pool.query("select entry::json->>'action' as action from audit_log");
  expect(rows).toEqual([{ action: 'second-factors.rekey' }]);
  expect(await checkFactors(database.db, keyFile)).toMatchObject({ state: 'ok' });
});

it.each([
  { where: 'before it wrote to the database', written: KEY },
  { where: 'after it wrote to the database', written: OTHER },
])('that was killed $where is gone on with, and with the same key', async ({ written }) => {
  await writeKeys(OTHER, KEY);
  for (const [n, user] of users.entries())
    await database.pool.query('update users set totp_secret = $2 where id = $1', [
      user,
      encryptSecret(written, user, SECRETS[n] ?? ''),
    ]);
  expect(await opened()).toEqual(SECRETS);
  expect(await checkFactors(database.db, keyFile)).toMatchObject({
    ...{ state: 'warning', finding: expect.stringContaining('two keys') },
    fix: expect.stringContaining('users rekey'),
  });
  expect((await rekey()).exit).toBe('ok');
  expect(await opened()).toEqual(SECRETS);
  expect(await keysInFile()).toEqual([OTHER]);
});

it('killed in the midst of it leaves all that opens, and no lock', async () => {
  const holder = await database.pool.connect();
  const before = await stored();
  try {
    // It waits where it would write, with the new key in the file.
    await holder.query('begin');
    await holder.query('select from users for update');
    const child = spawn(process.execPath, [MAIN, 'users', 'rekey'], { env: { ...process.env, ...env() } });
    await until('both keys are in the file', async () => (await keysInFile()).length === 2);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    expect(await opened()).toEqual(SECRETS);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  expect(await stored()).toEqual(before);
  const [first] = await keysInFile();
  expect((await rekey()).exit).toBe('ok');
  expect([await opened(), await keysInFile()]).toEqual([SECRETS, [first]]);
});

it('by two at the same moment loses no key', async () => {
  const ends = await Promise.all([rekey(), rekey(), rekey()]);
  expect(ends.map(({ exit }) => exit)).toEqual(['ok', 'ok', 'ok']);
  expect(await opened()).toEqual(SECRETS);
  expect(await keysInFile()).toHaveLength(1);
});

it.each([
  { what: 'that do not open', make: () => addUser('closed', SECRETS[0] ?? '', OTHER), says: 'do not open' },
  { what: 'whose key is not there', make: () => rm(keyFile), says: 'is not in' },
  { what: 'whose key is spoilt', make: () => writeFile(keyFile, 'spoilt'), says: 'is no key' },
  {
    what: 'beside a folder that takes no file',
    make: () => chmod(join(folder, 'keys'), 0o500),
    says: 'keys',
  },
])('of some $what changes nothing', async ({ what, make, says }) => {
  // root writes anywhere.
  if (what.includes('folder') && process.getuid?.() === 0) return;
  await make();
  const [file, all] = [await readFile(keyFile, 'utf8').catch(() => null), await stored()];
  const { exit, error } = await rekey();
  await chmod(join(folder, 'keys'), 0o700);
  expect(exit).not.toBe('ok');
  expect(error).toContain(says);
  expect([await readFile(keyFile, 'utf8').catch(() => null), await stored()]).toEqual([file, all]);
});

it('of none makes nothing but a new key', async () => {
  await database.pool.query('delete from users');
  expect(JSON.parse((await rekey()).output)).toMatchObject({ reencrypted: 0 });
  expect(await closedFactors(database.db, keyFile)).toEqual(new Set());
});

it('has nothing to do where nobody has set one up, and makes no key', async () => {
  await database.pool.query('update users set totp_secret = null, totp_confirmed_at = null');
  await rm(keyFile);
  const told = await runCli(['users', 'rekey'], env());
  expect([told.exit, told.output.trim()]).toEqual([
    'ok',
    'No second factor is set up yet: there is no key to change.',
  ]);
  expect(JSON.parse((await rekey()).output)).toEqual({ reencrypted: 0, keyFile, oldKey: null });
  expect(await readdir(join(folder, 'keys'))).toEqual([]);
});
