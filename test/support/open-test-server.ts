/** The HTTP server on a fresh database with one account of each role, and a client that is signed in. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from '../../src/api/build-server.ts';
import type { QueueControl } from '../../src/api/queue-control.ts';
import type { HealthReport } from '../../src/api/routes/health.ts';
import type { ZodServer } from '../../src/api/zod-server.ts';
import type { CaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog, type Log } from '../../src/log.ts';
import { ROLES, type Role } from '../../src/model/permissions.ts';
import { DEFAULT_RULES, type ReviewRules } from '../../src/model/review-rules.ts';
import type { IdentityProvider } from '../../src/review/identity-provider.ts';
import { createUser } from '../../src/store/accounts/users.ts';
import { openChangeFeed } from '../../src/store/desk/change-feed.ts';
import type { Db, OpenDatabase } from '../../src/store/open-database.ts';
import { openTestDatabase } from './open-test-database.ts';

export const PASSWORD = 'correct horse battery';
/** Of that password, at the least cost there is: a hash says itself what checking it costs. What the server makes costs a hundred times as much. */
const PASSWORD_HASH =
  '$argon2id$v=19$m=8,p=1,t=1$0EdvGOGO3SRbvOyDP3KVNw$181WmmZEWB+1fMtL9n/FOfrNJIdfuhjPafrZDyojEpE';

type Answer = { status: number; headers: Record<string, unknown>; text: string; json: () => unknown };

export type TestServer = {
  readonly server: ZodServer;
  readonly db: Db;
  /** What the server takes for the present; tests move it. */
  readonly time: { now: Date };
  /** The cookie of a new session of the account that is named like its role. */
  signIn(role?: Role): Promise<string>;
  get(url: string, cookie?: string): Promise<Answer>;
  post(url: string, body: unknown, cookie?: string, headers?: Record<string, string>): Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type TestServerOptions = {
  /** Another's, which stays open; left out, a fresh one. */
  readonly database?: OpenDatabase;
  readonly consoleFolder?: string;
  readonly secureCookies?: boolean;
  readonly proxies?: readonly string[];
  readonly rules?: ReviewRules;
  readonly rateLimits?: { readonly perAddress: number; readonly perAccount: number };
  readonly identity?: IdentityProvider;
  readonly liveBeatMs?: number;
  /** Hears of changes, as a server with consoles does. */
  readonly live?: boolean;
  readonly queues?: QueueControl;
  readonly captures?: Pick<CaptureStore, 'get'>;
  /** Left out: one in the folder of temporary files, of this test alone. */
  readonly factorKeyFile?: string;
  /** Hears what the server logs. */
  readonly log?: Log;
  readonly health?: () => Promise<HealthReport>;
};

export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await openTestDatabase());
  const factorKeyFile = options.factorKeyFile ?? newKeyFile();
  const { db } = database;
  const time = { now: new Date('2026-02-01T00:00:00.000Z') };
  for (const role of ROLES)
    await createUser(db, { name: role, passwordHash: PASSWORD_HASH, role, now: time.now });
  const changes = options.live === true ? await openChangeFeed(database.pool, createLog('silent')) : null;
  const health = options.health ?? (async () => ({ ok: true, parts: { database: 'ok' as const } }));
  const server = await buildServer({
    db,
    clock: () => time.now,
    log: options.log ?? createLog('silent'),
    factorKeyFile,
    secureCookies: options.secureCookies ?? false,
    proxies: options.proxies ?? [],
    consoleFolder: options.consoleFolder ?? null,
    rules: options.rules ?? DEFAULT_RULES,
    ...(options.rateLimits === undefined ? {} : { rateLimits: options.rateLimits }),
    identity: options.identity ?? null,
    queues: options.queues ?? null,
    changes,
    ...(options.liveBeatMs === undefined ? {} : { liveBeatMs: options.liveBeatMs }),
    captures: options.captures ?? { get: async () => null },
    health: { alive: health, ready: health },
  });
  const post: TestServer['post'] = async (url, body, cookie, headers = {}) => {
    const all = { ...headers, ...(cookie === undefined ? {} : { cookie }) };
    return toAnswer(await server.inject({ method: 'POST', url, headers: all, payload: body as object }));
  };
  return {
    server,
    db,
    time,
    post,
    async signIn(role = 'analyst') {
      const answer = await post('/api/v1/session', { name: role, password: PASSWORD });
      return String(answer.headers['set-cookie']).split(';')[0] ?? '';
    },
    async get(url, cookie) {
      return toAnswer(
        await server.inject({ method: 'GET', url, headers: cookie === undefined ? {} : { cookie } }),
      );
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await changes?.[Symbol.asyncDispose]();
      if (options.factorKeyFile === undefined) await rm(factorKeyFile, { force: true });
      if (options.database === undefined) await database[Symbol.asyncDispose]();
    },
  };
}

/** Not made before somebody sets up a second factor. */
function newKeyFile(): string {
  return join(tmpdir(), `precursor-watch-test-${randomUUID()}.key`);
}

function toAnswer(response: Awaited<ReturnType<ZodServer['inject']>>): Answer {
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    json: () => JSON.parse(response.body),
  };
}
