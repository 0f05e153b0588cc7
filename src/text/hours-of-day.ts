/** Hours of a day in a time zone, such as "22:00-06:00", which spans midnight: whether a moment lies within them. */

/** Minutes after midnight; `to` may be 1440. */
export type HoursOfDay = { readonly from: number; readonly to: number };

/** @throws Error for what is no range of hours */
export function readHours(range: string): HoursOfDay {
  const [, h1, m1, h2, m2] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(range.trim())?.map(Number) ?? [];
  if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined)
    throw new Error(`${range} is no range of hours`);
  return { from: h1 * 60 + m1, to: h2 * 60 + m2 };
}

/** Minutes after midnight on the clocks of the zone. */
export function minuteOfDay(timezone: string): (at: Date) => number {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0);
  };
}

/** `hours`: one range, or several with commas between them. The schedule's SQL says the same; both are held to one table of cases. */
export function withinHours(hours: string, timezone: string): (at: Date) => boolean {
  const ranges = hours.split(',').map(readHours);
  const minuteOf = minuteOfDay(timezone);
  return (at) => {
    const minute = minuteOf(at);
    return ranges.some(({ from, to }) =>
      from < to ? minute >= from && minute < to : minute >= from || minute < to,
    );
  };
}
