/** A short form on one line: its fields, one order, and what went wrong with it. */
import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ProblemNote } from './problem-note.tsx';

type Props = {
  readonly children: ReactNode;
  /** What the button says, and whether the fields hold enough. */
  readonly submit: string;
  readonly ready: boolean;
  readonly order: { readonly isPending: boolean; readonly error: Error | null };
  readonly onSubmit: () => void;
  /** It takes something away, or is not what one came for. */
  readonly quiet?: boolean;
};

export function LineForm({ children, submit, ready, order, onSubmit, quiet = false }: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !order.isPending) onSubmit();
  };
  return (
    <form className="form-line" onSubmit={send}>
      {children}
      <Button
        type="submit"
        size="xs"
        variant={quiet ? 'default' : 'filled'}
        disabled={!ready}
        loading={order.isPending}
      >
        {submit}
      </Button>
      {order.error !== null && <ProblemNote error={order.error} />}
    </form>
  );
}

type ActProps = {
  readonly children: string;
  readonly onAct: () => void;
  readonly pending?: boolean;
  /** It ends or removes something. */
  readonly ends?: boolean;
};

/** What can be done with one row of a table. */
export function RowAct({ children, onAct, pending = false, ends = false }: ActProps) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      {...(ends ? { color: 'red', className: 'row-act-ends' } : {})}
      loading={pending}
      onClick={onAct}
    >
      {children}
    </Button>
  );
}
