/** What a run of the chaos harness left behind, in a form that two runs can be compared by. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../../src/store/open-database.ts';
import type { Market } from '../market/start-market.ts';
import { REQUESTS_SUFFIX } from '../work/order.ts';

/** Without numbers and times, which two runs do not share. */
export type AlertRow = {
  readonly site: string;
  readonly offer: string;
  readonly severity: string;
  readonly substances: readonly string[];
  readonly listings: readonly string[];
};

export type LeaseRow = { readonly site: string; readonly owner: string; readonly at: number };
export type RequestRow = { readonly site: string; readonly pid: number; readonly at: number };

/** Who had which site when, by PostgreSQL itself. */
export async function recordLeases(db: Db): Promise<void> {
  await sql`create table chaos_leases (site text, owner text, at timestamptz)`.execute(db);
  await sql`create function chaos_note() returns trigger language plpgsql as $$ begin
    insert into chaos_leases values (new.id, new.lease_owner, clock_timestamp()); return new; end $$`.execute(
    db,
  );
  await sql`create trigger chaos_note after update of lease_token on sites for each row
    when (new.lease_token <> old.lease_token) execute function chaos_note()`.execute(db);
}

export async function readLeases(db: Db): Promise<LeaseRow[]> {
  const { rows } = await sql<LeaseRow>`
    select site, owner, extract(epoch from at)::float8 * 1000 as at from chaos_leases order by at`.execute(
    db,
  );
  return rows;
}

/** An offer that is on several sites belongs to the one that was read first, which kills may change: it is told by its listings. */
const SEVERAL = 'several sites';

export async function readAlerts(db: Db): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    with shown as (
      select offer_id, count(distinct site_id) > 1 as several,
        array_agg(site_id || ' ' || key order by (site_id || ' ' || key) collate "C") as listings
      from listings group by offer_id)
    select case when several then ${SEVERAL} else alerts.site_id end as site,
      case when several then '' else offers.key end as offer, alerts.severity, alerts.substances, listings
    from alerts join offers on offers.id = alerts.offer_id join shown on shown.offer_id = offers.id
    order by alerts.site_id, offers.key collate "C"`.execute(db);
  return rows;
}

export async function countOutbox(db: Db): Promise<{ rows: string[]; waiting: number }> {
  const found = await db.selectFrom('outbox').select(['alert_id', 'revision', 'published_at']).execute();
  return {
    rows: found.map((row) => `alert-${row.alert_id}-${row.revision}`),
    waiting: found.filter((row) => row.published_at === null).length,
  };
}

export async function countMessages(db: Db): Promise<{ all: number; waiting: number }> {
  const { rows } = await sql<{ all: number; waiting: number }>`
    select count(*)::int as all, (count(*) filter (where state <> 'delivered'))::int as waiting
    from messages`.execute(db);
  return rows[0] ?? { all: 0, waiting: 0 };
}

/** In the order in which they were made. */
export async function readRequests(
  folder: string,
  origins: Readonly<Record<string, string>>,
): Promise<RequestRow[]> {
  const siteOf = new Map(Object.entries(origins).map(([site, origin]) => [new URL(origin).host, site]));
  const names = (await readdir(folder)).filter((name) => name.endsWith(REQUESTS_SUFFIX));
  const rows: RequestRow[] = [];
  for (const name of names) {
    const pid = Number(name.slice(0, -REQUESTS_SUFFIX.length));
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');
    for (const line of lines) {
      const [at, host] = line.split(' ');
      rows.push({ site: siteOf.get(host ?? '') ?? '?', pid, at: Number(at) });
    }
  }
  return rows.toSorted((a, b) => a.at - b.at);
}

/** Requests of pages beyond the first of each; every process asks for robots.txt anew. */
export function countAgain(requests: ReturnType<Market['requests']>): number {
  const pages = requests
    .filter(({ path }) => path !== '/robots.txt')
    .map(({ shop, path }) => `${shop}${path}`);
  return pages.length - new Set(pages).size;
}
