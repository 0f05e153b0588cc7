/** The sites that are watched: when each has its turn, what stands in its way, how its last runs went. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { SITE_PATHS, type SiteOverview, siteList } from '../../model/site-api.ts';
import { Age } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { useNow } from '../use-now.ts';
import { count, RUN_STATUS_WORDS } from '../words.ts';
import { CrawlStop } from './crawl-stop.tsx';
import { OperationsPage } from './operations-tabs.tsx';
import { Hindrance, LastRun } from './site-standing.tsx';

export function SitesPage() {
  const now = useNow();
  const sites = useQuery({
    queryKey: ['sites'],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => ask(SITE_PATHS.sites, siteList, signal),
  });
  return (
    <OperationsPage says="Sites and schedules are changed in their files; here is how they do, and what holds them back.">
      <Answer of={sites}>
        {({ stop, items }) => (
          <>
            <CrawlStop stop={stop} />
            <Card title={count(items.length, 'site')}>
              <FactsTable
                label="Sites"
                nothing="No site is configured. Copy config/sites/_example.yaml to begin."
                rows={items}
                keyOf={(site) => site.id}
                columns={[
                  {
                    head: 'Site',
                    cell: (site) => (
                      <Link to={`/operations/sites/${encodeURIComponent(site.id)}`}>{site.name}</Link>
                    ),
                  },
                  { head: 'Country', cell: (site) => site.country ?? '—' },
                  { head: 'Last run', cell: (site) => <LastRun site={site} /> },
                  { head: 'Last ten', cell: (site) => <Strip site={site} /> },
                  { head: 'Next', cell: (site) => <Age at={site.nextRunAt} now={now} /> },
                  { head: 'Obstacles', cell: (site) => <Hindrance site={site} /> },
                  { head: 'Waiting alerts', numeric: true, cell: (site) => site.waiting },
                ]}
              />
            </Card>
          </>
        )}
      </Answer>
    </OperationsPage>
  );
}

/** The oldest left: a change for the worse is seen as a change of colour and of height. */
function Strip({ site }: { site: SiteOverview }) {
  const most = Math.max(...site.runs.map(({ listings }) => listings), 1);
  return (
    <span className="run-strip-bars">
      {[...site.runs].reverse().map((run) => (
        <Link
          key={run.id}
          to={`/operations/runs/${run.id}`}
          className={`run-bar run-${run.status}`}
          aria-label={`Run ${run.id}: ${RUN_STATUS_WORDS[run.status]}, ${count(run.listings, 'listing')}`}
          title={`${RUN_STATUS_WORDS[run.status]}, ${count(run.listings, 'listing')}`}
        >
          <span style={{ height: `${15 + (85 * run.listings) / most}%` }} />
        </Link>
      ))}
    </span>
  );
}
