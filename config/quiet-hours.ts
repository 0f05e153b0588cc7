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

/** `hours` such as "22:00-06:00", which spans midnight. Null when `at` is outside of them. */
export function quietUntil(hours: string, timezone: string, at: Date): Date | null {
  const [from = '', to = ''] = hours.split('-');
  const now = timeOfDay(at, timezone);
  const quiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!quiet) return null;
  const [hour, minute] = to.split(':').map(Number);
  return nextCronTurn(`${minute ?? 0} ${(hour ?? 0) % 24} * * *`, timezone, at);
}
