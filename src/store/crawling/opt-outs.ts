/** The table `opt_outs`: domains whose owners asked not to be visited, from the operator's file and by hand. */
import { sql } from 'kysely';
import type { OptOut } from '../../model/opt-out.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { toJson, toText } from '../to-json.ts';

export type OptOutOrigin = 'file' | 'hand';

export type StoredOptOut = OptOut & {
  readonly origin: OptOutOrigin;
  readonly by: string;
  readonly at: string;
};

export async function listOptOuts(db: Db): Promise<StoredOptOut[]> {
  const { rows } = await sql<StoredOptOut>`
    select domain, origin, reason, added_by as by, added_at as at from opt_outs
    order by domain, origin`.execute(db);
  return rows;
}

/** Adds a domain by hand, or gives it another reason. */
export async function addOptOut(db: Db, optOut: OptOut, by: string, now: Date): Promise<void> {
  await sql`
    insert into opt_outs (domain, origin, reason, added_by, added_at)
    values (${optOut.domain}, 'hand', ${toText(optOut.reason)}, ${by}, ${now})
    on conflict (domain, origin) do update set reason = excluded.reason, added_by = excluded.added_by,
      added_at = excluded.added_at`.execute(db);
}

/** Takes a domain off that was added by hand; false when it was not. One of the file stays until the file is another. */
export async function removeOptOut(db: Db, domain: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from opt_outs where domain = ${domain} and origin = 'hand'`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Adds these as the domains of the file; with `lifts`, they are all of them, and others that it named may be visited again. */
export async function applyOptOuts(
  db: Db,
  optOuts: readonly OptOut[],
  now: Date,
  lifts = true,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const rows = toJson(optOuts);
    if (lifts)
      await sql`
      delete from opt_outs where origin = 'file'
        and domain not in (select domain from jsonb_to_recordset(${rows}::jsonb) as (domain text))`.execute(
        tx,
      );
    await sql`
      insert into opt_outs (domain, origin, reason, added_by, added_at)
      select domain, 'file', reason, 'opt-out file', ${now}::timestamptz
      from jsonb_to_recordset(${rows}::jsonb) as (domain text, reason text)
      on conflict (domain, origin) do update set reason = excluded.reason`.execute(tx);
  });
}
