/** One configured target, in its checked and complete form (durations in seconds, every default filled in). */
import { z } from 'zod';
import { siteLimits } from './alarm.ts';

/** What a site file may give one run. */
export const MOST_RUN_MINUTES = 1440;

/** Where a field is read: a CSS selector's text, one of its attributes, or the group of a pattern in either. */
export const fieldSelector = z.strictObject({
  selector: z.string(),
  attribute: z.string().nullable(),
  pattern: z.string().nullable(),
});
export type FieldSelector = z.infer<typeof fieldSelector>;

export const SITE_FIELDS = [
  'url',
  'title',
  'description',
  'price',
  'currency',
  'availability',
  'quantity',
  'seller',
  'sellerUrl',
  'sellerId',
  'contact',
  'location',
  'image',
  'id',
  'postedAt',
  'cas',
] as const;
export type SiteField = (typeof SITE_FIELDS)[number];

/**
 * `match` is a path pattern (`*` one segment, `**` any depth); `item` splits a list into cards; of each the candidates are
 * tried in order, and none means that the site file says nothing of it.
 */
export const pageRule = z.strictObject({
  match: z.string().nullable(),
  item: z.array(z.string()),
  next: z.array(fieldSelector),
  fields: z.partialRecord(z.enum(SITE_FIELDS), z.array(fieldSelector)),
});
export type PageRule = z.infer<typeof pageRule>;

/** What a site is, as far as its operator says: context for ambiguous words, never a verdict. */
export const SITE_KINDS = [
  'chemical-supplier',
  'laboratory-supplier',
  'pharmacy',
  'bookshop',
  'publisher',
  'news',
  'government',
  'training',
  'marketplace',
  'classifieds',
  'forum',
] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

export const FETCH_MODES = ['http', 'browser', 'auto'] as const;

export const site = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(SITE_KINDS).nullable(),
  country: z.string().nullable(),
  /** ISO 4217, used only where the page names no currency. */
  currency: z.string().nullable(),
  start: z.array(z.string()).min(1),
  schedule: z.strictObject({
    everySeconds: z.number(),
    /** Five fields; takes the place of `everySeconds`. */
    cron: z.string().optional(),
    /** Hours of the day in which the site may be visited: "08:00-20:00", several with commas between; null: all. */
    window: z.string().nullable(),
    timezone: z.string(),
    /** Each turn is up to so much later, by another amount each time. */
    jitterSeconds: z.number().optional(),
    /** 0 to 9, the highest first among sites that are due at the same time; 0 when left out. */
    priority: z.number().optional(),
    /** False: a turn that was missed is left out, not made up for. */
    catchUp: z.boolean().optional(),
  }),
  politeness: z.strictObject({
    delaySeconds: z.number(),
    pages: z.number(),
    /** Of one run, unpacked. */
    megabytes: z.number(),
    minutes: z.number(),
    depth: z.number(),
  }),
  /** What is not obeyed here, each with the operator's written reason; null: it is obeyed. */
  overrides: z.strictObject({
    robots: z.string().nullable(),
    nofollow: z.string().nullable(),
    noarchive: z.string().nullable(),
  }),
  /** When something of this site is an alarm; what is left out is as everywhere. */
  alarms: siteLimits.optional(),
  /** Ports besides 80 and 443 that the site may be reached on. */
  ports: z.array(z.number()),
  fetch: z.enum(FETCH_MODES),
  /** A site of the practice market: its alerts are flagged, never sent to a notifier, and purged by one command. */
  practice: z.boolean(),
  pages: z.strictObject({ list: pageRule.nullable(), detail: pageRule.nullable() }),
});
export type Site = z.infer<typeof site>;

/** The part of a site that says how its pages are read; all that extraction needs to know of a site. */
export type ReadingRules = Pick<Site, 'id' | 'country' | 'currency' | 'pages'>;
