/** Systematic names, read as the structures that they stand for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalStructure } from '../src/screen/find/canonical-structure.ts';
import { inEnglish } from '../src/screen/nomenclature/in-english.ts';
import { structureOfName } from '../src/screen/nomenclature/read-name.ts';
import { normalisedText } from '../src/text/normalise.ts';
import cases from './cases/systematic-names.json' with { type: 'json' };
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

const ON = new Date('2026-11-30T00:00:00Z');
const OFFER = 'In stock, 25 kg, 95 EUR/kg, stealth shipping, no license needed, pay with bitcoin.';

const { substances } = await shippedWatchlist();
const idsOf = Map.groupBy(
  substances.flatMap(({ id, structures }) => structures.map(({ smiles }) => ({ id, smiles }))),
  ({ smiles }) => canonicalStructure(smiles, false),
);

function read(name: string): string[] {
  const plain = normalisedText(name);
  const smiles = structureOfName(plain) ?? structureOfName(inEnglish(plain));
  const rows = smiles === null ? [] : (idsOf.get(canonicalStructure(smiles, false)) ?? []);
  return [...new Set(rows.map(({ id }) => id))];
}

describe('a systematic name', () => {
  it.each(Object.entries(cases.listed))('of %s is its structure, whatever the style', (id, names) => {
    for (const name of names) expect(read(name), name).toContain(id);
  });

  it.each(Object.entries(cases.otherLanguages))('of %s is its structure in other languages', (id, names) => {
    for (const name of names) expect(read(name), name).toContain(id);
  });

  it('of another substance is not one of ours', () => {
    for (const name of cases.others) expect(read(name), name).toEqual([]);
  });

  // The names of `blind` are by an author who had seen none of this: trivial names, salts and other scripts among them.
  it('is found in an offer, and marked as it stands there', async () => {
    const screener = await shippedScreener();
    for (const [id, names] of [cases.listed, cases.otherLanguages, cases.blind].flatMap((names) =>
      Object.entries<string[]>(names),
    )) {
      for (const name of names) {
        const { hits } = screener.screenText({ title: `Order ${name} (99 %)`, text: OFFER }, ON);
        expect(
          hits.map(({ substance }) => substance),
          name,
        ).toContain(id);
        for (const hit of hits.filter(({ technique }) => technique === 'systematic'))
          expect(`Order ${name} (99 %)`.slice(hit.start, hit.end), name).toBe(hit.text);
      }
    }
  });

  it('of another substance alerts nobody', async () => {
    const screener = await shippedScreener();
    for (const name of [...cases.others, ...cases.blindOthers])
      expect(screener.screenText({ title: name, text: OFFER }, ON).substances, name).toEqual([]);
  });

  // The first took seven seconds, the second would have taken years.
  it.each([
    '2,2,4,4,6,6,8,8,10,10,12,12,14,14-tetradecamethyl-1,3,5,7,9,11,13-heptaoxa-2,4,6,8,10,12,14-heptasilacyclotetradecane',
    '2,2,4,4,6,6,8,8,10,10,12,12,14,14,16,16,18,18,20,20-icosamethyl-1,3,5,7,9,11,13,15,17,19-decaoxa-2,4,6,8,10,12,14,16,18,20-decasilacycloicosane',
  ])('takes no time, however many places it gives: %s', async (name) => {
    const screener = await shippedScreener();
    const begun = performance.now();
    screener.screenText({ title: name, text: OFFER }, ON);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it.each([
    ['(1R,2S)-2-(methylamino)-1-phenyl-1-propanol', ['ephedrine']],
    ['(1S,2S)-2-(methylamino)-1-phenyl-1-propanol', ['pseudoephedrine']],
    ['threo-2-(dimethylamino)-1-phenyl-1-propanol', ['n-methylpseudoephedrine']],
    ['2-(methylamino)-1-phenyl-1-propanol', ['ephedrine', 'pseudoephedrine']],
  ])('tells left and right apart where it says so: %s', async (name, ids) => {
    const screener = await shippedScreener();
    const { hits } = screener.screenText({ title: name, text: OFFER }, ON);
    expect([...new Set(hits.map(({ substance }) => substance))].toSorted()).toEqual(ids);
  });

  it.each([
    ['an ester by an alcohol that is no part of it', 'icosyl 3-oxo-2-phenylbutanoate'],
    ['said to be absent', 'free of 1-phenylpropan-2-one'],
    ['a part of a longer name', '1-phenylpropan-2-one oxime'],
  ])('is none: %s', async (_what, title) => {
    const screener = await shippedScreener();
    expect(screener.screenText({ title, text: OFFER }, ON).substances).toEqual([]);
  });

  it('is read in bounded steps, whatever is written', () => {
    const parts =
      '1-|2,2-|di|phenyl|methyl|(|)|[|]|prop|an|-2-|one|yl|amino|N-|alpha-|benz|piperidin|oic acid|, | |ethyl|ester|boc|ketone';
    // What every object of the language has is no part of a name.
    const part = fc.constantFrom(...parts.split('|'), 'constructor', '__proto__');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (written) => {
        const smiles = structureOfName(written.join(''));
        // Whatever is read can be drawn.
        if (smiles !== null) expect(canonicalStructure(smiles, false)).not.toBeNull();
      }),
      { numRuns: 500 },
    );
    for (const name of ['(constructor)amine', 'phenyl constructor', 'benzyl __proto__'])
      expect(structureOfName(name)).toBeNull();
    expect(structureOfName('(phenyl'.repeat(28))).toBeNull();
    expect(structureOfName(`${'methyl'.repeat(30)}amine`)).toBeNull();
  });
});
