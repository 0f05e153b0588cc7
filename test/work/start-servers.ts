/** The servers of one market to be worked on: the bundled PostgreSQL, which the product brings up again, and Redis, which we do. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../src/log.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { type LostTime, startRedis } from '../support/start-redis.ts';

export type Backend = 'postgres' | 'redis';

export type Servers = AsyncDisposable & {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  killPostgres(): void;
  /** Its last second is lost; resolves when it is there again. */
  killRedis(): Promise<LostTime | null>;
};

export async function startServers(backend: Backend, log: Log): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-work-'));
  // PostgreSQL does not run as root; its account must pass through.
  await chmod(folder, 0o711);
  const open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    const postgres = open.use(await openBundledPostgres(join(folder, 'data'), log));
    const redis =
      backend === 'redis' ? open.use(await startRedis({ appendonly: 'yes', appendfsync: 'everysec' })) : null;
    return {
      folder,
      databaseUrl: postgres.databaseUrl,
      redisUrl: redis?.url ?? null,
      killPostgres: () => void process.kill(postgres.pid, 'SIGKILL'),
      async killRedis() {
        const lost = (await redis?.killForgetting()) ?? null;
        await redis?.restart();
        return lost;
      },
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    };
  } catch (error) {
    await open.disposeAsync();
    throw error;
  }
}
