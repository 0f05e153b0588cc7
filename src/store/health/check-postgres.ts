/** Looks at PostgreSQL's settings and state: what of them would lose data, refuse writes or run out. */
import type pg from 'pg';
import { type Check, clockCheck, fault, fine, warning } from '../../model/check.ts';
import type { OpenDatabase } from '../open-database.ts';

/** Connections that one process with worker, schedule and console opens at most: its own pool and those of its queues. */
export const CONNECTIONS_OF_A_PROCESS = 35;
const SHORTEST_TIMEOUT_MS = 30_000;

type Facts = {
  readonly version: string;
  readonly encoding: string;
  readonly readOnly: boolean;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly statementTimeout: number;
  readonly now: string;
} & Connections;

/** `maxConnections`: those that anybody may have. */
type Connections = { readonly maxConnections: number; readonly usedConnections: number };

const CONNECTIONS = `
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      as "maxConnections",
    (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as "usedConnections"`;

const QUESTION = `
  select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as "readOnly",
    current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
    current_setting('synchronous_commit') as "synchronousCommit",
    (select setting::float8 from pg_settings where name = 'statement_timeout') as "statementTimeout",
    ${CONNECTIONS},
    clock_timestamp() as now`;

/** Each setting that matters, whether it is as it must be, and what to do when it is not. */
const SETTINGS: readonly {
  readonly wrong: (facts: Facts) => string | null;
  readonly state: 'warning' | 'fault';
  readonly fix: string;
}[] = [
  {
    wrong: ({ readOnly }) => (readOnly ? 'the server takes no writes' : null),
    state: 'fault',
    fix: 'Use the primary server, or set default_transaction_read_only = off.',
  },
  {
    wrong: ({ encoding }) => (encoding === 'UTF8' ? null : `the database's encoding is ${encoding}`),
    state: 'fault',
    fix: "Create the database with encoding 'UTF8': listings are in every script.",
  },
  {
    wrong: ({ fsync, fullPageWrites }) =>
      fsync === 'on' && fullPageWrites === 'on' ? null : 'fsync or full_page_writes is off',
    state: 'warning',
    fix: 'Set both to on: a power failure may otherwise destroy the database.',
  },
  {
    wrong: ({ synchronousCommit }) => (synchronousCommit === 'off' ? 'synchronous_commit is off' : null),
    state: 'warning',
    fix: 'Set synchronous_commit = on: an alert that was published may otherwise be forgotten in a crash.',
  },
  {
    wrong: ({ statementTimeout }) =>
      statementTimeout > 0 && statementTimeout < SHORTEST_TIMEOUT_MS
        ? 'statement_timeout is under 30 s'
        : null,
    state: 'warning',
    fix: 'Raise or unset it for this role: alter role … set statement_timeout = 0.',
  },
];

/** @throws what the database says when it cannot be asked */
export async function checkPostgres(
  { pool, place }: Pick<OpenDatabase, 'pool' | 'place'>,
  clock: () => Date,
): Promise<Check[]> {
  const asked = clock().getTime();
  const { rows } = await pool.query<Facts>(QUESTION);
  const [facts] = rows;
  if (facts === undefined) throw new Error('PostgreSQL told nothing of itself');
  const between = (asked + clock().getTime()) / 2;
  const wrong = SETTINGS.flatMap(({ wrong: find, state, fix }): Check[] => {
    const finding = find(facts);
    return finding === null ? [] : [{ name: 'PostgreSQL settings', state, finding, fix }];
  });
  return [
    fine('PostgreSQL', `version ${facts.version}, ${place}`),
    ...(wrong.length === 0 ? [fine('PostgreSQL settings', 'durable, writable, UTF-8')] : wrong),
    connectionsCheck(facts),
    clockCheck('clock of PostgreSQL', new Date(facts.now).getTime() - between),
  ];
}

/** Whether so many more processes find the connections that they may need. @throws what the database says when it cannot be asked */
export async function checkConnections(pool: pg.Pool, processes: number): Promise<Check> {
  const { rows } = await pool.query<Connections>(`select ${CONNECTIONS}`);
  const [facts] = rows;
  if (facts === undefined) throw new Error('PostgreSQL told nothing of its connections');
  return connectionsCheck(facts, processes);
}

export function connectionsCheck({ maxConnections, usedConnections }: Connections, processes = 1): Check {
  const free = maxConnections - usedConnections;
  const needed = processes * CONNECTIONS_OF_A_PROCESS;
  const more = processes > 1 && free < needed ? `; ${processes} processes need up to ${needed}` : '';
  const finding = `${usedConnections} of ${maxConnections} in use${more}`;
  const need = `Each process needs up to ${CONNECTIONS_OF_A_PROCESS}: raise max_connections, or run fewer processes.`;
  if (free <= 0) return fault('PostgreSQL connections', finding, need);
  return free < needed
    ? warning('PostgreSQL connections', finding, need)
    : fine('PostgreSQL connections', finding);
}
