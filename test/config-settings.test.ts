/** Settings: what is refused, what is understood, and that README lists them all. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../config/setting-table.ts';
import { loadEnvFile, readSettings } from '../config/settings.ts';
import { OperatorError } from '../src/model/errors.ts';

const refusals = [
  {
    name: 'an unknown variable of ours',
    env: { PRECURSOR_CONTAKT: 'a@b.example' },
    says: 'PRECURSOR_CONTAKT is unknown',
  },
  { name: 'a port that is no number', env: { PORT: 'http' }, says: 'PORT' },
  { name: 'a port out of range', env: { PORT: '70000' }, says: 'PORT' },
  { name: 'a database of another make', env: { DATABASE_URL: 'mysql://x:secret@h/d' }, says: 'DATABASE_URL' },
  { name: 'a database that is not filled in', env: { DATABASE_URL: ' ' }, says: 'DATABASE_URL' },
  { name: 'a contact that reaches nobody', env: { PRECURSOR_CONTACT: 'me' }, says: 'PRECURSOR_CONTACT' },
  { name: 'a log level that does not exist', env: { LOG_LEVEL: 'loud' }, says: 'LOG_LEVEL' },
  { name: 'a reader of pages that does not exist', env: { HTML_READER: 'lynx' }, says: 'HTML_READER' },
  { name: 'a page without end', env: { PRECURSOR_PAGE_SECONDS: '3000000' }, says: 'PRECURSOR_PAGE_SECONDS' },
  { name: 'a page beyond memory', env: { PRECURSOR_PAGE_BYTES: '64000001' }, says: 'PRECURSOR_PAGE_BYTES' },
  { name: 'a tick once a month', env: { PRECURSOR_TICK_SECONDS: '3000000' }, says: 'PRECURSOR_TICK_SECONDS' },
  ...['CLEAR', 'WATCH', 'ALERT', 'CONFIRMED'].map((what) => ({
    name: `days (${what}) that reach beyond every calendar`,
    env: { [`PRECURSOR_KEEP_${what}_DAYS`]: '9999999' },
    says: `PRECURSOR_KEEP_${what}_DAYS`,
  })),
  { name: 'a site folder that is not there', env: { PRECURSOR_SITES: 'stes' }, says: '/srv/stes' },
  {
    name: 'a file of notifiers that is not there',
    env: { PRECURSOR_NOTIFIERS: 'notifers.yaml' },
    says: '/srv/notifers.yaml',
  },
  ...['proxy.example', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.1 10.0.0.2'].map((PRECURSOR_PROXIES) => ({
    name: `a proxy that is ${PRECURSOR_PROXIES}`,
    env: { PRECURSOR_PROXIES },
    says: 'PRECURSOR_PROXIES',
  })),
  { name: 'no concurrency', env: { PRECURSOR_CONCURRENCY: '0' }, says: 'PRECURSOR_CONCURRENCY' },
];

const refusal = (env: NodeJS.ProcessEnv) => refusalOf(() => readSettings('/srv', env));

function refusalOf(read: () => unknown): OperatorError {
  try {
    read();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('settings', () => {
  it.each(refusals)('refuses $name with exit code config and a remedy', ({ env, says }) => {
    const error = refusal(env);
    expect(error.exit).toBe('config');
    expect(error.message).toContain(says);
    expect(error.remedy.length).toBeGreaterThan(10);
    expect(error.message + error.remedy).not.toContain('secret');
  });

  it('sends cookies over HTTPS only where people come over HTTPS, as through a proxy on this machine', () => {
    const secure = (env: NodeJS.ProcessEnv) => readSettings('/srv', env).secureCookies;
    expect(secure({ PRECURSOR_BASE_URL: 'https://watch.example' })).toBe(true);
    expect(secure({ PRECURSOR_BASE_URL: 'http://watch.example' })).toBe(false);
    expect(secure({ PRECURSOR_BASE_URL: 'https://watch.example', PRECURSOR_SECURE_COOKIES: 'off' })).toBe(
      false,
    );
  });

  it('takes proxies as a list of addresses and networks', () => {
    expect(readSettings('/srv', {}).proxies).toEqual([]);
    const PRECURSOR_PROXIES = '127.0.0.1, 172.16.0.0/12,2001:db8::/32';
    const proxies = ['127.0.0.1', '172.16.0.0/12', '2001:db8::/32'];
    expect(readSettings('/srv', { PRECURSOR_PROXIES }).proxies).toEqual(proxies);
  });

  it('takes folders from the root and treats an empty variable as not set', () => {
    const settings = readSettings('/srv', { PRECURSOR_DATA: 'var', REDIS_URL: '' });
    expect(settings.dataFolder).toBe('/srv/var');
    expect(settings.redisUrl).toBeNull();
    expect(settings.host).toBe('127.0.0.1');
  });

  it.each([
    ['127.0.0.1', 'auto', false],
    ['::1', 'auto', false],
    ['0.0.0.0', 'auto', true],
    ['0.0.0.0', 'off', false],
    ['127.0.0.1', 'on', true],
  ])(
    'at %s with secure cookies %s sends them over HTTPS only: %s',
    (HOST, PRECURSOR_SECURE_COOKIES, secure) => {
      expect(readSettings('/srv', { HOST, PRECURSOR_SECURE_COOKIES }).secureCookies).toBe(secure);
    },
  );

  it('are all in README, with their defaults', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = Object.entries(SETTINGS).map(([name, setting]) => {
      const standard = setting.default === null ? '—' : `\`${setting.default}\``;
      return `| \`${name}\` | ${standard} | ${setting.meaning} |`;
    });
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });
});

describe('the file .env', () => {
  const URL_HERE = 'postgres://watch@db.example/watch';
  const inFolder = async (make: (file: string) => Promise<void>, look: (folder: string) => void) => {
    const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
    try {
      await make(join(folder, '.env'));
      look(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it.each([
    {
      name: 'may hold remarks, values of several lines and exports',
      text: `# one\n\n  # two = \n A.b-c_1 = "x\n=\ny"\nB=\nexport  DATABASE_URL = '${URL_HERE}' # it\nC=\`a"\nb\`\r\n`,
    },
    { name: 'gives what the environment does not say', text: `DATABASE_URL=${URL_HERE}\nHOST=::1\n` },
    {
      name: 'is read with a mark in front, as Windows writes it',
      text: `\uFEFFDATABASE_URL=${URL_HERE}\r\n`,
    },
  ])('$name', async ({ text }) => {
    await inFolder(
      (file) => writeFile(file, text),
      (folder) => {
        const env = { HOST: '127.0.0.2' };
        loadEnvFile(folder, env);
        expect(env).toMatchObject({ HOST: '127.0.0.2', DATABASE_URL: URL_HERE });
      },
    );
  });

  it.each<{ name: string; make: (file: string) => Promise<void>; says: RegExp }>([
    {
      name: 'cannot be read',
      make: (file) => mkdir(file).then(() => undefined),
      says: /\.env cannot be read \(EISDIR\)/,
    },
    {
      name: 'is Latin-1',
      make: (file) => writeFile(file, 'HOST=::1\nA_WORD=\xe9', 'latin1'),
      says: /\.env:2 are no UTF-8 text/,
    },
    {
      name: 'is UTF-16',
      make: (file) => writeFile(file, '\uFEFFHOST=::1', 'utf16le'),
      says: /\.env are no UTF-8 text/,
    },
    ...[
      ['without "="', 'HOST=::1\n\n  # said\nhidden-word postgres\nPORT=1\n', 4],
      ['without a name', '=hidden-word\nPORT=1\n', 1],
      ['with a name of two words', 'export HOST=::1\r\nmy hidden-word = 1\r\n', 2],
      ['behind a value of several lines', 'A="one\ntwo\nthree" # said\nhidden-word\n', 4],
      ['behind a quote that nothing closes', "A='one\nhidden-word\n", 2],
    ].map(([what, text, line]) => ({
      name: `has a line ${what}`,
      make: (file: string) => writeFile(file, String(text)),
      says: new RegExp(`Line ${line} of .*\\.env is (?!.*hidden)`),
    })),
  ])('is refused with a remedy when it $name', async ({ make, says }) => {
    await inFolder(make, (folder) => {
      const error = refusalOf(() => loadEnvFile(folder, {}));
      expect(error).toMatchObject({ exit: 'config', message: expect.stringMatching(says) });
      expect(error.remedy).not.toBe('');
    });
  });

  it('need not be there', async () => {
    await inFolder(
      () => Promise.resolve(),
      (folder) => expect(loadEnvFile(folder, {})).toBeUndefined(),
    );
  });
});
