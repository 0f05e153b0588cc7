/** The part of a list of alerts that is loaded: some pages around where one looks, however long the list is. */
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type AlertPage, type AlertRow, API_PATHS, alertPage } from '../../model/api.ts';
import { ask } from '../fetch-api.ts';
import { type ListView, paramsFromView } from '../list/list-view.ts';
import { pollWhileDown } from '../overview-queries.ts';

export const ALERTS_KEY = ['alerts'] as const;
const POLL_WITHOUT_LIVE = 10_000;
/** Rows of the first page, of which a screen and a half are seen at once, and of those that scrolling asks for. */
const FIRST_PAGE = 100;
const FURTHER_PAGE = 200;
/** What lies further away is let go, and asked for again when somebody comes back. */
const MOST_PAGES = 5;
/** Longer lists are not asked for again whole because their tab is looked at. */
const PAGES_THAT_FOLLOW = 2;
/** Rows above the place that is jumped to, so that one can look up, too. */
const ROWS_ABOVE = 60;

/** A page and how many rows of the list lie above it. */
export type PlacedPage = AlertPage & { readonly at: number };

/** Which page is asked for: after a cursor, before one, or so many rows from the top. */
type PageParam =
  | { readonly kind: 'offset'; readonly at: number }
  | { readonly kind: 'cursor'; readonly at: number; readonly cursor: string }
  | { readonly kind: 'before'; readonly end: number; readonly cursor: string };

const TOP: PageParam = { kind: 'offset', at: 0 };

async function fetchPage(view: ListView, param: PageParam, signal?: AbortSignal): Promise<PlacedPage> {
  const params = paramsFromView(view);
  const first = param.kind === 'offset' && param.at === 0;
  params.set('limit', String(first ? FIRST_PAGE : FURTHER_PAGE));
  if (param.kind === 'offset') {
    if (!first) params.set('offset', String(param.at));
  } else params.set(param.kind, param.cursor);
  const page = await ask(`${API_PATHS.alerts}?${params}`, alertPage, signal);
  // Nothing lies above the first page, whatever was counted before.
  const at =
    page.previous === null ? 0 : 'at' in param ? param.at : Math.max(0, param.end - page.items.length);
  return { ...page, at };
}

const keyOf = (view: ListView) => [...ALERTS_KEY, view];

/**
 * The list of a view, from its top or from where one has jumped to. `steady` keeps the order as it was loaded: who walks through
 * the alerts one by one must not see them move; the list page itself always asks again.
 */
export function useAlerts(
  view: ListView,
  { steady, poll = false }: { readonly steady: boolean; readonly poll?: boolean },
) {
  return useInfiniteQuery({
    queryKey: keyOf(view),
    initialPageParam: TOP,
    queryFn: ({ pageParam, signal }) => fetchPage(view, pageParam, signal),
    getNextPageParam: ({ next, at, items }): PageParam | null =>
      next === null ? null : { kind: 'cursor', at: at + items.length, cursor: next },
    getPreviousPageParam: ({ previous, at }): PageParam | null =>
      previous === null ? null : { kind: 'before', end: at, cursor: previous },
    maxPages: MOST_PAGES,
    placeholderData: (previous) => previous,
    refetchOnWindowFocus: ({ state }) => follows(state.data),
    refetchInterval: (query) =>
      poll && follows(query.state.data) ? POLL_WITHOUT_LIVE : pollWhileDown(query),
    ...(steady ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } : {}),
  });
}

/** Puts the rows around a place in place of those that are loaded. */
export function useJump(view: ListView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (row: number) => {
      const queryKey = keyOf(view);
      await client.cancelQueries({ queryKey, exact: true });
      const param: PageParam = { kind: 'offset', at: Math.max(0, row - ROWS_ABOVE) };
      const page = await fetchPage(view, param);
      // The list has become shorter than it was known to be.
      const found =
        page.items.length > 0 ? { page, param } : { page: await fetchPage(view, TOP), param: TOP };
      client.setQueryData<InfiniteData<PlacedPage, PageParam>>(queryKey, {
        pages: [found.page],
        pageParams: [found.param],
      });
    },
  });
}

/** The loaded rows, how many of the list lie above them, and how many it has in all. */
export type AlertWindow = {
  readonly rows: readonly AlertRow[];
  readonly start: number;
  readonly total: number;
};

export function windowOf(data: InfiniteData<PlacedPage> | undefined): AlertWindow {
  const pages = data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const start = pages[0]?.at ?? 0;
  const end = start + rows.length;
  const ends = pages.at(-1)?.next === null;
  return { rows, start, total: ends ? end : Math.max(end, ...pages.map(({ total }) => total)) };
}

/** Whether the list is as short as one that may move by itself: its top, and little more. */
export function follows(data: InfiniteData<PlacedPage> | undefined): boolean {
  const { pages = [] } = data ?? {};
  return pages.length <= PAGES_THAT_FOLLOW && (pages[0]?.at ?? 0) === 0;
}
