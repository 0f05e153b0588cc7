/** What runs, re-screenings and publishing wrote down, what is remembered of pages, pictures and robots.txt: let go by its age, a batch at a time. */
import { type RawBuilder, sql } from 'kysely';
import type { RunStatus } from '../../model/run.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';
import { keepHoldsAsTheyAre } from './legal-holds.ts';

/** Rows of a batch: locks are held no longer than one of them takes. */
const BATCH = 5000;

/** Of each site, and of re-screenings: baselines and figures of the newest ones are held against what comes. */
const NEWEST = 30;

const READ: readonly RunStatus[] = ['ok', 'partial'];

/** A page that is gone is looked at more and more seldom; by then it was so each time for longer. */
const GONE_DAYS = 90;

/** An answer holds for a day, and runs that began with it go on. */
const ROBOTS_MARGIN_DAYS = 7;

/** Lets go of up to so many rows of before `before`. Gives how many. */
type Batch = (
  db: Db,
  o: { readonly before: Date; readonly now: Date; readonly most: number },
) => Promise<number>;

async function rowsOf(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(db)).numAffectedRows ?? 0n);
}

const isHeld = (site: string): RawBuilder<unknown> => sql`exists (
  select from legal_holds h where h.site_id = ${sql.ref(site)} and h.alert_id is null and h.lifted_at is null)`;

/** Runs that ended before then, and of whose site nothing may be erased by a hold. */
const ended = (before: Date): RawBuilder<unknown> => sql`
  r.finished_at < ${before} and r.status not in ('queued', 'running') and not ${isHeld('r.site_id')}`;

/** Rows of runs that ended, however few runs their site has had; with the plans of those that nobody went on with. */
const coverage: Batch = async (db, { before, most }) => {
  await sql`delete from frontier f using runs r where r.id = f.run_id and ${ended(before)}`.execute(db);
  return await rowsOf(
    db,
    sql`delete from coverage c using (
      select found.run_id, found.position from runs r cross join lateral (
        select run_id, position from coverage where run_id = r.id limit ${most}) found
      where ${ended(before)} limit ${most}) old
    where c.run_id = old.run_id and c.position = old.position`,
  );
};

/**
 * Runs with their fields: not the newest of their site, nor the newest of those that read anything, which others are held
 * against; nor one whose copy of a page is still there.
 */
const runs: Batch = async (db, { before, most }) => {
  const newest = (which: RawBuilder<unknown>) => sql`(
    select id from runs where site_id = s.id and ${which} order by id desc offset ${NEWEST - 1} limit 1)`;
  return await rowsOf(
    db,
    sql`with site as materialized (
      select s.id, ${newest(sql`true`)} as newest, ${newest(sql`status = any(${[...READ]}::text[])`)} as read from sites s
    )
    delete from runs where id in (
      select r.id from runs r join site on site.id = r.site_id
      where ${ended(before)} and r.id < site.newest
        and (r.status <> all(${[...READ]}::text[]) or r.id < site.read)
        and not exists (select from page_captures where run_id = r.id)
        and not exists (select from coverage where run_id = r.id) limit ${most})`,
  );
};

/** What was gone at the last look of long ago, and all pages of sites that were taken out as long ago. */
const pages: Batch = async (db, { before, now, most }) => {
  const gone = new Date(Math.max(before.getTime(), now.getTime() - GONE_DAYS * 86_400_000));
  return await rowsOf(
    db,
    sql`delete from site_pages p using (
      (select site_id, key from site_pages g where state = 'gone' and fetched_at < ${gone}
        and not ${isHeld('g.site_id')} limit ${most})
      union (select found.site_id, found.key from sites s cross join lateral (
          select site_id, key from site_pages where site_id = s.id limit ${most}) found
        where s.removed_at < ${before} and not ${isHeld('s.id')} limit ${most})) old
    where p.site_id = old.site_id and p.key = old.key`,
  );
};

const jobs: Batch = async (db, { before, most }) => {
  const parked = await rowsOf(
    db,
    sql`delete from parked_jobs where id in (select id from parked_jobs
      where parked_at < ${before} and state <> 'parked' and settled_at < ${before} limit ${most})`,
  );
  const lost = await rowsOf(
    db,
    sql`delete from lost_jobs where id in (select id from lost_jobs where found_at < ${before} limit ${most})`,
  );
  return parked + lost;
};

/** Re-screenings that are over, but the newest ones and the last that screened everything, from which the next one goes on. */
const rescreens: Batch = async (db, { before, most }) => {
  const old = sql`
    select id from rescreens where finished_at < ${before} and state in ('done', 'replaced')
      and id < (select id from rescreens order by id desc offset ${NEWEST - 1} limit 1)
      and id < (select max(id) from rescreens where scope = 'all' and state = 'done')`;
  const changes = await rowsOf(
    db,
    sql`delete from rescreen_changes where (rescreen_id, listing_id) in (
      select rescreen_id, listing_id from rescreen_changes where rescreen_id in (${old}) limit ${most})`,
  );
  if (changes > 0) return changes;
  return await rowsOf(db, sql`delete from rescreens where id in (${old} order by id limit 1)`);
};

/** Versions of robots.txt that no origin gave since the oldest row of a ledger that is kept, nor gives now. */
const robots: Batch = async (db, { before, most }) => {
  const old = new Date(before.getTime() - ROBOTS_MARGIN_DAYS * 86_400_000);
  const answers = await rowsOf(
    db,
    sql`delete from robots_answers where origin in (
      select origin from robots_answers where fetched_at < ${old} limit ${most})`,
  );
  const files = await rowsOf(
    db,
    sql`delete from robots_files where sha256 in (select sha256 from robots_files f where last_seen_at < ${old}
      and not exists (select from robots_answers where sha256 = f.sha256) limit ${most} for update skip locked)`,
  );
  return answers + files;
};

/**
 * Alerts that notifiers were told of, and that the queue had read. Not behind one that is not known to be read, since how many
 * were published after it says what the queue may have forgotten.
 */
const published: Batch = async (db, { before, most }) =>
  await rowsOf(
    db,
    sql`delete from outbox where id in (
      select o.id from outbox o join alerts a on a.id = o.alert_id
      where o.settled_at < ${before} and o.published_at < ${before} and o.noted_at is not null
        and (o.id < least((select min(id) from outbox where published_at is null),
          (select min(id) from outbox where published_at is not null and settled_at is null))) is not false
        and not exists (select from legal_holds h where h.lifted_at is null
          and case when h.alert_id is null then h.site_id = a.site_id else h.alert_id = a.id end)
      limit ${most})`,
  );

/** Listings that are asked whether they still show an address: of what more of them show all addresses stay. */
const MOST_SHOWING = 100;

/** After it what could not be fetched is tried again, whatever is remembered. */
const PROBLEM_DAYS = 30;

/**
 * Addresses that failed, that no listing shows any more, or whose picture no listing has, with fingerprints that are left without
 * any: of one that a run is just noting, the picture is fetched again.
 */
const pictures: Batch = async (db, { before, now, most }) => {
  const failed = new Date(Math.min(before.getTime(), now.getTime() - PROBLEM_DAYS * 86_400_000));
  const files = await rowsOf(
    db,
    sql`delete from picture_files where url in (
      (select url from picture_files where picture_id is null and fetched_at < ${failed} limit ${most})
      union all (select f.url from picture_files f cross join lateral (
          select count(*) as listings, bool_or(${isHeld('l.site_id')}
            or f.url in (select json_array_elements_text(l.content->'images'))) as named
          from (select listing_id from listing_pictures where picture_id = f.picture_id limit ${MOST_SHOWING + 1}) s
            join listings l on l.id = s.listing_id) its
        where f.picture_id is not null and f.fetched_at < ${before} and its.listings <= ${MOST_SHOWING}
          and its.named is not true limit ${most}))`,
  );
  const alone = await rowsOf(
    db,
    sql`delete from pictures where id in (select id from pictures p
      where not exists (select from picture_files where picture_id = p.id)
        and not exists (select from listing_pictures where picture_id = p.id) limit ${most} for update skip locked)`,
  );
  return files + alone;
};

/** Pauses that hosts asked for and that are over. */
const holds: Batch = async (db, { before, most }) =>
  await rowsOf(
    db,
    sql`delete from domain_holds where name in (select name from domain_holds where until < ${before} limit ${most})
      and until < ${before}`,
  );

/** In this order: a run goes when its rows have gone. */
const LEDGERS = { coverage, runs, pages, jobs, rescreens, robots, published, pictures, holds } as const;

export type LedgerName = keyof typeof LEDGERS;

export const LEDGER_NAMES = Object.keys(LEDGERS) as LedgerName[];

/** One batch of what is older than so many days; nothing of a site under a hold. Gives how many rows: 0 when none is left. */
export async function forgetLedger(
  db: Db,
  name: LedgerName,
  { days, now, most = BATCH }: { readonly days: number; readonly now: Date; readonly most?: number },
): Promise<number> {
  const before = new Date(now.getTime() - days * 86_400_000);
  return await inTransaction(db, async (tx) => {
    await keepHoldsAsTheyAre(tx);
    return await LEDGERS[name](tx, { before, now, most });
  });
}
