/** After a decision, on the screen that follows: what was decided, with the way back to it. */
import { CloseButton } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { z } from 'zod';
import { OUTCOMES } from '../model/alert.ts';
import { OUTCOME_WORDS } from './words.ts';

const doneState = z.object({
  done: z.object({ id: z.int(), title: z.string().nullable(), outcome: z.enum(OUTCOMES).nullable() }),
});

export function DoneNote() {
  const { state, key, search } = useLocation();
  const [closed, setClosed] = useState<string | null>(null);
  // The state comes from the browser's history and may be anyone's.
  const parsed = doneState.safeParse(state);
  if (!parsed.success || closed === key) return null;
  const { id, title, outcome } = parsed.data.done;
  return (
    <div className="done-note" role="status">
      <span className="done-words">
        <strong>{outcome === null ? 'Decided' : OUTCOME_WORDS[outcome].done}:</strong>{' '}
        <bdi>{title ?? `alert ${id}`}</bdi>
      </span>
      <Link to={{ pathname: `/alerts/${id}`, search }}>Go back to it</Link>
      <CloseButton size="sm" aria-label="Close this note" onClick={() => setClosed(key)} />
    </div>
  );
}
