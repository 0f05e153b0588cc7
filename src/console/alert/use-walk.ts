/** The walk through the list that an alert was opened from: where it stands, its neighbours, the next one to decide. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import { type ListView, withView } from '../list/list-view.ts';
import { alertOptions, useAlerts } from '../queries.ts';
import { neighbours } from './neighbours.ts';

/** Fetch the following page of the list when so few alerts are left of those loaded. */
const NEARLY_THROUGH = 5;

export type Walk = {
  readonly position: number | null;
  readonly total: number | null;
  /** Null at the end of the list. */
  readonly toPrevious: (() => void) | null;
  readonly toNext: (() => void) | null;
  readonly toList: () => void;
  readonly listPath: string;
  /** To the next alert that waits for a decision, or back to the list when none does. */
  readonly goOn: (decided: AlertDetail) => void;
};

export function useWalk(id: number, view: ListView): Walk {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useAlerts(view, { steady: true });
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  const { position, previous, next, nextOpen } = neighbours(rows, id);
  const nearEnd = position !== null && rows.length - position < NEARLY_THROUGH;
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => {
    if (nextOpen !== null) void client.prefetchQuery(alertOptions(nextOpen));
  }, [client, nextOpen]);
  // Neighbours replace each other in the history, so that the browser's Back leads to the list.
  const go = (to: number, state: object | null = null) =>
    void navigate(withView(`/alerts/${to}`, view), { replace: true, state });
  const listPath = withView('/', view);
  return {
    position,
    total: data?.pages[0]?.total ?? null,
    toPrevious: previous === null ? null : () => go(previous),
    toNext: next === null ? null : () => go(next),
    toList: () => void navigate(listPath, { state: { from: id } }),
    listPath,
    goOn: (decided) => {
      const done = { id: decided.id, title: decided.title, outcome: decided.outcome };
      if (nextOpen === null) void navigate(listPath, { state: { done } });
      else go(nextOpen, { done });
    },
  };
}
