/** Dates as pages write them: absolute in many languages and calendars, and counted back from when the page was fetched. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDate } from '../src/extract/values/parse-date.ts';
import dates from './cases/dates.json' with { type: 'json' };
import relativeDates from './cases/relative-dates.json' with { type: 'json' };

const clock = { now: new Date('2026-03-15T12:34:56Z'), timeZone: null };

test.each(dates)('reads the date "$text" in $language as $iso', ({ text, language, iso }) => {
  expect(parseDate(text, language)).toBe(iso);
});

test.each(relativeDates)('reads "$text" in $language, fetched on 15 March 2026, as $iso', (row) => {
  expect(parseDate(row.text, row.language, clock)).toBe(row.iso);
  // A saved page has no now.
  expect(parseDate(row.text, row.language)).toBeNull();
});

test('yesterday is the yesterday of the zone that the site tells its days in', () => {
  const now = new Date('2026-03-15T20:00:00Z');
  expect(parseDate('yesterday', 'en', { now, timeZone: 'Asia/Shanghai' })).toBe('2026-03-15');
  expect(parseDate('yesterday', 'en', { now, timeZone: 'America/Lima' })).toBe('2026-03-14');
  expect(parseDate('yesterday', 'en', { now, timeZone: 'No/Where' })).toBe('2026-03-14');
});

test('a month before the 31st is the last day of a shorter month', () => {
  const now = new Date('2026-03-31T12:00:00Z');
  expect(parseDate('1 month ago', 'en', { now, timeZone: null })).toBe('2026-02-28');
});

const LANGUAGES =
  'en-US en-GB de fr es it pt nl pl ru uk cs sk hr bg ro hu sv da nb fi el tr ar he fa hi th vi id ms ko ja zh zh-TW'.split(
    ' ',
  );
const day = fc
  .integer({ min: Date.UTC(1995, 0, 1) / 86_400_000, max: Date.UTC(2095, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000));

test('a day written out by CLDR in any of the languages is read as that day', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LANGUAGES), day, (language, date) => {
      const text = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
      expect([language, text, parseDate(text, language)]).toEqual([
        language,
        text,
        date.toISOString().slice(0, 10),
      ]);
    }),
    { numRuns: 1000 },
  );
});

test('so many days ago, said by CLDR in any of the languages, is that many days before', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LANGUAGES), fc.integer({ min: 1, max: 999 }), (language, count) => {
      const text = new Intl.RelativeTimeFormat(language).format(-count, 'day');
      const expected = new Date(clock.now.getTime() - count * 86_400_000).toISOString().slice(0, 10);
      expect([language, text, parseDate(text, language, clock)]).toEqual([language, text, expected]);
      const ahead = new Intl.RelativeTimeFormat(language).format(count, 'day');
      expect([ahead, parseDate(ahead, language, clock)]).toEqual([ahead, null]);
    }),
    { numRuns: 1000 },
  );
});

test('any text is a date of the calendar or none', () => {
  const piece = fc.constantFrom(
    '3',
    '12',
    '2025',
    ' ',
    '.',
    '/',
    '-',
    'mar',
    'vor ',
    'days ago',
    '年',
    '月',
    'ay',
    '前',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 }),
      (parts) => {
        const iso = parseDate(parts.join(''), null, clock);
        if (iso !== null) expect(new Date(iso).toISOString()).toContain(iso.slice(0, 10));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(['1 ', 'a ', 'vor ', '3 days ', '12 ма ', '١', 'год ', '一前', '1-1-', '1. ', 'a1'])(
  'a megabyte of "%s" is looked at only as far as a date may reach',
  (piece) => {
    parseDate(piece.repeat(1_000_000 / piece.length), null, clock);
  },
  20_000,
);
