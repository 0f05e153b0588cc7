/** What the screens know of the server and how fresh it is: one hook per question or order. */
import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { AlertDetail, AlertPage, DecisionRequest, NoteRequest } from '../model/api.ts';
import {
  decideAlert,
  fetchAlert,
  fetchAlerts,
  fetchCurrentUser,
  fetchOverview,
  problemOf,
  reopenAlert,
  signIn,
  signOut,
} from './fetch-api.ts';
import type { ListView } from './list/list-view.ts';
import { runTotals } from './list/run-progress.ts';

const BUSY_POLL = 3_000;
const QUIET_POLL = 20_000;

const USER_KEY = ['user'] as const;
const ALERTS_KEY = ['alerts'] as const;

/** A server that does not answer is asked again until it does; a refusal would only be repeated. */
function pollWhileDown({ state }: { state: { error: unknown } }): number | false {
  if (state.error === null) return false;
  const { status } = problemOf(state.error);
  return status === 0 || status >= 500 ? BUSY_POLL : false;
}

/** Null when nobody is signed in. */
export function useCurrentUser() {
  return useQuery({
    queryKey: USER_KEY,
    refetchInterval: pollWhileDown,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      try {
        return await fetchCurrentUser(signal);
      } catch (error) {
        if (problemOf(error).status === 401) return null;
        throw error;
      }
    },
  });
}

/** Called when any answer says 401: the sign-in page takes the place of the screen, the address stays. */
export function forgetUser(client: QueryClient): void {
  client.setQueryData(USER_KEY, null);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { name: string; password: string }) => signIn(request.name, request.password),
    onSuccess: (user) => client.setQueryData(USER_KEY, user),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      forgetUser(client);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== USER_KEY[0] });
    },
  });
}

/** Asked every 3 s while a run is going, otherwise now and then. */
export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => fetchOverview(signal),
    refetchInterval: ({ state }) =>
      state.status === 'error' || runTotals(state.data?.sites ?? []).going > 0 ? BUSY_POLL : QUIET_POLL,
  });
}

/**
 * The list of a view, page after page. `steady` keeps the order as it was loaded: who walks through the
 * alerts one by one must not see them move; the list page itself always asks again.
 */
export function useAlerts(view: ListView, { steady }: { steady: boolean }) {
  return useInfiniteQuery({
    queryKey: [...ALERTS_KEY, view],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchAlerts(view, pageParam, signal),
    getNextPageParam: (page: AlertPage) => page.next,
    placeholderData: (previous) => previous,
    refetchInterval: pollWhileDown,
    ...(steady ? { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } : {}),
  });
}

export function alertOptions(id: number) {
  return queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => fetchAlert(id, signal),
    staleTime: 10_000,
    refetchInterval: pollWhileDown,
  });
}

export function useAlert(id: number) {
  return useQuery(alertOptions(id));
}

/** `goOn` is called although the screen may be gone by then, because a decided alert may be a new revision. */
export function useDecide(id: number, goOn: (decided: AlertDetail) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: DecisionRequest) => decideAlert(id, request),
    onSuccess: (detail) => {
      takeIn(client, detail);
      goOn(detail);
    },
  });
}

export function useReopen(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: NoteRequest) => reopenAlert(id, request),
    onSuccess: (detail) => takeIn(client, detail),
  });
}

/** Puts the new state into the row where it stands; the list is fetched again only when it is next shown. */
function takeIn(client: QueryClient, detail: AlertDetail): void {
  client.setQueryData(alertOptions(detail.id).queryKey, detail);
  client.setQueriesData<InfiniteData<AlertPage>>(
    { queryKey: ALERTS_KEY },
    (data) => data && { ...data, pages: data.pages.map((page) => withRow(page, detail)) },
  );
  void client.invalidateQueries({ queryKey: ALERTS_KEY, refetchType: 'none' });
  void client.invalidateQueries({ queryKey: ['overview'] });
}

function withRow(page: AlertPage, { id, state, outcome, revision }: AlertDetail): AlertPage {
  return {
    ...page,
    items: page.items.map((row) => (row.id === id ? { ...row, state, outcome, revision } : row)),
  };
}

export function refreshAlerts(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ALERTS_KEY });
}
