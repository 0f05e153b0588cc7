/** Turns published alerts into what each notifier is sent: who hears of which, when, and with every contact masked. */
import { quietUntil } from '../../../config/quiet-hours.ts';
import type { PublishedAlert } from '../../model/alert.ts';
import { SEVERITIES, type Severity } from '../../model/assessment.ts';
import type { NoticeContent, NotifierConfig } from '../../model/notifier.ts';
import { addMessage } from '../../store/messages/messages.ts';
import {
  type AlertWords,
  addNotices,
  putInMessage,
  substanceNames,
  wordsOfAlerts,
} from '../../store/messages/notices.ts';
import { listNotifiers } from '../../store/messages/notifiers.ts';
import { markNoted, takeUnnoted } from '../../store/offers/outbox.ts';
import type { Db } from '../../store/open-database.ts';
import { maskContacts } from '../../text/mask-contacts.ts';

const BATCH = 200;
/** Titles are cut to this: a message is a hint, not the page. */
const LONGEST_TITLE = 300;

const RANKS: ReadonlyMap<string, number> = new Map(SEVERITIES.map((severity, rank) => [severity, rank]));
const rankOf = (severity: string) => RANKS.get(severity) ?? 0;

function hears(notifier: NotifierConfig, { site, severity }: PublishedAlert): boolean {
  const here = notifier.sites.length === 0 || notifier.sites.includes(site);
  return here && rankOf(severity) >= rankOf(notifier.severity);
}

/** When a message may first be sent: now, or when the notifier's quiet hours end. */
export function dueAt({ quiet }: NotifierConfig, severity: Severity, now: Date): Date {
  if (quiet === null) return now;
  if (quiet.except !== null && rankOf(severity) >= rankOf(quiet.except)) return now;
  return quietUntil(quiet.hours, quiet.timezone, now) ?? now;
}

function contentOf(
  alert: PublishedAlert,
  words: AlertWords | undefined,
  names: ReadonlyMap<string, string>,
): NoticeContent {
  const mask = (text: string | null) =>
    text === null ? null : maskContacts(text, words?.contacts ?? []).slice(0, LONGEST_TITLE);
  const { site, substances, severity, practice: _practice, ...rest } = alert;
  return {
    ...rest,
    severity: SEVERITIES.find((each) => each === severity) ?? 'low',
    substances: substances.map((id) => ({ id, name: names.get(id) ?? id })),
    site: { id: site, name: words?.site ?? site },
    title: mask(words?.title ?? null),
    seller: mask(words?.seller ?? null),
  };
}

export type Noted = {
  readonly alerts: number;
  /** Notifiers that have something new to send. */
  readonly notifiers: readonly string[];
};

/**
 * One batch of what was written to the outbox, oldest first: each notifier hears of each revision once. It waits neither
 * for the queue `review` nor for whoever reads it. Alerts of the practice market are for nobody.
 */
export async function noteAlerts(db: Db, now: Date): Promise<Noted> {
  return await db.transaction().execute(async (tx) => {
    const rows = await takeUnnoted(tx, BATCH);
    const alerts = rows.map(({ payload }) => payload).filter(({ practice }) => !practice);
    const ids = rows.map(({ id }) => id);
    await markNoted(tx, ids, now);
    const notifiers = alerts.length === 0 ? [] : await listNotifiers(tx);
    if (notifiers.length === 0) return { alerts: rows.length, notifiers: [] };
    return { alerts: rows.length, notifiers: await tellNotifiers(tx, notifiers, alerts, now) };
  });
}

async function tellNotifiers(
  tx: Db,
  notifiers: readonly NotifierConfig[],
  alerts: readonly PublishedAlert[],
  now: Date,
): Promise<string[]> {
  const words = await wordsOfAlerts(tx, [...new Set(alerts.map(({ alert }) => alert))]);
  const names = await substanceNames(tx, [...new Set(alerts.flatMap(({ substances }) => substances))]);
  const told: string[] = [];
  for (const notifier of notifiers) {
    const contents = alerts
      .filter((alert) => hears(notifier, alert))
      .map((alert) => contentOf(alert, words.get(alert.alert), names));
    const notices = await addNotices(tx, notifier.id, contents, now);
    if (notifier.digest !== null || notices.length === 0) continue;
    for (const { id, content } of notices) {
      const due = dueAt(notifier, content.severity, now);
      const message = { notifier: notifier.id, alert: content.alert, due } as const;
      const sent = await addMessage(tx, { ...message, content: { kind: 'alert', alert: content } }, now);
      await putInMessage(tx, [id], sent);
    }
    told.push(notifier.id);
  }
  return told;
}
