/** The watch-list as shipped, and how a bad one is refused. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadWatchlist, readWatchlist } from '../config/load-watchlist.ts';
import { schemaTexts } from '../config/write-schemas.ts';
import { OperatorError } from '../src/model/errors.ts';
import { type Watchlist, watchlist } from '../src/model/watchlist.ts';
import accepted from './cases/watchlist-accepted.json' with { type: 'json' };
import refused from './cases/watchlist-refused.json' with { type: 'json' };

const ROOT = new URL('..', import.meta.url).pathname;
const SHIPPED = join(ROOT, 'config/watchlist');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchlist-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const GOOD = `substances:
  - id: water
    name: water
    family: other
    tier: C
    cas: [{ number: 7732-18-5, source: book }]
    terms:
      - { text: oxidane, language: en, source: book }
sources: { book: A book }
`;

describe('the shipped watch-list', () => {
  let shipped: Watchlist;
  beforeAll(async () => {
    shipped = await loadWatchlist(SHIPPED);
  });

  it('is what the model says', async () => {
    expect(watchlist.parse(shipped)).toEqual(shipped);
    expect(shipped.substances).toHaveLength(89);
    expect(new Set(shipped.substances.map(({ id }) => id)).size).toBe(89);
  });

  it('carries the dates that matter most', async () => {
    const { substances } = shipped;
    const dates = (id: string, regime: string) =>
      substances
        .find((substance) => substance.id === id)
        ?.schedules.filter((row) => row.regime === regime)
        .map(({ effective }) => effective);
    for (const id of ['4-ap', '1-boc-4-ap', 'norfentanyl']) {
      expect(dates(id, 'UN-1988')).toEqual(['2022-11-23']);
      expect(dates(id, 'CN-catalogue')).toEqual(['2024-09-01']);
    }
    for (const id of ['4-piperidone', '1-boc-4-piperidone']) {
      expect(dates(id, 'UN-1988')).toEqual(['2024-12-03']);
      expect(dates(id, 'CN-catalogue')).toEqual(['2025-07-20']);
    }
  });

  it('calls nothing verified that is general knowledge, a copy or a report', async () => {
    const { substances } = shipped;
    const facts = substances.flatMap(({ cas, terms, schedules }) => [...cas, ...terms, ...schedules]);
    const verified = facts.filter((fact) => fact.verified).map(({ source }) => source);
    expect(verified.length).toBeGreaterThan(300);
    expect(verified.filter((source) => /^unverified$|copy|secondary|mirror/i.test(source))).toEqual([]);
    const law = (id: string, regime: string) =>
      substances.find((one) => one.id === id)?.schedules.find((row) => row.regime === regime)?.verified;
    expect(law('4-ap', 'EU-273/2004+111/2005')).toBe(true);
    expect(law('4-ap', 'CN-catalogue')).toBe(false);
  });

  it('binds contexts only to terms that exist', async () => {
    const { substances, innocentContexts } = shipped;
    const terms = new Set(substances.flatMap((substance) => substance.terms.map(({ text }) => text)));
    const unknown = innocentContexts.flatMap((context) => context.terms.filter((term) => !terms.has(term)));
    expect(unknown).toEqual([]);
  });

  it('names its schema in the first line of every file', async () => {
    for (const name of await readdir(SHIPPED)) {
      const text = await readFile(join(SHIPPED, name), 'utf8');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/watchlist.schema.json');
    }
  });
});

describe('loadWatchlist', () => {
  it('reads a small file', async () => {
    await writeFile(join(folder, 'a.yaml'), GOOD);
    const { substances } = await loadWatchlist(folder);
    expect(substances[0]?.cas).toEqual([
      { number: '7732-18-5', form: null, source: 'A book', verified: true },
    ]);
  });

  it('gives the same version whatever the file names, another for another term', async () => {
    await writeFile(join(folder, 'a.yaml'), GOOD);
    const first = await loadWatchlist(folder);
    await rm(join(folder, 'a.yaml'));
    await writeFile(join(folder, 'b.yaml'), GOOD);
    expect((await loadWatchlist(folder)).version).toBe(first.version);
    await writeFile(join(folder, 'b.yaml'), GOOD.replace('oxidane', 'oxidan'));
    expect((await loadWatchlist(folder)).version).not.toBe(first.version);
    expect(first.version).toMatch(/^[0-9a-f]{16}$/);
  });

  it('tells all that is wrong, and with a file unread nothing that may stand there', async () => {
    const bad = GOOD.replace('7732-18-5', '7732-18-4').replace('tier: C', 'tier: D');
    await writeFile(join(folder, 'a.yaml'), bad.replace('name: water', 'colour: blue'));
    await writeFile(join(folder, 'b.yaml'), 'substances: [{ id: [}]\n');
    const ice =
      '{ id: ice, name: ice, family: other, tier: C, terms: [{ text: --, language: fr, source: book }] }';
    await writeFile(join(folder, 'c.yaml'), GOOD.replace('sources: { book: A book }\n', ''));
    await writeFile(join(folder, 'd.yaml'), `substances: [${ice}, ${ice}]\n`);
    const { problems } = await readWatchlist(folder);
    const where = problems.map(({ file, line, field }) => `${file.slice(-6)}:${line} ${field}`);
    expect(where.filter((place) => !place.startsWith('b.yaml'))).toEqual([
      'a.yaml:2 substances.0.name',
      'a.yaml:3 substances.0.colour',
      'a.yaml:5 substances.0.tier',
      'a.yaml:6 substances.0.cas.0.number',
      'd.yaml:1 substances.0.terms.0.text',
      'd.yaml:1 substances.1.terms.0.text',
    ]);
    const named = problems.map(({ entry }) => entry?.join(' ') ?? null);
    expect(named.filter((name) => name !== null)).toEqual([
      'water',
      'water',
      'water',
      'water 7732-18-4',
      'ice --',
      'ice --',
    ]);
    expect(where.some((place) => place.startsWith('b.yaml:1'))).toBe(true);
    await expect(loadWatchlist(folder)).rejects.toMatchObject({
      remedy: expect.stringContaining(`There are ${problems.length - 1} more`),
    });
  });

  it('passes over files that start with an underscore', async () => {
    await writeFile(join(folder, 'a.yaml'), GOOD);
    await writeFile(join(folder, '_b.yaml'), GOOD);
    expect((await loadWatchlist(folder)).substances).toHaveLength(1);
  });

  it.each(refused)('refuses $name', async ({ find, replace, message }) => {
    expect(GOOD).toContain(find);
    await writeFile(join(folder, 'a.yaml'), GOOD.replace(find, replace));
    const error: unknown = await loadWatchlist(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OperatorError);
    expect(error).toMatchObject({ exit: 'config' });
    expect(String(error)).toContain(message.replaceAll('FILE', join(folder, 'a.yaml')));
  });

  it.each(accepted)('takes $name', async ({ find, replace }) => {
    expect(GOOD).toContain(find);
    await writeFile(join(folder, 'a.yaml'), GOOD.replace(find, replace));
    expect((await loadWatchlist(folder)).substances[0]?.id).toBe('water');
  });

  it('refuses an empty folder and a missing one', async () => {
    await expect(loadWatchlist(folder)).rejects.toThrow('names no substance');
    await expect(loadWatchlist(join(folder, 'none'))).rejects.toThrow('cannot be read');
  });
});

describe('the JSON Schemas', () => {
  it.each(Object.entries(schemaTexts()))('%s is what write-schemas.ts writes', async (name, text) => {
    expect(await readFile(join(ROOT, 'config/schemas', name), 'utf8')).toBe(text);
  });
});
