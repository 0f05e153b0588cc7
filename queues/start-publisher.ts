/** Publishes alerts while the process runs: at once when nudged, otherwise in rounds; settles what was published. */
import type { Log } from '../src/log.ts';
import { type Noted, noteAlerts } from '../src/pipeline/messages/note-alerts.ts';
import { countUnpublished } from '../src/store/offers/outbox.ts';
import type { Db } from '../src/store/open-database.ts';
import { logFailure } from '../src/store/outage.ts';
import { REVIEW_BACKLOG_CAP } from './job-contracts.ts';
import type { Queues } from './open-queues.ts';
import { type Batch, type PublishTools, publishBatch } from './publish-alerts.ts';
import { type SettleSearch, settlePublished } from './settle-published.ts';
import { settleWithin } from './settle-within.ts';

const ALARM_EVERY_MS = 10 * 60_000;
const STOP_MS = 12_000;
const SETTLE_EVERY_MS = 10_000;

type Rounds = {
  readonly everyMs: number;
  /** Called with the notifiers that have something new to send, after it was stored. */
  readonly onNotices: (notifiers: readonly string[]) => Promise<void>;
  readonly log: Log;
};

export class Publisher implements AsyncDisposable {
  readonly #tools: PublishTools;
  readonly #rounds: Rounds;
  readonly #done: Promise<void>;
  readonly #search: SettleSearch = { after: 0 };
  #wake = Promise.withResolvers<void>();
  #stopping = false;
  #alarmedAt: number | null = null;
  #settledAt = 0;

  constructor(tools: PublishTools, rounds: Rounds) {
    this.#tools = tools;
    this.#rounds = rounds;
    this.#done = this.#loop();
  }

  /** Call it after an alert was written: it is then published without waiting for the next round. Never throws. */
  nudge(): void {
    this.#wake.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.nudge();
    const [result] = await Promise.allSettled([settleWithin(STOP_MS, 'the publisher', this.#done)]);
    if (result.status === 'rejected')
      this.#rounds.log.warn({ problem: String(result.reason) }, 'publisher not stopped');
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = Promise.withResolvers<void>();
      await this.#attempt('notifiers not told of alerts; these wait in PostgreSQL', () => this.#noteAll());
      await this.#attempt('alerts not published; they wait in PostgreSQL', async () => {
        await this.#publishAll();
        await this.#settle();
      });
      if (this.#stopping) return;
      const timer = setTimeout(() => this.nudge(), this.#rounds.everyMs);
      await this.#wake.promise;
      clearTimeout(timer);
    }
  }

  async #attempt(message: string, part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      logFailure(this.#rounds.log, error, message);
    }
  }

  /** Notifiers hear of alerts whatever becomes of the queue `review`, and it gets them whatever becomes of notifiers. */
  async #noteAll(): Promise<void> {
    let noted: Noted;
    do {
      noted = await noteAlerts(this.#tools.db, this.#tools.clock());
      if (noted.notifiers.length > 0) await this.#rounds.onNotices(noted.notifiers);
    } while (noted.alerts > 0 && !this.#stopping);
  }

  async #publishAll(): Promise<void> {
    let batch: Batch;
    do {
      batch = await publishBatch(this.#tools);
    } while (batch.published > 0 && !this.#stopping);
    if (batch.full) await this.#alarm(batch.unread);
    else this.#alarmedAt = null;
  }

  /** By the machine's time, since rounds are. */
  async #settle(): Promise<void> {
    if (performance.now() - this.#settledAt < SETTLE_EVERY_MS && this.#settledAt > 0) return;
    this.#settledAt = performance.now();
    const { putBack } = await settlePublished(this.#tools, this.#search);
    if (putBack > 0)
      this.#rounds.log.warn(
        { alerts: putBack },
        'the queue "review" had lost alerts; they are published again',
      );
  }

  /** Said when the cap is met and every ten minutes while it lasts. */
  async #alarm(unread: number): Promise<void> {
    const now = this.#tools.clock().getTime();
    if (this.#alarmedAt !== null && now - this.#alarmedAt < ALARM_EVERY_MS) return;
    const waiting = await countUnpublished(this.#tools.db);
    if (waiting === 0) return;
    this.#alarmedAt = now;
    this.#rounds.log.error(
      { unread, waiting, cap: this.#tools.cap },
      'nobody reads the queue "review": publishing pauses, alerts wait in PostgreSQL; start its consumer',
    );
  }
}

export function startPublisher(o: {
  db: Db;
  queues: Pick<Queues, 'review'>;
  clock: () => Date;
  everyMs: number;
  log: Log;
  cap?: number;
  onNotices?: Rounds['onNotices'];
}): Publisher {
  const tools = { db: o.db, review: o.queues.review, clock: o.clock, cap: o.cap ?? REVIEW_BACKLOG_CAP };
  const onNotices = o.onNotices ?? (() => Promise.resolve());
  return new Publisher(tools, { everyMs: o.everyMs, onNotices, log: o.log });
}
