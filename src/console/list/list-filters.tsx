/** The filters and the order of the list; each change goes into the address. */
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type RefObject, useEffect, useState } from 'react';
import type { AlertRow, Overview } from '../../model/api.ts';
import { SEVERITIES } from '../../model/assessment.ts';
import { count, SEVERITY_WORDS } from '../words.ts';
import { cleared, isNarrowed, type ListView } from './list-view.ts';

type Props = {
  readonly view: ListView;
  readonly onChange: (view: ListView) => void;
  readonly overview: Overview | undefined;
  readonly rows: readonly AlertRow[];
  /** How many alerts the view has; undefined until the server said. */
  readonly total: number | undefined;
  readonly searchRef: RefObject<HTMLInputElement | null>;
};

const SORTS: readonly { value: ListView['sort']; label: string }[] = [
  { value: 'urgency', label: 'Most urgent first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'score', label: 'Highest score first' },
];

export function ListFilters({ view, onChange, overview, rows, total, searchRef }: Props) {
  const set = (change: Partial<ListView>) => onChange({ ...view, ...change });
  const sites = (overview?.sites ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search className="filters" aria-label="Filters">
      <StateChoice view={view} overview={overview} onChange={(state) => set({ state })} />
      <Choice
        label="Severity"
        value={view.severity}
        options={[...SEVERITIES].reverse().map((value) => ({ value, label: SEVERITY_WORDS[value] }))}
        all="Any severity"
        onChange={(value) => set({ severity: SEVERITIES.find((severity) => severity === value) })}
      />
      <Choice
        label="Substance"
        value={view.substance}
        options={substanceOptions(rows)}
        all="Any substance"
        onChange={(substance) => set({ substance })}
      />
      <Choice
        label="Site"
        value={view.site}
        options={sites}
        all="Any site"
        onChange={(site) => set({ site })}
      />
      <SearchField
        value={view.text ?? ''}
        onSearch={(text) => set({ text: text || undefined })}
        fieldRef={searchRef}
      />
      <NativeSelect
        aria-label="Order"
        size="xs"
        className="filter-order"
        data={[...SORTS]}
        value={view.sort}
        onChange={(event) => {
          const sort = SORTS.find(({ value }) => value === event.currentTarget.value);
          if (sort) set({ sort: sort.value });
        }}
      />
      <p className="list-count" role="status">
        {total === undefined ? 'Loading…' : count(total, 'alert')}
      </p>
      {isNarrowed(view) && (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(cleared(view))}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

type StateChoiceProps = Pick<Props, 'view' | 'overview'> & {
  readonly onChange: (state: ListView['state']) => void;
};

function StateChoice({ view, overview, onChange }: StateChoiceProps) {
  const number = (n: number | undefined) => (n === undefined ? '' : ` ${n.toLocaleString('en')}`);
  return (
    <SegmentedControl
      aria-label="State"
      size="xs"
      transitionDuration={0}
      value={view.state}
      onChange={onChange}
      data={[
        { value: 'open', label: `Open${number(overview?.open)}` },
        { value: 'decided', label: `Decided${number(overview?.decided)}` },
        { value: 'all', label: 'All' },
      ]}
    />
  );
}

type Option = { readonly value: string; readonly label: string };

type ChoiceProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  readonly all: string;
  readonly onChange: (value: string | undefined) => void;
};

function Choice({ label, value, options, all, onChange }: ChoiceProps) {
  // A value from the address that no option has yet must still be shown.
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <NativeSelect
      aria-label={label}
      size="xs"
      className={value === undefined ? 'filter' : 'filter filter-set'}
      data={[
        { value: '', label: all },
        ...(known ? [] : [{ value: value ?? '', label: value ?? '' }]),
        ...options,
      ]}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

function substanceOptions(rows: readonly AlertRow[]): Option[] {
  const names = new Map(rows.flatMap((row) => row.substances.map(({ id, name }) => [id, name] as const)));
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}

type SearchProps = {
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
};

/** Asks once the typing pauses; follows the address when that changes by other means. */
function SearchField({ value, onSearch, fieldRef }: SearchProps) {
  const [draft, setDraft] = useState(value);
  const ask = useDebouncedCallback((text: string) => onSearch(text.trim()), 300);
  useEffect(() => {
    // While someone writes, the address lags behind the field and must not overwrite it.
    if (document.activeElement !== fieldRef.current) setDraft(value);
  }, [value, fieldRef]);
  return (
    <TextInput
      type="search"
      aria-label="Search titles, sellers, addresses and what was found"
      placeholder="Search…"
      size="xs"
      className="filter-search"
      ref={fieldRef}
      maxLength={200}
      onBlur={() => ask.flush()}
      value={draft}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}
