/** The queue of alerts: progress of the runs, filters, the table, what is selected, and why it is empty when it is. */
import { Button, Loader, Skeleton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useOutletContext, useSearchParams } from 'react-router';
import type { Overview } from '../../model/overview-api.ts';
import { follows, useAlerts, useJump, windowOf } from '../alert/alert-window.ts';
import { DoneNote } from '../done-note.tsx';
import { useIsLive } from '../is-live.ts';
import { useOverview } from '../overview-queries.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { ShellContext } from '../shell.tsx';
import { AlertTable, type LoadRows } from './alert-table.tsx';
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
  const rarerRef = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<ShownDialog>(null);
  const [wide, setWide] = useState(false);
  const overview = useOverview();
  const alerts = useAlerts(view, { steady: false, poll: !useIsLive() });
  const jump = useJump(view);
  const news = useNews(follows(alerts.data));
  useForgetPassedOver();
  const loaded = windowOf(alerts.data);
  const { rows } = loaded;
  const total = alerts.data === undefined ? undefined : loaded.total;
  const selection = useSelection(paramsFromView(view).toString());
  const { focusAt, table } = useListKeys(rows, selection, {
    search: () => searchRef.current?.focus(),
    filter: () => {
      setWide(!wide);
      // Once they are drawn; whoever uses the mouse has it there already.
      if (!wide) requestAnimationFrame(() => rarerRef.current?.querySelector('select')?.focus());
    },
    views: () => setShown('views'),
    bulk: () => setShown('bulk'),
  });
  return (
    <>
      <title>{`${overview.data ? `(${overview.data.open}) ` : ''}Alerts · Precursor Watch`}</title>
      <h1 className="visually-hidden">Alerts</h1>
      <DoneNote />
      <RunStrip overview={overview.data} />
      <div className="card list-card">
        <ListFilters
          view={view}
          onChange={setView}
          overview={overview.data}
          total={total}
          searchRef={searchRef}
          rarerRef={rarerRef}
          wide={wide}
          onWide={setWide}
          onViews={() => setShown('views')}
        />
        {news.waiting > 0 && (
          <div className="news">
            <Button size="compact-sm" onClick={news.show}>
              {news.waiting} changed. Show the list as it is now
            </Button>
          </div>
        )}
        {alerts.isError && alerts.data === undefined && (
          <ProblemNote error={alerts.error} onRetry={() => void alerts.refetch()} />
        )}
        {alerts.isPending && <LoadingRows />}
        {jump.isError && <ProblemNote error={jump.error} onRetry={jump.reset} />}
        {rows.length > 0 && (
          <AlertTable
            loaded={loaded}
            view={view}
            selection={selection}
            tableRef={table}
            focusAt={focusAt}
            load={jump.isIdle || jump.isSuccess ? loaderOf(alerts, jump.mutate) : null}
          />
        )}
        {alerts.isSuccess && rows.length === 0 && (
          <EmptyNote overview={overview.data} view={view} onView={setView} />
        )}
        {rows.length > 0 && <SelectionBar selection={selection} total={loaded.total} onShow={setShown} />}
      </div>
      <ListDialogs
        shown={shown}
        view={view}
        total={loaded.total}
        selection={selection}
        onView={setView}
        onClose={() => setShown(null)}
      />
    </>
  );
}

function loaderOf(alerts: ReturnType<typeof useAlerts>, around: LoadRows['around']): LoadRows | null {
  const { isFetching, hasNextPage, hasPreviousPage, fetchNextPage, fetchPreviousPage } = alerts;
  if (isFetching) return null;
  return {
    following: hasNextPage ? () => void fetchNextPage() : null,
    preceding: hasPreviousPage ? () => void fetchPreviousPage() : null,
    around,
  };
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
  readonly onView: (view: ListView) => void;
};

function EmptyNote({ overview, view, onView }: EmptyProps) {
  const { title, text, busy, clearable, elsewhere } = emptyState(overview, view);
  return (
    <div className="empty">
      {busy && <Loader size="sm" aria-hidden="true" />}
      <h2>{title}</h2>
      <p className="dim">{text}</p>
      <div className="row-acts">
        {elsewhere && (
          <Button size="xs" onClick={() => onView({ ...view, state: 'all' })}>
            Look in all states
          </Button>
        )}
        {clearable && (
          <Button size="xs" variant="default" onClick={() => onView(cleared(view))}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
}
