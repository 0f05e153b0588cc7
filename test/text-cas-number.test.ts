/** CAS numbers: the check digit and the digits alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casDigits, hasRightCheckDigit, typedParts } from '../src/text/cas-number.ts';

describe('hasRightCheckDigit', () => {
  it.each(['7732-18-5', '58-08-2', '1609-66-1', '125541-22-2', '50-00-0'])('accepts %s', (cas) => {
    expect(hasRightCheckDigit(cas)).toBe(true);
  });

  it.each([
    '7732-18-4',
    '1609-66-5',
    '7732185',
    '7732-18-',
    '7-18-5',
    '12345678-18-5',
    ' 58-08-2',
    '',
    '58–08–2',
  ])('refuses %j', (cas) => {
    expect(hasRightCheckDigit(cas)).toBe(false);
  });

  it('refuses every other last digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 9_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (first, second) => {
          const stem = `${first}-${String(second).padStart(2, '0')}`;
          const right = Array.from({ length: 10 }, (_, last) => `${stem}-${last}`).filter(hasRightCheckDigit);
          expect(right).toHaveLength(1);
        },
      ),
    );
  });
});

it('casDigits leaves the hyphens out', () => {
  expect(casDigits('1609-66-1')).toBe('1609661');
});

describe('typedParts', () => {
  it.each([
    ['1609-66-1', ['1609-66-1']],
    ['1609661', ['1609-66-1']],
    ['1609 66 1', ['1609-66-1']],
    ['1609–66‑1', ['1609-66-1']],
    ['１６０９-66-1', ['1609-66-1']],
    ['powder 1609661 Bob', [null, '1609-66-1', null]],
    ['1609-66-1 7732185', ['1609-66-1', '7732-18-5']],
    ['1609-66-2', [null]],
    ['order 1609-66-1-7', [null]],
    ['+31 20 160 96 61', [null]],
    ['ｎｏｒ', [null]],
    ['', []],
  ])('reads %j', (text, numbers) => {
    const parts = typedParts(text);
    expect(parts.map(({ cas }) => cas)).toEqual(numbers);
    for (const part of parts) expect(text).toContain(part.text);
  });
});
