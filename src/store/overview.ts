/** The figures at the top of the console, and how each site's newest run went. */
import { sql } from 'kysely';
import type { Overview, SiteStatus } from '../model/api.ts';
import { OPEN_STATES } from './alert-list.ts';
import type { Db } from './open-database.ts';
import { latestRuns, type StoredRun } from './runs.ts';
import { listSites } from './sites.ts';

/** Before a watch-list is stored its version is empty. */
export async function readOverview(db: Db): Promise<Overview> {
  const states = await db
    .selectFrom('alerts')
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const count = (wanted: readonly string[]) =>
    states.filter((row) => wanted.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  const watchlist = await db
    .selectFrom('watchlists')
    .select(['version', sql<number>`jsonb_array_length(content->'substances')`.as('substances')])
    .where('is_current', '=', true)
    .executeTakeFirst();
  const runs = new Map((await latestRuns(db)).map((run) => [run.site, run]));
  const sites = (await listSites(db)).map(
    ({ site, nextRunAt }): SiteStatus => ({
      id: site.id,
      name: site.name,
      practice: site.practice,
      nextRunAt,
      lastRun: toLastRun(runs.get(site.id)),
    }),
  );
  return {
    open: count(OPEN_STATES),
    decided: count(['decided']),
    practice: sites.some((site) => site.practice),
    watchlist: watchlist ?? { version: '', substances: 0 },
    sites,
  };
}

function toLastRun(run: StoredRun | undefined): SiteStatus['lastRun'] {
  if (run === undefined) return null;
  const { id, status, startedAt, finishedAt, pages, listings, alertsOpened, problem } = run;
  return { id, status, startedAt, finishedAt, pages, listings, alertsOpened, problem };
}
