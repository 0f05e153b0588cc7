/** How long ago something was, short enough for a table column, and the absolute time beside it. */

const STEPS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
] as const;

/** "now", "4 min", "3 h", "12 d"; "in 5 min" for what is still to come; null when `at` is no date. */
export function relativeAge(at: string, now: Date): string | null {
  const seconds = (now.getTime() - Date.parse(at)) / 1000;
  if (Number.isNaN(seconds)) return null;
  const size = Math.abs(seconds);
  const step = STEPS.find((candidate) => size >= candidate.seconds);
  if (!step) return 'now';
  const amount = `${Math.floor(size / step.seconds)} ${step.unit}`;
  return seconds < 0 ? `in ${amount}` : amount;
}

const LOCAL = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** The reader's own local time: "23 Nov 2026, 14:05"; a date without a time stays a date. */
export function localTime(at: string): string {
  if (/^\d{4}(-\d{2}){0,2}$/.test(at)) return at;
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : LOCAL.format(time);
}

const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const ZONE = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

/** Like `localTime`, to the second. */
export function exactTime(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : EXACT.format(time);
}

/** What the reader's own time is called now: "CET", "GMT+8", "UTC". */
export function timeZoneName(): string {
  return ZONE.formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? 'local time';
}
