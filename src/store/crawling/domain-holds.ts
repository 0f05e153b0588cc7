/** The table `domain_holds`: hosts that asked to be left alone for a while, which every process heeds. */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

export type DomainHold = {
  /** A registrable domain, a shop of a hosting suffix, or a host with its port. */
  readonly name: string;
  readonly until: string;
  /** When the first of the pauses that follow on each other was asked for. */
  readonly since: string;
  readonly why: string;
};

const HOLD = sql.raw('name, until, since, why');

/** Nobody gets a turn there for so long. A shorter pause takes nothing from a longer one. */
export async function holdDomain(db: Db, name: string, seconds: number, why: string): Promise<void> {
  await sql`
    insert into domain_holds as h (name, since, until, why)
    select ${name}, now, now + make_interval(secs => ${seconds}), ${toText(why)}
    from (select clock_timestamp() as now) clock
    on conflict (name) do update set
      since = case when h.until > clock_timestamp() then h.since else excluded.since end,
      until = greatest(h.until, excluded.until),
      why = case when h.until > excluded.until then h.why else excluded.why end`.execute(db);
}

/** Those that are not over, by name. */
export async function listDomainHolds(db: Db): Promise<DomainHold[]> {
  const { rows } = await sql<DomainHold>`
    select ${HOLD} from domain_holds where until > clock_timestamp() order by name`.execute(db);
  return rows;
}

/** What was lifted; null when nothing was held there. */
export async function liftDomainHold(db: Db, name: string): Promise<DomainHold | null> {
  const { rows } = await sql<DomainHold>`
    delete from domain_holds where name = ${name} and until > clock_timestamp() returning ${HOLD}`.execute(
    db,
  );
  return rows[0] ?? null;
}
