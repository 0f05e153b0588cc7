/** The evaluation command: what it prints, and how it refuses. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const script = new URL('evaluate/evaluate.ts', import.meta.url).pathname;

function evaluate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test.each([
  ['no folder', [], 'One folder is needed.'],
  ['a folder that is not there', ['/nowhere/at/all'], 'is no folder.'],
  ['an unknown option', ['--fast'], 'fast'],
])('refuses %s with a usage error', async (_, args, message) => {
  const { code, stderr, stdout } = await evaluate(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
});

test('refuses a folder without an inventory', async () => {
  const { code, stderr } = await evaluate(folder);
  expect(code).toBe(2);
  expect(stderr).toContain('PAGES.tsv does not exist');
});

test('counts kinds, fields and prices of saved pages', async () => {
  const product = '{"@type":"Product","name":"Lamp","sku":"L1","offers":{"price":"5","priceCurrency":"EUR"}}';
  await writeFile(join(folder, 'lamp.html'), `<script type="application/ld+json">${product}</script>`);
  await writeFile(join(folder, 'text.html'), '<p>Nothing for sale.</p>');
  const rows = [
    ['source', 'file', 'host', 'kind', 'url'],
    ['a', 'lamp.html', 'shop.example', 'detail', 'https://shop.example/p/1'],
    ['b', 'text.html', 'shop.example', 'list', ''],
  ];
  await writeFile(join(folder, 'PAGES.tsv'), rows.map((row) => row.join('\t')).join('\n'));
  const price = (text: string, amount: string) => ({ text, currency_hint: null, currency: '€', amount });
  await writeFile(join(folder, 'prices.json'), JSON.stringify([price('5 €', '5.00'), price('6 €', '7')]));
  const { code, stdout } = await evaluate(folder, '--json');
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result.scores.at(-1)).toMatchObject({ source: 'total', pages: 2, kindsRight: 1, listings: 1 });
  expect(result.scores[0].filled).toMatchObject({ title: 1, price: 1, id: 1, seller: 0 });
  expect(result.prices).toMatchObject({ prices: 2, amountsRight: 1, currenciesRight: 2 });
  const table = await evaluate(folder);
  expect(table.stdout).toMatch(/^total +2 +1\/2 +1 /m);
});
