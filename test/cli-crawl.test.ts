/** `crawl`: one site of the practice market, and what is printed of its run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';

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
}, 120_000);

it('of an unknown site says how to list them', async () => {
  await using database = await openTestDatabase();
  const env = { DATABASE_URL: database.databaseUrl, PRECURSOR_PRACTICE: 'off' };
  const { exit, error } = await runCli(['crawl', 'nowhere', '--json'], env);
  expect(exit).toBe('usage');
  expect(error).toContain('sites list');
}, 60_000);
