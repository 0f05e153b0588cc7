/** The sums of the desk and of the runs, which every screen shows some of; and how often things are asked for again. */
import { useQuery } from '@tanstack/react-query';
import { API_PATHS } from '../model/api.ts';
import { overview } from '../model/overview-api.ts';
import { ask, problemOf } from './fetch-api.ts';
import { runTotals } from './list/run-progress.ts';

const BUSY_POLL = 3_000;
const QUIET_POLL = 20_000;

export const OVERVIEW_KEY = ['overview'] as const;

/** A server that does not answer is asked again until it does; a refusal would only be repeated. */
export function pollWhileDown({ state }: { state: { error: unknown } }): number | false {
  if (state.error === null) return false;
  const { status } = problemOf(state.error);
  return status === 0 || status >= 500 ? BUSY_POLL : false;
}

/** Asked every 3 s while a run is going, otherwise now and then, and when a live update says so. */
export function useOverview() {
  return useQuery({
    queryKey: OVERVIEW_KEY,
    queryFn: ({ signal }) => ask(API_PATHS.overview, overview, signal),
    refetchInterval: ({ state }) =>
      state.status === 'error' || runTotals(state.data?.sites ?? []).going > 0 ? BUSY_POLL : QUIET_POLL,
  });
}
