/** Hours in which nothing is sent: when those that hold at a moment end, in the time zone of whoever is not to be woken. */
import { nextCronTurn } from './cron-turns.ts';

/** "23:30" in a zone, by the 24-hour clock. */
function timeOfDay(at: Date, timezone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(at);
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** `hours` such as "22:00-06:00", which spans midnight. Null when `at` is outside of them. */
export function quietUntil(hours: string, timezone: string, at: Date): Date | null {
  const [from = '', to = ''] = hours.split('-');
  const now = timeOfDay(at, timezone);
  const quiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!quiet) return null;
  const end = minutesOf(to) % DAY_MINUTES;
  const left = (end - minutesOf(now) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const straight = new Date(Math.floor(at.getTime() / MINUTE_MS + left) * MINUTE_MS);
  if (minutesOf(timeOfDay(straight, timezone)) === end) return straight;
  // The clock is changed before that. Only then: in an hour that it repeats, a cron line is due the first time alone.
  return nextCronTurn(`${end % 60} ${Math.floor(end / 60)} * * *`, timezone, at);
}
