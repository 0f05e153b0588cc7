/** The walk through the list that an alert was opened from: where it stands, its neighbours, the next one to decide. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate, useOutletContext } from 'react-router';
import type { AlertDetail, AlertRow } from '../../model/api.ts';
import type { DoneState } from '../done-note.tsx';
import { type ListView, withView } from '../list/list-view.ts';
import type { ShellContext } from '../shell.tsx';
import { useSignedIn } from '../signed-in.ts';
import { alertOptions } from './alert-queries.ts';
import { useAlerts, windowOf } from './alert-window.ts';
import { takeNext } from './claim-queries.ts';
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
  /** To the next alert that waits for a decision and that nobody holds, or back to the list when none does. `final`: what was done cannot be undone. */
  readonly goOn: (changed: AlertDetail, said: string, final?: boolean) => void;
};

export function useWalk(id: number, view: ListView): Walk {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { name } = useSignedIn();
  const { passedOver } = useOutletContext<ShellContext>();
  const alerts = useAlerts(view, { steady: true });
  const { rows, start, total } = windowOf(alerts.data);
  const { position, previous, next, nextOpen, above } = neighbours(rows, id, name);
  useMoreNear(alerts, position, rows.length);
  useEffect(() => {
    if (nextOpen !== null) void client.prefetchQuery(alertOptions(nextOpen));
  }, [client, nextOpen]);
  // Each is a step of the history, so that the browser's Back leads to the one before.
  const go = (to: number, state: object | null = null) =>
    void navigate(withView(`/alerts/${to}`, view), { state });
  const listPath = withView('/', view);
  const goOn = async (changed: AlertDetail, said: string, final: boolean) => {
    const last = final ? undefined : changed.decisions.at(-1);
    const undo = last === undefined ? null : { kind: 'one' as const, id: last.id };
    const done: DoneState['done'] = { id: changed.id, title: changed.title, said, undo };
    const to = await following(view, passedOver.current, above, nextOpen);
    // Whoever went elsewhere while the order was on its way is not led away from there.
    if (location.pathname !== `/alerts/${id}`) return;
    if (to === null) void navigate(listPath, { state: { done } });
    else go(to, { done });
  };
  return {
    position: position === null ? null : start + position,
    total: alerts.data === undefined ? null : total,
    toPrevious: previous === null ? null : () => go(previous),
    toNext:
      next === null
        ? null
        : () => {
            passedOver.current.add(id);
            go(next);
          },
    toList: () => void navigate(listPath, { state: { from: id } }),
    listPath,
    goOn: (changed, said, final = false) => void goOn(changed, said, final),
  };
}

/** Rows beyond both ends of those that are loaded are asked for before one comes to them. */
function useMoreNear(alerts: ReturnType<typeof useAlerts>, position: number | null, rows: number): void {
  const { hasNextPage, hasPreviousPage, isFetching, fetchNextPage, fetchPreviousPage } = alerts;
  const nearEnd = position !== null && rows - position < NEARLY_THROUGH;
  const nearStart = position !== null && position <= NEARLY_THROUGH;
  useEffect(() => {
    if (isFetching) return;
    if (nearEnd && hasNextPage) void fetchNextPage();
    else if (nearStart && hasPreviousPage) void fetchPreviousPage();
  }, [isFetching, nearEnd, hasNextPage, fetchNextPage, nearStart, hasPreviousPage, fetchPreviousPage]);
}

/**
 * The server gives no two people the same alert; where the list has an order of its own, that order is kept. What stands above
 * is left for the end, so that the walk goes on downwards; only what came in meanwhile and is more urgent goes before.
 */
async function following(
  view: ListView,
  passedOver: ReadonlySet<number>,
  above: readonly number[],
  nextOpen: AlertRow['id'] | null,
): Promise<number | null> {
  const queue = queueOf(view);
  if (queue === null) return nextOpen;
  try {
    const below = await takeNext(queue, view, [...above, ...passedOver]);
    return below ?? (above.length === 0 ? null : await takeNext(queue, view, [...passedOver]));
  } catch {
    // Not reachable, or refused to this role: the list as it was loaded leads on, and its alert says what is wrong.
    return nextOpen;
  }
}

/** The queue that a view stands for; null for views that are not in the order of a queue. */
export function queueOf(view: ListView): 'analysts' | 'leads' | null {
  if (view.sort !== 'urgency' || view.assignee !== undefined) return null;
  if (view.state === 'open') return 'analysts';
  return view.state === 'escalated' ? 'leads' : null;
}
