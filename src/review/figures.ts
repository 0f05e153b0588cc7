/** The figures of the desk, put together; the forecast is played forward from them. */
import { SEVERITIES, type Severity } from '../model/assessment.ts';
import { DAYS_TO_FORECAST, type Figures, type FiguresQuery, FORECAST_HOURS } from '../model/figures-api.ts';
import {
  type Counted,
  countDays,
  countOpen,
  countPace,
  countPeople,
  countReasons,
  groupWaiting,
  isPractising,
  measureTimes,
  rateHits,
  serviceHours,
} from '../store/desk/figures.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Figures as SharedFigures } from '../store/desk/shared-figures.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { forecastLate } from './forecast.ts';

const DAY_MS = 86_400_000;

/** @param shared makes them, or knows them from a moment ago: `at` says when */
export async function readFigures(
  db: Db,
  { days }: FiguresQuery,
  actor: Actor,
  now: Date,
  shared: SharedFigures<Figures> = (_key, make) => make(),
): Promise<Figures> {
  const except = await sealedFrom(db, actor.id);
  return await shared(JSON.stringify({ days, except }), () => makeFigures(db, days, except, now));
}

async function makeFigures(db: Db, days: number, except: readonly number[], now: Date): Promise<Figures> {
  const real = !(await isPractising(db));
  const since = new Date(now.getTime() - days * DAY_MS);
  const counted: Counted = { real, since, now, except };
  const [open, pace] = [await countOpen(db, counted), await countPace(db, counted)];
  const trend = await countDays(db, counted);
  const late = trend.length < DAYS_TO_FORECAST ? null : await lateAhead(db, counted, pace);
  return {
    at: now.toISOString(),
    days,
    real,
    open,
    pace,
    trend,
    times: await measureTimes(db, counted),
    reasons: await countReasons(db, counted),
    precision: {
      terms: await rateHits(db, 'terms', counted),
      sites: await rateHits(db, 'sites', counted),
      techniques: await rateHits(db, 'techniques', counted),
      substances: await rateHits(db, 'substances', counted),
    },
    forecast: open.map(({ severity, overdue }) => ({ severity, overdue, ahead: late?.[severity] ?? null })),
    people: await countPeople(db, counted),
  };
}

/** By severity what will be late, one number for each of `FORECAST_HOURS`. */
async function lateAhead(
  db: Db,
  counted: Counted,
  pace: Figures['pace'],
): Promise<Record<Severity, number[]>> {
  const hourly = (severity: Severity) => (pace.find((each) => each.severity === severity)?.opened ?? 0) / 24;
  const intake = Object.fromEntries(SEVERITIES.map((severity) => [severity, hourly(severity)]));
  const decided = pace.reduce((sum, each) => sum + each.decided, 0) / 24;
  return forecastLate(
    {
      waiting: await groupWaiting(db, counted),
      intake: intake as Record<Severity, number>,
      pace: decided,
      service: await serviceHours(db),
    },
    FORECAST_HOURS,
  );
}
