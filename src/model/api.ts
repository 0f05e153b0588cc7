/** Requests and responses of the HTTP interface: one schema gives validation, types and documentation. */
import { z } from 'zod';
import { ALERT_ACTIONS, ALERT_STATES, OUTCOMES } from './alert.ts';
import { hit, lawRow, reason, SCREENED_FIELDS, SEVERITIES, TECHNIQUES } from './assessment.ts';
import { listing } from './listing.ts';
import { offerContext, sighting } from './offer-api.ts';
import { permissionName } from './permissions.ts';
import { alertQuality } from './second-look.ts';
import { suppressionMet } from './suppression.ts';

/** Where each is asked for; which methods each knows stands in the committed src/api/openapi.json. */
export const API_PATHS = {
  session: '/api/v1/session',
  signInWays: '/api/v1/session/ways',
  elsewhere: '/api/v1/session/elsewhere',
  elsewhereReturn: '/api/v1/session/elsewhere/return',
  alerts: '/api/v1/alerts',
  alert: '/api/v1/alerts/:id',
  decisions: '/api/v1/alerts/:id/decisions',
  reopen: '/api/v1/alerts/:id/reopen',
  escalate: '/api/v1/alerts/:id/escalate',
  returnToAnalysts: '/api/v1/alerts/:id/return',
  snooze: '/api/v1/alerts/:id/snooze',
  wake: '/api/v1/alerts/:id/wake',
  reveal: '/api/v1/alerts/:id/reveal',
  capture: '/api/v1/alerts/:id/capture',
  screenshot: '/api/v1/alerts/:id/screenshot',
  policies: '/api/v1/policies',
  overview: '/api/v1/overview',
  openapi: '/api/v1/openapi.json',
} as const;

export const signInRequest = z.strictObject({
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
  /** Six digits of the second factor; needed once the account has one. */
  code: z
    .string()
    .regex(/^\d{6}$/, 'must be six digits')
    .optional(),
});
export const currentUser = z.strictObject({
  name: z.string(),
  role: z.string(),
  permissions: z.array(permissionName),
  secondFactor: z.boolean(),
  /** Signs in through the identity provider only, which keeps the password and the second factor. */
  external: z.boolean(),
  /** Whether the practice market is being watched: what says so stands there from the first moment. */
  practice: z.boolean(),
});
export type CurrentUser = z.infer<typeof currentUser>;

/** How one can sign in: always by name and password; through an identity provider where `elsewhere` names one. */
export const signInWays = z.strictObject({ elsewhere: z.strictObject({ name: z.string() }).nullable() });

/** RFC 9457 problem details; `detail` says what to do. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** urgency: the gravest first, of them the longest waiting; due: the earliest end of its time first. */
export const ALERT_SORTS = ['urgency', 'due', 'newest', 'oldest', 'score'] as const;

/** open: all that waits for a decision (open, reopened, escalated) and is not hidden; escalated: the leads' list. */
export const LIST_STATES = ['open', 'escalated', 'snoozed', 'suppressed', 'decided', 'all'] as const;

const MOST_HOURS = 24 * 3660;

/** What narrows a list, besides state and order; what is left out does not narrow it. */
export const alertFilters = z.strictObject({
  severity: z.enum(SEVERITIES).optional(),
  substance: z.string().max(100).optional(),
  site: z.string().max(100).optional(),
  seller: z.coerce.number().int().positive().optional(),
  /** BCP 47, as the page declares it; "de" also finds "de-AT". */
  language: z.string().max(35).optional(),
  technique: z.enum(TECHNIQUES).optional(),
  /** Hours since it began to wait. */
  olderThanHours: z.coerce.number().int().min(0).max(MOST_HOURS).optional(),
  newerThanHours: z.coerce.number().int().min(1).max(MOST_HOURS).optional(),
  /** Name of the account that holds it, "me", or "none". */
  assignee: z.string().min(1).max(100).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  text: z.string().max(200).optional(),
});
export type AlertFilters = z.infer<typeof alertFilters>;

const cursor = z.string().max(200).optional();

/** Where a page of the list lies, of which at most one is given; left out, it is the first one. */
const alertPlace = {
  /** The `next` of another page: what follows it, whatever came or went before it. */
  cursor,
  /** The `previous` of another page: what comes right before it. */
  before: cursor,
  /** So many rows from the top as the list is now: for a jump. */
  offset: z.coerce.number().int().min(0).max(10_000_000).optional(),
};

/** What a list shows and in which order, wherever in it one is. */
export const listQuery = z.strictObject({
  state: z.enum(LIST_STATES).default('open'),
  ...alertFilters.shape,
  sort: z.enum(ALERT_SORTS).default('urgency'),
});
export type ListQuery = z.infer<typeof listQuery>;

export const alertQuery = z
  .strictObject({
    ...listQuery.shape,
    ...alertPlace,
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(
    ({ cursor, before, offset }) => [cursor, before, offset].filter((each) => each !== undefined).length < 2,
    {
      error: 'only one of cursor, before and offset can be given',
    },
  );
export type AlertQuery = z.infer<typeof alertQuery>;

/** open: while its tab is open; held: kept until an hour that was named; handed: given by a colleague, not yet opened. */
export const CLAIM_KINDS = ['open', 'held', 'handed'] as const;

export const claimOfRow = z.strictObject({
  by: z.string(),
  kind: z.enum(CLAIM_KINDS),
  expiresAt: z.string(),
});

export const alertRow = z.strictObject({
  id: z.int(),
  /** Rises when a crawl found something materially new. */
  revision: z.int(),
  /** Rises with every change of state or facts; the ETag of the alert. */
  version: z.int(),
  state: z.enum(ALERT_STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  severity: z.enum(SEVERITIES),
  score: z.number(),
  substances: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  techniques: z.array(z.enum(TECHNIQUES)),
  title: z.string().nullable(),
  seller: z.string().nullable(),
  site: z.strictObject({ id: z.string(), name: z.string() }),
  sightings: z.int(),
  language: z.string().nullable(),
  openedAt: z.string(),
  revisedAt: z.string(),
  /** Since when it waits for a decision, and until when there is time for one. */
  waitingSince: z.string(),
  dueAt: z.string(),
  snoozedUntil: z.string().nullable(),
  /** Hidden from the lists of what waits. */
  suppressed: z.boolean(),
  claim: claimOfRow.nullable(),
  practice: z.boolean(),
});
export type AlertRow = z.infer<typeof alertRow>;

export const alertPage = z.strictObject({
  items: z.array(alertRow),
  /** Pass it back as `cursor` for the following page; null on the last one. */
  next: z.string().nullable(),
  /** Pass it back as `before` for the page before this one; null on the first one. */
  previous: z.string().nullable(),
  total: z.int(),
});
export type AlertPage = z.infer<typeof alertPage>;

/** One screened field with its hits; personal data in `text` is masked character by character, so spans still fit. */
export const markedText = z.strictObject({
  field: z.enum([...SCREENED_FIELDS, 'text']),
  text: z.string(),
  hits: z.array(hit),
  /** The text as it is compared: case, width, look-alikes of layout and escapes made plain; `spans` are those of the hits. */
  normalised: z.strictObject({
    text: z.string(),
    spans: z.array(z.strictObject({ start: z.int(), end: z.int() })),
  }),
});
export type MarkedText = z.infer<typeof markedText>;

export const decision = z.strictObject({
  id: z.int(),
  action: z.enum(ALERT_ACTIONS),
  /** Of the action `decide`; null for all others. */
  outcome: z.enum(OUTCOMES).nullable(),
  reason: z.string().nullable(),
  policy: z.string().nullable(),
  note: z.string().nullable(),
  /** Number of the alert that this one repeats. */
  duplicateOf: z.int().nullable(),
  /** The decision that this one takes back. */
  undoes: z.int().nullable(),
  by: z.string(),
  at: z.string(),
  /** Alert revision, watch-list version and law that the decision was made under. */
  revision: z.int(),
  watchlist: z.string(),
  law: z.array(lawRow),
});
export type Decision = z.infer<typeof decision>;

/** A picture of the stored page as a browser drew it, without pictures of its own. */
export const screenshotFacts = z.strictObject({
  /** Of the picture, hexadecimal. */
  sha256: z.string(),
  takenAt: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
});
export type ScreenshotFacts = z.infer<typeof screenshotFacts>;

export const alertDetail = z.strictObject({
  ...alertRow.shape,
  listing,
  texts: z.array(markedText),
  reasons: z.array(reason),
  law: z.array(lawRow),
  watchlist: z.string(),
  /** The latest seen first, at most 200. */
  sightingList: z.array(sighting),
  ...offerContext.shape,
  decisions: z.array(decision),
  sellerId: z.int().nullable(),
  /** Until when this person sees contacts; null while they are masked. */
  revealedUntil: z.string().nullable(),
  capturedAt: z.string().nullable(),
  /** SHA-256 of the stored page, hexadecimal. */
  capture: z.string().nullable(),
  /** Null where the page was read without a browser, or none was taken. Contacts in it cannot be masked. */
  screenshot: screenshotFacts.nullable(),
  /** Suppressions that it meets, whether or not it is hidden now: a decided one comes back hidden. */
  metBy: z.array(suppressionMet),
  /** Whoever asks has a second look at it to answer: until then how it was decided is not told. */
  sealed: z.boolean(),
  /** Null for those who are not to know, so that second looks stay blind. */
  quality: alertQuality.nullable(),
});
export type AlertDetail = z.infer<typeof alertDetail>;

const note = z.string().max(4000).nullable();

/** What every change of an alert says of what was seen; the header If-Match may say it by version as well. */
const seen = {
  /** The revision that the analyst saw: a change of an older one is refused. */
  revision: z.int(),
};

export const decisionRequest = z.strictObject({
  outcome: z.enum(OUTCOMES),
  reason: z.string().max(100),
  policy: z.string().max(60).nullable().default(null),
  note,
  duplicateOf: z.int().positive().nullable().default(null),
  ...seen,
});
export type DecisionRequest = z.input<typeof decisionRequest>;

/** Reopening, returning to the analysts and waking say why only if they like; escalating must. */
export const noteRequest = z.strictObject({ note, ...seen });

export const snoozeRequest = z.strictObject({ until: z.iso.datetime(), note, ...seen });

/** So long contacts stay visible to whoever gave a reason. */
export const REVEAL_MINUTES = 60;

export const revealRequest = z.strictObject({ reason: z.string().trim().min(3).max(1000) });
export type RevealRequest = z.infer<typeof revealRequest>;
