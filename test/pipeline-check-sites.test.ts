/** `sites check`: what is wrong with site files, their selectors and their saved pages, told by file, line and field. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sitesCheck } from '../src/model/config-problem.ts';
import pages from './cases/saved-pages.json' with { type: 'json' };
import { runCli } from './support/run-cli.ts';
import { writeSmallPack } from './support/small-pack.ts';

const SITE = `id: shop
start: https://shop.example/
pages:
  detail:
    match: /p/*
    fields: { title: .name, price: .cost, id: .no, image: .pic }
`;
const PAGE = `<!doctype html><html lang="en"><title>Citric acid</title><p class="name">Citric acid</p>
<p class="cost">12.00 EUR</p><p class="no">C-1</p><p class="pic"><img src="/1.jpg" alt=""></p></html>`;

let folder: string;
let packs: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-check-'));
  await writeFile(join(folder, 'shop.yaml'), SITE);
  packs = await writeSmallPack(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function savePage(site: string, expected: unknown, page: string | null = PAGE): Promise<void> {
  const to = join(folder, `${site}.pages/citric`);
  await mkdir(to, { recursive: true });
  await writeFile(
    join(to, 'expected.json'),
    typeof expected === 'string' ? expected : JSON.stringify(expected, null, 2),
  );
  if (page !== null) await writeFile(join(to, 'page.html'), page);
}

async function check() {
  const { output, exit } = await runCli(['sites', 'check', '--json'], {
    PRECURSOR_SITES: folder,
    PRECURSOR_WATCHLIST: packs,
    PRECURSOR_PRACTICE: 'off',
  });
  const result = sitesCheck.parse(JSON.parse(output));
  expect(exit).toBe(result.ok ? 'ok' : 'config');
  return result;
}

describe('a start page', () => {
  it.each([
    ['http://127.0.0.1/', '127.0.0.1 is not a public address'],
    ['http://intranet/', 'intranet is not a public address'],
    ['http://hidden.onion/', 'hidden.onion is not a public address'],
    ['https://shop.example:8443/', 'port 8443 is not allowed'],
  ])('%s, which no run would visit, is told before one tries', async (start, says) => {
    await writeFile(join(folder, 'other.yaml'), `id: other\nname: Other\nstart: [${start}]\n`);
    const { problems } = await check();
    expect(problems).toMatchObject([{ file: join(folder, 'other.yaml'), line: 3, field: 'start' }]);
    expect(problems[0]?.problem).toBe(says);
    expect(problems[0]?.remedy).toContain('Only public addresses are visited');
  });

  it('on a port that the site names is visited', async () => {
    const text = 'id: other\nstart: [https://shop.example:8443/]\nports: [8443]\n';
    await writeFile(join(folder, 'other.yaml'), text);
    expect((await check()).problems).toEqual([]);
  });
});

describe('a saved page', () => {
  it.each(pages)('tells of $name', async ({ expected, problems }) => {
    await savePage('shop', { url: 'https://shop.example/p/1', ...expected });
    const result = await check();
    expect(result.problems.map(({ line, field }) => ({ line, field }))).toEqual(
      problems.map(({ line, field }) => ({ line, field })),
    );
    for (const [at, problem] of result.problems.entries()) {
      expect(problem.file).toBe(join(folder, 'shop.pages/citric/expected.json'));
      expect(problem.problem).toContain(problems[at]?.says);
      expect(problem.remedy).not.toBe('');
    }
  });

  it('is read in its charset', async () => {
    const expected = { kind: 'detail', listings: [{ title: 'Zitronensäure' }] };
    const url = 'https://shop.example/p/1';
    await savePage('shop', { url, contentType: 'text/html; charset=iso-8859-1', ...expected }, null);
    const page = Buffer.from(PAGE.replaceAll('Citric acid', 'Zitronensäure'), 'latin1');
    await writeFile(join(folder, 'shop.pages/citric/page.html'), page);
    expect((await check()).problems).toEqual([]);
  });

  it.each([
    [
      'without its page',
      { url: 'https://shop.example/p/1', kind: 'detail' },
      null,
      'cannot be read (ENOENT)',
    ],
    ['without an address', { kind: 'detail' }, PAGE, 'is missing'],
    [
      'with an address that is no web address',
      { url: 'file:///etc/passwd', kind: 'other' },
      PAGE,
      'Invalid URL',
    ],
    ['with an expectation that breaks off', '{ "url": "https://shop.example/p/1", ', PAGE, ''],
  ])('%s is told', async (_name, expected, page, says) => {
    await savePage('shop', expected, page);
    const { problems } = await check();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toContain(says);
  });

  it('of a site that does not exist is told, one that is put aside is not read', async () => {
    await savePage('chop', { url: 'https://shop.example/p/1', kind: 'detail' });
    await savePage('_shop', '{');
    const { problems } = await check();
    expect(problems.map(({ problem }) => problem)).toEqual(['no site has the id "chop"']);
  });
});

describe('site files', () => {
  it('are all told of, with every selector that is none', async () => {
    await writeFile(join(folder, 'a.yaml'), 'id: A\nstart: https://a.example/\n');
    const odd = SITE.replace('.cost', '[".cost", "p:contains("]')
      .replace('id: .no', 'id: ".no::text"')
      .replace('id: shop', 'id: odd');
    await writeFile(join(folder, 'odd.yaml'), odd);
    const { problems, sites } = await check();
    expect(sites).toEqual(['odd', 'shop']);
    expect(problems.map(({ file, line, field }) => [file, line, field])).toEqual([
      [join(folder, 'a.yaml'), 1, 'id'],
      [join(folder, 'odd.yaml'), 6, 'pages.detail.fields.price.1'],
      [join(folder, 'odd.yaml'), 6, 'pages.detail.fields.id'],
    ]);
  });

  it('with a selector that is none are not put to use', async () => {
    await writeFile(join(folder, 'shop.yaml'), SITE.replace('.name', '"h1["'));
    const { error, exit } = await runCli(['sites', 'list'], { PRECURSOR_SITES: folder });
    expect(exit).toBe('config');
    expect(error).toMatch(/shop\.yaml:6: pages\.detail\.fields\.title: "h1\[" is not a CSS selector/);
  });

  it('of the practice market are right, and what they make of their saved pages too', async () => {
    const none = join(folder, 'none');
    await mkdir(none);
    const { output } = await runCli(['sites', 'check'], { PRECURSOR_SITES: none });
    expect(output).toMatch(/^5 sites, [1-9]\d* saved pages, no fault found\.\n$/);
  });
});
