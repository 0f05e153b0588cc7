/** Outcomes of addresses and actions on record in words: each has its own, so that no two options of a menu look alike. */
import { describe, expect, test } from 'vitest';
import { auditWords, coverageWords, reasonedDetail, unusedWords } from '../src/console/record-words.ts';
import { AUDIT_ACTIONS } from '../src/model/audit.ts';
import { COVERAGE_OUTCOMES } from '../src/model/operations-api.ts';
import { UNUSED_NAMES } from '../src/model/unused.ts';

describe.each([
  { of: 'outcomes of addresses', names: COVERAGE_OUTCOMES, words: coverageWords },
  { of: 'actions', names: AUDIT_ACTIONS, words: auditWords },
  { of: 'contacts and pictures that tell nothing', names: UNUSED_NAMES, words: unusedWords },
])('words for $of', ({ names, words }) => {
  test('differ from each other and show no name of a program', () => {
    const said = names.map((name) => words(name));
    expect(new Set(said).size).toBe(names.length);
    expect(said.filter((each) => /^[a-z]+[.-][a-z.-]+$/.test(each))).toEqual([]);
  });

  test('are the name itself where this version knows none', () => {
    expect(words('of-a-later-version')).toBe('of-a-later-version');
  });
});

test.each([
  { detail: 'disallowed', says: 'forbidden by robots.txt' },
  { detail: 'not-a-picture: image/svg+xml', says: 'no picture: image/svg+xml' },
  { detail: 'HTTP 503', says: 'HTTP 503' },
  { detail: '', says: '' },
])('the detail "$detail" of a picture is told as "$says"', ({ detail, says }) => {
  expect(reasonedDetail(detail)).toBe(says);
});
