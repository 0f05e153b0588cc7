/** `capture`: a page kept beside its site for review, and everything that stands in its way. */

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { savedPageFile } from '../config/saved-page-file.ts';
import { savedPageName } from '../src/pipeline/save-page.ts';
import { runCli } from './support/run-cli.ts';

const SITE = `id: shop
start: https://shop.example/
pages:
  detail: { match: /p/*, fields: { title: .name, price: .cost } }
`;
const PAGE = `<!doctype html><html lang="de"><title>Zitronensäure</title><p class="name">Zitronensäure</p>
<p class="cost">12,00 EUR</p></html>`;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-capture-'));
  file = join(folder, 'saved.html');
  await writeFile(join(folder, 'shop.yaml'), SITE);
  await writeFile(file, Buffer.from(PAGE, 'latin1'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const capture = (...args: string[]) => runCli(['capture', ...args], { PRECURSOR_SITES: folder });
const FROM = [
  '--url',
  'https://shop.example/p/7?colour=red',
  '--content-type',
  'text/html; charset=iso-8859-1',
];

async function kept(at: string) {
  return savedPageFile.parse(JSON.parse(await readFile(join(at, 'expected.json'), 'utf8')));
}

describe('a saved file', () => {
  it('is kept beside its site, as it is and as it is read, and passes the check', async () => {
    const { output, exit } = await capture(file, ...FROM, '--json');
    const to = join(folder, 'shop.pages/p-7-colour-red');
    expect(exit).toBe('ok');
    expect(JSON.parse(output)).toEqual({
      folder: to,
      url: 'https://shop.example/p/7?colour=red',
      site: 'shop',
      kind: 'detail',
      listings: 1,
      next: null,
      needsBrowser: false,
    });
    expect(await readFile(join(to, 'page.html'))).toEqual(await readFile(file));
    expect(await kept(to)).toMatchObject({
      kind: 'detail',
      count: 1,
      next: null,
      listings: [
        {
          title: 'Zitronensäure',
          price: { amount: '12.00', currency: 'EUR' },
          seller: null,
          source: { title: 'site', price: 'site' },
        },
      ],
    });
    const { output: checked } = await runCli(['sites', 'check'], { PRECURSOR_SITES: folder });
    expect(checked).toBe('1 site, 1 saved page, no fault found.\n');
  });

  it('is kept only once unless told to replace it', async () => {
    const out = ['--out', join(folder, 'there')];
    expect((await capture(file, ...FROM, ...out)).exit).toBe('ok');
    await writeFile(join(folder, 'there/expected.json'), 'reviewed');
    const again = await capture(file, ...FROM, ...out);
    expect(again.exit).toBe('usage');
    expect(again.error).toContain('--force');
    expect(await readFile(join(folder, 'there/expected.json'), 'utf8')).toBe('reviewed');
    expect((await capture(file, ...FROM, ...out, '--force')).exit).toBe('ok');
    expect((await kept(join(folder, 'there'))).kind).toBe('detail');
  });
});

const faults = [
  { name: 'a file without its address', args: [], exit: 'usage', says: '--url' },
  { name: 'an address that is none', args: ['--url', 'shop'], exit: 'usage', says: 'shop is not a URL' },
  { name: 'a page of no site', args: ['--url', 'https://other.example/'], exit: 'usage', says: '--out' },
  { name: 'a site that does not exist', args: [...FROM, '--site', 'chop'], exit: 'usage', says: '"chop"' },
];

describe('what cannot be kept', () => {
  it.each(faults)('$name is refused, and nothing is written', async ({ args, exit, says }) => {
    const result = await capture(file, ...args);
    expect(result.exit).toBe(exit);
    expect(result.error).toContain(says);
    expect((await readdir(folder)).sort()).toEqual(['saved.html', 'shop.yaml']);
  });

  it('a file that is missing, a folder, and a file that is too large are told apart', async () => {
    expect((await capture(join(folder, 'none'), ...FROM)).error).toContain('is no file');
    expect((await capture(folder, ...FROM)).error).toContain('is no file');
    const small = { PRECURSOR_SITES: folder, PRECURSOR_PAGE_BYTES: '10' };
    const { exit, error } = await runCli(['capture', file, ...FROM], small);
    expect(exit).toBe('input');
    expect(error).toContain('PRECURSOR_PAGE_BYTES');
  });

  it('a folder that cannot be written to is a fault of storage', async () => {
    await writeFile(join(folder, 'in-the-way'), '');
    const { exit, error } = await capture(file, ...FROM, '--out', join(folder, 'in-the-way/page'));
    expect(exit).toBe('storage');
    expect(error).toContain('a file stands where a folder is needed');
  });
});

describe('a page of the web', () => {
  it('is not asked for without a contact address', async () => {
    const { exit, error } = await capture('https://shop.example/p/7');
    expect(exit).toBe('refused');
    expect(error).toContain('PRECURSOR_CONTACT');
  });

  it('on this machine is refused like any private address, and never asked for', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('');
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const env = { PRECURSOR_SITES: folder, PRECURSOR_CONTACT: 'people@shop.example' };
    const result = await runCli(['capture', `http://127.0.0.1:${port}/`, '--json'], env);
    server.close();
    expect(asked).toBe(0);
    expect(result.exit).toBe('refused');
    expect(JSON.parse(result.output)).toMatchObject({ skipped: 'refused-address' });
  });

  it('of the practice market is fetched, named as people know it, and read with its site file', async () => {
    const to = join(folder, 'market');
    const url = 'http://chem-supplier.practice.invalid/de/catalog/';
    const { exit } = await capture(url, '--out', to);
    expect(exit).toBe('ok');
    const expectation = await kept(to);
    expect(expectation).toMatchObject({ url, kind: 'list', contentType: 'text/html; charset=utf-8' });
    expect(expectation.fetchedAt).toBeDefined();
    expect(expectation.listings).toHaveLength(expectation.count ?? 0);
    const text = await readFile(join(to, 'expected.json'), 'utf8');
    expect(text).not.toContain('127.0.0.1');
  });
});

it.each([
  ['https://shop.example/', 'start'],
  ['https://shop.example/en/product/17.html?colour=red', 'en-product-17-colour-red'],
  ['https://shop.example/%E4%B8%AD/../../etc/passwd', 'etc-passwd'],
  [`https://shop.example/${'a'.repeat(500)}`, 'a'.repeat(80)],
])('the folder of %s is called %s', (url, name) => {
  expect(savedPageName(url)).toBe(name);
});
