/** Prepares BullMQ's own schema in the project's database and derives its connections from the project's pool. */
import { DEFAULT_SCHEMA, type PostgresPoolConfig, runMigrations } from 'bullmq';
import { OperatorError } from '../src/model/errors.ts';

type MigrationClient = Parameters<typeof runMigrations>[0];

/** What is needed of the pool that src/store opened (the only home of `pg`). */
export type DatabasePool = {
  connect(): Promise<MigrationClient & { release(): void }>;
  readonly options: {
    readonly connectionString?: string | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly user?: string | undefined;
    readonly database?: string | undefined;
    readonly password?: unknown;
    readonly ssl?: unknown;
    readonly keepAlive?: boolean | undefined;
    readonly keepAliveInitialDelayMillis?: number | undefined;
    readonly idle_in_transaction_session_timeout?: number | undefined;
  };
};

const INHERITED = [
  ...(['connectionString', 'host', 'port', 'user', 'database', 'password', 'ssl'] as const),
  ...(['keepAlive', 'keepAliveInitialDelayMillis', 'idle_in_transaction_session_timeout'] as const),
] as const;

/**
 * BullMQ names its tables without a schema, so it needs connections of its own whose search path is its schema;
 * each queue or worker opens at most `max` of them, and closes idle ones. A server or a process that is gone is noticed as on the
 * project's own connections.
 */
export async function connectPostgres(pool: DatabasePool): Promise<(max: number) => PostgresPoolConfig> {
  const client = await pool.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
  } catch (error) {
    throw new OperatorError(
      'unavailable',
      `The queue's tables could not be prepared: ${error instanceof Error ? error.message : String(error)}.`,
      `The database role needs the right to create the schema "${DEFAULT_SCHEMA}"; or set REDIS_URL to keep the queues in Redis.`,
      { cause: error },
    );
  } finally {
    client.release();
  }
  const given = INHERITED.map((name) => [name, pool.options[name]] as const);
  const target = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return (max) => ({ ...target, max, schema: DEFAULT_SCHEMA });
}
