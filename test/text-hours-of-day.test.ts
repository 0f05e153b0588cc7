/** Hours of a day: one table of cases for crawls, quiet hours and, in store-schedules.test.ts, for the schedule's SQL. */
import { expect, it } from 'vitest';
import { quietUntil } from '../config/quiet-hours.ts';
import { withinHours } from '../src/text/hours-of-day.ts';
import cases from './cases/hours.json' with { type: 'json' };

it.each(cases)('$hours in $zone hold at $at: $open', ({ hours, zone, at, open }) => {
  const now = new Date(at);
  expect(withinHours(hours, zone)(now)).toBe(open);
  // Quiet hours are one range.
  if (hours.includes(',')) return;
  const until = quietUntil(hours, zone, now);
  expect(until !== null).toBe(open);
  if (until !== null && hours !== '00:00-24:00') expect(withinHours(hours, zone)(until)).toBe(false);
});

it.each(['', '8:00-20:00', '08:00', '08:00–20:00'])('"%s" is no range of hours', (range) => {
  expect(() => withinHours(range, 'UTC')).toThrow('is no range of hours');
});
