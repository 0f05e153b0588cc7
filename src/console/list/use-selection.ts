/** Which alerts of the list are selected; another view begins with none. */
import { useState } from 'react';

export type Selection = {
  readonly ids: ReadonlySet<number>;
  readonly toggle: (id: number) => void;
  readonly set: (ids: readonly number[]) => void;
};

export function useSelection(view: string): Selection {
  const [kept, setKept] = useState<{ view: string; ids: ReadonlySet<number> }>({ view, ids: new Set() });
  const ids = kept.view === view ? kept.ids : new Set<number>();
  const set = (next: Iterable<number>) => setKept({ view, ids: new Set(next) });
  return {
    ids,
    set,
    toggle: (id) => set(ids.has(id) ? [...ids].filter((each) => each !== id) : [...ids, id]),
  };
}
