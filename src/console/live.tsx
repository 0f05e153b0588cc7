/** Live updates: hears which alerts have changed and has them asked for again; says when it hears nothing. */
import { type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { LIVE_BEAT_MS, LIVE_PATHS, type LiveUpdate, liveUpdate } from '../model/live-api.ts';
import { OVERVIEW_KEY } from './overview-queries.ts';

/** Changes come in bursts: the sums are asked for at most this often. */
const GATHER_MS = 2000;
/** The stream was refused, not interrupted: the browser does not try again by itself. */
const RETRY_MS = 30_000;
/** Two signs of life that did not come, and a little. */
const SILENCE_MS = 2.5 * LIVE_BEAT_MS;

/** Told of each update; the list decides by itself whether it moves. */
export const LIVE_EVENT = 'precursor-watch-live';

export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const takeIn = gatherer(client);
    const end = listen(takeIn.add, setLive);
    return () => {
      end();
      takeIn.stop();
    };
  }, [client]);
  return live;
}

/** Keeps a stream open; returns what ends it. */
function listen(onUpdate: (update: LiveUpdate) => void, onLive: (live: boolean) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heard = Date.now();
  let missed = false;
  const lost = () => {
    onLive(false);
    missed = true;
  };
  const open = () => {
    clearTimeout(retry);
    source?.close();
    heard = Date.now();
    const stream = new EventSource(LIVE_PATHS.events);
    source = stream;
    stream.addEventListener('open', () => {
      heard = Date.now();
      onLive(true);
      // What changed meanwhile nobody tells.
      if (missed) onUpdate({ alerts: [], claims: [], all: true });
      missed = false;
    });
    stream.addEventListener('beat', () => {
      heard = Date.now();
    });
    stream.addEventListener('changes', (event) => {
      heard = Date.now();
      const update = liveUpdate.safeParse(JSON.parse(event.data));
      if (update.success) onUpdate(update.data);
    });
    stream.addEventListener('error', () => {
      lost();
      if (stream.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    });
  };
  const again = () => {
    lost();
    open();
  };
  // A network that goes away, or a computer that sleeps, leaves a stream that looks open and brings nothing.
  const watch = setInterval(() => {
    if (source?.readyState === EventSource.OPEN && Date.now() - heard > SILENCE_MS) again();
  }, LIVE_BEAT_MS / 2);
  window.addEventListener('offline', lost);
  window.addEventListener('online', again);
  open();
  return () => {
    clearInterval(watch);
    clearTimeout(retry);
    window.removeEventListener('offline', lost);
    window.removeEventListener('online', again);
    source?.close();
  };
}

/**
 * What is shown is asked for again at once, anything else when it is shown. What is under way for later may have been answered
 * before the change, and would pass for fresh.
 */
async function askAgain(client: QueryClient, changed: QueryFilters): Promise<void> {
  await client.cancelQueries({ ...changed, type: 'inactive' });
  await client.invalidateQueries(changed);
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
      if (update.all) void askAgain(client, { queryKey: ['alert'] });
      for (const id of new Set([...update.alerts, ...update.claims]))
        void askAgain(client, { queryKey: ['alert', id], exact: true });
      document.dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: update }));
      timer ??= setTimeout(sums, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
