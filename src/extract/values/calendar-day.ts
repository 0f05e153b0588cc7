/** A day of the calendar as ISO 8601, from years as several calendars count them; null for a day that does not exist. */

/** Offers are not older than the trade on the web, and not from the future. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

const DAY_MS = 86_400_000;

const pad = (number: number, length = 2) => String(number).padStart(length, '0');

/** Gregorian. "31 February" is null. */
export function isoDay(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

let persian: Intl.DateTimeFormat | null = null;

/** Made when the first such date is read: a calendar of ICU takes 20 ms, which few runs need. */
function inPersian(): Intl.DateTimeFormat {
  persian ??= new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  return persian;
}

/** The day of the Persian calendar whose date this is; ICU is asked for the days around, so that leap years are its own. */
export function persianDay(year: number, month: number, day: number): string | null {
  if (year < 1368 || year > 1479 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const near = Date.UTC(year + 621, 2, 21) + (before + day - 1) * DAY_MS;
  for (const shift of [0, -1, 1, -2, 2]) {
    const moment = new Date(near + shift * DAY_MS);
    const parts = new Map(
      inPersian()
        .formatToParts(moment)
        .map(({ type, value }) => [type, Number(value)]),
    );
    if (parts.get('year') === year && parts.get('month') === month && parts.get('day') === day)
      return moment.toISOString().slice(0, 10);
  }
  return null;
}

/**
 * A year as it is written: Buddhist on Thai, Lao and Khmer pages (2568 = 2025) and Persian in Persian (1404 = 2025). Elsewhere
 * such a number is no year.
 */
export function dayInCalendar(year: number, month: number, day: number, language: string | null) {
  const primary = language?.split('-')[0]?.toLowerCase();
  if (year >= 2500 && (primary === 'th' || primary === 'lo' || primary === 'km'))
    return isoDay(year - 543, month, day);
  if (year < 1500 && primary === 'fa') return persianDay(year, month, day);
  return isoDay(year, month, day);
}

/** The date of a moment in a time zone (IANA name; null or unknown means UTC). */
export function dayOf(moment: Date, timeZone: string | null): string {
  try {
    const format = new Intl.DateTimeFormat('en-CA-u-ca-gregory', {
      timeZone: timeZone ?? 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    return format.format(moment);
  } catch (error) {
    // A zone that this Node does not know.
    if (error instanceof RangeError) return moment.toISOString().slice(0, 10);
    throw error;
  }
}

/** So many days, months or years earlier; the last day of a shorter month ("one month before 31 March" is 28 February). */
export function dayBefore(day: string, count: number, unit: 'day' | 'month' | 'year'): string | null {
  const from = new Date(`${day}T00:00:00Z`);
  if (unit === 'day') {
    const moment = new Date(from.getTime() - count * DAY_MS);
    return isoDay(moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate());
  }
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() - (unit === 'year' ? count * 12 : count);
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isoDay(year, month, Math.min(from.getUTCDate(), last));
}
