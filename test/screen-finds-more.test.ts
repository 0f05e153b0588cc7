/** A list that finds nothing more than another one: held against screening every text in full. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TIERS, type Watchlist } from '../src/model/watchlist.ts';
import { isSilent } from '../src/pipeline/rescreening/compare-assessments.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { findsMore } from '../src/screen/finds-more.ts';
import { shopTexts } from './bench/shop-texts.ts';
import { shippedWatchlist } from './support/shipped-watchlist.ts';

const FOLDER = new URL('./cases/', import.meta.url);
const ON = new Date('2026-06-01T00:00:00Z');
const set = z.array(z.object({ title: z.string().optional(), text: z.string() }));
const texts = [
  ...readdirSync(FOLDER)
    .filter((name) => /^screening-set.*\.json$/.test(name))
    .flatMap((name) => set.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')))),
  ...shopTexts(100).texts.map((text) => ({ title: undefined, text })),
];

let shipped: Watchlist;
beforeAll(async () => {
  shipped = await shippedWatchlist();
});

/** Each name and number with a chance of its own. */
function fewerNames(list: Watchlist, chance: () => number): Watchlist {
  return withSubstances(list, (substance) => ({
    ...substance,
    terms: substance.terms.filter(() => chance() < 0.6),
    cas: substance.cas.filter(() => chance() < 0.6),
  }));
}

/** Everything that finds nothing by itself as it happens. */
function otherwise(list: Watchlist, chance: () => number): Watchlist {
  return {
    ...list,
    version: `${list.version}-`,
    substances: list.substances.map((substance) => ({
      ...substance,
      tier: TIERS[Math.floor(chance() * TIERS.length)] ?? substance.tier,
      controlledAsPrecursor: chance() < 0.8,
      schedules: chance() < 0.5 ? [] : substance.schedules,
    })),
    redFlags: list.redFlags.filter(() => chance() < 0.5),
    innocentContexts: list.innocentContexts.filter(() => chance() < 0.5),
    innocentCas: list.innocentCas.filter(() => chance() < 0.5),
  };
}

/** Of the texts at those places the places where the list finds nothing. */
function silentUnder(list: Watchlist, places: Iterable<number>): ReadonlySet<number> {
  const { screenText } = compileWatchlist(list);
  const silent = [...places].filter((at) => {
    const { title = null, text = '' } = texts[at] ?? {};
    return isSilent(screenText({ title, text }, ON));
  });
  return new Set(silent);
}

describe('a list that finds nothing more', () => {
  it('finds nothing in any text in which the other one found nothing', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
        const chance = () => Number(numbers.next().value);
        const before = otherwise(fewerNames(shipped, chance), chance);
        const after = otherwise(before, chance);
        expect(findsMore(before, after)).toBe(false);
        const some = [...texts.keys()].filter(() => chance() < 0.5);
        const then = silentUnder(before, some);
        const now = silentUnder(after, then);
        expect(then.size).toBeGreaterThan(150);
        expect([...then.difference(now)].map((at) => texts[at]?.text)).toEqual([]);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it.each<[string, (list: Watchlist) => Watchlist, boolean]>([
    ['the same', (list) => list, false],
    ['other laws', (list) => withSubstances(list, (each) => ({ ...each, schedules: [] })), false],
    ['no contexts', (list) => ({ ...list, innocentContexts: [], redFlags: [] }), false],
    ['one substance less', (list) => ({ ...list, substances: list.substances.slice(1) }), true],
    [
      'a name less',
      (list) => withSubstances(list, (each) => ({ ...each, terms: each.terms.slice(1) })),
      true,
    ],
    ['a name more', (list) => withTerm(list, 'live'), true],
    ['a name on trial more', (list) => withTerm(list, 'shadow'), true],
    ['a name that is written down alone', (list) => withTerm(list, 'draft'), false],
    ['names that are ambiguous no longer', (list) => withSubstances(list, plain), true],
  ])('%s finds more: %s', (_, change, expected) => {
    expect(findsMore(shipped, change(shipped))).toBe(expected);
  });
});

it('a list with a name less can find more: a shorter name inside a longer one that is not listed', () => {
  const text = '3,4-MDP-2-P methyl glycidic acid isopropyl ester, 1 kg, for sale';
  const without = (...names: string[]) =>
    withSubstances(shipped, (each) => ({
      ...each,
      terms: each.terms.filter(({ text }) => !names.includes(text)),
    }));
  const ester = '3,4-MDP-2-P methyl glycidic acid, isopropyl ester';
  const before = without(ester);
  const after = without(ester, '3,4-MDP-2-P', '3,4-MDP-2-P methyl glycidic acid');
  const finds = (list: Watchlist) => !isSilent(compileWatchlist(list).screenText({ title: null, text }, ON));
  expect([finds(before), finds(after), findsMore(before, after)]).toEqual([false, true, true]);
});

type Substance = Watchlist['substances'][number];

function withSubstances(list: Watchlist, change: (substance: Substance) => Substance): Watchlist {
  return { ...list, substances: list.substances.map(change) };
}

function plain(substance: Substance): Substance {
  return { ...substance, terms: substance.terms.map((term) => ({ ...term, ambiguous: false })) };
}

function withTerm(list: Watchlist, state: Substance['terms'][number]['state']): Watchlist {
  return withSubstances(list, (substance) => ({
    ...substance,
    terms: substance.terms.flatMap((term, at) =>
      at === 0 ? [term, { ...term, text: 'zorbamoline', state }] : [term],
    ),
  }));
}
