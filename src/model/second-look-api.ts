/** Requests and responses about second looks: decisions made again by somebody who does not see the first. */
import { z } from 'zod';
import { OUTCOMES } from './alert.ts';
import { alertDetail } from './api.ts';
import { rowPageQuery } from './row-page.ts';
import { SECOND_LOOK_STATES } from './second-look.ts';

export const SECOND_LOOK_PATHS = {
  list: '/api/v1/second-looks',
  next: '/api/v1/second-looks/next',
  answer: '/api/v1/second-looks/:id/answer',
  skip: '/api/v1/second-looks/:id/skip',
  resolution: '/api/v1/second-looks/:id/resolution',
  gold: '/api/v1/gold',
  goldItem: '/api/v1/gold/:id',
  sampling: '/api/v1/sampling',
} as const;

export const SAMPLING_KINDS = ['all', 'term', 'site', 'person'] as const;
/** Minutes in which somebody who was given one answers, before another is asked. */
export const SECOND_LOOK_MINUTES = 30;

const note = z.string().max(4000).nullable();
const answer = { outcome: z.enum(OUTCOMES), reason: z.string().max(100), note };

/** The alert as if nobody had decided it yet. */
export const secondLookNext = z.strictObject({
  look: z.strictObject({ id: z.int(), alert: alertDetail, assignedUntil: z.string() }).nullable(),
});
export type SecondLookNext = z.infer<typeof secondLookNext>;

export const secondLookAnswer = z.strictObject(answer);
export type SecondLookAnswer = z.infer<typeof secondLookAnswer>;

export const secondLook = z.strictObject({
  id: z.int(),
  kind: z.enum(['sample', 'gold']),
  alert: z.int(),
  state: z.enum(SECOND_LOOK_STATES),
  first: z.strictObject({ by: z.string().nullable(), outcome: z.enum(OUTCOMES), reason: z.string() }),
  /** null until somebody answered. */
  second: z.strictObject({ by: z.string().nullable(), at: z.string(), ...answer }).nullable(),
  resolution: z
    .strictObject({
      by: z.string().nullable(),
      at: z.string(),
      stands: z.enum(['first', 'second']),
      note,
    })
    .nullable(),
  createdAt: z.string(),
});
export type SecondLook = z.infer<typeof secondLook>;

export const secondLookQuery = z.strictObject({
  state: z.enum(SECOND_LOOK_STATES).default('disagreed'),
  ...rowPageQuery.shape,
});
export type SecondLookQuery = z.infer<typeof secondLookQuery>;

/** `next` is the value of `before` for the following page. */
export const secondLookPage = z.strictObject({ items: z.array(secondLook), next: z.int().nullable() });
export type SecondLookPage = z.infer<typeof secondLookPage>;

/** `second` also changes the alert, when it still stands as the first decision left it. */
export const resolutionRequest = z.strictObject({ stands: z.enum(['first', 'second']), note });
export type ResolutionRequest = z.infer<typeof resolutionRequest>;

export const goldItem = z.strictObject({
  id: z.int(),
  alert: z.int(),
  ...answer,
  by: z.string(),
  createdAt: z.string(),
  /** How often it was answered, and how often as it should be. */
  answered: z.int(),
  right: z.int(),
});
export type GoldItem = z.infer<typeof goldItem>;
export const goldList = z.strictObject({ items: z.array(goldItem), next: z.int().nullable() });
export const goldRequest = z.strictObject({ alert: z.int().positive(), ...answer });
export type GoldRequest = z.infer<typeof goldRequest>;

/** `value`: "" for all, else the text of a term, the id of a site or the name of an account. */
const samplingRate = z.strictObject({
  kind: z.enum(SAMPLING_KINDS),
  value: z.string().max(200),
  rate: z.number().min(0).max(1),
});
export const samplingRates = z.strictObject({ items: z.array(samplingRate).max(500) });
export type SamplingRates = z.infer<typeof samplingRates>;
