/** What a message says: as JSON for a webhook, as subject and text for a mail. Nothing in it was left unmasked. */
import type { MessageContent, NoticeContent } from '../model/notifier.ts';

export type OutgoingMessage = {
  readonly id: number;
  readonly content: MessageContent;
  readonly createdAt: string;
};

/** The same for every attempt, and another one in every installation: a receiver knows by it what it has had. */
export function messageKey({ id, createdAt }: OutgoingMessage): string {
  return `msg_${Date.parse(createdAt).toString(36)}_${id}`;
}

function eventOf(content: MessageContent): string {
  switch (content.kind) {
    case 'alert':
      return content.alert.revision === 1 ? 'alert.opened' : 'alert.revised';
    case 'digest':
      return 'alert.digest';
    case 'alarm':
      return `alarm.${content.alarm.state}`;
    case 'test':
      return 'test';
  }
}

const linkTo = (baseUrl: string | null, alert: number) =>
  baseUrl === null ? null : new URL(`/alerts/${alert}`, baseUrl).href;

function dataOf(content: MessageContent, baseUrl: string | null): unknown {
  const withLink = (alert: NoticeContent) => ({ ...alert, link: linkTo(baseUrl, alert.alert) });
  switch (content.kind) {
    case 'alert':
      return withLink(content.alert);
    case 'digest':
      return { alerts: content.alerts.map(withLink) };
    case 'alarm':
      return content.alarm;
    case 'test':
      return { at: content.at };
  }
}

/** `{type, timestamp, data}`, as Standard Webhooks recommends. */
export function toJsonBody(message: OutgoingMessage, baseUrl: string | null): string {
  const { content, createdAt } = message;
  return JSON.stringify({ type: eventOf(content), timestamp: createdAt, data: dataOf(content, baseUrl) });
}

/** Untrusted words on one line of their own, with nothing in them that could begin a header or another line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function namesOf({ substances }: NoticeContent): string {
  return substances.map(({ name }) => plain(name)).join(', ');
}

function linesOf(alert: NoticeContent, baseUrl: string | null): string[] {
  const link = linkTo(baseUrl, alert.alert);
  return [
    `Alert ${alert.alert}, revision ${alert.revision}: ${alert.severity}, score ${alert.score}`,
    `  Substances: ${namesOf(alert)}`,
    `  Title:      ${plain(alert.title ?? 'none')}`,
    `  Seller:     ${plain(alert.seller ?? 'unknown')}`,
    `  Site:       ${plain(alert.site.name)}`,
    `  Listing:    ${plain(alert.listing)}`,
    ...(link === null ? [] : [`  Review:     ${link}`]),
  ];
}

const TAG = '[Precursor Watch]';
const LONGEST_SUBJECT = 150;

export type Mail = { readonly subject: string; readonly text: string };

export function toMail({ content }: OutgoingMessage, baseUrl: string | null): Mail {
  const { subject, lines } = mailOf(content, baseUrl);
  return { subject: `${TAG} ${subject}`.slice(0, LONGEST_SUBJECT), text: `${lines.join('\n')}\n` };
}

function mailOf(content: MessageContent, baseUrl: string | null): { subject: string; lines: string[] } {
  switch (content.kind) {
    case 'alert': {
      const { alert } = content;
      const more = alert.revision === 1 ? '' : ' (changed)';
      return { subject: `${alert.severity}: ${namesOf(alert)}${more}`, lines: linesOf(alert, baseUrl) };
    }
    case 'digest': {
      const count = content.alerts.length;
      const lines = content.alerts.flatMap((alert) => [...linesOf(alert, baseUrl), '']);
      return { subject: `${count} alert${count === 1 ? '' : 's'}`, lines };
    }
    case 'alarm': {
      const { state, summary, kind, raisedAt, clearedAt } = content.alarm;
      const times = [`Since ${raisedAt}${clearedAt === null ? '' : `, over at ${clearedAt}`}.`];
      return { subject: `alarm ${state}: ${kind}`, lines: [plain(summary), '', ...times] };
    }
    case 'test':
      return { subject: 'test', lines: [`This is a test message, made at ${content.at}.`] };
  }
}
