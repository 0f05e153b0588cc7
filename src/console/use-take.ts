/** The most urgent alert that nobody holds, of the view in the address: taken and opened. */
import type { RefObject } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { takeNext } from './alert/claim-queries.ts';
import { viewFromParams, withView } from './list/list-view.ts';
import { useOneOrder } from './use-one-order.ts';

export function useTake(passedOver: RefObject<Set<number>>) {
  const navigate = useNavigate();
  const { pathname, search, key } = useLocation();
  const view = viewFromParams(new URLSearchParams(search));
  // A second one would be held by whoever sees only the other. Given the place where it was asked.
  const take = useOneOrder<number | null, string>({
    mutationFn: async () => {
      const here = Number(/^\/alerts\/(\d+)$/.exec(pathname)?.[1]);
      if (here > 0) passedOver.current.add(here);
      return await takeNext(view.state === 'escalated' ? 'leads' : 'analysts', view, [...passedOver.current]);
    },
    onSuccess: (id) => {
      if (id !== null) void navigate(withView(`/alerts/${id}`, view));
    },
  });
  return {
    go: () => take.mutate(key),
    /** Said where it was asked: elsewhere it may be different. */
    nothing: take.isSuccess && take.data === null && take.variables === key,
    error: take.error,
    forget: take.reset,
  };
}
