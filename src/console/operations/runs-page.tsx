/** Runs of all sites, the latest first. */
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { OPERATIONS_PATHS, type RunRow, runPage } from '../../model/operations-api.ts';
import { RUN_STATUSES } from '../../model/run.ts';
import { Moment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, withQuery } from '../fetch-api.ts';
import { useOverview } from '../overview-queries.ts';
import { Card } from '../page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { RUN_STATUS_WORDS } from '../words.ts';
import { OperationsPage } from './operations-tabs.tsx';
import { RunBadge } from './run-badge.tsx';

export function RunsPage() {
  const [params, setParams] = useSearchParams();
  const site = params.get('site') ?? '';
  const status = RUN_STATUSES.find((each) => each === params.get('status')) ?? '';
  const sites = useOverview().data?.sites ?? [];
  const runs = useInfiniteQuery({
    queryKey: ['runs', site, status],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      ask(withQuery(OPERATIONS_PATHS.runs, { site, status, before: pageParam }), runPage, signal),
    getNextPageParam: (page) => page.next,
  });
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  return (
    <OperationsPage says="Every run with its counts; the ledger of a run says what became of each address.">
      <Card
        title="Runs"
        end={
          <div className="row-acts">
            <NativeSelect
              aria-label="Site"
              size="xs"
              data={[
                { value: '', label: 'Any site' },
                ...sites.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={site}
              onChange={(event) => set('site', event.currentTarget.value)}
            />
            <NativeSelect
              aria-label="Status"
              size="xs"
              data={[
                { value: '', label: 'Any status' },
                ...RUN_STATUSES.map((value) => ({ value, label: RUN_STATUS_WORDS[value] })),
              ]}
              value={status}
              onChange={(event) => set('status', event.currentTarget.value)}
            />
          </div>
        }
      >
        {runs.isError && <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />}
        {runs.data && <RunsTable rows={runs.data.pages.flatMap((page) => page.items)} />}
        {runs.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={runs.isFetchingNextPage}
            onClick={() => void runs.fetchNextPage()}
          >
            Show more
          </Button>
        )}
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
        { head: 'Pages', numeric: true, cell: (run) => run.pages },
        { head: 'Listings', numeric: true, cell: (run) => run.listings },
        { head: 'New alerts', numeric: true, cell: (run) => run.alertsOpened },
        { head: 'Revised', numeric: true, cell: (run) => run.alertsRevised },
        { head: 'Problem', cell: (run) => run.problem ?? '' },
      ]}
    />
  );
}
