/** Runs of all sites, the latest first. */
import { Link } from 'react-router';
import { OPERATIONS_PATHS, type RunRow, runPage } from '../../model/operations-api.ts';
import { RUN_STATUSES } from '../../model/run.ts';
import { Moment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { withQuery } from '../fetch-api.ts';
import { duration } from '../figures/durations.ts';
import { Choice } from '../filter-choice.tsx';
import { useOverview } from '../overview-queries.ts';
import { Card } from '../page.tsx';
import { PagedRows, useAddressFilters } from '../paged-rows.tsx';
import { RUN_STATUS_WORDS } from '../words.ts';
import { OperationsPage } from './operations-tabs.tsx';
import { RunBadge } from './run-badge.tsx';

export function RunsPage() {
  const [params, set] = useAddressFilters();
  const site = params.get('site') ?? undefined;
  const status = RUN_STATUSES.find((each) => each === params.get('status'));
  const sites = useOverview().data?.sites ?? [];
  return (
    <OperationsPage says="Every run with its counts; the ledger of a run says what became of each address.">
      <Card
        title="Runs"
        end={
          <div className="row-acts">
            <Choice
              label="Site"
              all="Any site"
              value={site}
              options={sites.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(value) => set('site', value ?? '')}
            />
            <Choice
              label="Status"
              all="Any status"
              value={status}
              options={RUN_STATUSES.map((value) => ({ value, label: RUN_STATUS_WORDS[value] }))}
              onChange={(value) => set('status', value ?? '')}
            />
          </div>
        }
      >
        <PagedRows
          queryKey={['runs', site, status]}
          pathOf={(before) => withQuery(OPERATIONS_PATHS.runs, { site, status, before })}
          answer={runPage}
        >
          {(rows) => <RunsTable rows={rows} />}
        </PagedRows>
      </Card>
    </OperationsPage>
  );
}

function RunsTable({ rows }: { rows: readonly RunRow[] }) {
  return (
    <FactsTable
      label="Runs"
      nothing="No run fits."
      rows={rows}
      keyOf={(run) => run.id}
      columns={[
        { head: 'Run', cell: (run) => <Link to={`/operations/runs/${run.id}`}>{run.id}</Link> },
        { head: 'Site', cell: (run) => run.site.name },
        { head: 'Status', cell: (run) => <RunBadge status={run.status} /> },
        { head: 'Begun by', cell: (run) => run.trigger },
        { head: 'Started', cell: (run) => (run.startedAt === null ? '—' : <Moment at={run.startedAt} />) },
        { head: 'Took', numeric: true, cell: took },
        { head: 'Pages', numeric: true, cell: (run) => run.pages.toLocaleString('en') },
        { head: 'Listings', numeric: true, cell: (run) => run.listings.toLocaleString('en') },
        { head: 'New alerts', numeric: true, cell: (run) => run.alertsOpened },
        { head: 'Revised', numeric: true, cell: (run) => run.alertsRevised },
        { head: 'Problem', cell: (run) => run.problem ?? '' },
      ]}
    />
  );
}

function took({ startedAt, finishedAt }: RunRow): string {
  if (startedAt === null || finishedAt === null) return '—';
  return duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}
