/** One filter as a field that offers the values that there are, with their counts, and finds among many by typing. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { FACET_PATHS, type Facet, facetList } from '../../model/facet-api.ts';
import { ask, withQuery } from '../fetch-api.ts';
import type { Option } from '../filter-choice.tsx';
import { OpenIcon } from '../icons.tsx';
import { filtersOf, type ListView } from './list-view.ts';

type Entry = Option & { readonly alerts: number | null };

type Props = {
  readonly of: Facet;
  readonly label: string;
  /** What stands there while nothing is chosen. */
  readonly all: string;
  readonly view: ListView;
  readonly value: string | undefined;
  /** Values that are no alert's own, such as "me". */
  readonly besides?: readonly Option[];
  /** How a value is called where the server does not know. */
  readonly nameOf?: (value: string, name: string) => string;
  readonly onChange: (value: string | undefined) => void;
};

export function FacetChoice(props: Props) {
  const { label, all, value, onChange } = props;
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const open = text !== null;
  const { entries, chosen, more, busy } = useEntries(props, text);
  const shown = Math.min(at, entries.length - 1);
  const close = () => setText(null);
  const openList = () => {
    setText('');
    setAt(Math.max(0, value === undefined ? 0 : entries.findIndex((entry) => entry.value === value)));
  };
  const choose = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    onChange(entry.value || undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !open) openList();
    else if (step !== undefined) setAt((shown + step + entries.length) % Math.max(entries.length, 1));
    else if (event.key === 'Enter' && open) choose(entries[shown]);
    else if (event.key === 'Escape' && open) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="facet">
      <TextInput
        size="xs"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && entries[shown] ? `${id}-${shown}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        className={value === undefined ? 'filter' : 'filter filter-set'}
        placeholder={open ? (chosen ?? all) : all}
        title={chosen}
        rightSection={<OpenIcon />}
        rightSectionPointerEvents="none"
        rightSectionWidth={22}
        maxLength={100}
        value={text ?? chosen ?? ''}
        onClick={() => !open && openList()}
        onBlur={close}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(event.currentTarget.value === '' ? 0 : 1);
        }}
      />
      {open && (
        <EntryList
          {...{ id, label, entries, shown, value, more }}
          empty={busy ? 'Looking…' : 'Nothing of that name.'}
          onChoose={choose}
        />
      )}
    </div>
  );
}

type ListProps = {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly shown: number;
  readonly value: string | undefined;
  readonly more: boolean;
  readonly empty: string;
  readonly onChoose: (entry: Entry) => void;
};

function EntryList({ id, label, entries, shown, value, more, empty, onChoose }: ListProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus, whose loss closes the list
    <div className="card facet-list" onMouseDown={(event) => event.preventDefault()}>
      <div role="listbox" id={`${id}-list`} aria-label={label} tabIndex={-1}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above, as the combobox pattern has it
          <div
            key={entry.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry.value === (value ?? '')}
            className={index === shown ? 'facet-entry at' : 'facet-entry'}
            ref={index === shown ? intoSight : undefined}
            onClick={() => onChoose(entry)}
          >
            <span dir="auto">{entry.label}</span>
            {entry.alerts !== null && <span className="dim">{entry.alerts.toLocaleString('en')}</span>}
          </div>
        ))}
      </div>
      {entries.length <= 1 && <p className="dim small">{empty}</p>}
      {more && <p className="dim small">There are more: type to find them.</p>}
    </div>
  );
}

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** What is offered for what was typed, and how the chosen value is called. */
function useEntries({ of: facet, all, view, value, besides = [], nameOf }: Props, text: string | null) {
  const [typed] = useDebouncedValue(text?.trim() ?? '', 150);
  // While it is closed only the name of what is chosen is needed.
  const search = text === null ? (value ?? '') : typed;
  const { sort: _sort, ...filters } = view;
  const { data, isFetching } = useQuery({
    queryKey: ['facet', facet, filters, search],
    enabled: text !== null || (value !== undefined && !besides.some((each) => each.value === value)),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(
        withQuery(FACET_PATHS.facets, { of: facet, state: view.state, search, ...filtersOf(view) }),
        facetList,
        signal,
      ),
  });
  const named = (data?.items ?? []).map(
    ({ value: each, name, alerts }): Entry => ({ value: each, label: nameOf?.(each, name) ?? name, alerts }),
  );
  const wanted = typed.toLowerCase();
  const own = besides
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .map((option) => ({ ...option, alerts: null }));
  const entries: Entry[] = [{ value: '', label: all, alerts: null }, ...own, ...named];
  const chosen =
    value === undefined
      ? undefined
      : (entries.find((entry) => entry.value === value)?.label ?? nameOf?.(value, value) ?? value);
  return { entries, chosen, more: data?.more ?? false, busy: isFetching };
}
