/** The hours of a day, in the site's own time zone, in which a site may be visited. */

/** Minutes after midnight; `closes` may be 1440. */
type Hours = { readonly opens: number; readonly closes: number };

function readHours(range: string): Hours {
  const [, h1, m1, h2, m2] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(range.trim())?.map(Number) ?? [];
  if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined)
    throw new Error(`${range} is no range of hours`);
  return { opens: h1 * 60 + m1, closes: h2 * 60 + m2 };
}

function isOpen({ opens, closes }: Hours, minute: number): boolean {
  return opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
}

/**
 * Tells whether a moment lies within the window, as the schedule does when it claims due sites: "08:00-20:00", or several
 * ranges with commas between them; "22:00-06:00" spans midnight. Without a window every moment does.
 */
export function allowedHours(window: string | null, timezone: string): (now: Date) => boolean {
  if (window === null) return () => true;
  const ranges = window.split(',').map(readHours);
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (now) => {
    const parts = new Map(clock.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
    const minute = (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0);
    return ranges.some((hours) => isOpen(hours, minute));
  };
}
