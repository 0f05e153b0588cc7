/** What counts as a difference in screening, what an agency's own folder changes, and that order and split of files do not count. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { diffWatchlists } from '../config/diff-watchlists.ts';
import { loadEntries, loadWatchlist, readWatchlist } from '../config/load-watchlist.ts';
import { watchlistDiff } from '../src/model/watchlist-diff.ts';
import diffs from './cases/watchlist-diffs.json' with { type: 'json' };
import overrides from './cases/watchlist-overrides.json' with { type: 'json' };

const SHIPPED = new URL('../config/watchlist', import.meta.url).pathname;

const BASE = `substances:
  - id: water
    name: water
    family: other
    tier: C
    cas: [{ number: 7732-18-5, source: book }]
    schedules: [{ regime: X, list: List I, effective: "2030-01-15", source: book }]
    terms:
      - { text: oxidane, language: en, source: book }
      - { text: aqua, language: la, source: book }
      - { text: hydrol, language: en, source: book, state: draft }
red_flags: [{ id: hurry, flag: in a hurry, issued_by: us, source: book, phrases: [hurry] }]
innocent_contexts: [{ id: sea, meaning: the sea, source: book, phrases: [sail] }]
sources: { book: A book }
`;

let root: string;
let ours: string;
let own: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watchlist-diff-'));
  ours = join(root, 'ours');
  own = join(root, 'own');
  await mkdir(ours);
  await mkdir(own);
  await writeFile(join(ours, 'a.yaml'), BASE);
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const writeOwn = (text: string) => writeFile(join(own, 'own.yaml'), text);

describe('diffWatchlists', () => {
  it.each(diffs)('tells $name', async ({ find, replace, changes }) => {
    expect(BASE).toContain(find);
    await writeOwn(BASE.replace(find, replace));
    const diff = diffWatchlists(await loadWatchlist(ours), await loadWatchlist(own));
    expect(watchlistDiff.parse(diff).changes).toEqual(changes);
    expect(diff.from === diff.to).toBe(changes.length === 0);
  });

  it('turned round it takes away what it added', async () => {
    await writeOwn(BASE.replace('tier: C', 'tier: B').replace('phrases: [hurry]', 'phrases: [haste]'));
    const [a, b] = [await loadWatchlist(ours), await loadWatchlist(own)];
    const swap = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    const there = diffWatchlists(a, b).changes.map((one) => ({
      ...one,
      change: swap[one.change],
      before: one.after,
      after: one.before,
    }));
    expect(diffWatchlists(b, a).changes).toEqual(expect.arrayContaining(there));
    expect(there).toHaveLength(3);
  });
});

describe("an agency's own folder", () => {
  it.each(overrides)('overrides $name', async ({ own: text, changed, expect: changes }) => {
    await writeOwn(`substances:\n${text}\nsources: { order: An order }\n`);
    const { list, entries } = await loadEntries(ours, own);
    expect(diffWatchlists(await loadWatchlist(ours), list).changes).toEqual(changes);
    expect(entries[0]?.overrides.map((override) => override.changed)).toEqual([changed]);
  });

  it('adds substances of its own and takes out one of ours', async () => {
    await writeOwn(`substances:
  - { id: ice, name: ice, family: other, tier: B, terms: [{ text: glace, language: fr, source: order }] }
  - { id: water, override: true, disable: true }
sources: { order: An order }
`);
    const { list, entries } = await loadEntries(ours, own);
    expect(list.substances.map(({ id }) => id)).toEqual(['ice']);
    expect(entries.map(({ id, disabled }) => [id, disabled])).toEqual([
      ['water', true],
      ['ice', false],
    ]);
  });

  it('adds phrases to our red flags and contexts, and takes them out', async () => {
    await writeOwn(`red_flags: [{ id: hurry, override: true, phrases: [haste] }]
innocent_contexts: [{ id: sea, override: true, disable: true }]
`);
    const { redFlags, innocentContexts } = await loadWatchlist(ours, own);
    expect(redFlags[0]?.phrases).toEqual(['hurry', 'haste']);
    expect(innocentContexts).toEqual([]);
  });

  it('may use our sources, and its own of the same key stand before ours for its own rows only', async () => {
    await writeOwn(`substances:
  - { id: ice, name: ice, family: other, tier: B, terms: [{ text: glace, language: fr, source: book }] }
sources: { book: { text: Another book, second_hand: true } }
`);
    const { substances } = await loadWatchlist(ours, own);
    expect(substances.map(({ terms }) => [terms[0]?.source, terms[0]?.verified])).toEqual([
      ['A book', true],
      ['Another book', false],
    ]);
  });

  it.each([
    [
      'an id of ours without override',
      '{ id: water, name: wet, family: other, tier: C, terms: [{ text: eau, language: fr, source: book }] }',
      'substances.0.id: substance "water" is already listed at',
    ],
    [
      'an id of ours that forgot the override',
      '{ id: water, tier: A }',
      'substances.0.id: substance "water" is already listed at',
    ],
    [
      'a term that ours does not have',
      '{ id: water, override: true, terms: [{ text: eau, state: expired }] }',
      'substances.0.terms.0.text: "eau" is not a term of water',
    ],
    ['an override of nothing', '{ id: water, override: true }', 'substances.0: overrides nothing of "water"'],
    [
      'a term of ours once more',
      '{ id: water, override: true, terms: [{ text: oxi-dane, language: en, source: book }] }',
      'substances.0.terms.0.text (water): "oxi-dane" is already listed as "oxidane"',
    ],
    ['all substances taken out', '{ id: water, override: true, disable: true }', 'names no substance'],
  ])('is refused for %s, naming its own line', async (_, entry, message) => {
    await writeOwn(`substances:\n  - ${entry}\n`);
    await expect(loadWatchlist(ours, own)).rejects.toThrow(message);
  });

  it('is told of a forgotten override alone, and of all else beside it', async () => {
    await writeOwn(
      'substances:\n  - { id: water, tier: A }\n  - { id: ice, tier: A, name: ice }\nred_flags: [{ id: hurry, phrases: [haste] }]\n',
    );
    const { problems } = await readWatchlist(ours, own);
    expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual([
      '2 substances.0.id',
      '3 substances.1.family',
      '3 substances.1.terms',
      '4 red_flags.0.id',
    ]);
    expect(problems[0]).toMatchObject({ remedy: 'Say `override: true` to change it, or take another id.' });
  });

  it('is read as the example shows', async () => {
    await writeOwn(await readFile(join(SHIPPED, '_example.yaml'), 'utf8'));
    const { list, entries, problems } = await readWatchlist(SHIPPED, own);
    expect(problems).toEqual([]);
    expect(list.substances.some(({ id }) => id === 'example-substance')).toBe(true);
    expect(entries.filter((entry) => entry.overrides.length > 0).map(({ id }) => id)).toEqual([
      'p2p',
      'cannabidiol-cn',
    ]);
    expect((await loadWatchlist(SHIPPED)).substances.some(({ id }) => id === 'example-substance')).toBe(
      false,
    );
  });
});

describe('the version', () => {
  it('stays whatever the order of keys and rows and the split of files', async () => {
    const text = BASE.replace(
      /^red_flags: \[(.*)\]$/m,
      `  - { id: ice, name: ice, family: other, tier: B, terms: [{ text: glace, language: fr, source: letter }] }
red_flags: [$1, { id: slow, flag: slow, issued_by: us, source: letter, phrases: [later, some day] }]`,
    ).replace('A book }', 'A book, letter: { text: A letter, second_hand: true } }');
    await writeFile(join(ours, 'a.yaml'), text);
    const data = parse(text) as Record<string, unknown[] | Record<string, unknown>>;
    expect([data['substances'], data['red_flags'], Object.keys(data['sources'] ?? {})]).toMatchObject({
      0: { length: 2 },
      1: { length: 2 },
      2: { length: 2 },
    });
    const { version } = await loadWatchlist(ours);
    const seeds = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 3 }), async (numbers, files) => {
        const next = () => numbers.next().value as number;
        await rm(own, { recursive: true });
        await mkdir(own);
        for (const [i, part] of split(data, files, next).entries()) {
          await writeFile(
            join(own, `${Math.floor(next() * 1e6)}-${i}.yaml`),
            stringify(shuffled(part, next)),
          );
        }
        expect((await loadWatchlist(own)).version).toBe(version);
      }),
      { numRuns: 40 },
    );
  });
});

/** The rows of every list and map, each put into one of so many files. */
function split(
  data: Readonly<Record<string, unknown[] | Record<string, unknown>>>,
  files: number,
  next: () => number,
): Record<string, unknown>[] {
  const home = Array.from({ length: files }, () => ({}) as Record<string, unknown>);
  for (const [key, rows] of Object.entries(data)) {
    const entries = Object.entries(rows).map((row) => ({ row, file: Math.floor(next() * files) }));
    for (const [i, part] of home.entries()) {
      const mine = entries.filter(({ file }) => file === i).map(({ row }) => row);
      if (mine.length > 0)
        part[key] = Array.isArray(rows) ? mine.map(([, value]) => value) : Object.fromEntries(mine);
    }
  }
  return home;
}

/** The same value with the keys of every map and the items of every list in another order. */
function shuffled(value: unknown, next: () => number): unknown {
  const mixed = <T>(items: T[]) =>
    items
      .map((item) => ({ item, rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  if (Array.isArray(value)) return mixed(value).map((item) => shuffled(item, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(mixed(Object.entries(value)).map(([key, inner]) => [key, shuffled(inner, next)]));
}
