/** Cron lines of site and notifier files: whether one is well-formed, and when it is due next. */
import { Cron } from 'croner';

/** Five fields, such as "30 6 * * 1-5", in a time zone of IANA; paused, since nothing is run by it. */
function readCron(line: string, timezone: string): Cron {
  return new Cron(line, { timezone, mode: '5-part', paused: true });
}

/** What is wrong with a line; null for one that can be used. */
export function cronFault(line: string, timezone: string): string | null {
  try {
    return readCron(line, timezone).nextRun(new Date()) === null ? 'is never due' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The first time after `after`; null when there is none. In the hour that a clock repeats in autumn a line is due once;
 * what falls into the hour that is left out in spring is due right after it.
 */
export function nextCronTurn(line: string, timezone: string, after: Date): Date | null {
  return readCron(line, timezone).nextRun(after);
}
