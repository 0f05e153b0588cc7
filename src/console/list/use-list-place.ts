/** Remembers where the list was looked at, for who leaves it and comes back, and begins another view at its top. */
import { type RefObject, useEffect, useRef } from 'react';
import { useOutletContext } from 'react-router';
import type { ShellContext } from '../shell.tsx';
import { type ListView, paramsFromView } from './list-view.ts';

/** Gives where to begin, and takes where one is. */
export function useListPlace(view: ListView, scroller: RefObject<HTMLElement | null>) {
  const { listPlace } = useOutletContext<ShellContext>();
  const name = paramsFromView(view).toString();
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    scroller.current?.scrollTo(0, 0);
  }, [scroller, name]);
  return {
    first: () => (listPlace.current?.view === name ? listPlace.current.top : 0),
    note: (top: number) => {
      listPlace.current = { view: name, top };
    },
  };
}
