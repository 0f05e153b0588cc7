/** Sends messages: one job runs through what is due for one notifier, and leaves a job for what is due later. */
import type { Log } from '../src/log.ts';
import type { SendMessage } from '../src/notify/create-sender.ts';
import { deliverLane } from '../src/pipeline/messages/deliver-messages.ts';
import { makeDigests } from '../src/pipeline/messages/make-digests.ts';
import { forgetDelivered } from '../src/store/messages/message-log.ts';
import { notifierOf } from '../src/store/messages/messages.ts';
import { notifierStates } from '../src/store/messages/notifiers.ts';
import { logFailure } from '../src/store/outage.ts';
import { enqueueNext, type MessageTools, restoreNext } from './enqueue-messages.ts';
import { JOB_CONTRACTS, type NotifyOrder, notifyOrder } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { createParking } from './park-jobs.ts';
import { settleWithin } from './settle-within.ts';
import { Postponed, type RunningWorker, startWorker } from './start-worker.ts';

/** Notifiers that are sent to at the same time: one that hangs takes one place, and rests after that. */
const CONCURRENCY = 8;
/** A job gives its place to others after this long, well within its time limit. */
const BUDGET_MS = 30_000;
const SWEEP_MS = 5_000;
const STOP_MS = 5_000;
/** Delivered messages are kept for the log. */
const KEPT_MS = 30 * 86_400_000;
const FORGET = 1_000;

type MessengerStart = MessageTools & {
  readonly queues: Queues;
  readonly send: SendMessage;
  readonly log: Log;
  readonly sweepMs?: number;
};

/** The worker of the queue `notify`, and the round that makes digests and puts lost jobs back. */
export class Messenger implements AsyncDisposable {
  readonly #worker: RunningWorker;
  readonly #timer: NodeJS.Timeout;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(worker: RunningWorker, everyMs: number, sweep: () => Promise<void>) {
    this.#worker = worker;
    let busy = false;
    const round = () => {
      if (busy) return;
      busy = true;
      this.#sweeping = sweep().finally(() => {
        busy = false;
      });
    };
    // What waited while no process worked waits no longer.
    round();
    this.#timer = setInterval(round, everyMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled([settleWithin(STOP_MS, 'the round of messages', this.#sweeping)]);
    await this.#worker[Symbol.asyncDispose]();
  }
}

/** Resolves when the worker fetches jobs. */
export async function startMessenger(o: MessengerStart): Promise<Messenger> {
  const log = o.log.child({ queue: 'notify' });
  const worker = await startWorker({
    queues: o.queues,
    name: 'notify',
    payload: notifyOrder,
    concurrency: CONCURRENCY,
    limits: JOB_CONTRACTS.notify.limits,
    work: (order, signal) => sendDue(o, order, signal),
    park: createParking(o.db, o.clock, log),
    log: o.log,
  });
  const sweep = async () => {
    try {
      await sweepMessages(o);
    } catch (error) {
      logFailure(log, error, 'messages were not looked after; they wait in PostgreSQL');
    }
  };
  return new Messenger(worker, o.sweepMs ?? SWEEP_MS, sweep);
}

async function sendDue(o: MessengerStart, order: NotifyOrder, signal: AbortSignal): Promise<void> {
  const notifier = await notifierOf(o.db, order.message);
  if (notifier === null) return;
  await deliverLane(o, { notifier, alarmsOnly: false }, { signal, budgetMs: BUDGET_MS });
  const next = await enqueueNext(o, notifier);
  // A job cannot be added while it runs: this one is what comes next, and waits for that itself.
  if (next === null || next.message !== order.message || next.attempts !== order.attempt) return;
  throw new Postponed(Math.max(1, (next.at.getTime() - o.clock().getTime()) / 1000), 'not due yet');
}

/** What a crash, the loss of the queue's data or a change of the configuration has left. */
export async function sweepMessages(o: MessageTools): Promise<void> {
  const now = o.clock();
  for (const notifier of await makeDigests(o.db, now)) await enqueueNext(o, notifier);
  for (const { id, waiting } of await notifierStates(o.db, now)) if (waiting > 0) await restoreNext(o, id);
  await forgetDelivered(o.db, new Date(now.getTime() - KEPT_MS), FORGET);
}
