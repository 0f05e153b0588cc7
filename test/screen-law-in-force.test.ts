/** The law of the day. */
import { describe, expect, it } from 'vitest';
import type { Substance } from '../src/model/watchlist.ts';
import { lawOn, lawOnAll } from '../src/screen/weigh/law-in-force.ts';

function substanceWith(effective: string | null): Substance {
  const row = {
    regime: 'X',
    list: 'I',
    effective,
    source: 's',
    verified: true,
    inferred: [],
    instrument: null,
    note: null,
  };
  return {
    id: 'one',
    name: 'one',
    family: 'other',
    tier: 'A',
    controlledAsPrecursor: true,
    cas: [],
    structures: [],
    terms: [],
    schedules: [row],
    note: null,
  };
}

describe('lawOn', () => {
  it.each([
    ['2024-09-01', '2024-08-31T23:59:59Z', 'coming'],
    ['2024-09-01', '2024-09-01T00:00:00Z', 'in-force'],
    ['2024-09-01', '2026-01-01T00:00:00Z', 'in-force'],
    ['2018-02', '2018-01-31T12:00:00Z', 'coming'],
    ['2018-02', '2018-02-15T12:00:00Z', 'date-unknown'],
    ['2018-02', '2018-03-01T00:00:00Z', 'in-force'],
    ['2018', '2018-06-01T00:00:00Z', 'date-unknown'],
    ['2018', '2019-01-01T00:00:00Z', 'in-force'],
    [null, '2026-01-01T00:00:00Z', 'date-unknown'],
  ])('%s on %s is %s', (effective, on, status) => {
    expect(lawOn(substanceWith(effective), new Date(on))).toEqual([
      { substance: 'one', regime: 'X', list: 'I', effective, status, verified: true, source: 's' },
    ]);
  });
});

describe('the order of law', () => {
  const dates = [null, '2026-09-01', '2024-09-01', '2026-08', '2018-02', '2026', '2025-07-20', '2030'];
  const [first] = substanceWith(null).schedules;
  const rows = dates.flatMap((effective, i) =>
    first === undefined ? [] : [{ ...first, effective, regime: `R${i % 3}`, verified: i % 2 === 0 }],
  );

  it('is: in force, newest first; coming, soonest first; date unknown', () => {
    const law = lawOn({ ...substanceWith(null), schedules: rows }, new Date('2026-06-01T00:00:00Z'));
    expect(law.map(({ effective, status }) => [effective, status])).toEqual([
      ['2025-07-20', 'in-force'],
      ['2024-09-01', 'in-force'],
      ['2018-02', 'in-force'],
      ['2026-08', 'coming'],
      ['2026-09-01', 'coming'],
      ['2030', 'coming'],
      [null, 'date-unknown'],
      ['2026', 'date-unknown'],
    ]);
  });

  it('names every jurisdiction, and does not depend on the order of the list', () => {
    const on = new Date('2026-06-01T00:00:00Z');
    const one = { ...substanceWith(null), schedules: rows };
    const two = { ...one, id: 'two' };
    const law = lawOnAll([one, two], on);
    expect(new Set(law.map(({ regime }) => regime))).toEqual(new Set(['R0', 'R1', 'R2']));
    expect(law.map(({ substance }) => substance).slice(0, 4)).toEqual(['one', 'two', 'one', 'two']);
    const turned = [two, one].map((each) => ({ ...each, schedules: [...rows].reverse() }));
    expect(lawOnAll(turned, on)).toEqual(law);
  });
});
