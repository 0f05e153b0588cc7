/** Saved views: one's own and those that leads share; opening, saving, replacing, deleting. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type SavedView, VIEW_PATHS, viewList } from '../../model/view-api.ts';
import { Dialog } from '../dialog.tsx';
import { ask, command, pathOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import type { ListView } from './list-view.ts';

const VIEWS_KEY = ['views'] as const;

type Props = {
  readonly view: ListView;
  readonly onView: (view: ListView) => void;
  readonly onClose: () => void;
};

export function SavedViews({ view, onView, onClose }: Props) {
  const views = useQuery({
    queryKey: VIEWS_KEY,
    queryFn: async ({ signal }) => (await ask(VIEW_PATHS.views, viewList, signal)).items,
  });
  const change = useChange();
  return (
    <Dialog title="Saved views" onClose={onClose}>
      {views.isError && <ProblemNote error={views.error} />}
      {views.data?.length === 0 && (
        <p className="dim">None yet. Filter the list, then save it here under a name.</p>
      )}
      <ul className="view-list">
        {views.data?.map((saved) => (
          <ViewRow
            key={saved.id}
            saved={saved}
            onOpen={() => {
              onView(saved.query);
              onClose();
            }}
            onReplace={() => change.mutate({ saved, query: view })}
            onDelete={() => change.mutate({ saved, query: null })}
          />
        ))}
      </ul>
      {change.isError && <ProblemNote error={change.error} />}
      <SaveForm view={view} onSaved={onClose} />
    </Dialog>
  );
}

type RowProps = {
  readonly saved: SavedView;
  readonly onOpen: () => void;
  readonly onReplace: () => void;
  readonly onDelete: () => void;
};

function ViewRow({ saved, onOpen, onReplace, onDelete }: RowProps) {
  return (
    <li>
      <Button size="compact-sm" variant="subtle" onClick={onOpen}>
        {saved.name}
      </Button>
      <span className="dim small">{saved.shared ? `shared by ${saved.by}` : 'yours'}</span>
      {saved.mine && (
        <span className="view-acts">
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onReplace}>
            Replace with this one
          </Button>
          <Button size="compact-xs" variant="subtle" color="red" onClick={onDelete}>
            Delete
          </Button>
        </span>
      )}
    </li>
  );
}

/** `query` null deletes. */
function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ saved, query }: { saved: SavedView; query: ListView | null }) => {
      const path = pathOf(VIEW_PATHS.view, saved.id);
      if (query === null) return command({ method: 'DELETE', path });
      return command({ method: 'PUT', path, body: { name: saved.name, shared: saved.shared, query } });
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: VIEWS_KEY }),
  });
}

function SaveForm({ view, onSaved }: { view: ListView; onSaved: () => void }) {
  const client = useQueryClient();
  const mayShare = useMay('alerts:lead');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => command({ path: VIEW_PATHS.views, body: { name: name.trim(), query: view, shared } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: VIEWS_KEY });
      onSaved();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <form onSubmit={onSubmit} className="stack save-view">
      <TextInput
        label="Save the list as it is now under the name"
        size="xs"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {mayShare && (
        <Checkbox
          size="xs"
          label="Share it with everybody"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
      {save.isError && <ProblemNote error={save.error} />}
      <div className="dialog-end">
        <Button type="submit" size="xs" disabled={name.trim() === ''} loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
