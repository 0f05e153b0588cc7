/** Patterns of site files: the usual ones run, those that a hostile page could stall are refused with the reason. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedPattern } from '../src/text/bounded-pattern.ts';
import cases from './cases/bounded-patterns.json' with { type: 'json' };

describe('a pattern', () => {
  it.each(cases.accepted)('$pattern finds $finds', ({ pattern, text, finds }) => {
    const bounded = boundedPattern(pattern);
    if (typeof bounded === 'string') throw new Error(bounded);
    expect(bounded.limit).toBeGreaterThanOrEqual(200);
    const match = bounded.expression.exec(text.slice(0, bounded.limit));
    expect(match?.[1] ?? match?.[0]).toBe(finds);
  });

  it.each(cases.refused)('$pattern is refused: $says', ({ pattern, says }) => {
    expect(boundedPattern(pattern)).toContain(says);
  });

  it('is searched in a shorter text the more ways it has to match', () => {
    const limit = (pattern: string) => {
      const bounded = boundedPattern(pattern);
      return typeof bounded === 'string' ? 0 : bounded.limit;
    };
    expect(limit('\\d-\\d')).toBe(5000);
    expect(limit('\\d+x')).toBeLessThan(5000);
    // Figures and spaces cannot take over from each other, letters and letters can.
    expect(limit('\\d+\\s+x')).toBe(limit('\\d+x'));
    expect(limit('\\w+\\w+x')).toBeLessThan(limit('\\w+x'));
  });

  // Were one of them run without end, this test would never end.
  it('that is accepted ends on texts made to stall it', () => {
    const atom = fc.constantFrom('a', '.', '\\w', '\\d', '[ab]', '[^x]', '\\s', '(?:ab)', '(a|b)');
    const times = fc.constantFrom('', '*', '+', '?', '{1,9}', '{2,}', '*?');
    const part = fc.tuple(atom, times).map((pair) => pair.join(''));
    const grouped = fc
      .tuple(fc.array(part, { maxLength: 3 }), times)
      .map(([parts, t]) => `(${parts.join('')})${t}`);
    const pattern = fc
      .array(fc.oneof(part, grouped), { minLength: 1, maxLength: 5 })
      .map((parts) => `${parts.join('')}x`);
    fc.assert(
      fc.property(pattern, fc.constantFrom('a', 'ab', '1', 'a1', ' '), (source, unit) => {
        const bounded = boundedPattern(source);
        if (typeof bounded === 'string') return true;
        return bounded.expression.exec(unit.repeat(5000).slice(0, bounded.limit)) === null;
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
