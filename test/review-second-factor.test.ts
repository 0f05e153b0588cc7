/** Secrets of second factors at rest: what opens with which key, how the key is made, and what servers do without it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTar } from '../src/evidence/tar-file.ts';
import { createLog } from '../src/log.ts';
import { runRole } from '../src/main/run-role.ts';
import { secondFactorSecret } from '../src/model/account-api.ts';
import { decryptSecret, encryptSecret } from '../src/review/factor-cipher.ts';
import { makeFactorKey, readFactorKey } from '../src/review/factor-key.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import { runCli } from './support/run-cli.ts';
import { until } from './support/until.ts';

const PLAIN = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const [KEY, OTHER] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
/** Of the account 17 under KEY, as the first version of this wrote it: later ones must read it. */
const STORED = 'v1.DVCKEoVRJTTHk-3tBiR0m4Qb_tRkRkE3LpeNJ1PqnBXOKah_UReS4FG4QxIkaVHLqeA2SXdJUsRe8SGS';

let folder: string;
let keyFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
  keyFile = join(folder, 'keys/second-factor.key');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a stored secret', () => {
  it.each([
    { name: 'opens with its key for its account', stored: STORED, key: KEY, user: 17, kind: 'open' },
    { name: 'with another key does not', stored: STORED, key: OTHER, user: 17, kind: 'closed' },
    { name: 'moved to another account does not', stored: STORED, key: KEY, user: 18, kind: 'closed' },
    { name: 'with a letter changed does not', stored: STORED.replace('XOK', 'XOL'), kind: 'closed' },
    { name: 'cut short does not', stored: STORED.slice(0, 30), kind: 'closed' },
    { name: 'cut to its prefix does not', stored: 'v1.', kind: 'closed' },
    { name: 'with a tag of four bytes does not', stored: STORED.slice(0, 3 + 22), kind: 'closed' },
    { name: 'of a later version is told', stored: STORED.replace('v1.', 'v2.'), kind: 'unknown' },
    { name: 'that is something else is told', stored: 'jbswy3dp', kind: 'unknown' },
    { name: 'that is empty is told', stored: '', kind: 'unknown' },
    { name: 'in plain text is told, and not taken', stored: PLAIN, kind: 'plain' },
  ])('$name', ({ stored, key = KEY, user = 17, kind }) => {
    const decrypted = decryptSecret(key, user, stored);
    expect(decrypted).toEqual(kind === 'open' ? { kind, secret: PLAIN } : { kind });
  });

  it('never looks alike twice, and shows nothing of what it holds', () => {
    const both = [encryptSecret(KEY, 17, PLAIN), encryptSecret(KEY, 17, PLAIN)];
    expect(both[0]).not.toBe(both[1]);
    for (const stored of both) {
      expect(stored).not.toContain(PLAIN);
      expect(decryptSecret(KEY, 17, stored)).toEqual({ kind: 'open', secret: PLAIN });
    }
  });
});

describe('the key', () => {
  it('is one, whole and closed to others, when several processes make it at the same moment', async () => {
    const module = new URL('../src/review/factor-key.ts', import.meta.url).href;
    const script = `
      const { makeFactorKey } = await import(${JSON.stringify(module)});
      await new Promise((resolve) => setTimeout(resolve, ${Date.now() + 2500} - Date.now()));
      const found = await makeFactorKey(${JSON.stringify(keyFile)});
      console.log(found.kind, found.key.toString('base64'));`;
    const make = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
    const made = await Promise.all(Array.from({ length: 4 }, make));
    const told = new Set(made.map(({ stdout }) => stdout.trim()));
    expect(told).toEqual(new Set([`key ${(await readFile(keyFile, 'utf8')).trim()}`]));
    expect(await readdir(dirname(keyFile))).toEqual(['second-factor.key']);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(keyFile))).mode & 0o777).toBe(0o700);
  });

  it('that is there is never replaced', async () => {
    const [first, second] = [await makeFactorKey(keyFile), await makeFactorKey(keyFile)];
    expect(second).toEqual(first);
    const other = await makeFactorKey(join(folder, 'other.key'));
    expect(other).not.toEqual(first);
  });

  it.each([
    ['', 'broken'],
    ['not a key', 'broken'],
    [`${'A'.repeat(42)}\n`, 'broken'],
    [Buffer.alloc(31).toString('base64'), 'broken'],
    [Buffer.alloc(32).toString('hex'), 'broken'],
    [` ${KEY.toString('base64')}\r\n`, 'key'],
  ])('file with %j is found to be: %s', async (text, kind) => {
    const path = join(folder, 'a.key');
    await writeFile(path, text);
    expect(await readFactorKey(path)).toMatchObject({ kind });
  });

  it('is missing where there is no file, and broken where a folder stands', async () => {
    expect(await readFactorKey(keyFile)).toEqual({ kind: 'missing' });
    expect(await readFactorKey(folder)).toEqual({ kind: 'broken', why: 'cannot be read (EISDIR)' });
    await writeFile(join(folder, 'file'), '');
    const below = join(folder, 'file/keys/a.key');
    await expect(makeFactorKey(below)).rejects.toMatchObject({ exit: 'storage' });
  });
});

describe('a server', () => {
  let database: TestDatabase;
  let test: TestServer;
  let told: string;
  /** Stands where the console does. */
  let port: Server;
  /** One more server on the same database, with another place for its key; its accounts are there already. */
  const serverWith = async (path: string) => {
    const write = (line: string) => {
      told += line;
    };
    const log = createLog('info', { write });
    return await openTestServer({ database, factorKeyFile: path, log });
  };
  beforeEach(async () => {
    told = '';
    database = await openTestDatabase();
    test = await serverWith(keyFile);
    port = createServer().listen(0, '127.0.0.1');
    await once(port, 'listening');
  });
  afterEach(async () => {
    port.close();
    await test[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const cli = (...args: string[]) => {
    const place = port.address();
    const here = typeof place === 'object' && place !== null ? String(place.port) : '0';
    return runCli(args, { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PORT: here });
  };
  const check = async () => {
    const { output, exit } = await cli('doctor', '--json');
    const checks = output.trim().split('\n');
    return { exit, ...checks.map((line) => JSON.parse(line)).find(({ name }) => name === 'second factors') };
  };
  const problemOf = (answer: { json: () => unknown }) =>
    (answer.json() as { type: string }).type.replace('urn:precursor-watch:problem:', '');
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: test.time.now.getTime() });
  const begin = async (name: 'lead' | 'viewer', server = test) =>
    await server.post('/api/v1/session/second-factor', { password: PASSWORD }, await server.signIn(name));
  /** Sets one up, and gives its secret at a moment when a new code is good. */
  const setUp = async (name: 'lead' | 'viewer') => {
    const cookie = await test.signIn(name);
    const begun = await test.post('/api/v1/session/second-factor', { password: PASSWORD }, cookie);
    const { secret } = secondFactorSecret.parse(begun.json());
    const code = codeOf(secret);
    expect((await test.post('/api/v1/session/second-factor/confirm', { code }, cookie)).status).toBe(204);
    test.time.now = new Date(test.time.now.getTime() + 60_000);
    return secret;
  };
  const signIn = (name: string, more: object = {}) =>
    test.post('/api/v1/session', { name, password: PASSWORD, ...more });
  const storePlain = (name: string) =>
    database.pool.query('update users set totp_secret = $2, totp_confirmed_at = now() where name = $1', [
      name,
      PLAIN,
    ]);
  const stored = async () => JSON.stringify((await database.pool.query('select * from users')).rows);
  const sessions = async () => (await database.pool.query('select from sessions')).rowCount;

  it('makes its key with the first second factor, not before', async () => {
    expect(await check()).toMatchObject({ state: 'ok', finding: 'none is set up' });
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    const secret = await setUp('lead');
    expect((await signIn('lead', { code: codeOf(secret) })).status).toBe(200);
    expect(await check()).toMatchObject({ state: 'ok', finding: expect.stringMatching(/^open with .*: 1$/) });
    expect(told).not.toContain(secret);
    expect(told).not.toContain((await readFile(keyFile, 'utf8')).trim());
  });

  it.each([
    ['missing', () => rm(keyFile), /not in \/.*second-factor\.key/],
    ['of another server', () => writeFile(keyFile, OTHER.toString('base64')), /does not open/],
    ['spoilt', () => writeFile(keyFile, 'spoilt'), /is no key/],
  ])(
    'whose key is %s lets nobody in without the second factor, and says why in its log',
    async (_, lose, why) => {
      const secret = await setUp('lead');
      await copyFile(keyFile, join(folder, 'kept'));
      await lose();
      const before = await sessions();
      for (const more of [{}, { code: codeOf(secret) }, { code: '000000' }]) {
        told = '';
        const refused = await signIn('lead', more);
        expect([refused.status, problemOf(refused)]).toEqual([503, 'factor-closed']);
        expect(told).toMatch(why);
        expect(told).toContain('clear-second-factor');
        expect(told).not.toContain(secret);
      }
      // Nothing is told to who has not the password, and whoever has no second factor goes on.
      expect(problemOf(await signIn('lead', { password: 'wrong' }))).toBe('wrong-sign-in');
      expect(await sessions()).toBe(before);
      expect((await signIn('viewer')).status).toBe(200);
      expect(await check()).toMatchObject({
        exit: 'unavailable',
        state: 'fault',
        fix: expect.stringContaining('users clear-second-factor NAME'),
      });
      expect((await cli('users', 'list')).output).toMatch(/lead +lead +does not open/);
      // Nobody sets one up that the other servers could not open.
      expect(problemOf(await begin('viewer'))).toBe('factor-closed');
      await copyFile(join(folder, 'kept'), keyFile);
      expect((await signIn('lead', { code: codeOf(secret) })).status).toBe(200);
      expect(await check()).toMatchObject({ exit: 'ok', state: 'ok' });
    },
  );

  it('without a console has no fault in it that the key is not there', async () => {
    await setUp('lead');
    await rm(keyFile);
    expect(await check()).toMatchObject({ exit: 'unavailable', state: 'fault' });
    port.close();
    expect(await check()).toMatchObject({
      ...{ exit: 'ok', state: 'warning' },
      fix: expect.stringMatching(/^Where no console runs, nothing is to be done\. Put the key there/),
    });
  });

  it('whose key is lost makes a new one once the second factors of the old one are reset', async () => {
    await setUp('lead');
    await rm(keyFile);
    expect(problemOf(await begin('viewer'))).toBe('factor-closed');
    expect((await cli('users', 'clear-second-factor', 'lead')).exit).toBe('ok');
    expect((await begin('viewer')).status).toBe(200);
    expect((await signIn('lead')).status).toBe(200);
  });

  it('takes no secret that was moved from another account', async () => {
    const secret = await setUp('lead');
    await database.pool.query(
      `update users set (totp_secret, totp_confirmed_at) =
         (select totp_secret, totp_confirmed_at from users where name = 'lead') where name = 'admin'`,
    );
    expect(problemOf(await signIn('admin', { code: codeOf(secret) }))).toBe('factor-closed');
    expect(await check()).toMatchObject({
      state: 'fault',
      finding: expect.stringMatching(/^do not open .*: 1 of 2$/),
    });
  });

  it('encrypts at its start what an older version stored in plain text', async () => {
    await storePlain('lead');
    expect(problemOf(await signIn('lead', { code: codeOf(PLAIN) }))).toBe('factor-closed');
    expect(await check()).toMatchObject({ state: 'warning', finding: 'stored in plain text: 1' });
    const stop = new AbortController();
    let printed = '';
    const env = {
      ...{ DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PORT: '0' },
      ...{ PRECURSOR_PRACTICE: 'off', LOG_LEVEL: 'silent' },
    };
    const onOutput = (text: string) => {
      printed += text;
    };
    const ending = runCli(['console'], env, { runRole, signal: stop.signal, onOutput });
    await until('the console listens', () => printed.includes('ready:'));
    stop.abort();
    expect((await ending).exit).toBe('ok');
    expect(await stored()).not.toContain(PLAIN);
    test.time.now = new Date(test.time.now.getTime() + 60_000);
    expect((await signIn('lead', { code: codeOf(PLAIN) })).status).toBe(200);
    expect(await check()).toMatchObject({ state: 'ok' });
  });

  it('that others on this machine can read the key of is told', async () => {
    await setUp('lead');
    await chmod(keyFile, 0o640);
    expect(await check()).toMatchObject({ state: 'warning', fix: expect.stringContaining('chmod 600') });
  });

  it('leaves the secret out of a backup, whose values need its key when they are restored', async () => {
    const secret = await setUp('lead');
    const key = (await readFile(keyFile, 'utf8')).trim();
    const file = join(folder, 'all.tar');
    const backup = await cli('backup', file);
    expect(backup.exit).toBe('ok');
    expect(backup.remarks).toContain(`${keyFile}, which is not in the backup: keep a copy`);
    let rows = '';
    for await (const entry of readTar(file)) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry.read()) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      rows += entry.name.endsWith('.zst') ? zstdDecompressSync(bytes).toString() : bytes.toString();
    }
    expect(rows).toContain('"totp_secret":"v1.');
    for (const text of [secret, key]) expect(rows).not.toContain(text);
    expect((await cli('restore', file, '--force')).remarks).not.toContain('second factors');
    const elsewhere = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: join(folder, 'elsewhere') };
    const restored = await runCli(['restore', file, '--force'], elsewhere);
    expect(restored.exit).toBe('ok');
    expect(restored.remarks).toMatch(/second factors: set up: 1; their key is not in .*elsewhere/);
  });
});
