/** Lets leases run out, as if whoever has them had been gone for long: they go by the server's clock, which no test sets. */
import { sql } from 'kysely';
import type { Db } from '../../src/store/open-database.ts';

/** Of every site, or of those that are named. */
export async function endSiteLeases(db: Db, ...sites: readonly string[]): Promise<void> {
  await sql`
    update sites set lease_until = now() - interval '1 second'
    where lease_until is not null and (${sites.length} = 0 or id = any(${[...sites]}::text[]))`.execute(db);
}

export async function endMessageLeases(db: Db): Promise<void> {
  await sql`
    update messages set leased_until = now() - interval '1 second' where leased_until is not null`.execute(
    db,
  );
}

export async function endRangeLeases(db: Db): Promise<void> {
  await sql`update rescreen_ranges set leased_until = now() - interval '1 second' where done_at is null`.execute(
    db,
  );
}
