/** `probe`: one page as a crawl would read it, with its site file, and what could not be read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('weighs what kind of site it is, as a crawl does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pw-probe-'));
  try {
    const url = 'http://chem-supplier.practice.invalid/en/catalog/';
    await writeFile(join(folder, 'paper.yaml'), `id: paper\nkind: news\nstart: [${url}]\n`);
    const { output } = await runCli(['probe', url, '--json'], { PRECURSOR_SITES: folder });
    expect(JSON.parse(output).site).toBe('paper');
    expect(output).toContain('innocent:site-news');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([
  ['of a start page', 'https://shop.invalid:8443/', 8443, 'robots-unreachable'],
  ['of a site that starts at another', 'https://shop.invalid/', 8443, 'robots-unreachable'],
  ['that its site does not name', 'https://shop.invalid/', 9443, 'refused-address'],
])('a further port %s', async (_, start, port, skipped) => {
  const folder = await mkdtemp(join(tmpdir(), 'pw-probe-'));
  try {
    await writeFile(join(folder, 'shop.yaml'), `id: shop\nstart: ["${start}"]\nports: [${port}]\n`);
    const { output } = await runCli(['probe', 'https://shop.invalid:8443/p/1', '--json'], {
      PRECURSOR_SITES: folder,
      PRECURSOR_CONTACT: 'someone@agency.example',
    });
    expect(JSON.parse(output)).toMatchObject({ skipped });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('says why a page is not read', async () => {
  const { output, exit } = await runCli(['probe', 'http://chem-supplier.practice.invalid/none']);
  expect(exit).toBe('incomplete');
  expect(output).toContain('not read (gone)');
});

it('tells a person the public address, which file read the page and where it goes on', async () => {
  const url = 'http://chem-supplier.practice.invalid/en/catalog/';
  const { output } = await runCli(['probe', url]);
  expect(output.split('\n')[0]).toBe(
    `${url}: list, 20 listings, read with the file of site chem-supplier, goes on at ${url}?page=2.`,
  );
});

it.each([
  ['http://nowhere.practice.invalid/', 'usage', 'Its shops: '],
  ['chem-supplier.practice.invalid', 'usage', 'Give a full http(s) URL.'],
  ['ftp://shop.example/', 'usage', 'is not the address of a web page'],
  ['https://shop.example/', 'refused', 'Set PRECURSOR_CONTACT'],
])('of %s says what to do', async (url, exit, says) => {
  const result = await runCli(['probe', url]);
  expect(result.exit).toBe(exit);
  expect(result.error).toContain(says);
});
