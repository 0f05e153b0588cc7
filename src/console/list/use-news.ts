/** Keeps the list as fresh as it can be without moving under the reader: a short list follows, a long one says what changed. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { z } from 'zod';
import { liveUpdate } from '../../model/live-api.ts';
import { refreshAlerts } from '../alert/alert-queries.ts';
import { LIVE_EVENT } from '../live.tsx';

/** Fifty analysts decide every second or so: the list is asked for at most this often. */
const AT_MOST_EVERY_MS = 3000;

const told = z.object({ detail: liveUpdate });

/** @param follows whether the list is short enough to move by itself; a longer one does only when the reader says so */
export function useNews(follows: boolean) {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = () => {
    setWaiting(0);
    refreshAlerts(client);
  };
  const onNews = useEffectEvent((event: Event) => {
    const update = told.safeParse({ detail: 'detail' in event ? event.detail : null }).data?.detail;
    if (update === undefined) return;
    if (!follows) {
      setWaiting((before) => before + Math.max(update.alerts.length, update.all ? 1 : 0));
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refreshAlerts(client);
    }, AT_MOST_EVERY_MS);
  });
  useEffect(() => {
    const listener = (event: Event) => onNews(event);
    document.addEventListener(LIVE_EVENT, listener);
    return () => {
      document.removeEventListener(LIVE_EVENT, listener);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
  return { waiting, show };
}
