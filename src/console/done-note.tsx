/** After an order, on the screen that follows: what was done, with the ways to undo it and back to it. */
import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { z } from 'zod';
import { undoRequest } from '../model/bulk-api.ts';
import { KeyHint } from './keyboard/keyboard.tsx';
import { ProblemNote } from './problem-note.tsx';
import { useUndo } from './undo-queries.ts';

const doneState = z.object({
  done: z.object({
    /** Null for an order on several. */
    id: z.int().nullable(),
    title: z.string().nullable(),
    said: z.string().max(200),
    /** The order that the note is about, where it can be undone: another may have been the last one since. */
    undo: undoRequest.shape.order,
  }),
});
export type DoneState = z.infer<typeof doneState>;

export function DoneNote() {
  const { state, key, search, pathname } = useLocation();
  const [closed, setClosed] = useState<string | null>(null);
  const undo = useUndo();
  // The state comes from the browser's history and may be anyone's.
  const parsed = doneState.safeParse(state);
  if (!parsed.success || closed === key) return null;
  const { id, title, said, undo: order } = parsed.data.done;
  // Where one was led by undoing.
  const here = id !== null && pathname === `/alerts/${id}`;
  return (
    <div className="done-note" role="status">
      <span className="done-words">
        <strong>{said}:</strong>{' '}
        <bdi>{here ? 'this alert is as it was before' : (title ?? `alert ${id}`)}</bdi>
      </span>
      {order !== null && (
        <Button
          size="compact-xs"
          variant="transparent"
          rightSection={<KeyHint action="undo" />}
          loading={undo.isPending}
          onClick={() => undo.mutate(order)}
        >
          Undo
        </Button>
      )}
      {undo.isError && <ProblemNote error={undo.error} />}
      {id !== null && !here && <Link to={{ pathname: `/alerts/${id}`, search }}>Go back to it</Link>}
      <CloseButton size="sm" aria-label="Close this note" onClick={() => setClosed(key)} />
    </div>
  );
}
