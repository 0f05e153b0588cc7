/** The fast way against a slow one that is plainly right, and against texts made to overwhelm it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Watchlist } from '../src/model/watchlist.ts';
import type { Screener } from '../src/screen/compile-watchlist.ts';
import { alignName } from '../src/screen/find/align-name.ts';
import { findNames, type NameMatcher } from '../src/screen/find/match-names.ts';
import { nameVariants } from '../src/screen/find/name-variants.ts';
import { compileTerms } from '../src/screen/find/term-matcher.ts';
import { buildLookAlikes, compact } from '../src/text/look-alike.ts';
import { normalise } from '../src/text/normalise.ts';
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

const ON = new Date('2026-06-01T00:00:00Z');
const alike = buildLookAlikes();
let list: Watchlist;
let screener: Screener;
let names: NameMatcher;
beforeAll(async () => {
  list = await shippedWatchlist();
  screener = await shippedScreener();
  names = compileTerms(list, alike).names;
});

/** Every pattern tried at every place. */
function slowly(text: string): string[] {
  const { units, at } = compact(text, alike);
  const found: string[] = [];
  for (const pattern of names.patterns) {
    const { length } = pattern.units;
    for (let first = 0; first + length <= units.length; first += 1) {
      if (pattern.units[0] !== units[first]) continue;
      if (!pattern.units.every((unit, i) => unit === units[first + i])) continue;
      const alignment = alignName(pattern, text, at.slice(first, first + length), alike);
      if (alignment !== null) found.push(describeMatch({ ...alignment, meaning: pattern.meaning }));
    }
  }
  return found.sort();
}

function describeMatch({
  start,
  end,
  technique,
  meaning,
}: {
  start: number;
  end: number;
  technique: string;
  meaning: object;
}): string {
  return `${start}-${end} ${technique} ${JSON.stringify(meaning)}`;
}

/** How a seller may write a name. */
const WAYS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => [...name].join('.'),
  (name) => [...name].join('\u200b'),
  (name) => name.replaceAll('e', '3').replaceAll('o', '0'),
  (name) => name.replaceAll('a', 'а').replaceAll('o', 'ο'),
  (name) => [...name].reverse().join(''),
  (name) => name.replace(/.$/u, ''),
  (name) => name.replaceAll('-', ' '),
  (name) => `x${name}`,
  (name) => `${name}s`,
];

function anyText(): fc.Arbitrary<string> {
  const terms = list.substances.flatMap((substance) => substance.terms.map(({ text }) => text));
  const written = fc
    .tuple(fc.constantFrom(...terms), fc.constantFrom(...WAYS))
    .map(([name, way]) => way(name));
  const between = fc.constantFrom(' ', ', ', '. ', '-', '', '\n', ' 现货 ', ' and ', '€5 ', '🙂', '4', '苯');
  return fc
    .array(fc.tuple(fc.oneof(written, fc.string({ unit: 'grapheme', maxLength: 6 })), between), {
      maxLength: 8,
    })
    .map((pieces) => pieces.flat().join(''));
}

describe('the fast way', () => {
  it('finds exactly what trying every name at every place finds', () => {
    fc.assert(
      fc.property(anyText(), (original) => {
        const { text, units } = normalise(original);
        const found = findNames(names, units, () => text, false).map(describeMatch);
        expect(found.sort()).toEqual(slowly(text));
      }),
      { numRuns: 300 },
    );
  });

  it('gives a plain hit a span that normalises to the term', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        for (const { term, technique, start, end } of screener.screenText({ title: null, text }, ON).hits) {
          if (technique !== 'name') continue;
          const letters = (each: string) =>
            String.fromCharCode(...compact(normalise(each).text, alike).units);
          expect(nameVariants(term).map(letters)).toContain(letters(text.slice(start, end)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a megabyte made to overwhelm it', () => {
  const MEGABYTE = 1_000_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(piece)));
  it.each([
    ['one letter', 'a'],
    ['separators', '-'],
    ['a name, again and again', 'norfentanyl '],
    ['a name without an end', 'norfentanyl'],
    ['many names', '4-AP PMK BMK P2P NPP piperidone '],
    ['half names', 'norfen tanyl norfen '],
    ['a CAS number, again and again', '1609-66-1 '],
    ['a CAS number with a wrong check digit', 'CAS 1609-66-2 '],
    ['figures', '1234567890'],
    ['figures with hyphens', '1-'],
    ['digits as words', 'one two three '],
    ['figures among letters that look alike', '1l0O-'],
    ['combining marks', '\u0301'],
    ['the longest decomposition', '㌖'],
    ['entities', '&#49;'],
    ['escapes in escapes', '%2525'],
    ['markup between digits', '1<b>'],
    ['lone surrogates', '\ud800'],
    ['pictographs', '🙂'],
    ['letters three times', 'aaabbbccc '],
    ['brackets', '((((('],
    ['red flags', 'norfentanyl telegram bitcoin '],
    ['prices', 'norfentanyl 1.1.1.1.1 $ '],
  ])('%s: is read to its end', (_name, piece) => {
    const text = fill(piece);
    const { hits } = screener.screenText({ title: text.slice(0, 300), text }, ON);
    for (const { start, end, field, text: slice } of hits) {
      if (field === 'text') expect(text.slice(start, end)).toBe(slice);
    }
  });
});
