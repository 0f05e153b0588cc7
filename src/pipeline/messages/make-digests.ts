/** Gathers what a notifier has waited for into one message, when its digest is due. */
import { nextCronTurn } from '../../../config/cron-turns.ts';
import { SEVERITIES, type Severity } from '../../model/assessment.ts';
import type { NoticeContent, NotifierConfig } from '../../model/notifier.ts';
import { addMessage } from '../../store/messages/messages.ts';
import { oldestWaitingNotice, putInMessage, takeWaitingNotices } from '../../store/messages/notices.ts';
import { listNotifiers } from '../../store/messages/notifiers.ts';
import type { Db } from '../../store/open-database.ts';
import { dueAt } from './note-alerts.ts';

/** Alerts in one message; what is more becomes a further one. */
const DIGEST_SIZE = 100;

/** The first turn after the oldest notice has come; or the notifier gathers no more and its rest is due at once. */
function isDue({ digest }: NotifierConfig, oldest: Date, now: Date): boolean {
  if (digest === null) return true;
  const turn = nextCronTurn(digest.cron, digest.timezone, oldest);
  return turn !== null && turn <= now;
}

function loudest(alerts: readonly NoticeContent[]): Severity {
  return SEVERITIES.findLast((severity) => alerts.some((alert) => alert.severity === severity)) ?? 'low';
}

/** Gives the notifiers that have something new to send. */
export async function makeDigests(db: Db, now: Date): Promise<string[]> {
  const touched: string[] = [];
  for (const notifier of await listNotifiers(db)) {
    const oldest = await oldestWaitingNotice(db, notifier.id);
    if (oldest === null || !isDue(notifier, oldest, now)) continue;
    while (await gather(db, notifier, now));
    touched.push(notifier.id);
  }
  return touched;
}

/** False when nothing was left. */
async function gather(db: Db, notifier: NotifierConfig, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const notices = await takeWaitingNotices(tx, notifier.id, DIGEST_SIZE);
    if (notices.length === 0) return false;
    const alerts = notices.map(({ content }) => content);
    const due = dueAt(notifier, loudest(alerts), now);
    const content = { kind: 'digest', alerts } as const;
    const message = await addMessage(tx, { notifier: notifier.id, alert: null, content, due }, now);
    await putInMessage(
      tx,
      notices.map(({ id }) => id),
      message,
    );
    return true;
  });
}
