/** The figures at the top of the console, and how each site's newest run went. */
import { sql } from 'kysely';
import type { Overview, SiteStatus } from '../../model/overview-api.ts';
import { currentStop } from '../crawling/crawl-stops.ts';
import { latestRuns, type StoredRun } from '../crawling/runs.ts';
import { listBlocks } from '../crawling/site-blocks.ts';
import { listSites } from '../crawling/sites.ts';
import type { Db } from '../open-database.ts';
import { stateCondition } from './alert-filter.ts';
import type { Figures } from './shared-figures.ts';

/** `figures` counts the alerts, or knows it from a moment ago. Before a watch-list is stored its version is empty. */
export async function readOverview(
  db: Db,
  figures: Figures<Counts> = (_key, make) => make(),
): Promise<Overview> {
  const counts = await figures('states', () => countStates(db));
  const watchlist = await db
    .selectFrom('watchlists')
    .select(['version', sql<number>`jsonb_array_length(content->'substances')`.as('substances')])
    .where('is_current', '=', true)
    .executeTakeFirst();
  const runs = new Map((await latestRuns(db)).map((run) => [run.site, run]));
  const blocks = await listBlocks(db);
  const sites = (await listSites(db)).map(
    ({ site, nextRunAt }): SiteStatus => ({
      id: site.id,
      name: site.name,
      practice: site.practice,
      nextRunAt,
      overrides: site.overrides,
      blocked: blocks.get(site.id) ?? null,
      lastRun: toLastRun(runs.get(site.id)),
    }),
  );
  return {
    ...counts,
    practice: sites.some((site) => site.practice),
    watchlist: watchlist ?? { version: '', substances: 0 },
    stop: await currentStop(db),
    sites,
  };
}

export type Counts = Pick<Overview, 'open' | 'escalated' | 'snoozed' | 'suppressed' | 'decided'>;

async function countStates(db: Db): Promise<Counts> {
  const counted = (state: keyof Counts) => sql`count(*) filter (where ${stateCondition(state)})`;
  const { rows } = await sql<Counts>`
    select ${counted('open')} as open, ${counted('escalated')} as escalated, ${counted('snoozed')} as snoozed,
      ${counted('suppressed')} as suppressed, ${counted('decided')} as decided from alerts a`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count gave no row');
  return counts;
}

function toLastRun(run: StoredRun | undefined): SiteStatus['lastRun'] {
  if (run === undefined) return null;
  const { id, status, startedAt, finishedAt, pages, listings, alertsOpened, problem } = run;
  return { id, status, startedAt, finishedAt, pages, listings, alertsOpened, problem };
}
