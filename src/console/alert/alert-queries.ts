/** Alerts as the screens know them: lists, single ones, and the orders that change one. */
import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type AlertDetail, API_PATHS, alertDetail } from '../../model/api.ts';
import { policies } from '../../model/review-rules.ts';
import { ask, order, pathOf } from '../fetch-api.ts';
import { pollWhileDown } from '../overview-queries.ts';
import { useOneOrder } from '../use-one-order.ts';
import { ALERTS_KEY, type PlacedPage } from './alert-window.ts';

const SOONEST_MS = 5000;

export function alertOptions(id: number) {
  return queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => ask(pathOf(API_PATHS.alert, id), alertDetail, signal),
    staleTime: 10_000,
    refetchInterval: (query) => untilMasked(query.state.data) ?? pollWhileDown(query),
  });
}

/** Contacts that were revealed leave the screen when their time is over; never asked more often than that. */
function untilMasked(alert: AlertDetail | undefined): number | null {
  if (!alert?.revealedUntil) return null;
  return Math.max(SOONEST_MS, Date.parse(alert.revealedUntil) - Date.now() + 1000);
}

export function useAlert(id: number) {
  return useQuery(alertOptions(id));
}

export function usePolicies() {
  return useQuery({
    queryKey: ['policies'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask(API_PATHS.policies, policies, signal),
  });
}

/** The orders on one alert by their path under it. */
export type AlertOrder = {
  readonly path: (typeof API_PATHS)[
    | 'decisions'
    | 'reopen'
    | 'escalate'
    | 'returnToAnalysts'
    | 'snooze'
    | 'wake'];
  readonly body: object;
};

/**
 * Sends what was seen along, so that an alert that changed meanwhile is refused.
 * `goOn` is called although the screen may be gone by then, because a decided alert may be a new revision.
 */
export function useAlertOrder(alert: AlertDetail, goOn: (changed: AlertDetail) => void) {
  const client = useQueryClient();
  return useOneOrder<AlertDetail, AlertOrder>({
    mutationFn: ({ path, body }) =>
      order(alertDetail, {
        path: pathOf(path, alert.id),
        body: { ...body, revision: alert.revision },
        headers: { 'if-match': `"${alert.version}"` },
      }),
    onSuccess: (detail) => {
      takeIn(client, detail);
      goOn(detail);
    },
  });
}

/** Puts the new state into the row where it stands; the list is fetched again only when it is next shown. */
export function takeIn(client: QueryClient, detail: AlertDetail): void {
  // What was asked for before would bring back what was.
  void client.cancelQueries({ queryKey: alertOptions(detail.id).queryKey });
  client.setQueryData(alertOptions(detail.id).queryKey, detail);
  client.setQueriesData<InfiniteData<PlacedPage>>(
    { queryKey: ALERTS_KEY },
    (data) => data && { ...data, pages: data.pages.map((page) => withRow(page, detail)) },
  );
  void client.invalidateQueries({ queryKey: ALERTS_KEY, refetchType: 'none' });
}

function withRow(
  page: PlacedPage,
  { id, state, outcome, revision, version, claim }: AlertDetail,
): PlacedPage {
  const now = { state, outcome, revision, version, claim };
  return { ...page, items: page.items.map((row) => (row.id === id ? { ...row, ...now } : row)) };
}

export function refreshAlerts(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ALERTS_KEY });
}
