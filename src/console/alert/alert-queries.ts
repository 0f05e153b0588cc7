/** Alerts as the screens know them: lists, single ones, and the orders that change one. */
import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type AlertDetail, type AlertPage, API_PATHS, alertDetail, alertPage } from '../../model/api.ts';
import { policies } from '../../model/review-rules.ts';
import { ask, order, pathOf } from '../fetch-api.ts';
import { type ListView, paramsFromView } from '../list/list-view.ts';
import { pollWhileDown } from '../overview-queries.ts';

export const ALERTS_KEY = ['alerts'] as const;
const POLL_WITHOUT_LIVE = 10_000;
/** Rows of the first page, of which a screen and a half are seen at once, and of those that scrolling asks for. */
const FIRST_PAGE = 100;
const FURTHER_PAGE = 200;
/** Longer lists are not asked for again whole because their tab is looked at. */
const PAGES_THAT_FOLLOW = 2;

/**
 * The list of a view, page after page. `steady` keeps the order as it was loaded: who walks through the
 * alerts one by one must not see them move; the list page itself always asks again.
 */
export function useAlerts(view: ListView, { steady, poll = false }: { steady: boolean; poll?: boolean }) {
  return useInfiniteQuery({
    queryKey: [...ALERTS_KEY, view],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = paramsFromView(view);
      params.set('limit', String(pageParam === null ? FIRST_PAGE : FURTHER_PAGE));
      if (pageParam !== null) params.set('cursor', pageParam);
      return ask(`${API_PATHS.alerts}?${params}`, alertPage, signal);
    },
    getNextPageParam: (page: AlertPage) => page.next,
    placeholderData: (previous) => previous,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= PAGES_THAT_FOLLOW,
    refetchInterval: (query) => (poll ? POLL_WITHOUT_LIVE : pollWhileDown(query)),
    ...(steady ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } : {}),
  });
}

export function alertOptions(id: number) {
  return queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => ask(pathOf(API_PATHS.alert, id), alertDetail, signal),
    staleTime: 10_000,
    refetchInterval: pollWhileDown,
  });
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
  return useMutation({
    mutationFn: ({ path, body }: AlertOrder) =>
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
  client.setQueriesData<InfiniteData<AlertPage>>(
    { queryKey: ALERTS_KEY },
    (data) => data && { ...data, pages: data.pages.map((page) => withRow(page, detail)) },
  );
  void client.invalidateQueries({ queryKey: ALERTS_KEY, refetchType: 'none' });
}

function withRow(page: AlertPage, { id, state, outcome, revision, version, claim }: AlertDetail): AlertPage {
  const now = { state, outcome, revision, version, claim };
  return { ...page, items: page.items.map((row) => (row.id === id ? { ...row, ...now } : row)) };
}

export function refreshAlerts(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ALERTS_KEY });
}
