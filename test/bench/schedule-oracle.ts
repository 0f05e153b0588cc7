/** Ten thousand sites with schedules of every form, and when each of them is due in a day: told from the forms alone. */
import { nextCronTurn } from '../../config/cron-turns.ts';
import type { Site } from '../../src/model/site.ts';
import { sampleSite } from '../support/store-samples.ts';

const HOUR = 3_600_000;

export type PlannedSite = {
  readonly site: Site;
  /** Its first turn, after the beginning of the day. */
  readonly first: Date;
};

type Schedule = Site['schedule'];

/** One after another, so that every ten sites hold each form once, the usual one four times. */
const FORMS: readonly Schedule[] = [
  ...Array.from({ length: 4 }, () => ({ everySeconds: 43_200, window: null, timezone: 'UTC' })),
  { everySeconds: 21_600, window: null, timezone: 'UTC', jitterSeconds: 600 },
  { everySeconds: 86_400, window: null, timezone: 'UTC', priority: 9 },
  { everySeconds: 7200, window: '08:00-20:00', timezone: 'Asia/Shanghai' },
  { everySeconds: 14_400, window: '22:00-06:00', timezone: 'America/New_York' },
  { everySeconds: 21_600, window: null, timezone: 'Europe/Vienna', cron: '15 3 * * *' },
  { everySeconds: 21_600, window: null, timezone: 'Asia/Tokyo', cron: '20 */8 * * *' },
];

/** Spread over their interval, as sites are that were added one after another. */
export function planSites(count: number, day: Date): PlannedSite[] {
  return Array.from({ length: count }, (_, at) => {
    const schedule = FORMS[at % FORMS.length] ?? { everySeconds: 21_600, window: null, timezone: 'UTC' };
    const site = { ...sampleSite(`site-${at}`), schedule };
    const share = ((at * 7919) % count) / count;
    const spread = new Date(day.getTime() + Math.floor(share * schedule.everySeconds) * 1000 + 1000);
    const byCron = schedule.cron && nextCronTurn(schedule.cron, schedule.timezone, day);
    return { site, first: byCron || spread };
  });
}

/** One for each time zone: making one costs more than a hundred uses. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    CLOCKS.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  CLOCKS.set(timeZone, clock);
  return clock;
}

/** Minutes of the day in a time zone. */
function minutesIn(timezone: string, at: Date): number {
  const [hours, minutes] = clockOf(timezone).format(at).split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
}

function isOpen(window: string, timezone: string, at: Date): boolean {
  const minutes = window.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  const [opens = 0, closes = 0] = minutes;
  const here = minutesIn(timezone, at);
  return opens < closes ? here >= opens && here < closes : here >= opens || here < closes;
}

/** The first full minute from then on: what is due is claimed by the tick of each. */
function tickAfter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000);
}

/** The first full minute from then on at which the window is open. */
function openingAfter(window: string, timezone: string, at: Date): Date {
  let minute = tickAfter(at);
  while (!isOpen(window, timezone, minute)) minute = new Date(minute.getTime() + 60_000);
  return minute;
}

function cronTurns(cron: string, timezone: string, first: Date, until: Date): Date[] {
  const turns: Date[] = [];
  for (let turn: Date | null = first; turn !== null && turn < until; )
    turn = nextCronTurn(cron, timezone, turns[turns.push(turn) - 1] ?? first);
  return turns;
}

/**
 * When it is due, without jitter, before `until`. A turn in closed hours, or so late in open ones that they end before the
 * next tick, is made up for at the next opening, once however many there were; the turns after that are where they would
 * have been.
 */
export function turnsOf({ site: { schedule }, first }: PlannedSite, until: Date): Date[] {
  const { cron, timezone, window, everySeconds } = schedule;
  if (cron !== undefined) return cronTurns(cron, timezone, first, until);
  const turns: Date[] = [];
  for (let at = first.getTime(); at < until.getTime() + 24 * HOUR; at += everySeconds * 1000) {
    const turn = new Date(at);
    const due =
      window === null || [turn, tickAfter(turn)].every((moment) => isOpen(window, timezone, moment))
        ? turn
        : openingAfter(window, timezone, turn);
    if (due < until && due.getTime() !== turns.at(-1)?.getTime()) turns.push(due);
  }
  return turns;
}
