/** Hours in which nothing is sent: when those that hold at a moment end, in the time zone of whoever is not to be woken. */
import { minuteOfDay, readHours, withinHours } from '../src/text/hours-of-day.ts';
import { nextCronTurn } from './cron-turns.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** `hours` such as "22:00-06:00", which spans midnight. Null when `at` is outside of them. */
export function quietUntil(hours: string, timezone: string, at: Date): Date | null {
  if (!withinHours(hours, timezone)(at)) return null;
  const minuteOf = minuteOfDay(timezone);
  const end = readHours(hours).to % DAY_MINUTES;
  const left = (end - minuteOf(at) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const straight = new Date(Math.floor(at.getTime() / MINUTE_MS + left) * MINUTE_MS);
  if (minuteOf(straight) === end) return straight;
  // The clock is changed before that. Only then: in an hour that it repeats, a cron line is due the first time alone.
  return nextCronTurn(`${end % 60} ${Math.floor(end / 60)} * * *`, timezone, at);
}
