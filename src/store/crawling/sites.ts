/** The table `sites`: what is watched and when next, and the lease of the one worker that crawls a site. */
import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { OperatorError } from '../../model/errors.ts';
import type { Site } from '../../model/site.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import type { SiteOrigin } from '../tables.ts';
import { toJson } from '../to-json.ts';

/** Rows in one statement. */
const BATCH = 500;

export type AppliedSites = {
  readonly added: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  readonly removed: string[];
};

export type StoredSite = {
  readonly site: Site;
  readonly origin: SiteOrigin;
  readonly nextRunAt: string;
  readonly removed: boolean;
};

/** Sites of one origin that are not retired. */
export async function countSites(db: Db, origin: SiteOrigin): Promise<number> {
  const { rows } = await sql<{ sites: number }>`
    select count(*)::integer as sites from sites where origin = ${origin} and removed_at is null`.execute(db);
  return rows[0]?.sites ?? 0;
}

/**
 * Makes the sites of one origin exactly these. Absent ones are retired, unless told otherwise, and come back when they are
 * applied again; a new one is due now; a changed one keeps its turn, or has an earlier one where it is to be visited more often.
 * An id that another origin has in use is refused with `config`.
 */
export async function applySites(
  db: Db,
  sites: readonly Site[],
  origin: SiteOrigin,
  now: Date,
  retires = true,
): Promise<AppliedSites> {
  return inTransaction(db, async (tx) => {
    // Two processes that start together apply one after the other.
    await sql`select pg_advisory_xact_lock(hashtext('precursor_watch.sites'))`.execute(tx);
    const stored = await tx
      .selectFrom('sites')
      .select(['id', 'origin', 'config_hash', 'removed_at'])
      .execute();
    const known = new Map(stored.map((row) => [row.id, row]));
    const result: AppliedSites = { added: [], changed: [], unchanged: [], removed: [] };
    const news: { site: Site; hash: string }[] = [];
    for (const site of sites) {
      const hash = createHash('sha256').update(canonicalJson(site)).digest('hex');
      const before = known.get(site.id);
      const live = before !== undefined && before.removed_at === null;
      if (live && before.origin !== origin) throw takenBy(site.id, before.origin);
      if (live && before.config_hash === hash) {
        result.unchanged.push(site.id);
        continue;
      }
      (live ? result.changed : result.added).push(site.id);
      news.push({ site, hash });
    }
    for (let start = 0; start < news.length; start += BATCH)
      await saveSites(tx, news.slice(start, start + BATCH), origin, now);
    const wanted = new Set(sites.map((site) => site.id));
    if (!retires) return result;
    const absent = stored.filter(
      (row) => row.origin === origin && row.removed_at === null && !wanted.has(row.id),
    );
    result.removed.push(...absent.map((row) => row.id).toSorted());
    if (result.removed.length > 0) {
      // A run under way ends at its next write.
      const retired = { removed_at: now, updated_at: now, lease_owner: null, lease_until: null };
      await tx.updateTable('sites').set(retired).where('id', 'in', result.removed).execute();
    }
    return result;
  });
}

async function saveSites(
  db: Db,
  news: readonly { readonly site: Site; readonly hash: string }[],
  origin: SiteOrigin,
  now: Date,
): Promise<void> {
  const rows = news.map(({ site, hash }) => {
    const { id, name, practice } = site;
    const values = { name, practice, origin, config: toJson(site), config_hash: hash, updated_at: now };
    return { id, ...values, next_run_at: now, created_at: now };
  });
  await db
    .insertInto('sites')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        ...nextTurn(now),
        name: set.ref('excluded.name'),
        practice: set.ref('excluded.practice'),
        origin: set.ref('excluded.origin'),
        config: set.ref('excluded.config'),
        config_hash: set.ref('excluded.config_hash'),
        updated_at: set.ref('excluded.updated_at'),
        removed_at: null,
      })),
    )
    .execute();
}

/** Not later than what the new schedule gives: counted on from the last turn, or at once where a cron line begins or ends. */
function nextTurn(now: Date) {
  const column = (path: string) => sql`excluded.config #>> ${sql.lit(`{schedule,${path}}`)}`;
  const every = sql`(${column('everySeconds')})::float8`;
  const isCron = sql`(sites.cron is not null or ${column('cron')} is not null)`;
  const isSame = sql`(sites.every_seconds is not distinct from ${every} and sites.cron is not distinct from ${column('cron')}
    and sites.timezone is not distinct from coalesce(${column('timezone')}, 'UTC'))`;
  const counted = sql`case when ${isCron} then ${now}::timestamptz
    else greatest(${now}::timestamptz, sites.next_run_at + make_interval(secs => ${every} - sites.every_seconds)) end`;
  return {
    next_run_at: sql<Date>`case when ${isSame} then sites.next_run_at else least(sites.next_run_at, ${counted}) end`,
    planned_at: sql<Date | null>`case when ${isSame} then sites.planned_at end`,
  };
}

function takenBy(id: string, origin: SiteOrigin): OperatorError {
  return new OperatorError(
    'config',
    `Two sites have the id "${id}": one of them comes from ${origin}.`,
    'Rename one of them.',
  );
}

/** Keys sorted at every depth, so that the order in a file does not make a change. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** True while the practice market is among what is being watched. */
export async function watchesPractice(db: Db): Promise<boolean> {
  const site = await db
    .selectFrom('sites')
    .select('id')
    .where('practice', '=', true)
    .limit(1)
    .executeTakeFirst();
  return site !== undefined;
}

/** All sites that are not retired, by id. */
export async function listSites(db: Db): Promise<StoredSite[]> {
  const rows = await siteRows(db).where('removed_at', 'is', null).orderBy('id').execute();
  return rows.map(toStoredSite);
}

export async function findSite(db: Db, id: string): Promise<StoredSite | null> {
  const row = await siteRows(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toStoredSite(row);
}

function siteRows(db: Db) {
  return db.selectFrom('sites').select(['config', 'origin', 'next_run_at', 'removed_at']);
}

function toStoredSite(row: {
  config: Site;
  origin: SiteOrigin;
  next_run_at: string;
  removed_at: string | null;
}): StoredSite {
  return {
    site: row.config,
    origin: row.origin,
    nextRunAt: row.next_run_at,
    removed: row.removed_at !== null,
  };
}

/**
 * null when another worker holds it. The token rises with each lease: whoever shows an older one has lost it. The server's clock
 * decides, here and wherever a lease is looked at, since the machines that share the sites may disagree on the time.
 */
export async function acquireLease(
  db: Db,
  siteId: string,
  owner: string,
  seconds: number,
): Promise<{ token: number } | null> {
  const { rows } = await sql<{ token: number }>`
    update sites set lease_owner = ${owner}, lease_token = lease_token + 1, lease_until = ${later(seconds)}
    where id = ${siteId} and (lease_until is null or lease_until <= clock_timestamp())
    returning lease_token as token`.execute(db);
  return rows[0] ?? null;
}

/** False when it was lost: it ran out, or another worker has it. */
export async function renewLease(db: Db, siteId: string, token: number, seconds: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sites set lease_until = ${later(seconds)}
    where id = ${siteId} and lease_token = ${token} and lease_until > clock_timestamp()`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Who has the site; null when nobody has. */
export async function leaseOwner(db: Db, siteId: string): Promise<string | null> {
  const row = await db.selectFrom('sites').select('lease_owner').where('id', '=', siteId).executeTakeFirst();
  return row?.lease_owner ?? null;
}

/** Ends the lease of a worker that is known to be dead. False when it has it no more. */
export async function endLeaseOf(db: Db, siteId: string, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sites')
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', siteId)
    .where('lease_owner', '=', owner)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Does nothing when another worker has it. */
export async function releaseLease(db: Db, siteId: string, token: number): Promise<void> {
  await db
    .updateTable('sites')
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', siteId)
    .where('lease_token', '=', token)
    .execute();
}

/** Within a transaction: true when nobody took the lease since, nor can until the transaction ends. */
export async function holdsLease(db: Db, siteId: string, token: number): Promise<boolean> {
  const { rows } = await sql`/* prepared: holds-lease */
    select from sites where id = ${siteId} and lease_token = ${token} and lease_owner is not null for share`.execute(
    db,
  );
  return rows.length > 0;
}

function later(seconds: number): RawBuilder<Date> {
  return sql`clock_timestamp() + make_interval(secs => ${seconds})`;
}
