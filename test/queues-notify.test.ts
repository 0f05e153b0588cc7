/** Messages through the queue on both backends, to real receivers: each once, in order, whatever is lost on the way. */
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { enqueueNext } from '../queues/enqueue-messages.ts';
import { startMessenger, sweepMessages } from '../queues/notify-worker.ts';
import { startPublisher } from '../queues/start-publisher.ts';
import { createLog } from '../src/log.ts';
import { startMessages } from '../src/main/start-messages.ts';
import type { NotifierConfig } from '../src/model/notifier.ts';
import { openSender, type Sender } from '../src/pipeline/messages/open-sender.ts';
import { listMessages } from '../src/store/messages/message-log.ts';
import { applyNotifiers, notifierStates } from '../src/store/messages/notifiers.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { email, SECRET, webhook } from './support/sample-notices.ts';
import { seedOutbox } from './support/seed-outbox.ts';
import { type Mailbox, type Receiver, startMailbox, startReceiver } from './support/start-receiver.ts';
import { until } from './support/until.ts';

const log = createLog('silent');

describe.each(BACKENDS)('messages on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let receiver: Receiver;
  let mailbox: Mailbox;
  let open: AsyncDisposable[];

  beforeAll(async () => {
    // As a notifier's secret reaches a worker: by a variable of its environment.
    vi.stubEnv('TEST_SECRET', SECRET);
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    receiver = await startReceiver();
    mailbox = await startMailbox();
    open = [];
  });
  afterEach(async () => {
    for (const each of open.reverse()) await each[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await mailbox[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  const clock = () => new Date();
  const tools = () => ({ db: place.database.db, queues: place.queues, clock });
  const hook = () => webhook('hook', `${receiver.origin}/hook`);

  async function sender(notifiers: readonly NotifierConfig[]): Promise<Sender> {
    await applyNotifiers(place.database.db, notifiers, clock());
    const mail = { smtpUrl: mailbox.url, smtpFrom: 'watch@agency.example', baseUrl: null };
    const made = openSender(mail, clock, new Set([receiver.origin]));
    open.push(made);
    return made;
  }

  async function messenger(made: Sender, sweepMs = 200): Promise<void> {
    open.push(await startMessenger({ ...tools(), send: made.send, log, sweepMs }));
  }

  function publisher(): void {
    const onNotices = async (told: readonly string[]) => {
      for (const notifier of told) await enqueueNext(tools(), notifier);
    };
    open.push(startPublisher({ ...tools(), everyMs: 100, onNotices, log }));
  }

  const heard = () =>
    receiver.received.map(({ body }) => {
      const { data } = JSON.parse(body) as { data: { alert: number; revision: number } };
      return `${data.alert}.${data.revision}`;
    });
  const inOrder = (alerts: readonly { alert: number; revision: number }[]) =>
    alerts.map(({ alert, revision }) => `${alert}.${revision}`);
  const states = async () => (await listMessages(place.database.db, null, 100)).map(({ state }) => state);

  it('reach a webhook and a mailbox, once for each revision and in order', async () => {
    const written = await seedOutbox(place.database.db, [2, 1, 3]);
    await messenger(await sender([hook(), email('mail')]));
    publisher();
    await until('all heard', () => receiver.received.length >= 6 && mailbox.mails.length >= 6);
    expect(heard()).toEqual(inOrder(written));
    await until('all settled', async () => (await states()).every((state) => state === 'delivered'));
    expect(mailbox.mails).toHaveLength(6);
  });

  it('of the practice market are for nobody', async () => {
    await seedOutbox(place.database.db, [2, 1], true);
    await messenger(await sender([hook()]));
    publisher();
    await until('published', async () => (await place.queues.review.count()) === 3);
    expect(await states()).toEqual([]);
    expect(receiver.received).toEqual([]);
  });

  it('go out although nobody reads the queue of alerts and it is full', async () => {
    const written = await seedOutbox(place.database.db, [1, 1, 1]);
    await messenger(await sender([hook()]));
    const onNotices = async (told: readonly string[]) => {
      for (const notifier of told) await enqueueNext(tools(), notifier);
    };
    open.push(startPublisher({ ...tools(), everyMs: 100, cap: 1, onNotices, log }));
    await until('all heard', () => receiver.received.length >= 3);
    expect(heard()).toEqual(inOrder(written));
  });

  it('wait for a receiver that fails, and then come in order, each once', async () => {
    const written = await seedOutbox(place.database.db, [2, 2]);
    let down = true;
    receiver.answer = () => (down ? 503 : 200);
    await messenger(await sender([hook()]));
    publisher();
    await until('a first attempt', () => receiver.received.length >= 1);
    expect(new Set(heard())).toEqual(new Set(inOrder(written).slice(0, 1)));
    down = false;
    const failed = receiver.received.length;
    await until('all delivered', async () => {
      const all = await states();
      return all.length === 4 && all.every((state) => state === 'delivered');
    });
    expect(heard().slice(failed)).toEqual(inOrder(written));
  });

  it('to one that hangs do not hold up those to another', async () => {
    await seedOutbox(place.database.db, [1, 1, 1]);
    await using hanging = await startReceiver();
    hanging.answer = () => null;
    const hung = webhook('hung', `${hanging.origin}/hook`);
    await applyNotifiers(place.database.db, [hook(), hung], clock());
    const origins = new Set([receiver.origin, hanging.origin]);
    const mail = { smtpUrl: null, smtpFrom: null, baseUrl: null };
    const made = openSender(mail, clock, origins);
    open.push(made);
    await messenger(made);
    publisher();
    await until('both were asked', () => receiver.received.length === 3 && hanging.received.length === 1);
    const ofHung = await listMessages(place.database.db, 'hung', 10);
    expect(ofHung.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('to one that hangs do not hold up those to another at the same server', async () => {
    const written = await seedOutbox(place.database.db, [1, 1, 1]);
    const heardAt = (path: string) => receiver.received.filter((each) => each.path === path).length;
    receiver.answer = ({ path }) => (path === '/hung' ? null : 200);
    const made = await sender([webhook('a-hung', `${receiver.origin}/hung`), hook()]);
    publisher();
    await until('noted', async () => (await states()).length === 6);
    await messenger(made);
    await until('the other was told', () => heardAt('/hook') === written.length);
    expect(heardAt('/hung')).toBe(1);
    const [hung] = await listMessages(place.database.db, 'a-hung', 1);
    expect(hung).toMatchObject({ state: 'waiting', problem: null });
    expect((await notifierStates(place.database.db, clock()))[0]).toMatchObject({
      id: 'a-hung',
      failures: 0,
    });
  });

  it.each([
    { secret: 'TEST_MALFORMED_SECRET', problem: 'the secret TEST_MALFORMED_SECRET is not base64' },
    { secret: 'TEST_SECRET_UNSET', problem: 'the secret TEST_SECRET_UNSET is not set' },
  ])('wait, longer and longer, while $problem', async ({ secret, problem }) => {
    vi.stubEnv('TEST_MALFORMED_SECRET', 'whsec_!!!');
    await seedOutbox(place.database.db, [1]);
    const made = await sender([webhook('hook', `${receiver.origin}/hook`, { secrets: [secret] })]);
    publisher();
    await messenger(made, 100);
    await until(
      'an attempt',
      async () => (await listMessages(place.database.db, null, 1))[0]?.problem === problem,
    );
    const [state] = await notifierStates(place.database.db, clock());
    expect(state).toMatchObject({ failures: 1 });
    expect(Date.parse(state?.restsUntil ?? '')).toBeGreaterThan(Date.now());
    expect(receiver.received).toEqual([]);
  });

  it('go to the port that their notifier has by now', async () => {
    const made = await sender([]);
    // Of this machine: that it is refused for its address says that its port is not.
    await applyNotifiers(place.database.db, [webhook('hook', 'https://127.0.0.1:8443/hook')], clock());
    await seedOutbox(place.database.db, [1]);
    publisher();
    await messenger(made, 100);
    const problem = async () => (await listMessages(place.database.db, null, 1))[0]?.problem ?? null;
    await until('an attempt', async () => (await problem()) !== null);
    expect(await problem()).toMatch(/127\.0\.0\.1/);
    expect(await problem()).not.toContain('port');
  });

  it('to a notifier that lacks its secret wait, and those to others are sent', async () => {
    await seedOutbox(place.database.db, [1]);
    const lacking = webhook('lacking', 'https://receiver.example/', { secrets: ['TEST_SECRET_UNSET'] });
    await applyNotifiers(place.database.db, [lacking, hook()], clock());
    const around = { log, clock, settings: () => readSettings(tmpdir(), {}) };
    await using stack = new AsyncDisposableStack();
    const workplace = { database: place.database, receivers: new Set([receiver.origin]) };
    await startMessages(stack, place.queues, workplace, around);
    await until('the other one hears', () => receiver.received.length === 1);
    const problem = async () => (await listMessages(place.database.db, 'lacking', 1))[0]?.problem ?? null;
    await until('an attempt', async () => (await problem()) !== null);
    expect(await problem()).toContain('TEST_SECRET_UNSET');
    expect(await listMessages(place.database.db, 'lacking', 1)).toMatchObject([{ state: 'waiting' }]);
  });

  it('that fail stand in the log with their cause, once for several attempts', async () => {
    await seedOutbox(place.database.db, [1]);
    await applyNotifiers(place.database.db, [hook()], clock());
    receiver.answer = () => 503;
    const lines: string[] = [];
    const heardLog = createLog('info', { write: (line: string) => void lines.push(line) });
    const around = { log: heardLog, clock, settings: () => readSettings(tmpdir(), {}) };
    await using stack = new AsyncDisposableStack();
    const workplace = { database: place.database, receivers: new Set([receiver.origin]) };
    await startMessages(stack, place.queues, workplace, around);
    await until('two attempts', () => receiver.received.length === 2);
    const told = lines.filter((line) => line.includes('was not delivered'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(
      '"notifier":"hook","status":503,"problem":"the receiver answers with status 503"',
    );
  });

  it('whose jobs were lost are found by the next round', async () => {
    const written = await seedOutbox(place.database.db, [1, 1]);
    const made = await sender([hook()]);
    publisher();
    await until('noted', async () => (await states()).length === 2);
    await place.queues.notify.obliterate({ force: true });
    await messenger(made, 3_600_000);
    await sweepMessages(tools());
    await until('all heard', () => receiver.received.length === 2);
    expect(heard()).toEqual(inOrder(written));
  });

  it('go on in another process when one is ended in the middle of an attempt', async () => {
    const written = await seedOutbox(place.database.db, [1]);
    receiver.answer = () => (receiver.received.length === 1 ? null : 200);
    const made = await sender([hook()]);
    const first = await startMessenger({ ...tools(), send: made.send, log, sweepMs: 200 });
    publisher();
    await until('an attempt', () => receiver.received.length === 1);
    await first[Symbol.asyncDispose]();
    await messenger(made);
    await until('delivered', async () => (await states()).includes('delivered'));
    expect(heard()).toEqual([...inOrder(written), ...inOrder(written)]);
    const [one, two] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(two).toBe(one);
  });
});
