/** Looks for stored listings to be screened again and does it in a thread, so that crawling goes on meanwhile. */
import type { Log } from '../src/log.ts';
import { driveRescreen } from '../src/pipeline/rescreen.ts';
import { orderForLaw } from '../src/pipeline/rescreening/law-days.ts';
import { screenLate } from '../src/pipeline/rescreening/screen-late.ts';
import { endBeat, takeTurn } from '../src/store/health/heartbeats.ts';
import type { OpenDatabase } from '../src/store/open-database.ts';
import { logFailure } from '../src/store/outage.ts';
import { openRescreen } from '../src/store/rescreening/rescreens.ts';

type RescreenerStart = {
  readonly database: Pick<OpenDatabase, 'db' | 'databaseUrl'>;
  readonly clock: () => Date;
  readonly everyMs: number;
  readonly worker: string;
  readonly alertsPerRun: number;
  /** What else is to be done once a day, by one of all processes; done again when it fails, or when it is stopped. */
  readonly daily: (signal: AbortSignal) => Promise<void>;
  readonly log: Log;
};

/** By which all processes know that what is to be done once a day was done. */
const DAILY = 'daily';

/** Any number of processes may run one: ranges are given out by the database. Disposing waits for the range or batch under way. */
export class Rescreener implements AsyncDisposable {
  readonly #o: RescreenerStart;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> | null = null;
  /** The last day on which the dates of the law were looked at. */
  #day = '';
  /** The re-screening after which nothing came late. */
  #settled: number | null = null;

  constructor(o: RescreenerStart) {
    this.#o = o;
    this.#timer = setInterval(() => this.look(), o.everyMs);
    this.look();
  }

  /** Does what is to be done, unless it is at it. */
  look(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  /** Neither part keeps the other from being done. */
  async #work(): Promise<void> {
    await this.#attempt('what is done once a day failed; it is tried again', () => this.#lookAtDates());
    await this.#attempt('what came late is not screened again yet', () => this.#lookForLate());
    await this.#attempt('re-screening failed; it goes on with what is left', () => this.#goOn());
  }

  async #attempt(message: string, part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      logFailure(this.#o.log, error, message);
    }
  }

  async #lookAtDates(): Promise<void> {
    const { database, clock, log } = this.#o;
    const day = clock().toISOString().slice(0, 10);
    if (day === this.#day) return;
    const rescreen = await orderForLaw(database.db, clock());
    await this.#doDaily(day);
    this.#day = day;
    if (rescreen !== null) log.info({ rescreen }, 'a law has come into force: listings are screened again');
  }

  async #lookForLate(): Promise<void> {
    const { database, clock, log } = this.#o;
    const { settled, ordered } = await screenLate(database.db, this.#settled, clock());
    this.#settled = settled;
    if (ordered === null) return;
    log.info({ rescreen: ordered }, 'listings that were screened under the list before are screened again');
  }

  /** @throws when it failed, so that it is tried again, here or elsewhere */
  async #doDaily(day: string): Promise<void> {
    const { database, clock, daily } = this.#o;
    const { signal } = this.#stop;
    const now = clock();
    // From the first moment of the day on, so that nobody who did it late yesterday keeps it from being done today.
    const seconds = (now.getTime() - Date.parse(day) + 1) / 1000;
    if (signal.aborted || !(await takeTurn(database.db, DAILY, seconds, now))) return;
    try {
      await daily(signal);
    } catch (error) {
      await endBeat(database.db, DAILY);
      throw error;
    }
    if (signal.aborted) await endBeat(database.db, DAILY);
  }

  async #goOn(): Promise<void> {
    const { database, clock, worker, alertsPerRun, log } = this.#o;
    const open = await openRescreen(database.db);
    if (open?.state !== 'running' || this.#stop.signal.aborted) return;
    log.info(
      { rescreen: open.id, trigger: open.trigger, listings: open.total },
      'screening stored listings again',
    );
    const { db, databaseUrl } = database;
    const after = await driveRescreen({
      ...{ db, databaseUrl, clock, worker, alertsPerRun, rescreen: open.id, threads: 1 },
      signal: this.#stop.signal,
    });
    if (after !== null) {
      const { id, state, screened, changed, opened, revised } = after;
      log.info({ rescreen: id, state, screened, changed, opened, revised }, 'screened again');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#working;
  }
}
