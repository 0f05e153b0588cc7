/** Connects to Redis and refuses, in words an operator can act on, a server that would lose or mishandle jobs. */
import type { Redis } from 'ioredis';
import type { Log } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { keepStringsQuick } from './keep-strings-quick.ts';
import { settleWithin } from './settle-within.ts';

/** Exported for what looks at a server before work begins. */
export const MINIMUM_VERSION = [6, 2] as const;
const CONNECT_MS = 5_000;
const INSTEAD = 'or unset REDIS_URL to keep the queues in PostgreSQL.';

/**
 * The connections of one process. `adding` gives up after one reconnection, so that whoever adds a job hears of it;
 * `working` never gives up, because a worker must be able to report a job as done after an outage.
 */
export class RedisConnections {
  readonly adding: Redis;
  readonly working: Redis;

  constructor(Client: typeof Redis, url: string, log: Log) {
    this.adding = new Client(url, { maxRetriesPerRequest: 1 });
    this.working = new Client(url, { maxRetriesPerRequest: null });
    for (const client of [this.adding, this.working]) {
      // The queues and workers on it report the same in the log, not once for each attempt.
      client.on('error', (error) => log.debug({ problem: reasonOf(error) }, 'Redis connection'));
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const client of [this.working, this.adding]) client.disconnect();
    return Promise.resolve();
  }
}

/** Loaded where a server is named: most commands start sooner without it. */
async function loadClient(): Promise<typeof Redis> {
  const { Redis: Client } = await import('ioredis');
  keepStringsQuick();
  return Client;
}

/** Throws OperatorError `config` for a malformed URL, `unavailable` for a server that cannot be used. */
export async function connectRedis(url: string, log: Log): Promise<RedisConnections> {
  const shown = withoutSecrets(url);
  const info = await askInfo(url, shown);
  checkVersion(info, shown);
  checkEviction(info, shown, log);
  return new RedisConnections(await loadClient(), url, log);
}

/** The URL as it may stand in a message: no user name, no password, no parameters. */
function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw new OperatorError(
      'config',
      'REDIS_URL is not a Redis address.',
      `Write redis://host:port/0 or rediss://… for TLS, ${INSTEAD}`,
    );
  }
  return `${parsed.protocol}//${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`;
}

/** Sections of INFO as one map. Throws OperatorError as `connectRedis` does. */
export async function redisFacts(url: string): Promise<ReadonlyMap<string, string>> {
  return await askInfo(url, withoutSecrets(url));
}

async function askInfo(url: string, shown: string): Promise<Map<string, string>> {
  const Client = await loadClient();
  const probe = new Client(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy: () => null });
  const errors: unknown[] = [];
  probe.on('error', (error) => errors.push(error));
  try {
    const ask = async () => {
      await probe.connect();
      const info = await probe.info();
      const [seconds, microseconds] = await probe.time();
      return readInfo(`${info}\r\nserver_time_ms:${Number(seconds) * 1000 + Number(microseconds) / 1000}`);
    };
    return await settleWithin(2 * CONNECT_MS, 'the answer', ask());
  } catch (error) {
    throw new OperatorError(
      'unavailable',
      `Redis at ${shown} cannot be used: ${reasonOf(errors[0] ?? error)}.`,
      `Start it, correct REDIS_URL, ${INSTEAD}`,
      { cause: error },
    );
  } finally {
    probe.disconnect();
  }
}

function readInfo(text: string): Map<string, string> {
  const pairs = text.split(/\r?\n/).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1)];
  });
  return new Map(pairs);
}

export function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_VERSION;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function checkVersion(info: Map<string, string>, shown: string): void {
  const version = info.get('redis_version') ?? '0';
  if (isRecentEnough(version)) return;
  throw new OperatorError(
    'unavailable',
    `Redis at ${shown} is version ${version}, too old.`,
    `Upgrade it to ${MINIMUM_VERSION.join('.')} or newer, ${INSTEAD}`,
  );
}

/** Eviction drops jobs silently. A policy that cannot act yet (no memory limit set) is only warned of. */
function checkEviction(info: Map<string, string>, shown: string, log: Log): void {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return;
  if ((info.get('maxmemory') ?? '0') === '0') {
    log.warn(
      { redis: shown, policy },
      'set maxmemory-policy to noeviction before giving Redis a memory limit',
    );
    return;
  }
  throw new OperatorError(
    'unavailable',
    `Redis at ${shown} may evict jobs: its maxmemory-policy is ${policy}.`,
    `Set "maxmemory-policy noeviction" there, ${INSTEAD}`,
  );
}

/** ioredis reports a refused dual-stack connection as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
