/** The law of the day. */
import { describe, expect, it } from 'vitest';
import type { Substance } from '../src/model/watchlist.ts';
import { lawOn } from '../src/screen/law-in-force.ts';

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
