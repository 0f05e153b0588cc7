/** Webhooks against real receivers: signed as the specification says, judged by their answers, kept off private addresses. */
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageContent } from '../src/model/notifier.ts';
import { openHttpClient, type PostingClient } from '../src/net/http-client.ts';
import { messageKey } from '../src/notify/message-body.ts';
import { sendWebhook } from '../src/notify/send-webhook.ts';
import { secretFault } from '../src/notify/sign-webhook.ts';
import { OTHER_SECRET, SECRET, sampleNotice } from './support/sample-notices.ts';
import { type Receiver, startReceiver } from './support/start-receiver.ts';

const message = (content: MessageContent = { kind: 'alert', alert: sampleNotice() }) => ({
  id: 7,
  content,
  createdAt: '2026-03-01T00:00:00.000Z',
});
let receiver: Receiver;
let http: PostingClient;

beforeEach(async () => {
  receiver = await startReceiver();
  const allowedOrigins = new Set([receiver.origin]);
  http = openHttpClient({ userAgent: 'PrecursorWatch/test', allowedOrigins, ports: [] });
});
afterEach(async () => {
  await http[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const first = () => receiver.received[0] ?? { headers: {} as Record<string, string>, body: '' };
const send = (more: Partial<Parameters<typeof sendWebhook>[0]> = {}) =>
  sendWebhook({
    http,
    url: new URL('/hook', receiver.origin),
    secrets: [SECRET],
    message: message(),
    baseUrl: 'https://watch.example',
    now: new Date(),
    signal: new AbortController().signal,
    ...more,
  });

describe('a webhook', () => {
  it('is signed over id, time and body, and says what it is about', async () => {
    expect(await send()).toEqual({ end: 'taken', status: 200 });
    const { headers, body } = first();
    expect(headers['webhook-id']).toBe(messageKey(message()));
    expect(new Webhook(SECRET).verify(body, headers)).toEqual({
      type: 'alert.opened',
      timestamp: '2026-03-01T00:00:00.000Z',
      data: { ...sampleNotice(), link: 'https://watch.example/alerts/1' },
    });
    const tampered = body.replace('high', 'low');
    expect(() => new Webhook(SECRET).verify(tampered, headers)).toThrow();
    expect(() => new Webhook(SECRET).verify(body, { ...headers, 'webhook-id': 'msg_x' })).toThrow();
    const { 'webhook-timestamp': time = '0' } = headers;
    const moved = { ...headers, 'webhook-timestamp': String(Number(time) + 1) };
    expect(() => new Webhook(SECRET).verify(body, moved)).toThrow();
  });

  it('can be checked with either secret while they are changed', async () => {
    await send({ secrets: [SECRET, OTHER_SECRET] });
    const { headers, body } = first();
    for (const secret of [SECRET, OTHER_SECRET]) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'alert.opened' });
    }
  });

  it('keeps its id over attempts and signs each with its own time', async () => {
    await send({ now: new Date('2026-03-01T00:00:00Z') });
    await send({ now: new Date('2026-03-01T01:00:00Z') });
    const [one, two] = receiver.received.map(({ headers }) => headers);
    expect(two?.['webhook-id']).toBe(one?.['webhook-id']);
    expect(Number(two?.['webhook-timestamp']) - Number(one?.['webhook-timestamp'])).toBe(3600);
    expect(two?.['webhook-signature']).not.toBe(one?.['webhook-signature']);
  });

  it.each([
    { status: 204, end: 'taken' },
    { status: 301, end: 'unanswered' },
    { status: 400, end: 'refused' },
    { status: 401, end: 'unanswered' },
    { status: 410, end: 'unanswered' },
    { status: 413, end: 'refused' },
    { status: 429, end: 'unanswered' },
    { status: 500, end: 'unanswered' },
  ])('answered with $status is $end', async ({ status, end }) => {
    receiver.answer = (_message, response) => {
      response.setHeader('location', 'http://127.0.0.1:1/');
      return status;
    };
    expect(await send()).toMatchObject({ end, status });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    { header: '120', seconds: 120 },
    { header: new Date('2026-03-01T00:01:00Z').toUTCString(), seconds: 60 },
    { header: 'soon', seconds: null },
    { header: '120, 60', seconds: 120 },
    { header: '5.5', seconds: null },
  ])('waits as long as asked by "$header"', async ({ header, seconds }) => {
    receiver.answer = (_message, response) => {
      response.setHeader('retry-after', header);
      return 503;
    };
    expect(await send({ now: new Date('2026-03-01T00:00:00Z') })).toMatchObject({
      retryAfterSeconds: seconds,
    });
  });

  it('does not wait for a receiver that hangs, once the process ends', async () => {
    receiver.answer = () => null;
    const stop = new AbortController();
    const sending = send({ signal: stop.signal });
    const ended = expect(sending).rejects.toThrow('shutting down');
    setTimeout(() => stop.abort(new Error('shutting down')), 100);
    await ended;
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://169.254.169.254/latest/',
    'https://10.0.0.1/',
    'https://box.local/',
  ])('never reaches %s', async (url) => {
    expect(await send({ url: new URL(url) })).toMatchObject({ end: 'unanswered', status: null });
    expect(receiver.received).toHaveLength(0);
  });

  it.each([
    { secret: 'hunter2', fault: 'does not begin' },
    { secret: 'whsec_!!!', fault: 'not base64' },
    { secret: `whsec_${Buffer.alloc(8).toString('base64')}`, fault: '24 to 64 bytes' },
    { secret: SECRET, fault: null },
  ])('has a secret with the fault "$fault"', ({ secret, fault }) => {
    if (fault === null) expect(secretFault(secret)).toBeNull();
    else expect(secretFault(secret)).toContain(fault);
  });
});
