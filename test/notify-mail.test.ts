/** Mail through a real SMTP server: what it says, what nobody can smuggle into it, and what comes of a server's answers. */
import { describe, expect, it } from 'vitest';
import type { MessageContent } from '../src/model/notifier.ts';
import { openMailer } from '../src/notify/send-mail.ts';
import { sampleNotice } from './support/sample-notices.ts';
import { startMailbox } from './support/start-receiver.ts';

const FROM = 'watch@agency.example';
const TO = ['desk@agency.example'];
const message = (content: MessageContent) => ({ id: 7, content, createdAt: '2026-03-01T00:00:00.000Z' });
const alert: MessageContent = { kind: 'alert', alert: sampleNotice() };

function refusal(code: number) {
  return {
    onRcptTo: (_to: unknown, _session: unknown, done: (error: Error) => void) =>
      done(Object.assign(new Error('not for desk@agency.example'), { responseCode: code })),
  };
}

describe('mail', () => {
  it.each([
    ['smtps:// to a port without it', (url: string) => url.replace('smtp:', 'smtps:')],
    ['smtp:// to a server that offers none', (url: string) => url.replace('?requireTLS=false', '')],
  ])('says in a line what to set when TLS fails: %s', async (_, changed) => {
    await using box = await startMailbox();
    await using mailer = openMailer({ url: changed(box.url), from: FROM });
    const sent = await mailer.send(message(alert), TO, null);
    expect(sent).toMatchObject({ end: 'unanswered', problem: expect.stringContaining('?requireTLS=false') });
    expect(sent).toMatchObject({ problem: expect.not.stringMatching(/SSL routines|\n/) });
    expect(box.mails).toEqual([]);
  });

  it.each<{ content: MessageContent; subject: string; says: string[] }>([
    {
      content: alert,
      subject: '[Precursor Watch] high: 4-Piperidone',
      says: ['Invented Trading', 'https://shop-a.invalid/item/1', 'https://watch.example/alerts/1'],
    },
    {
      content: { kind: 'digest', alerts: [sampleNotice(), sampleNotice({ alert: 2, severity: 'low' })] },
      subject: '[Precursor Watch] 2 alerts',
      says: ['Alert 1, revision 1: high', 'Alert 2, revision 1: low'],
    },
    {
      content: {
        kind: 'alarm',
        alarm: {
          id: 1,
          kind: 'no-worker',
          subject: '*',
          state: 'raised',
          summary: 'No worker gave a sign of life.',
          raisedAt: '2026-03-01T00:00:00.000Z',
          clearedAt: null,
        },
      },
      subject: '[Precursor Watch] alarm raised: no-worker',
      says: ['No worker gave a sign of life.', 'Since 2026-03-01T00:00:00.000Z.'],
    },
  ])('says "$subject"', async ({ content, subject, says }) => {
    await using box = await startMailbox();
    await using mailer = openMailer({ url: box.url, from: FROM });
    expect(await mailer.send(message(content), TO, 'https://watch.example')).toEqual({
      end: 'taken',
      status: 250,
    });
    const [source = ''] = box.mails;
    expect(source).toContain(`Subject: ${subject}\r\n`);
    expect(source).toContain('Content-Type: text/plain');
    for (const words of says) expect(source).toContain(words);
  });

  it('lets no word of a listing become a header or a line of its own', async () => {
    await using box = await startMailbox();
    await using mailer = openMailer({ url: box.url, from: FROM });
    const bad = 'x\r\nBcc: other@agency.example\r\n\r\nforged\u2028line';
    const names = [{ id: 'a', name: bad }];
    const content: MessageContent = {
      kind: 'alert',
      alert: sampleNotice({ title: bad, seller: bad, substances: names }),
    };
    expect(await mailer.send(message(content), TO, null)).toMatchObject({ end: 'taken' });
    const [source = ''] = box.mails;
    expect(source).not.toMatch(/^Bcc:/im);
    expect(source).not.toMatch(/^forged/m);
  });

  it.each([
    { code: 550, end: 'refused' },
    { code: 451, end: 'unanswered' },
  ])('answered with $code is $end, and the log names no address', async ({ code, end }) => {
    await using box = await startMailbox(refusal(code));
    await using mailer = openMailer({ url: box.url, from: FROM });
    const sent = await mailer.send(message(alert), TO, null);
    expect(sent).toMatchObject({ end, status: code });
    expect(JSON.stringify(sent)).not.toContain('desk@');
  });

  it('is not sent in the clear unless the setting says so', async () => {
    await using box = await startMailbox();
    await using mailer = openMailer({ url: box.url.replace(/\?.*/, ''), from: FROM });
    expect(await mailer.send(message(alert), TO, null)).toMatchObject({ end: 'unanswered' });
    expect(box.mails).toHaveLength(0);
  });

  it('waits when the server is down', async () => {
    const box = await startMailbox();
    await using mailer = openMailer({ url: box.url, from: FROM });
    await box[Symbol.asyncDispose]();
    expect(await mailer.send(message(alert), TO, null)).toMatchObject({ end: 'unanswered', status: null });
  });
});
