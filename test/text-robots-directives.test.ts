/** What pages say to robots of themselves, in their text and in their headers. */
import { describe, expect, it } from 'vitest';
import type { PageDirectives } from '../src/model/page.ts';
import {
  headerDirectives,
  joinDirectives,
  metaDirectives,
  NO_DIRECTIVES,
} from '../src/text/robots-directives.ts';
import cases from './cases/robots-directives.json' with { type: 'json' };

type Case = [texts: string[], said: string];

function said(directives: PageDirectives): string {
  const { nofollow, noindex, noarchive } = directives;
  return [nofollow && 'nofollow', noindex && 'noindex', noarchive && 'noarchive'].filter(Boolean).join(' ');
}

describe('meta elements', () => {
  it.each(cases.meta as Case[])('%j say "%s"', (texts, expected) => {
    expect(said(metaDirectives(texts))).toBe(expected);
  });
});

describe('header lines', () => {
  it.each(cases.header as Case[])('%j say "%s" to us', (lines, expected) => {
    expect(said(headerDirectives(lines, 'ours'))).toBe(expected);
  });

  it('of a megabyte are read', () => {
    expect(said(headerDirectives(['nofollow,', 'x: '.repeat(300_000), ','.repeat(1_000_000)], 'ours'))).toBe(
      'nofollow',
    );
  });
});

it('the strictest of what is said holds', () => {
  const nofollow = { ...NO_DIRECTIVES, nofollow: true };
  const noarchive = { ...NO_DIRECTIVES, noarchive: true };
  expect(said(joinDirectives(nofollow, noarchive))).toBe('nofollow noarchive');
  expect(said(joinDirectives(NO_DIRECTIVES, NO_DIRECTIVES))).toBe('');
});
