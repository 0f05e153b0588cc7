/** Saved views: one's own and those that leads share; opening, saving, replacing, deleting. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type SavedView, VIEW_PATHS, viewList } from '../../model/view-api.ts';
import { AskFirst } from '../ask-first.tsx';
import { Dialog } from '../dialog.tsx';
import { command, pathOf, withQuery } from '../fetch-api.ts';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import type { ListView } from './list-view.ts';

const VIEWS_KEY = ['views'] as const;
/** The most that are given at once: names are looked for in their order, and few keep so many. */
const AT_ONCE = 200;

type Props = {
  readonly view: ListView;
  readonly onView: (view: ListView) => void;
  readonly onClose: () => void;
};

export function SavedViews({ view, onView, onClose }: Props) {
  const [asked, setAsked] = useState<Change | null>(null);
  const change = useChange();
  const close = () => {
    change.reset();
    setAsked(null);
  };
  return (
    <Dialog title="Saved views" onClose={onClose}>
      <PagedRows
        queryKey={VIEWS_KEY}
        pathOf={(before) => withQuery(VIEW_PATHS.views, { before, limit: AT_ONCE })}
        answer={viewList}
      >
        {(views) => (
          <Rows
            views={views}
            onOpen={({ query }) => {
              onView(query);
              onClose();
            }}
            onReplace={(saved) => setAsked({ saved, query: view })}
            onDelete={(saved) => setAsked({ saved, query: null })}
          />
        )}
      </PagedRows>
      {asked !== null && (
        <AskFirst
          title={asked.query === null ? 'Delete this view?' : 'Replace this view?'}
          yes={asked.query === null ? 'Delete' : 'Replace'}
          order={change}
          onYes={() => change.mutate(asked, { onSuccess: close })}
          onClose={close}
        >
          <strong>
            <bdi>{asked.saved.name}</bdi>
          </strong>{' '}
          {asked.query === null ? 'is gone then' : 'shows the list as it is now then'}
          {asked.saved.shared && ', for everybody'}.
        </AskFirst>
      )}
      <SaveForm view={view} onSaved={onClose} />
    </Dialog>
  );
}

type RowsProps = {
  readonly views: readonly SavedView[];
  readonly onOpen: (saved: SavedView) => void;
  readonly onReplace: (saved: SavedView) => void;
  readonly onDelete: (saved: SavedView) => void;
};

function Rows({ views, onOpen, onReplace, onDelete }: RowsProps) {
  if (views.length === 0)
    return <p className="dim">None yet. Filter the list, then save it here under a name.</p>;
  return (
    <ul className="view-list">
      {views
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((saved) => (
          <ViewRow
            key={saved.id}
            saved={saved}
            onOpen={() => onOpen(saved)}
            onReplace={() => onReplace(saved)}
            onDelete={() => onDelete(saved)}
          />
        ))}
    </ul>
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
      <Button size="compact-sm" variant="subtle" className="view-open" onClick={onOpen}>
        <bdi>{saved.name}</bdi>
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
type Change = { readonly saved: SavedView; readonly query: ListView | null };

function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ saved, query }: Change) => {
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
