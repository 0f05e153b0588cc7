/** The queue of alerts: progress of the runs, filters, the table, what is selected, and why it is empty when it is. */
import { Button, Loader, Skeleton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useOutletContext, useSearchParams } from 'react-router';
import type { Overview } from '../../model/api.ts';
import { useAlerts } from '../alert/alert-queries.ts';
import { DoneNote } from '../done-note.tsx';
import { useIsLive } from '../live.tsx';
import { useOverview } from '../overview-queries.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { ShellContext } from '../shell.tsx';
import { AlertTable } from './alert-table.tsx';
import { ListDialogs, type ShownDialog } from './list-dialogs.tsx';
import { ListFilters } from './list-filters.tsx';
import { cleared, type ListView, paramsFromView, viewFromParams } from './list-view.ts';
import { emptyState } from './run-progress.ts';
import { RunStrip } from './run-strip.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useNews } from './use-news.ts';
import { useSelection } from './use-selection.ts';

export function AlertListPage() {
  const [params, setParams] = useSearchParams();
  const view = viewFromParams(params);
  const setView = (next: ListView) => setParams(paramsFromView(next), { replace: true });
  const searchRef = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<ShownDialog>(null);
  const [wide, setWide] = useState(false);
  const overview = useOverview();
  const alerts = useAlerts(view, { steady: false, poll: !useIsLive() });
  const news = useNews(alerts.data?.pages.length ?? 0);
  useForgetPassedOver();
  const rows = alerts.data?.pages.flatMap((page) => page.items) ?? [];
  const total = alerts.data?.pages[0]?.total;
  const selection = useSelection(paramsFromView(view).toString());
  const { focusAt, table } = useListKeys(rows, selection, {
    search: () => searchRef.current?.focus(),
    filter: () => setWide(!wide),
    views: () => setShown('views'),
    bulk: () => setShown('bulk'),
  });
  return (
    <>
      <title>{`${overview.data ? `(${overview.data.open}) ` : ''}Alerts · Precursor Watch`}</title>
      <h1 className="visually-hidden">Alerts</h1>
      <DoneNote />
      {overview.data && <RunStrip overview={overview.data} />}
      <div className="card list-card">
        <ListFilters
          view={view}
          onChange={setView}
          overview={overview.data}
          total={total}
          searchRef={searchRef}
          wide={wide}
          onWide={setWide}
          onViews={() => setShown('views')}
        />
        {news.waiting > 0 && (
          <Button size="compact-sm" variant="light" className="news" onClick={news.show}>
            {news.waiting} changed. Show the list as it is now
          </Button>
        )}
        {alerts.isError && alerts.data === undefined && (
          <ProblemNote error={alerts.error} onRetry={() => void alerts.refetch()} />
        )}
        {alerts.isPending && <LoadingRows />}
        {rows.length > 0 && (
          <AlertTable
            rows={rows}
            total={total ?? rows.length}
            view={view}
            selection={selection}
            tableRef={table}
            focusAt={focusAt}
            more={alerts.hasNextPage && !alerts.isFetchingNextPage ? () => void alerts.fetchNextPage() : null}
          />
        )}
        {alerts.isSuccess && rows.length === 0 && (
          <EmptyNote overview={overview.data} view={view} onClear={() => setView(cleared(view))} />
        )}
        {rows.length > 0 && (
          <SelectionBar selection={selection} total={total ?? rows.length} onShow={setShown} />
        )}
      </div>
      <ListDialogs
        shown={shown}
        view={view}
        total={total ?? rows.length}
        selection={selection}
        onView={setView}
        onClose={() => setShown(null)}
      />
    </>
  );
}

/** Who is back at the list sees again what was passed over. */
function useForgetPassedOver(): void {
  const { passedOver } = useOutletContext<ShellContext>();
  useEffect(() => passedOver.current.clear(), [passedOver]);
}

function LoadingRows() {
  return (
    <div className="loading-rows" aria-hidden="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <Skeleton key={row} height={34} radius="sm" />
      ))}
    </div>
  );
}

type EmptyProps = {
  readonly overview: Overview | undefined;
  readonly view: ListView;
  readonly onClear: () => void;
};

function EmptyNote({ overview, view, onClear }: EmptyProps) {
  const { title, text, busy, clearable } = emptyState(overview, view);
  return (
    <div className="empty">
      {busy && <Loader size="sm" aria-hidden="true" />}
      <h2>{title}</h2>
      <p className="dim">{text}</p>
      {clearable && (
        <Button size="xs" variant="default" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
