/** Live updates: hears which alerts have changed and has them asked for again; says when it hears nothing. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import { LIVE_PATHS, type LiveUpdate, liveUpdate } from '../model/live-api.ts';
import { OVERVIEW_KEY } from './overview-queries.ts';

/** Changes come in bursts: the sums are asked for at most this often. */
const GATHER_MS = 2000;
/** The stream was refused, not interrupted: the browser does not try again by itself. */
const RETRY_MS = 30_000;

/** True while updates arrive by themselves; false: screens ask now and then. */
const LiveContext = createContext(false);

export const LiveProvider = LiveContext.Provider;

export function useIsLive(): boolean {
  return useContext(LiveContext);
}

/** Told of each update; the list decides by itself whether it moves. */
export const LIVE_EVENT = 'precursor-watch-live';

export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const takeIn = gatherer(client);
    const open = () => {
      source = new EventSource(LIVE_PATHS.events);
      source.addEventListener('open', () => {
        setLive(true);
        // What changed meanwhile nobody tells.
        if (missed) takeIn.add({ alerts: [], claims: [], all: true });
        missed = false;
      });
      source.addEventListener('changes', (event) => {
        const update = liveUpdate.safeParse(JSON.parse(event.data));
        if (update.success) takeIn.add(update.data);
      });
      source.addEventListener('error', () => {
        setLive(false);
        missed = true;
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
      });
    };
    open();
    return () => {
      source?.close();
      clearTimeout(retry);
      takeIn.stop();
    };
  }, [client]);
  return live;
}

/** Alerts on the screen are asked for at once, sums when the burst is over. */
function gatherer(client: QueryClient) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sums = () => {
    timer = undefined;
    void client.invalidateQueries({ queryKey: OVERVIEW_KEY });
  };
  return {
    add(update: LiveUpdate) {
      if (update.all) void client.invalidateQueries({ queryKey: ['alert'] });
      for (const id of new Set([...update.alerts, ...update.claims]))
        void client.invalidateQueries({ queryKey: ['alert', id], exact: true });
      document.dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: update }));
      timer ??= setTimeout(sums, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
