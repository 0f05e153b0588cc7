/** The address of the list shows the same view again, and neighbours and ages are told right. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neighbours } from '../src/console/alert/neighbours.ts';
import {
  cleared,
  DEFAULT_VIEW,
  isNarrowed,
  type ListView,
  paramsFromView,
  viewFromParams,
  withView,
} from '../src/console/list/list-view.ts';
import { localTime, relativeAge } from '../src/console/relative-age.ts';
import { type AlertState, OUTCOMES } from '../src/model/alert.ts';
import { ALERT_SORTS, LIST_STATES } from '../src/model/api.ts';
import { SEVERITIES, TECHNIQUES } from '../src/model/assessment.ts';

const word = fc
  .string({ minLength: 1, maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const anyView: fc.Arbitrary<ListView> = fc.record({
  state: fc.constantFrom(...LIST_STATES),
  sort: fc.constantFrom(...ALERT_SORTS),
  severity: maybe(fc.constantFrom(...SEVERITIES)),
  substance: maybe(word),
  seller: maybe(fc.integer({ min: 1, max: 1_000_000 })),
  language: maybe(fc.constantFrom('de', 'zh-Hant')),
  technique: maybe(fc.constantFrom(...TECHNIQUES)),
  olderThanHours: maybe(fc.integer({ min: 0, max: 100 })),
  newerThanHours: maybe(fc.integer({ min: 1, max: 100 })),
  assignee: maybe(fc.constantFrom('me', 'none', 'anna')),
  outcome: maybe(fc.constantFrom(...OUTCOMES)),
  site: maybe(word),
  text: maybe(word),
});

describe('the address of a view', () => {
  test('gives the view back', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(viewFromParams(new URLSearchParams(paramsFromView(view).toString()))).toEqual(view);
      }),
    );
  });

  test('is bare for the default view', () => {
    expect(withView('/', DEFAULT_VIEW)).toBe('/');
    expect(withView('/alerts/7', { ...DEFAULT_VIEW, severity: 'high' })).toBe('/alerts/7?severity=high');
  });

  test.each([
    'state=none',
    'severity=extreme',
    'sort=price',
    'text=',
    'text=%20',
    `text=${'x'.repeat(201)}`,
    'page=4',
  ])('means the default where it says something unknown: %s', (query) => {
    expect(paramsFromView(viewFromParams(new URLSearchParams(query))).toString()).toBe('');
  });

  test('clearing the filters keeps state and order', () => {
    const view: ListView = { state: 'decided', sort: 'oldest', site: 'a', text: 'b' };
    expect(isNarrowed(view)).toBe(true);
    expect(isNarrowed(cleared(view))).toBe(false);
    expect(cleared(view)).toEqual({ state: 'decided', sort: 'oldest' });
  });
});

describe('neighbours', () => {
  const rows = (...states: AlertState[]) => states.map((state, index) => ({ id: index + 1, state }));

  test.each<[string, AlertState[], number, ReturnType<typeof neighbours>]>([
    [
      'in the middle',
      ['open', 'open', 'open'],
      2,
      { position: 2, previous: 1, next: 3, nextOpen: 3, above: [1] },
    ],
    ['at the top', ['open', 'open'], 1, { position: 1, previous: null, next: 2, nextOpen: 2, above: [] }],
    [
      'next open one skips the decided',
      ['open', 'decided', 'reopened'],
      1,
      { position: 1, previous: null, next: 2, nextOpen: 3, above: [] },
    ],
    [
      'next open one starts again at the top',
      ['escalated', 'decided', 'open'],
      3,
      { position: 3, previous: 2, next: null, nextOpen: 1, above: [1] },
    ],
    [
      'none is open besides it',
      ['decided', 'open', 'snoozed'],
      2,
      { position: 2, previous: 1, next: 3, nextOpen: null, above: [] },
    ],
    [
      'outside the list leads into its top',
      ['decided', 'open'],
      9,
      { position: null, previous: null, next: 1, nextOpen: 2, above: [] },
    ],
    ['in an empty list', [], 1, { position: null, previous: null, next: null, nextOpen: null, above: [] }],
  ])('%s', (_, states, id, expected) => {
    expect(neighbours(rows(...states), id)).toEqual(expected);
  });
});

describe('ages', () => {
  const now = new Date('2026-03-10T12:00:00Z');

  test.each([
    ['2026-03-10T11:59:30Z', 'now'],
    ['2026-03-10T11:59:00Z', '1 min'],
    ['2026-03-10T11:00:01Z', '59 min'],
    ['2026-03-10T11:00:00Z', '1 h'],
    ['2026-03-09T12:00:01Z', '23 h'],
    ['2026-03-09T12:00:00Z', '1 d'],
    ['2025-03-10T12:00:00Z', '365 d'],
    ['2026-03-10T12:05:00Z', 'in 5 min'],
    ['yesterday', null],
  ])('%s is %s', (at, age) => {
    expect(relativeAge(at, now)).toBe(age);
  });

  test('a date without a time is not given one', () => {
    expect(['2024', '2024-09', '2024-09-01', 'soon'].map(localTime)).toEqual([
      '2024',
      '2024-09',
      '2024-09-01',
      'soon',
    ]);
    expect(localTime('2024-09-01T10:20:00Z')).toMatch(/Sept? 2024|Aug 2024/);
  });
});
