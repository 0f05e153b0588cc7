/** A pool of connections that tells the log when the database goes away and when it is back: once each, whoever keeps asking. */
import pg from 'pg';
import type { Log } from '../log.ts';
import { isAway } from './outage.ts';

/** Between two lines while it stays away. */
const REMIND_MS = 5 * 60_000;

export type OutageTeller = {
  /** A connection could not be made. */
  failed(error: unknown): void;
  made(): void;
};

/** `now` in milliseconds. A database that was never there is told of by who wanted to open it. */
export function outageTeller(log: Log, place: string, now = () => performance.now()): OutageTeller {
  let wasThere = false;
  let since: number | null = null;
  let toldAt = 0;
  const seconds = (from: number) => Math.round((now() - from) / 1000);
  return {
    failed(error) {
      if (!wasThere || !isAway(error)) return;
      if (since !== null && now() - toldAt < REMIND_MS) return;
      since ??= now();
      toldAt = now();
      const problem = error instanceof Error ? error.message : String(error);
      log.error(
        { database: place, problem, seconds: seconds(since) },
        'PostgreSQL is not reachable; it is tried again',
      );
    },
    made() {
      wasThere = true;
      if (since === null) return;
      log.warn({ database: place, seconds: seconds(since) }, 'PostgreSQL is back');
      since = null;
    },
  };
}

type Callback = Parameters<pg.Pool['connect']>[0];

export class OutagePool extends pg.Pool {
  /** Shared by the pools of a process for one database. */
  readonly outages: OutageTeller;

  constructor(config: pg.PoolConfig, outages: OutageTeller) {
    super(config);
    this.outages = outages;
    this.on('connect', () => outages.made());
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (callback === undefined)
      return super.connect().catch((error: unknown) => {
        this.outages.failed(error);
        throw error;
      });
    super.connect((error, client, done) => {
      if (error !== undefined) this.outages.failed(error);
      callback(error, client, done);
    });
    return undefined;
  }
}
