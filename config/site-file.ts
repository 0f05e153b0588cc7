/** The form of a site file: what an operator writes, with every default, and its translation into a Site. */
import { z } from 'zod';
import type { FieldSelector, PageRule, Site } from '../src/model/site.ts';
import { FETCH_MODES, MOST_RUN_MINUTES, SITE_FIELDS, SITE_KINDS } from '../src/model/site.ts';
import { boundedPattern } from '../src/text/bounded-pattern.ts';
import { cronFault } from './cron-turns.ts';
import { duration, hoursOfDay, isTimeZone, toSeconds } from './written-times.ts';

/** The longest selector or pattern; real ones have some dozens of characters. */
const MAX_SELECTOR = 500;

const pattern = z
  .string()
  .max(MAX_SELECTOR)
  .superRefine((source, context) => {
    const bounded = boundedPattern(source);
    if (typeof bounded === 'string') context.addIssue({ code: 'custom', message: bounded });
  })
  .describe(
    'Regular expression in the selected text; its first group is the value, or the whole match where it has none. ' +
      'Hostile pages are searched with it, so it may not repeat a group that holds a repetition or a choice, refer ' +
      'back, or look ahead or behind. Ignore case with (?i:…).',
  );

const selector = z.string().min(1).max(MAX_SELECTOR);

const oneSelector = z.union([
  selector.describe('CSS selector; "." is the card itself.'),
  z.strictObject({
    selector: selector.describe('CSS selector; "." is the card itself.'),
    attribute: z
      .string()
      .min(1)
      .optional()
      .describe('Name of the attribute that holds the value; the text of the element if left out.'),
    pattern: pattern.optional(),
  }),
]);
const selectors = z
  .union([oneSelector, z.array(oneSelector).min(1)])
  .describe('One selector, or several that are tried in order until one finds something.');

const pages = z.strictObject({
  match: z
    .string()
    .startsWith('/', 'is a path pattern and starts with /')
    .optional()
    .describe(
      'Path pattern of these pages: "*" is one segment or a part of one, "**" any depth; with "?" the query counts too.',
    ),
  item: z
    .union([selector, z.array(selector).min(1)])
    .optional()
    .describe('Selector of one card of a list, or several that are tried in order.'),
  next: selectors
    .optional()
    .describe('The link to the page that goes on with a list, or what holds its address.'),
  fields: z
    .partialRecord(z.enum(SITE_FIELDS), selectors)
    .optional()
    .describe(
      'Where fields stand. What is found wins over every other reader; what is left out is still looked for.',
    ),
});

/** Names no account: only public pages are read. What is no URL is told as that alone. */
function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

const startUrl = z
  .url({ protocol: /^https?$/, error: 'must be a full http(s) URL, such as https://shop.example/catalog/' })
  .refine(isPublicUrl, 'must not hold a user name or password: only public pages are read');

const share = z.number().min(0).max(1);

const windowOfDay = hoursOfDay('08:00-20:00');

/** A run that begins again as soon as it has ended leaves no server in peace. */
const turn = duration.refine((text) => !(toSeconds(text) < 60), 'must be 1m or more');

const schedule = z
  .strictObject({
    every: turn.optional(),
    cron: z
      .string()
      .max(100)
      .optional()
      .describe('Five fields in the time zone below, such as "30 6 * * 1-5"; instead of every.'),
    window: z
      .union([windowOfDay, z.array(windowOfDay).min(1).max(10)])
      .optional()
      .describe('Hours of the day in which the site may be visited, or a list of such.'),
    timezone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai').optional(),
    jitter: duration
      .optional()
      .describe('Each turn is up to so much later, so that many sites do not begin at the same moment.'),
    priority: z
      .int()
      .min(0)
      .max(9)
      .optional()
      .describe('The highest first among sites that are due at the same time; 0 if left out.'),
    missed: z
      .enum(['run-once', 'skip'])
      .optional()
      .describe('What becomes of turns that nobody was there for; run-once if left out.'),
  })
  .superRefine(({ every, cron, timezone }, context) => {
    if (cron === undefined) return;
    const fault = every === undefined ? cronFault(cron, timezone ?? 'UTC') : 'cannot stand beside every';
    if (fault !== null) context.addIssue({ code: 'custom', path: ['cron'], message: fault });
  });

/** Written with what the file says only, so that a site reads as its operator wrote it. */
function toSchedule(given: z.infer<typeof schedule> | undefined): Site['schedule'] {
  const { every, cron, window, timezone, jitter, priority, missed } = given ?? {};
  return {
    everySeconds: toSeconds(every ?? '6h'),
    window: window === undefined ? null : asList(window).join(','),
    timezone: timezone ?? 'UTC',
    ...(cron === undefined ? {} : { cron }),
    ...(jitter === undefined ? {} : { jitterSeconds: toSeconds(jitter) }),
    ...(priority === undefined ? {} : { priority }),
    ...(missed === undefined ? {} : { catchUp: missed === 'run-once' }),
  };
}

/** A reason that the site's owner, and whoever reviews this file, may read. */
const writtenReason = z.string().trim().min(20, 'must be a reason in words, of at least 20 letters').max(500);

const override = z
  .strictObject({
    robots: writtenReason.optional().describe('Why robots.txt is not obeyed; its Crawl-delay still is.'),
    nofollow: writtenReason.optional().describe('Why links are followed that say nofollow.'),
    noarchive: writtenReason
      .optional()
      .describe('Why copies are kept of pages that say noindex or noarchive, also where nothing alerts.'),
  })
  .describe(
    'What the site asks for and is not obeyed, each with the written reason, which the log and the console show.',
  );

/** Between two requests, where nothing is said of it. */
export const USUAL_DELAY_SECONDS = 5;

const USUAL_MINUTES = 60;

function budget(most: number) {
  const said = { error: `must be a whole number from 1 to ${most}` };
  return z.int(said).positive(said).max(most, said).optional();
}

const politeness = z
  .strictObject({
    delay: duration.optional(),
    pages: budget(1_000_000),
    megabytes: budget(1_000_000),
    minutes: budget(MOST_RUN_MINUTES),
    depth: budget(100),
  })
  .superRefine(({ delay, minutes = USUAL_MINUTES }, context) => {
    // A run's first request is for robots.txt.
    if (delay === undefined || toSeconds(delay) < minutes * 60) return;
    const message = `leaves no time for a page in a run of ${minutes} minutes: give it more minutes, or a shorter delay`;
    context.addIssue({ code: 'custom', path: ['delay'], message });
  });

export const siteFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(200).optional(),
  kind: z
    .enum(SITE_KINDS)
    .optional()
    .describe('What the site is: context for ambiguous words, never a verdict.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two capitals')
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code of three capitals')
    .optional(),
  start: z
    .union([startUrl, z.array(startUrl).min(1)])
    .describe('Where reading begins: lists of offers, a sitemap, or an RSS or Atom feed.'),
  schedule: schedule.optional(),
  politeness: politeness.optional(),
  override: override.optional(),
  alarms: z
    .strictObject({
      listings: share.optional().describe('Raised when a run reads less than this share of what is usual.'),
      overdue: duration.optional().describe('Raised when a run that is due has not begun for so long.'),
      fields: share
        .optional()
        .describe('Raised when a field is missing from so many more listings than usual.'),
    })
    .optional()
    .describe('When something of this site is an alarm; what is left out is as in notifiers.yaml.'),
  ports: z.array(z.int().min(1).max(65_535)).max(10).optional(),
  fetch: z.enum(FETCH_MODES).optional(),
  pages: z.strictObject({ list: pages.optional(), detail: pages.optional() }).optional(),
});
export type SiteFile = z.infer<typeof siteFile>;

function toLimits({ listings, overdue, fields }: NonNullable<SiteFile['alarms']>): Site['alarms'] {
  return {
    ...(listings === undefined ? {} : { listings }),
    ...(overdue === undefined ? {} : { overdueSeconds: toSeconds(overdue) }),
    ...(fields === undefined ? {} : { fields }),
  };
}

type OneSelector = z.infer<typeof oneSelector>;

function toSelector(given: OneSelector): FieldSelector {
  if (typeof given === 'string') return { selector: given, attribute: null, pattern: null };
  return { selector: given.selector, attribute: given.attribute ?? null, pattern: given.pattern ?? null };
}

function asList<T>(value: T | readonly T[]): T[] {
  return Array.isArray(value) ? [...value] : [value as T];
}

function toRule(given: z.infer<typeof pages> | undefined): PageRule | null {
  if (given === undefined) return null;
  const fields: PageRule['fields'] = {};
  for (const name of SITE_FIELDS) {
    const value = given.fields?.[name];
    if (value !== undefined) fields[name] = asList(value).map(toSelector);
  }
  return {
    match: given.match ?? null,
    item: asList(given.item ?? []),
    next: asList(given.next ?? []).map(toSelector),
    fields,
  };
}

/** Fills in the defaults: every 6 hours, 5 seconds between requests, 2,000 pages, 1,000 megabytes, 60 minutes, 8 links deep. */
export function toSite(file: SiteFile, practice: boolean): Site {
  return {
    id: file.id,
    name: file.name ?? file.id,
    country: file.country ?? null,
    kind: file.kind ?? null,
    currency: file.currency ?? null,
    start: Array.isArray(file.start) ? file.start : [file.start],
    schedule: toSchedule(file.schedule),
    politeness: {
      delaySeconds:
        file.politeness?.delay === undefined ? USUAL_DELAY_SECONDS : toSeconds(file.politeness.delay),
      pages: file.politeness?.pages ?? 2000,
      megabytes: file.politeness?.megabytes ?? 1000,
      minutes: file.politeness?.minutes ?? USUAL_MINUTES,
      depth: file.politeness?.depth ?? 8,
    },
    overrides: {
      robots: file.override?.robots ?? null,
      nofollow: file.override?.nofollow ?? null,
      noarchive: file.override?.noarchive ?? null,
    },
    ...(file.alarms === undefined ? {} : { alarms: toLimits(file.alarms) }),
    ports: file.ports ?? [],
    fetch: file.fetch ?? 'auto',
    practice,
    pages: { list: toRule(file.pages?.list), detail: toRule(file.pages?.detail) },
  };
}
