/** Below a list that is not shown whole: how many more there are, and where they are to be seen. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../words.ts';

type Props = {
  /** Nothing is said of none. */
  readonly more: number;
  readonly one: string;
  readonly many?: string;
  /** The way to them. */
  readonly children: ReactNode;
};

export function OmittedNote({ more, one, many, children }: Props) {
  if (more === 0) return null;
  return (
    <p className="dim small omitted">
      and {count(more, one, many)}: {children}
    </p>
  );
}

/** Null for who may not export. */
export type OnExport = (() => void) | null;

export function ByExport({ onExport }: { onExport: OnExport }) {
  if (onExport === null) return 'they are in an export of this alert.';
  return (
    <>
      they are in an export of this alert.{' '}
      <Button size="compact-xs" variant="subtle" onClick={onExport}>
        Export…
      </Button>
    </>
  );
}
