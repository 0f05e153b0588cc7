/** Taking back one's own last orders. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { BULK_PATHS, type UndoRequest, type UndoResult, undoList, undoResult } from '../model/bulk-api.ts';
import { ask, order } from './fetch-api.ts';
import { useOneOrder } from './use-one-order.ts';
import { count } from './words.ts';

export function useUndoList() {
  return useQuery({
    queryKey: ['undo'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await ask(BULK_PATHS.undo, undoList, signal)).items,
  });
}

/** Without naming an order the latest is undone. What comes back is shown: one alert itself, several in the list. */
export function useUndo() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  return useOneOrder<UndoResult, UndoRequest['order']>({
    mutationFn: (which) =>
      order(undoResult, {
        path: BULK_PATHS.undo,
        body: { order: which && { kind: which.kind, id: which.id } },
      }),
    onSuccess: ({ undone, kept }) => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'user' });
      const [first] = undone;
      if (first === undefined) return;
      const left =
        kept.length === 0
          ? ''
          : `, ${count(kept.length, 'was touched since and stays', 'were touched since and stay')}`;
      const said = undone.length === 1 ? 'Undone' : `Undone for ${count(undone.length, 'alert')}${left}`;
      const done = { id: first, title: null, said, undo: null };
      const pathname = undone.length === 1 ? `/alerts/${first}` : '/';
      void navigate({ pathname, search }, { state: { done } });
    },
  });
}
