/** Hears from the database which alerts have changed, whichever process changed them, and tells it on in batches. */
import type pg from 'pg';
import type { Log } from '../../log.ts';
import { LIVE_MOST, type LiveUpdate } from '../../model/live-api.ts';
import { logFailure } from '../outage.ts';

const CHANNEL = 'precursor_watch_changes';
const PAYLOAD = /^(alert|claim):(\d{1,18})$/;

/** Changes are gathered for so long: a console that asks again for each of a bulk of five hundred helps nobody. */
const GATHER_MS = 300;
const RETRY_MS = 2000;

export type Listener = (update: LiveUpdate) => void;

export type ChangeFeed = AsyncDisposable & {
  /** Gives what ends it. */
  subscribe(listener: Listener): () => void;
};

/**
 * Takes one connection of the pool while it is open. When that is lost another is taken, and everybody is told that all
 * may have changed.
 */
export async function openChangeFeed(pool: pg.Pool, log: Log): Promise<ChangeFeed> {
  const listeners = new Set<Listener>();
  const gathered = { alerts: new Set<number>(), claims: new Set<number>(), all: false };
  let timer: NodeJS.Timeout | null = null;
  let connection: { client: pg.PoolClient; end: () => void } | null = null;
  let closed = false;
  const tell = () => {
    timer = null;
    const all = gathered.all || gathered.alerts.size + gathered.claims.size > LIVE_MOST;
    const update: LiveUpdate = {
      alerts: all ? [] : [...gathered.alerts],
      claims: all ? [] : [...gathered.claims],
      all,
    };
    gathered.alerts.clear();
    gathered.claims.clear();
    gathered.all = false;
    for (const listener of listeners) listener(update);
  };
  const gather = (take: () => void) => {
    if (closed) return;
    take();
    timer ??= setTimeout(tell, GATHER_MS);
  };
  const onPayload = (payload: string) => {
    const [, kind, id] = PAYLOAD.exec(payload) ?? [];
    if (kind === undefined) return;
    gather(() => (kind === 'alert' ? gathered.alerts : gathered.claims).add(Number(id)));
  };
  const retry = () => {
    if (closed) return;
    setTimeout(() => void connect(), RETRY_MS).unref();
  };
  const connect = async (): Promise<void> => {
    if (closed) return;
    try {
      connection = await listen(pool, onPayload, () => {
        connection = null;
        gather(() => {
          gathered.all = true;
        });
        retry();
      });
      if (closed) connection.end();
    } catch (error) {
      logFailure(log, error, 'live updates are not heard of; it is tried again', { level: 'warn' });
      retry();
    }
  };
  await connect();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      listeners.clear();
      connection?.end();
    },
  };
}

async function listen(
  pool: pg.Pool,
  onPayload: (payload: string) => void,
  onLost: () => void,
): Promise<{ client: pg.PoolClient; end: () => void }> {
  const client = await pool.connect();
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    // Not given back: it would go on listening.
    client.release(true);
  };
  client.on('notification', ({ payload }) => onPayload(payload ?? ''));
  const lost = () => {
    if (ended) return;
    end();
    onLost();
  };
  client.on('error', lost);
  client.on('end', lost);
  try {
    await client.query(`listen ${CHANNEL}`);
  } catch (error) {
    end();
    throw error;
  }
  return { client, end };
}
