/** Structures as identifiers: what the packs say of them, and every way of writing them in a text. */
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Watchlist } from '../src/model/watchlist.ts';
import type { Screener } from '../src/screen/compile-watchlist.ts';
import { compileStructures, matchStructures } from '../src/screen/find/match-structures.ts';
import cases from './cases/structures.json' with { type: 'json' };
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

/** Its types say `export default`, and the file itself is the function. */
type Rdkit = typeof import('@rdkit/rdkit')['default'];
const openRdkit: Rdkit = createRequire(import.meta.url)('@rdkit/rdkit');

const ON = new Date('2026-11-30');
let list: Watchlist;
let screener: Screener;
/** Another library than the one that is used: it knows InChI, too. */
let rdkit: Awaited<ReturnType<Rdkit>>;

beforeAll(async () => {
  list = await shippedWatchlist();
  screener = await shippedScreener();
  rdkit = await openRdkit();
});

const listed = () =>
  list.substances.flatMap(({ id, structures }) => structures.map((structure) => ({ id, ...structure })));

describe('the shipped structures', () => {
  it('are of one substance each, SMILES, InChI and key', () => {
    const wrong = listed().filter(({ smiles, inchi, inchikey }) => {
      const molecule = rdkit.get_mol(smiles);
      const made = molecule?.get_inchi() ?? '';
      molecule?.delete();
      return made !== inchi || rdkit.get_inchikey_for_inchi(inchi) !== inchikey;
    });
    expect(wrong).toEqual([]);
    expect(listed().length).toBeGreaterThan(120);
  });

  it('are listed of all but what has none', () => {
    const without = list.substances.filter(({ structures }) => structures.length === 0).map(({ id }) => id);
    expect(without.sort()).toEqual(['red-phosphorus', 'sassafras-oil', 'white-phosphorus']);
  });

  it('are found in whatever order their atoms are written', () => {
    const matcher = compileStructures(list);
    const missed: string[] = [];
    for (const { id, smiles } of listed()) {
      if (smiles.length < SHORTEST) continue;
      const molecule = rdkit.get_mol(smiles);
      for (let seed = 1; seed <= 6; seed += 1) {
        const other = molecule?.get_smiles(JSON.stringify({ doRandom: true, randomSeed: seed })) ?? '';
        const found = matchStructures(matcher, `SMILES ${other}, in stock`);
        if (!found.some(({ substance }) => substance === id)) missed.push(`${id}: ${other}`);
      }
      molecule?.delete();
    }
    expect(missed).toEqual([]);
  });
});

/** Of signs: what is shorter is looked for by its key only. */
const SHORTEST = 9;

describe('in a text', () => {
  it.each(cases)('$name', ({ text, found, written }) => {
    const { hits } = screener.screenText({ title: null, text }, ON);
    const structures = hits.filter(({ technique }) => technique === 'structure');
    expect(structures.map(({ substance }) => substance)).toEqual(found === null ? [] : [found]);
    for (const { start, end, text: slice } of structures) {
      expect(slice).toBe(written);
      expect(text.slice(start, end)).toBe(slice);
    }
  });

  it('alone identifies what is offered', () => {
    const text = 'C1CNCCC1Nc1ccccc1 / 98.5 % / 500 g in stock, ships from EU warehouse';
    const { verdict, substances, hits } = screener.screenText({ title: 'Building block', text }, ON);
    expect({ verdict, substances }).toEqual({ verdict: 'alert', substances: ['4-ap'] });
    // As the substance itself is listed, not as one of its salts.
    expect(hits.map(({ term }) => term)).toEqual(['c1ccc(NC2CCNCC2)cc1']);
  });

  it('bears out a name', () => {
    const text = '4-AP, C1CNCCC1Nc1ccccc1';
    const { reasons } = screener.screenText({ title: null, text }, ON);
    expect(reasons).toContainEqual({
      code: 'second-identifier',
      text: 'name and structure agree',
      weight: expect.any(Number),
    });
  });
});

describe('a hostile text', () => {
  it.each([
    ['branches that never close', 'C(=O)'.repeat(200_000)],
    ['opened branches', 'C('.repeat(500_000)],
    ['one chain', 'C'.repeat(1_000_000)],
    ['rings that never close', 'C1'.repeat(500_000)],
    ['atoms in brackets', '[C@H]'.repeat(200_000)],
    ['opened brackets', '['.repeat(1_000_000)],
    ['the same listed composition again and again', 'CCCCCCCCCCCN(C)=N '.repeat(60_000)],
    ['keys of letters', 'ABCDEFGHIJKLMN-ABCDEFGHIJ-'.repeat(40_000)],
    ['InChI that goes on', `InChI=1S/${'C1/'.repeat(300_000)}`],
  ])('of %s is read in no more than two seconds a megabyte', (_, text) => {
    const matcher = compileStructures(list);
    const started = performance.now();
    matchStructures(matcher, text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
