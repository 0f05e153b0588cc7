/** Differences of texts lose nothing and say what changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffWords } from '../src/console/alert/text-diff.ts';

const side = (pieces: ReturnType<typeof diffWords>, other: 'removed' | 'added') =>
  pieces
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('');

test('both texts can be read out of the difference', () => {
  const text = fc
    .array(fc.constantFrom('25', 'kg', ' ', '\n', 'acme', '.', 'Ω', '价格'), { maxLength: 30 })
    .map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = diffWords(before, after);
      expect(side(pieces, 'added')).toBe(before);
      expect(side(pieces, 'removed')).toBe(after);
    }),
  );
});

test('only what changed is marked', () => {
  expect(diffWords('25 kg for 750 EUR', '25 kg for 900 EUR')).toEqual([
    { kind: 'same', text: '25 kg for ' },
    { kind: 'removed', text: '750' },
    { kind: 'added', text: '900' },
    { kind: 'same', text: ' EUR' },
  ]);
});

test('nothing becomes something, and something nothing', () => {
  expect(diffWords('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
  expect(diffWords('old', '')).toEqual([{ kind: 'removed', text: 'old' }]);
  expect(diffWords('', '')).toEqual([]);
});

test('texts too long to compare word by word are shown as replaced', () => {
  const long = 'word '.repeat(1000);
  expect(diffWords(long, `${long}!`).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
