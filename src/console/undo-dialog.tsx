/** One's own last ten orders, each with the way to take it back. */
import { Button, Loader } from '@mantine/core';
import { UNDO_DEPTH, type Undoable } from '../model/bulk-api.ts';
import { Age } from './age.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';
import { useUndo, useUndoList } from './undo-queries.ts';
import { useNow } from './use-now.ts';
import { ACTION_WORDS, count, OUTCOME_WORDS } from './words.ts';

export function UndoDialog({ onClose }: { onClose: () => void }) {
  const list = useUndoList();
  const undo = useUndo();
  const now = useNow();
  return (
    <Dialog title={`Your last ${UNDO_DEPTH} orders`} onClose={onClose}>
      {list.isPending && <Loader size="sm" role="status" aria-label="Loading" />}
      {list.isError && <ProblemNote error={list.error} />}
      {undo.isError && <ProblemNote error={undo.error} />}
      {list.data?.length === 0 && <p className="dim">There is nothing that could be taken back.</p>}
      <ol className="undo-list">
        {list.data?.map((each) => (
          <li key={`${each.kind}-${each.id}`}>
            <span>
              <strong>
                {each.outcome === null ? ACTION_WORDS[each.action] : OUTCOME_WORDS[each.outcome].done}
              </strong>{' '}
              <bdi>{each.title ?? 'Without a title'}</bdi>
              <span className="dim">
                {' · '}
                {each.kind === 'one' ? `alert ${each.alert}` : `and others, ${count(each.alerts, 'alert')}`}
                {' · '}
                <Age at={each.at} now={now} ago />
                {touched(each)}
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              disabled={each.possible === 0}
              loading={undo.isPending}
              onClick={() => undo.mutate(each, { onSuccess: onClose })}
            >
              Undo
            </Button>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function touched({ alerts, possible }: Undoable): string {
  if (possible === alerts) return '';
  return possible === 0 ? ', touched since' : `, ${alerts - possible} of them touched since`;
}
