/** The keys of the list: moving through rows that may not be drawn yet, selecting, and coming back to where one was. */
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { AlertRow } from '../../model/api.ts';
import type { KeyHandlers } from '../keyboard/keyboard.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import type { Selection } from './use-selection.ts';

/** How the table shows a row that is asked for, drawn or not. */
export type TableHandle = { readonly show: (index: number, align: 'auto' | 'center') => void };

export function useListKeys(rows: readonly AlertRow[], selection: Selection, others: KeyHandlers) {
  const table = useRef<TableHandle>(null);
  const [at, setAt] = useState<number | null>(null);
  const focusedRow = () => {
    const id = Number(document.activeElement?.closest('tr')?.dataset['alert']);
    return rows.findIndex((row) => row.id === id);
  };
  const move = (step: 1 | -1) => {
    const from = focusedRow();
    const to = from < 0 ? (at ?? 0) : from + step;
    if (to >= 0 && to < rows.length) table.current?.show(to, 'auto');
  };
  const toggle = () => {
    const row = rows[focusedRow()];
    if (row) selection.toggle(row.id);
  };
  useReturnToAlert(rows, (index) => table.current?.show(index, 'center'));
  useKeys('list', {
    next: () => move(1),
    previous: () => move(-1),
    select: toggle,
    selectAll: () => selection.set(selection.ids.size === 0 ? rows.map(({ id }) => id) : []),
    ...others,
  });
  return { table, focusAt: setAt };
}

/** Coming back from an alert, its row gets the focus, so that the walk goes on where it stopped. */
function useReturnToAlert(rows: readonly AlertRow[], show: (index: number) => void): void {
  const from: unknown = useLocation().state;
  const id = typeof from === 'object' && from !== null && 'from' in from ? Number(from.from) : null;
  const index = rows.findIndex((row) => row.id === id);
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (id === null || index < 0 || shown.current === id) return;
    shown.current = id;
    show(index);
  });
}
