/** Figures for leads: what waits, how fast it is decided, how often terms are right, and what will be late. */
import { z } from 'zod';
import { OUTCOMES } from './alert.ts';
import { SEVERITIES } from './assessment.ts';

export const FIGURES_PATHS = { figures: '/api/v1/figures' } as const;

/** Decisions from `days` back until now are counted. */
export const figuresQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) });
export type FiguresQuery = z.infer<typeof figuresQuery>;

/** Upper ends of the classes of age, in hours; the last class has none. */
export const AGE_HOURS = [1, 4, 24, 72, 168] as const;
/** For so many hours ahead it is told how many alerts will be late. */
export const FORECAST_HOURS = [24, 72, 168] as const;
/** A first crawl opens at once what a shop has gathered over years: fewer days of alerts tell nothing of the days ahead. */
export const DAYS_TO_FORECAST = 7;

const severity = z.enum(SEVERITIES);
/** Seconds; null where nothing was counted. */
const spread = z.strictObject({ median: z.number(), p90: z.number() }).nullable();

const hitRate = z.strictObject({
  value: z.string(),
  name: z.string(),
  confirmed: z.int(),
  dismissed: z.int(),
  /** confirmed / (confirmed + dismissed). */
  precision: z.number(),
});
export type HitRate = z.infer<typeof hitRate>;

export const figures = z.strictObject({
  at: z.string(),
  days: z.int(),
  /** False when only the practice market has alerts: then those are counted. */
  real: z.boolean(),
  open: z.array(
    z.strictObject({
      severity,
      alerts: z.int(),
      overdue: z.int(),
      /** One count for each class of age, the youngest first. */
      ages: z.array(z.int()),
    }),
  ),
  /** Alerts a day, over the days counted; over fewer where the first alert is younger. */
  pace: z.array(z.strictObject({ severity, opened: z.number(), decided: z.number() })),
  /** One row for each day (UTC) of those counted, the oldest first; none before the first alert. */
  trend: z.array(z.strictObject({ day: z.string(), opened: z.int(), decided: z.int() })),
  times: z.array(
    z.strictObject({ severity, decided: z.int(), firstLook: spread, decision: spread, late: z.int() }),
  ),
  reasons: z.array(z.strictObject({ outcome: z.enum(OUTCOMES), reason: z.string(), alerts: z.int() })),
  precision: z.strictObject({
    terms: z.array(hitRate),
    sites: z.array(hitRate),
    techniques: z.array(hitRate),
    substances: z.array(hitRate),
  }),
  /**
   * Alerts whose time will end undecided, if they come and are decided at the present pace, besides those that are late now: one
   * number for each of FORECAST_HOURS; null while there have been alerts for less than DAYS_TO_FORECAST.
   */
  forecast: z.array(z.strictObject({ severity, overdue: z.int(), ahead: z.array(z.number()).nullable() })),
  people: z.array(
    z.strictObject({
      name: z.string(),
      decided: z.int(),
      /** Of this person's decisions that somebody else made again. */
      lookedAt: z.int(),
      agreed: z.int(),
      gold: z.int(),
      goldRight: z.int(),
    }),
  ),
});
export type Figures = z.infer<typeof figures>;
