/** What else can be done with an alert than deciding it: each order as a short form of choices and a note. */
import { API_PATHS } from '../../model/api.ts';
import { count } from '../words.ts';
import type { AlertOrder } from './alert-queries.ts';
import type { ClaimOrder } from './claim-queries.ts';

export type SideKind =
  | 'escalate'
  | 'return'
  | 'snooze'
  | 'reopen'
  | 'hold'
  | 'hand-over'
  | 'take-over'
  | 'reveal';

export type SideDraft = { readonly kind: SideKind; readonly choice: string | null; readonly note: string };

type Words = {
  readonly title: string;
  readonly submit: string;
  readonly note: string;
  readonly noteNeeded: boolean;
  readonly done: string;
};

export const SIDE_WORDS: Readonly<Record<SideKind, Words>> = {
  escalate: {
    title: 'Escalate to the leads',
    submit: 'Escalate',
    note: 'What shall they look at?',
    noteNeeded: true,
    done: 'Escalated',
  },
  return: {
    title: 'Return to the analysts',
    submit: 'Return',
    note: 'What shall they know? (optional)',
    noteNeeded: false,
    done: 'Returned',
  },
  snooze: {
    title: 'Snooze',
    submit: 'Snooze',
    note: 'Why? (optional)',
    noteNeeded: false,
    done: 'Snoozed',
  },
  reopen: {
    title: 'Open again',
    submit: 'Open again',
    note: 'Why? (optional)',
    noteNeeded: false,
    done: 'Opened again',
  },
  hold: {
    title: 'Hold your claim without an open tab',
    submit: 'Hold',
    note: 'What are you waiting for? (optional)',
    noteNeeded: false,
    done: 'Held',
  },
  'hand-over': {
    title: 'Hand over to a colleague',
    submit: 'Hand over',
    note: 'What shall they know? (optional)',
    noteNeeded: false,
    done: 'Handed over',
  },
  'take-over': {
    title: 'Take over',
    submit: 'Take over',
    note: 'Why? The one who holds it is shown this.',
    noteNeeded: true,
    done: 'Taken over',
  },
  reveal: {
    title: 'Reveal the contacts',
    submit: 'Reveal',
    note: 'Why do you need them? This is put on record.',
    noteNeeded: true,
    done: 'Revealed',
  },
};

export type Choice = { readonly value: string; readonly label: string };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** In the order of their number keys; none where there is nothing to choose. */
export function sideChoices(kind: SideKind, now: Date, colleagues: readonly string[]): Choice[] {
  if (kind === 'hold')
    return [2, 8, 24, 72].map((hours) => ({ value: String(hours), label: count(hours, 'hour') }));
  if (kind === 'hand-over') return colleagues.map((name) => ({ value: name, label: name }));
  if (kind !== 'snooze') return [];
  const after = (ms: number) => new Date(now.getTime() + ms).toISOString();
  return [
    { value: after(4 * HOUR), label: '4 hours' },
    { value: morningAfter(now, 1), label: 'Until tomorrow, 9:00' },
    { value: morningAfter(now, 3), label: '3 days' },
    { value: morningAfter(now, 7), label: 'A week' },
    { value: after(30 * DAY), label: '30 days' },
  ];
}

/** Nine o'clock at the desk, so many days ahead. */
function morningAfter(now: Date, days: number): string {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  day.setHours(9, 0, 0, 0);
  return day.toISOString();
}

const WITH_CHOICE: readonly SideKind[] = ['snooze', 'hold', 'hand-over'];

export function hasChoices(kind: SideKind): boolean {
  return WITH_CHOICE.includes(kind);
}

export function sideMissing({ kind, choice, note }: SideDraft): 'choice' | 'note' | null {
  if (hasChoices(kind) && choice === null) return 'choice';
  return SIDE_WORDS[kind].noteNeeded && note.trim() === '' ? 'note' : null;
}

const ALERT_PATHS = {
  escalate: API_PATHS.escalate,
  return: API_PATHS.returnToAnalysts,
  snooze: API_PATHS.snooze,
  reopen: API_PATHS.reopen,
} as const;

/** The order on the alert itself that it becomes; null for one on the claim, and while something is missing. */
export function toAlertOrder(draft: SideDraft): AlertOrder | null {
  const { kind, choice } = draft;
  if (sideMissing(draft) !== null) return null;
  const note = draft.note.trim() || null;
  if (kind === 'snooze') return { path: ALERT_PATHS.snooze, body: { until: choice, note } };
  if (kind === 'escalate' || kind === 'return' || kind === 'reopen')
    return { path: ALERT_PATHS[kind], body: { note } };
  return null;
}

/** The order on the claim that it becomes. */
export function toClaimOrder(draft: SideDraft): ClaimOrder | null {
  const { kind, choice } = draft;
  if (sideMissing(draft) !== null) return null;
  const note = draft.note.trim() || null;
  if (kind === 'hold') return { kind, hours: Number(choice), note };
  if (kind === 'hand-over') return { kind, to: choice ?? '', note };
  if (kind === 'take-over') return { kind, reason: note ?? '' };
  return null;
}
