/** A question before an order that cannot be taken back: what it does, and a yes or a no. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';

type Props = {
  readonly title: string;
  readonly children: ReactNode;
  readonly yes: string;
  readonly order: { readonly isPending: boolean; readonly error: Error | null };
  readonly onYes: () => void;
  readonly onClose: () => void;
};

export function AskFirst({ title, children, yes, order, onYes, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      {order.error !== null && <ProblemNote error={order.error} />}
      <div className="ask-end">
        <Button size="xs" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="xs" color="red" loading={order.isPending} onClick={onYes}>
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}
