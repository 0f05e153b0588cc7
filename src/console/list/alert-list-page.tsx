/** The queue of alerts: progress of the runs, filters, the table, and why it is empty when it is. */
import { Button, Loader, Skeleton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation, useOutletContext, useSearchParams } from 'react-router';
import type { Overview } from '../../model/api.ts';
import { refreshAlerts, useAlerts } from '../alert/alert-queries.ts';
import { DoneNote } from '../done-note.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import { useOverview } from '../overview-queries.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { ShellContext } from '../shell.tsx';
import { count } from '../words.ts';
import { AlertTable, alertLinkId } from './alert-table.tsx';
import { ListFilters } from './list-filters.tsx';
import { cleared, type ListView, paramsFromView, viewFromParams } from './list-view.ts';
import { emptyState } from './run-progress.ts';
import { RunStrip } from './run-strip.tsx';

export function AlertListPage() {
  const [params, setParams] = useSearchParams();
  const view = viewFromParams(params);
  const setView = (next: ListView) => setParams(paramsFromView(next), { replace: true });
  const searchRef = useRef<HTMLInputElement>(null);
  const { passedOver } = useOutletContext<ShellContext>();
  const overview = useOverview();
  const alerts = useAlerts(view, { steady: false });
  useRefreshOnNews(overview.data);
  useReturnToAlert(alerts.isSuccess);
  useEffect(() => passedOver.current.clear(), [passedOver]);
  useKeys('list', {
    next: () => moveFocus(1),
    previous: () => moveFocus(-1),
    search: () => searchRef.current?.focus(),
  });
  const rows = alerts.data?.pages.flatMap((page) => page.items) ?? [];
  const total = alerts.data?.pages[0]?.total;
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
          rows={rows}
          total={total}
          searchRef={searchRef}
        />
        {alerts.isError && alerts.data === undefined && (
          <ProblemNote error={alerts.error} onRetry={() => void alerts.refetch()} />
        )}
        {alerts.isPending && <LoadingRows />}
        {rows.length > 0 && <AlertTable rows={rows} view={view} />}
        {alerts.isSuccess && rows.length === 0 && (
          <EmptyNote overview={overview.data} view={view} onClear={() => setView(cleared(view))} />
        )}
        {alerts.hasNextPage && (
          <div className="list-more">
            <Button
              size="xs"
              variant="default"
              loading={alerts.isFetchingNextPage}
              onClick={() => void alerts.fetchNextPage()}
            >
              Show more
            </Button>
            <span className="dim">
              {rows.length} of {count(total ?? rows.length, 'alert')} shown
            </span>
          </div>
        )}
      </div>
    </>
  );
}

/** Asks for the list again as soon as the counts of the overview say that something came or was decided. */
function useRefreshOnNews(overview: Overview | undefined): void {
  const client = useQueryClient();
  const news = overview && `${overview.open}/${overview.decided}`;
  const seen = useRef(news);
  useEffect(() => {
    if (news === undefined || news === seen.current) return;
    if (seen.current !== undefined) refreshAlerts(client);
    seen.current = news;
  }, [client, news]);
}

/** Coming back from an alert, its row gets the focus, so that the walk goes on where it stopped. */
function useReturnToAlert(loaded: boolean): void {
  const from: unknown = useLocation().state;
  const id = typeof from === 'object' && from !== null && 'from' in from ? Number(from.from) : null;
  useEffect(() => {
    if (!loaded || id === null) return;
    const link = document.getElementById(alertLinkId(id));
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'center' });
  }, [loaded, id]);
}

function moveFocus(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('.offer-link')];
  const at = links.findIndex((link) => link.matches(':focus'));
  const target = links[at < 0 ? 0 : at + step];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
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
