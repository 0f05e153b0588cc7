/** Sites as operators look at them: turn, hold, block, worker and last runs; how full their fields were over runs. */
import { type RawBuilder, sql } from 'kysely';
import { EVERY_SITE } from '../../model/schedule.ts';
import type { Site } from '../../model/site.ts';
import {
  SITE_RUNS,
  type SiteDetail,
  type SiteFields,
  type SiteList,
  type SiteOverview,
} from '../../model/site-api.ts';
import { currentStop } from '../crawling/crawl-stops.ts';
import { type Hold, listHolds } from '../crawling/holds.ts';
import { listBlocks } from '../crawling/site-blocks.ts';
import type { Db } from '../open-database.ts';
import { IS_WAITING } from './alert-filter.ts';

export async function readSites(db: Db): Promise<SiteList> {
  const sites = await siteDetails(db, sql`true`);
  return { stop: await currentStop(db), items: sites.map(({ config: _config, ...site }) => site) };
}

/** null when there is no such site, or it is no longer watched. */
export async function readSite(db: Db, id: string): Promise<SiteDetail | null> {
  return (await siteDetails(db, sql`s.id = ${id}`))[0] ?? null;
}

type SiteRow = Pick<SiteDetail, 'id' | 'name' | 'practice' | 'nextRunAt' | 'worker' | 'waiting'> & {
  config: Site;
};
type PastRun = SiteOverview['runs'][number];

async function siteDetails(db: Db, where: RawBuilder<unknown>): Promise<SiteDetail[]> {
  const { rows } = await sql<SiteRow>`
    select s.id, s.name, s.practice, s.config, s.next_run_at as "nextRunAt",
      case when s.lease_until > clock_timestamp() then s.lease_owner end as worker,
      (select count(*) from alerts a where a.site_id = s.id and ${IS_WAITING}) as waiting
    from sites s where s.removed_at is null and ${where} order by lower(s.name), s.id`.execute(db);
  const { rows: past } = await sql<PastRun & { site: string }>`
    select s.id as site, r.id, r.status, r.queued_at as "queuedAt", r.started_at as "startedAt",
      r.finished_at as "finishedAt", r.pages, r.listings, r.alerts_opened as "alertsOpened", r.problem
    from sites s cross join lateral (
      select * from runs where site_id = s.id order by id desc limit ${SITE_RUNS}) r
    where s.removed_at is null and ${where} order by r.id desc`.execute(db);
  const runs = Map.groupBy(past, ({ site }) => site);
  const [holds, blocks] = [await listHolds(db), await listBlocks(db)];
  return rows.map(({ config, ...row }) => ({
    ...row,
    country: config.country,
    schedule: config.schedule,
    overrides: config.overrides,
    hold: holdOn(row.id, holds),
    blocked: blocks.get(row.id) ?? null,
    runs: (runs.get(row.id) ?? []).map(({ site: _site, ...run }) => run),
    config,
  }));
}

/** Its own stands before that of all. */
function holdOn(site: string, holds: readonly Hold[]): SiteOverview['hold'] {
  const found = holds.find(({ scope }) => scope === site) ?? holds.find(({ scope }) => scope === EVERY_SITE);
  if (found === undefined) return null;
  const { scope, ...hold } = found;
  return { scope: scope === EVERY_SITE ? 'all' : 'site', ...hold };
}

type Share = {
  run: number;
  pages: string;
  field: string;
  reader: string;
  filled: number;
  listings: number;
  unread: number;
};

/** Of the last runs that read anything; null when there is no such site. */
export async function readSiteFields(db: Db, site: string, limit: number): Promise<SiteFields | null> {
  const known = await db.selectFrom('sites').select('id').where('id', '=', site).executeTakeFirst();
  if (known === undefined) return null;
  const { rows: runs } = await sql<SiteFields['runs'][number]>`
    select id, finished_at as "finishedAt" from (
      select id, finished_at from runs r where site_id = ${site}
        and exists (select from field_coverage where run_id = r.id) order by id desc limit ${limit}) latest
    order by id`.execute(db);
  const { rows } = await sql<Share>`
    select run_id as run, pages, field, reader, filled, listings, unread from field_coverage
    where run_id = any(${runs.map(({ id }) => id)}::bigint[])`.execute(db);
  const fields = [...Map.groupBy(rows, ({ pages, field }) => `${pages} ${field}`).values()];
  return {
    runs,
    fields: fields
      .map((shares) => fieldOverRuns(shares, runs))
      .toSorted((a, b) => compare(a.pages, b.pages) || compare(a.field, b.field)),
  };
}

/** What several readers gave is added: each listing has a field from one of them. */
function fieldOverRuns(shares: readonly Share[], runs: SiteFields['runs']): SiteFields['fields'][number] {
  const readers = new Map<string, number>();
  for (const { reader, filled } of shares) readers.set(reader, (readers.get(reader) ?? 0) + filled);
  const [first] = shares;
  return {
    pages: first?.pages ?? '',
    field: first?.field ?? '',
    readers: [...readers].toSorted((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([reader]) => reader),
    points: runs.map(({ id }) => {
      const own = shares.filter(({ run }) => run === id);
      if (own.length === 0) return null;
      const sum = (key: 'filled' | 'unread') => own.reduce((all, share) => all + share[key], 0);
      const listings = Math.max(...own.map((share) => share.listings));
      return { filled: Math.min(sum('filled'), listings), listings, unread: sum('unread') };
    }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
