/** What an analyst reviews and decides: the closed lists of states, outcomes and reasons. */
import { z } from 'zod';

export const ALERT_STATES = ['open', 'escalated', 'snoozed', 'decided', 'reopened'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What waits for a decision; escalated alerts wait in the leads' list. */
export const WAITING_STATES = ['open', 'reopened', 'escalated'] as const satisfies readonly AlertState[];

/** What a person can do to an alert, as the record of decisions names it. */
export const ALERT_ACTIONS = ['decide', 'reopen', 'escalate', 'return', 'snooze', 'wake', 'undo'] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];

export const OUTCOMES = ['confirmed', 'dismissed', 'duplicate'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Reasons by outcome: a decision names one of its outcome's reasons. */
export const DECISION_REASONS = {
  confirmed: ['offers-listed-substance', 'offers-under-alias', 'offers-by-cas-number', 'broker-or-service'],
  dismissed: [
    'other-substance',
    'other-meaning',
    'reference-standard',
    'test-or-literature',
    'licensed-trade',
    'not-an-offer',
  ],
  duplicate: ['same-offer'],
} as const satisfies Record<Outcome, readonly [string, ...string[]]>;

export const REASON_TEXTS: Readonly<Record<string, string>> = {
  'offers-listed-substance': 'Offers a listed substance by name',
  'offers-under-alias': 'Offers it under an alias or in disguise',
  'offers-by-cas-number': 'Offers it by CAS number',
  'broker-or-service': 'Brokers or procures it',
  'other-substance': 'Another substance',
  'other-meaning': 'The words mean something else',
  'reference-standard': 'Reference standard under licence',
  'test-or-literature': 'Test kit, paper, safety sheet or news',
  'licensed-trade': 'Licensed trade with declared end use',
  'not-an-offer': 'Nothing is offered',
  'same-offer': 'Same offer as another alert',
};

/** An alert is put off for so long at most. */
export const LONGEST_SNOOZE_DAYS = 90;

/** Reasons that say too little by themselves: the note says which substance, meaning or alert. */
export const REASONS_WITH_NOTE: readonly string[] = ['other-substance', 'other-meaning', 'same-offer'];

/** What the queue `review` carries: enough to fetch the alert, nothing personal. */
export const publishedAlert = z.strictObject({
  alert: z.int(),
  revision: z.int(),
  site: z.string(),
  severity: z.string(),
  score: z.number(),
  substances: z.array(z.string()),
  listing: z.string(),
  practice: z.boolean(),
  watchlist: z.string(),
  at: z.string(),
});
export type PublishedAlert = z.infer<typeof publishedAlert>;
