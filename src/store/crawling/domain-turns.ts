/** The table `domain_turns`: whose turn it is at a domain, and when the next one may begin, for all processes together. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';

export type DomainTurn = {
  /** Null: taken. Otherwise worth asking again after so many milliseconds. */
  readonly waitMs: number | null;
  /** Factor on the pause between two requests. */
  readonly slowness: number;
  /** What an answer usually takes; null before the first. */
  readonly usualMs: number | null;
  /** Since the last turn there ended. */
  readonly idleMs: number;
};

/** While another process has the turn it may end at any moment. */
const POLL_MS = 250;

/**
 * Takes the turn in one statement, or says how long it is worth waiting. The server's clock decides, since the machines that
 * share a domain may disagree on the time. A turn that was not ended within `holdSeconds` is taken for a dead process's.
 */
export async function takeDomainTurn(
  db: Db,
  turn: {
    readonly domain: string;
    /** Who of the domain is asked: one that asked to be left alone gets no turn. */
    readonly host: string;
    readonly holder: string;
    /** Times the domain's slowness, no more than `longestSeconds` have to lie between two turns. */
    readonly delaySeconds: number;
    readonly longestSeconds: number;
    readonly holdSeconds: number;
  },
): Promise<DomainTurn> {
  const { domain, host, holder, delaySeconds, longestSeconds, holdSeconds } = turn;
  const pause = (slowness: string) =>
    sql`make_interval(secs => least(${longestSeconds}::float8, ${delaySeconds}::float8 * ${sql.ref(slowness)}))`;
  const { rows } = await sql<DomainTurn>`
    with clock as (select clock_timestamp() as now),
    asked as (
      select max(until) as until from (
        select until from domain_holds where name in (${domain}, ${host})
        union all select free_at from domain_turns where domain = ${host} and domain <> ${domain}
      ) each where until > clock_timestamp()
    ),
    taken as (
      insert into domain_turns as t (domain, free_at, holder, held_until)
      select ${domain}, now, ${holder}, now + make_interval(secs => ${holdSeconds})
      from clock, asked where asked.until is null
      on conflict (domain) do update set holder = excluded.holder, held_until = excluded.held_until
      where (t.holder is null or t.held_until <= clock_timestamp())
        and t.free_at <= clock_timestamp()
        and (t.ended_at is null or t.ended_at + ${pause('t.slowness')} <= clock_timestamp())
      returning slowness, usual_ms, ended_at
    )
    select null as "waitMs", slowness, usual_ms as "usualMs",
      coalesce(1000 * extract(epoch from clock_timestamp() - ended_at), 0)::float8 as "idleMs" from taken
    union all
    select case when known.domain is null and asked.until is null then ${POLL_MS} else greatest(1, 1000 * extract(epoch from greatest(
        asked.until,
        known.free_at,
        known.ended_at + ${pause('known.slowness')},
        case when known.held_until > now then least(known.held_until, now + make_interval(secs => ${POLL_MS} / 1000.0)) end
      ) - now)) end::float8, 1, null, 0
    from clock cross join asked left join domain_turns known on known.domain = ${domain}
    where not exists (select from taken)`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a turn was neither given nor refused');
  return row;
}

/**
 * Does nothing when the turn was lost to another process meanwhile. A host that wants more than the domain of which it is a part
 * has a row of its own, for when it may be asked again.
 */
export async function endDomainTurn(
  db: Db,
  turn: {
    readonly domain: string;
    readonly host: string;
    readonly holder: string;
    readonly pauseMs: number;
    readonly hostPauseMs: number;
    readonly slowness: number;
    readonly usualMs: number | null;
  },
): Promise<void> {
  if (turn.hostPauseMs > turn.pauseMs) {
    await sql`
      insert into domain_turns as t (domain, free_at)
      values (${turn.host}, clock_timestamp() + make_interval(secs => ${turn.hostPauseMs} / 1000.0))
      on conflict (domain) do update set free_at = greatest(t.free_at, excluded.free_at)`.execute(db);
  }
  await sql`
    update domain_turns set holder = null, held_until = null, ended_at = clock_timestamp(),
      free_at = greatest(free_at, clock_timestamp() + make_interval(secs => ${turn.pauseMs} / 1000.0)),
      slowness = ${turn.slowness}, usual_ms = ${turn.usualMs}
    where domain = ${turn.domain} and holder = ${turn.holder}`.execute(db);
}
