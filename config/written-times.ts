/** How files that an operator writes give times: durations, hours of the day and time zones. */
import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A turn that is added to a day must still be in the calendar of the database: one that is not would stop every site's. */
const MOST_SECONDS = 366 * SECONDS.d;

const WITH_UNIT = 'must be a number with a unit, such as 5s, 30m, 6h or 1d';

export const duration = z
  .string({ error: WITH_UNIT })
  .regex(/^\d+(\.\d+)?(s|m|h|d)$/, WITH_UNIT)
  .refine((text) => !(toSeconds(text) > MOST_SECONDS), 'must be no more than 366d')
  .meta({ description: 'number and unit: 5s, 30m, 6h, 1d' });

/** "6h" → 21600. */
export function toSeconds(text: string): number {
  const unit = text.at(-1) as keyof typeof SECONDS;
  return Number.parseFloat(text) * SECONDS[unit];
}

/** From one time of the day to another, which "24:00" ends; past it no clock goes. */
const HOURS_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Some would read hours that end when they begin as none, others as the whole day. */
export const hoursOfDay = (example: string) =>
  z
    .string()
    .regex(HOURS_OF_DAY, `must look like "${example}"`)
    .refine((hours) => !/^(.*)-\1$/.test(hours), 'holds no moment: say "00:00-24:00" for the whole day');

/** A zone that this machine's calendar knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
