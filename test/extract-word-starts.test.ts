/** A quick look at how a text starts never says no where the whole pattern would say yes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byItsStart } from '../src/extract/word-starts.ts';

const PATTERNS: readonly RegExp[] = [
  /^\W*(?:sale|new|sold out|view(?: details?| options)?|热卖)\W*$/i,
  /^[^\p{L}\p{N}]*(?:(?:stock|наличие)[^\p{L}\p{N}]{1,3})?(?:(?:[>≥+]? ?\d+\+?)? ?(?:(?:now |is )*(?:in[\s-]?stock|left|на складе|épuisé)))$/iu,
  /^[\s›»]*(?:(?:go to|zur?) (?:the )?)?(?:(?:page|seite)\s?)?(?:next|weiter|ältere[nrs]?|下一页|m[aá]s)$/iu,
  /^(?:\+ ?keranjang|a?b{1,2}c|x+y|(?=z)zebra|\d{2}[a-c]d|q|\bword)/i,
  /^\s*(?:old|older) posts$|^\W*(?:load|show) (?:\d+ )?more$/iu,
];

/** Pieces of the patterns themselves, so that many texts are matches or nearly so. */
const piecesOf = ({ source }: RegExp): string[] => [
  ...new Set(source.split(/[()|?*+[\]^$\\]|:|\{[^}]*\}/).filter((piece) => piece !== '')),
];

describe.each(PATTERNS.map((pattern) => [pattern.source, pattern] as const))('%s', (_, pattern) => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...piecesOf(pattern), ' ', '>', '_', '№', '7', '12'), fc.string()), {
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
  const inSomeCase = fc
    .tuple(text, fc.boolean())
    .map(([written, capitals]) => (capitals ? written.toUpperCase() : written));

  test('answers as the pattern does', () => {
    const quick = byItsStart(pattern);
    fc.assert(
      fc.property(inSomeCase, (written) => {
        expect(quick.test(written)).toBe(pattern.test(written));
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['  › Next', true],
  ['NEXT', true],
  ['m', false],
  ['más', true],
  ['', false],
  ['»', false],
])('%j goes on: %s', (written, says) => {
  expect(byItsStart(PATTERNS[2] ?? /^$/).test(written)).toBe(says);
});

test('a pattern that may match within a text is refused', () => {
  expect(() => byItsStart(/sale|^new/i)).toThrow('not only at the start');
});
