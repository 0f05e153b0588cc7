/** `probe`: one page as a crawl would read it, with its site file, and what could not be read. */
import { expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';

it('reads a page of the practice market with the file of its site', async () => {
  const url = 'http://chem-supplier.practice.invalid/en/catalog/';
  const { output, exit } = await runCli(['probe', url, '--json']);
  expect(exit).toBe('ok');
  const result = JSON.parse(output);
  expect(result).toMatchObject({ kind: 'list', site: 'chem-supplier', unread: [] });
  expect(result.listings.length).toBeGreaterThan(5);
  for (const { listing } of result.listings) expect(listing.source.title).toBe('site');
});

it('says why a page is not read', async () => {
  const { output, exit } = await runCli(['probe', 'http://chem-supplier.practice.invalid/none']);
  expect(exit).toBe('incomplete');
  expect(output).toContain('not read (gone)');
});
