/** `crawl`: one site of the practice market, and what is printed of its run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { openTestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';
import { writeSmallPack } from './support/small-pack.ts';

it('prints the contract of its summary and nothing else', async () => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'pw-cli-crawl-'));
  const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder };
  const { output, exit, error } = await runCli(['crawl', 'jsonld-shop', '--json'], env);
  await rm(folder, { recursive: true });
  expect([exit, error]).toEqual(['ok', null]);
  const { pages, listings, alerts, skipped, unused, seconds, ...rest } = JSON.parse(output);
  expect(rest).toEqual({ run: 1, status: 'ok' });
  expect(pages).toBeGreaterThan(100);
  expect(listings).toBeGreaterThan(100);
  expect(alerts).toEqual({ opened: expect.any(Number), revised: expect.any(Number) });
  expect(alerts.opened).toBeGreaterThan(0);
  for (const count of [...Object.values(skipped), ...Object.values(unused)]) expect(count).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThan(0);
});

it('says what waits behind which alert when it finds more than it may open alerts for', async () => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'pw-cli-crawl-'));
  const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_ALERTS_PER_RUN: '2' };
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const { output, exit } = await runCli(['crawl', 'jsonld-shop'], env, { log });
  await rm(folder, { recursive: true });
  expect(exit).toBe('ok');
  const { rows } = await database.pool.query(
    'select alert_id as alert, count(*) as offers from held_offers group by 1',
  );
  const [held] = rows;
  expect(held.offers).toBeGreaterThan(1);
  const said = `${held.offers} more offers wait behind alert ${held.alert}`;
  expect(output).toContain(said);
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ ...held, level: 40, site: 'jsonld-shop' }]);
  expect((await runCli(['runs', 'show', '1'], env)).output).toContain(said);
  expect(JSON.parse((await runCli(['runs', 'show', '1', '--json'], env)).output)).toMatchObject({ held });
});

it('of an unknown site says how to list them', async () => {
  await using database = await openTestDatabase();
  const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_PRACTICE: 'off' };
  const { exit, error } = await runCli(['crawl', 'nowhere', '--json'], env);
  expect(exit).toBe('usage');
  expect(error).toContain('sites list');
});

it.each([
  ['of a host that is not there', null, 'failed', 'robots-unreachable', 'robots.txt could not be read: '],
  ['while all crawling is stopped', ['stop'], 'partial', 'halted', '`resume` lets it go on'],
  ['of a domain that opted out', ['opt-out', 'add', 'shop.invalid'], 'failed', 'opted-out', 'opt-out list'],
] as const)('that reads nothing, %s, is incomplete and says why', async (_, before, status, reason, why) => {
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'pw-cli-crawl-'));
  await writeFile(join(folder, 'mine.yaml'), 'id: mine\nstart: [https://shop.invalid/]\n');
  const env = {
    ...{ DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_SITES: folder },
    ...{ PRECURSOR_WATCHLIST: await writeSmallPack(folder), PRECURSOR_CONTACT: 'desk@agency.example' },
  };
  if (before !== null) expect(await runCli(before, env)).toMatchObject({ exit: 'ok' });
  const { output, remarks, exit, error } = await runCli(['crawl', 'mine', '--json'], env);
  await rm(folder, { recursive: true });
  expect([exit, error]).toEqual(['incomplete', null]);
  expect(JSON.parse(output)).toMatchObject({ run: 1, status, pages: 0, skipped: { [reason]: 1 } });
  expect(remarks).toContain(why);
  expect(remarks).toContain('precursor-watch runs export 1 --csv');
  const { rows } = await database.pool.query('select status, problem from runs');
  expect(rows).toEqual([{ status, problem: expect.stringContaining(why) }]);
});

it.each([
  ['pause', 'mine', 'sites resume mine'],
  ['drain', '--all', 'sites resume --all'],
])('refuses a site after `sites %s %s`, which promises that there are no new runs', async (...held) => {
  const [mode, which, remedy] = held;
  await using database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'pw-cli-crawl-'));
  await writeFile(join(folder, 'mine.yaml'), 'id: mine\nstart: [https://shop.invalid/]\n');
  const env = {
    ...{ DATABASE_URL: database.databaseUrl, PRECURSOR_DATA: folder, PRECURSOR_SITES: folder },
    ...{ PRECURSOR_WATCHLIST: await writeSmallPack(folder), PRECURSOR_CONTACT: 'desk@agency.example' },
  };
  for (const before of [
    ['sites', 'apply'],
    ['sites', mode, which, '--reason', 'a complaint'],
  ])
    expect(await runCli(before, env)).toMatchObject({ exit: 'ok' });
  const { exit, error } = await runCli(['crawl', 'mine'], env);
  await rm(folder, { recursive: true });
  expect(exit).toBe('refused');
  expect(error).toContain(`ordered "${mode}" (a complaint)`);
  expect(error).toContain(remedy);
  expect((await database.pool.query('select from runs')).rowCount).toBe(0);
});
