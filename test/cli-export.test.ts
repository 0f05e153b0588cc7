/** `export`: what the console exports, from the command line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '../src/store/accounts/audit-log.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const MAIN = new URL('../src/main/main.ts', import.meta.url).pathname;

let database: TestDatabase;
let folder: string;
let ids: number[];

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pw-cli-export-'));
  const phone = { kind: 'phone' as const, value: '+861381234567', raw: '138 1234 567' };
  ids = await seedAlerts(database.db, [
    { listing: { title: '4-Piperidone, call 138 1234 567', contacts: [phone] } },
    { severity: 'low' },
  ]);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const run = async (...args: string[]) =>
  await runCli(['export', ...args], { DATABASE_URL: database.databaseUrl, PRECURSOR_PRACTICE: 'off' });
const linesOf = (text: string) => text.trim().split(/\r?\n/);

describe('export', () => {
  it('prints the open alerts, marked, contacts masked, and is put on record with who ran it', async () => {
    const { output, exit, error } = await run('--marking', 'TLP:AMBER');
    expect([exit, error]).toEqual(['ok', null]);
    expect(linesOf(output)).toHaveLength(3);
    expect(output).toContain('TLP:AMBER');
    expect(output).not.toContain('1234 567');
    const [entry] = (await listAudit(database.db, { action: 'export.make', limit: 1 })).items;
    expect(entry?.actor).toMatch(/.@./);
    expect(entry?.detail).toMatchObject({ format: 'csv', contacts: 'masked', alerts: 2 });
  });

  it('takes what it is told to, by number, seller or list', async () => {
    const marked = ['--marking', 'TLP:RED', '--format', 'jsonl'];
    const numbers = async (...args: string[]) =>
      linesOf((await run(...marked, ...args)).output).map(
        (line) => (JSON.parse(line) as { alert: { id: number } }).alert.id,
      );
    expect(await numbers('--alert', String(ids[1]))).toEqual([ids[1]]);
    expect(await numbers('--alert', String(ids[1]), String(ids[0]))).toEqual([ids[1], ids[0]]);
    expect(await numbers('--severity', 'low')).toEqual([ids[1]]);
  });

  it.each([
    ['--alert', '1', '--seller', '1'],
    ['--seller', '1', '--severity', 'critical'],
    ['--alert', '1', '--state', 'decided'],
  ])('refuses what would be passed over: %s %s %s %s', async (...args) => {
    expect(await run('--marking', 'TLP:RED', ...args)).toMatchObject({ exit: 'usage', output: '' });
  });

  it('shows contacts with a reason only', async () => {
    const { output } = await run('--marking', 'TLP:RED', '--reveal', 'A request by a court');
    expect(output).toContain('138 1234 567');
    expect(await run('--marking', 'TLP:RED', '--reveal', 'x')).toMatchObject({ exit: 'usage', output: '' });
  });

  it('writes a file for its owner alone, and never over one that is there', async () => {
    const file = join(folder, 'report.pdf');
    const args = ['--marking', 'TLP:RED', '--format', 'pdf', '--output', file];
    expect(await run(...args)).toMatchObject({ exit: 'ok', output: '' });
    expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await run(...args)).toMatchObject({
      exit: 'usage',
      error: expect.stringContaining('exists already. Name another one'),
    });
    const none = join(folder, 'none.csv');
    expect(await run('--marking', 'TLP:RED', '--site', 'none', '--output', none)).toMatchObject({
      exit: 'usage',
    });
    await expect(stat(none)).rejects.toThrow('ENOENT');
  });

  it.each(['csv', 'jsonl'])(
    'ends quietly when its reader has enough, as behind `| head`: %s',
    async (format) => {
      const child = spawn(process.execPath, [MAIN, 'export', '--marking', 'TLP:RED', '--format', format], {
        env: {
          ...process.env,
          DATABASE_URL: database.databaseUrl,
          PRECURSOR_DATA: folder,
          LOG_LEVEL: 'silent',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      const [remarks, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      expect({ remarks, code }).toEqual({ remarks: '', code: 0 });
    },
  );

  it.each([
    ['without a marking', []],
    ['with an unknown marking', ['--marking', 'TLP:BLUE']],
    ['of what is not there', ['--marking', 'TLP:RED', '--site', 'none']],
    ['of no number', ['--marking', 'TLP:RED', '--alert', 'x']],
  ])('is refused %s', async (_name, args) => {
    expect(await run(...args)).toMatchObject({ exit: 'usage', output: '' });
  });
});
