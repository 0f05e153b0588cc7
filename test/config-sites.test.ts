/** Site files: defaults filled in, bad ones refused whole with file, line and field. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOptOuts } from '../config/load-opt-outs.ts';
import { loadSites, readSites } from '../config/load-sites.ts';
import { describeError, OperatorError } from '../src/model/errors.ts';
import refusals from './cases/site-files.json' with { type: 'json' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-sites-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const good = 'id: good\nstart: https://good.example/\n';

describe('site files', () => {
  it.each(refusals)('refuse $name', async ({ text, says }) => {
    await writeFile(join(folder, 'good.yaml'), good);
    await writeFile(join(folder, 'shop.yaml'), text);
    const error = await loadSites(folder, false).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OperatorError);
    expect(describeError(error)).toContain('shop.yaml');
    expect(describeError(error)).toContain(says);
  });

  it('and lists of opt-outs are refused by line when they are no UTF-8', async () => {
    const latin1 = Buffer.from('id: shop\nname: Caf\xe9\nstart: https://shop.example/\n', 'latin1');
    await writeFile(join(folder, 'shop.yaml'), latin1);
    await writeFile(join(folder, 'opt-out.txt'), Buffer.from('# M\xfcller\nshop.example\n', 'latin1'));
    const said = { field: '', problem: 'is no UTF-8 text', remedy: expect.stringContaining('UTF-8') };
    expect((await readSites(folder, false)).problems).toEqual([
      { file: join(folder, 'shop.yaml'), line: 2, ...said },
    ]);
    expect(await readOptOuts(folder)).toMatchObject({
      optOuts: [{ domain: 'shop.example' }],
      problems: [{ file: join(folder, 'opt-out.txt'), line: 1, ...said }],
    });
  });

  it('need only id and start', async () => {
    await writeFile(join(folder, 'good.yaml'), good);
    const [site] = await loadSites(folder, false);
    expect(site).toMatchObject({
      id: 'good',
      name: 'good',
      start: ['https://good.example/'],
      schedule: { everySeconds: 21_600, timezone: 'UTC' },
      politeness: { delaySeconds: 5, pages: 2000, megabytes: 1000, minutes: 60 },
      fetch: 'auto',
      practice: false,
    });
  });

  it('may end in .yml, or be written in capitals', async () => {
    for (const [name, id] of [
      ['a.yml', 'a'],
      ['b.YAML', 'b'],
      ['_c.YAML', 'c'],
    ] as const)
      await writeFile(join(folder, name), good.replace('good', id));
    expect((await loadSites(folder, false)).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('say what they set aside only with a written reason; nothing is set aside without', async () => {
    const reason = 'The owner permits us in writing, letter of 2025-03-01.';
    await writeFile(join(folder, 'a.yaml'), good);
    await writeFile(
      join(folder, 'b.yaml'),
      `${good.replace('good', 'bad')}override: { robots: "  ${reason} " }\n`,
    );
    const sites = await loadSites(folder, false);
    expect(sites.map(({ overrides }) => overrides)).toEqual([
      { robots: null, nofollow: null, noarchive: null },
      { robots: reason, nofollow: null, noarchive: null },
    ]);
  });

  it('refuse two sites with one id, naming both', async () => {
    await writeFile(join(folder, 'a.yaml'), good);
    await writeFile(join(folder, 'b.yaml'), good);
    await expect(loadSites(folder, false)).rejects.toThrow(/b\.yaml:1.*a\.yaml:1/);
  });

  it('leave examples out, and a missing folder has none', async () => {
    await writeFile(join(folder, '_example.yaml'), 'not even a site');
    expect(await loadSites(folder, false)).toEqual([]);
    expect(await loadSites(join(folder, 'missing'), false)).toEqual([]);
  });

  it('of the project are all well-formed: the example and the practice market', async () => {
    const { copyFile } = await import('node:fs/promises');
    await copyFile(new URL('../config/sites/_example.yaml', import.meta.url), join(folder, 'example.yaml'));
    const [example] = await loadSites(folder, false);
    expect(example?.pages.detail?.fields.seller).toEqual([
      { selector: '.vendor a', attribute: 'title', pattern: null },
    ]);
    const practice = await loadSites(new URL('market/sites', import.meta.url).pathname, true);
    expect(practice.length).toBeGreaterThanOrEqual(5);
    expect(
      practice.every((site) => site.practice && site.start.every((url) => url.includes('.practice.invalid'))),
    ).toBe(true);
  });
});
