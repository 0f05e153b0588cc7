/** A date as pages write it → ISO 8601; null where it is impossible or can be read in two ways. */
import { dayBefore, dayInCalendar, dayOf, isoDay, persianDay } from './calendar-day.ts';
import { monthNumber, namesMonth, PERSIAN_MONTHS } from './month-names.ts';
import { plainDigits } from './plain-digits.ts';
import { type Clock, relativeDate } from './relative-date.ts';

const MAX_TEXT = 200;

/** ISO 8601 with a time keeps it; the zone becomes UTC, and a time without zone is dropped, since it could be any. */
function isoDate(text: string): string | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?/.exec(text);
  if (match === null) return null;
  const day = isoDay(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === null || match[4] === undefined || match[5] === undefined) return day;
  const zone = match[5] === 'Z' ? 'Z' : match[5].replace(/(\d{2}):?(\d{2})$/, '$1:$2');
  const moment = new Date(`${day}T${match[4]}${zone}`);
  return Number.isNaN(moment.getTime()) ? day : moment.toISOString();
}

/** The form of mail and feeds (RFC 5322 §3.3): "Tue, 04 Mar 2025 10:00:00 +0200". */
function mailDate(text: string): string | null {
  const pattern =
    /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|UT|Z|[+-]\d{4})$/;
  const moment = pattern.test(text) ? new Date(text) : null;
  return moment === null || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

const ORDER_SAMPLE = Date.UTC(2024, 0, 15);

/** In which order the page's language writes day, month and year: "dmy", "mdy", "ymd"; null where English names no region. */
function orderOf(language: string | null): string | null {
  if (language === null || language === 'en') return null;
  const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { timeZone: 'UTC' });
  return format
    .formatToParts(ORDER_SAMPLE)
    .map(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? type.charAt(0) : ''))
    .join('');
}

/** "03/04/2025" has its month first in the United States and day first elsewhere; English without a region says neither. */
function slashed(first: number, second: number, year: number, language: string | null): string | null {
  const dayFirst = dayInCalendar(year, second, first, language);
  const monthFirst = dayInCalendar(year, first, second, language);
  if (dayFirst === null || monthFirst === null || first === second) return dayFirst ?? monthFirst;
  const order = orderOf(language);
  if (order === 'mdy') return monthFirst;
  return order === 'dmy' ? dayFirst : null;
}

/** Two figures for the year are believed with points, where the language says which of the three they are. */
function shortYear(a: number, b: number, c: number, language: string | null): string | null {
  const order = orderOf(language);
  if (order === 'dmy') return isoDay(2000 + c, b, a);
  return order === 'ymd' ? isoDay(2000 + a, b, c) : null;
}

const ERAS: readonly (readonly [name: RegExp, zero: number])[] = [
  [/(?:令和|R)\s?(\d{1,2}|元)年/, 2018],
  [/平成\s?(\d{1,2}|元)年/, 1988],
  [/(?:民國|民国|中華民國)\s?(\d{2,3}|元)年/, 1911],
];

/** "令和7年" → "2025年". */
function commonYear(text: string): string {
  return ERAS.reduce(
    (shown, [name, zero]) =>
      shown.replace(name, (_, year) => `${zero + (year === '元' ? 1 : Number(year))}年`),
    text,
  );
}

function numericDate(text: string, language: string | null): string | null {
  const yearFirst = /(?<!\d)(\d{4})\s?[年/.년-]\s?(\d{1,2})\s?[月/.월-]\s?(\d{1,2})(?!\d)/.exec(text);
  if (yearFirst)
    return dayInCalendar(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]), language);
  const dotted = /(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/.exec(text);
  if (dotted) return dayInCalendar(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]), language);
  const slash = /(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/.exec(text);
  if (slash) return slashed(Number(slash[1]), Number(slash[2]), Number(slash[3]), language);
  const short = /(?<![\d.,])(\d{2})\.(\d{2})\.(\d{2})(?![\d.])/.exec(text);
  return short && shortYear(Number(short[1]), Number(short[2]), Number(short[3]), language);
}

const NAME = String.raw`\p{L}[\p{L}\p{M}.'’]{1,17}`;
const DAY_FIRST = new RegExp(
  String.raw`(?<![\d:])(\d{1,2})(?:st|nd|rd|th|er|º|ª|-?(?:го|е|й))?[.,]?[\s/-]{0,2}(?:de |of |del |di |d['’]|da |ב)?(${NAME})[\s,/-]{0,3}(?:de |del |of |พ\.ศ\. ?)?((?<!\d)\d{4}(?![\d:])|['’]\d{2}(?!\d)|(?<=-)\d{2}(?![\d:]))?`,
  'gu',
);
const MONTH_FIRST = new RegExp(
  String.raw`(${NAME})[\s/-]{1,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:])[\s,.-]{0,3}(\d{4}(?![\d:]))?`,
  'gu',
);

type DayAndMonth = {
  readonly day: number;
  readonly month: number;
  readonly year: number | null;
  readonly name?: string;
};

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return text.length === 4 ? Number(text) : 2000 + Number(text.replace(/\D/g, ''));
}

/** The first pair of a day and a month's name. */
function writtenPair(text: string, language: string | null): DayAndMonth | null {
  for (const [, day, name = '', year] of text.matchAll(DAY_FIRST)) {
    const month = monthNumber(name, language);
    if (month !== null) return { day: Number(day), month, year: yearOf(year), name };
  }
  for (const [, name = '', day, year] of text.matchAll(MONTH_FIRST)) {
    const month = monthNumber(name, language);
    if (month !== null) return { day: Number(day), month, year: yearOf(year), name };
  }
  return null;
}

/** "15 فروردین 1404". */
function persianDate(text: string): string | null {
  const [, day, name = '', year] = /(\d{1,2}) (\p{L}{2,9}) (1[34]\d{2})(?!\d)/u.exec(text) ?? [];
  const month = PERSIAN_MONTHS.indexOf(name) + 1;
  return month === 0 ? null : persianDay(Number(year), month, Number(day));
}

/** A day without its year is the last one of that name that was not after the page. */
function latestDay({ day, month }: DayAndMonth, clock: Clock): string | null {
  const today = dayOf(clock.now, clock.timeZone);
  const year = Number(today.slice(0, 4));
  // One day of grace: the site's clock may be ahead of ours.
  const limit = dayBefore(today, -1, 'day') ?? today;
  return (
    [isoDay(year, month, day), isoDay(year - 1, month, day)].find((one) => one !== null && one <= limit) ??
    null
  );
}

function writtenDate(text: string, language: string | null, clock: Clock | null): string | null {
  const pair = writtenPair(text, language) ?? shortPair(text);
  if (pair === null) return null;
  const apart = pair.year ?? yearOf(/(?<![\d.,/:+-])(?:19|20|25)\d{2}(?![\d.,/:-]\d|\d)/.exec(text)?.[0]);
  if (apart !== null) {
    const thai = /[\u0e00-\u0e7f]/.test(text) ? 'th' : language;
    return dayInCalendar(apart, pair.month, pair.day, thai);
  }
  // Without a year the page's own language must know the month: "tra 1" is 1 April in Croatian only.
  const foreign = pair.name !== undefined && language !== null && !namesMonth(pair.name, [language, 'en']);
  return clock === null || foreign ? null : latestDay(pair, clock);
}

/** "3月4日", "3월 4일", "4 tháng 3". */
function shortPair(text: string): DayAndMonth | null {
  const match = /(?<!\d)(\d{1,2})\s?(?:月|월)\s?(\d{1,2})\s?(?:日|일|号|號)/.exec(text);
  if (match !== null) return { month: Number(match[1]), day: Number(match[2]), year: null };
  const vietnamese = /(?<!\d)(\d{1,2}) tháng (\d{1,2})(?!\d)/iu.exec(text);
  return vietnamese && { day: Number(vietnamese[1]), month: Number(vietnamese[2]), year: null };
}

/**
 * `language` is BCP 47. Relative dates ("2 days ago") and days without a year are read against `clock`, the time the
 * page was fetched; without it they are null, since a saved page has no now.
 */
export function parseDate(raw: string, language: string | null, clock: Clock | null = null): string | null {
  const text = commonYear(
    plainDigits(raw.slice(0, MAX_TEXT * 3))
      .replace(/ +/g, ' ')
      .trim(),
  ).slice(0, MAX_TEXT);
  return (
    isoDate(text) ??
    mailDate(text) ??
    numericDate(text, language) ??
    persianDate(text) ??
    (clock === null ? null : relativeDate(text, language, clock)) ??
    writtenDate(text, language, clock)
  );
}

/** Of days that are told without one, such as "today": whatever it is, it is a day. */
const SOME_CLOCK: Clock = { now: new Date('2026-01-01'), timeZone: null };

/** Whether the text is a day, whichever. */
export function tellsDay(text: string, language: string | null): boolean {
  return parseDate(text, language, SOME_CLOCK) !== null;
}
