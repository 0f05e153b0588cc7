/** The filters and the order of the list; each change goes into the address. On a phone all but the search lie behind one button. */
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type RefObject, useEffect, useState } from 'react';
import { LIST_STATES } from '../../model/api.ts';
import { SEVERITIES } from '../../model/assessment.ts';
import type { Overview } from '../../model/overview-api.ts';
import { Choice } from '../filter-choice.tsx';
import { KeyHint } from '../keyboard/keyboard.tsx';
import { count, SEVERITY_WORDS } from '../words.ts';
import { FacetChoice } from './facet-choice.tsx';
import { cleared, filtersSet, isNarrowed, type ListView } from './list-view.ts';
import { useNarrow } from './narrow.ts';
import { hasRarer, RarerFilters } from './rarer-filters.tsx';

type Props = {
  readonly view: ListView;
  readonly onChange: (view: ListView) => void;
  readonly overview: Overview | undefined;
  /** How many alerts the view has; undefined until the server said. */
  readonly total: number | undefined;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly rarerRef: RefObject<HTMLDivElement | null>;
  /** Whether the rarer filters are shown. */
  readonly wide: boolean;
  readonly onWide: (wide: boolean) => void;
  readonly onViews: () => void;
};

const SORTS: readonly { value: ListView['sort']; label: string }[] = [
  { value: 'urgency', label: 'Most urgent first' },
  { value: 'due', label: 'Due soonest first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'score', label: 'Highest score first' },
];

export function ListFilters(props: Props) {
  const { view, onChange, overview, total, searchRef, rarerRef, wide, onWide, onViews } = props;
  const narrow = useNarrow();
  const set = (change: Partial<ListView>) => onChange({ ...view, ...change });
  const search = (
    <SearchField
      value={view.text ?? ''}
      onSearch={(text) => set({ text: text || undefined })}
      fieldRef={searchRef}
    />
  );
  const more = (
    <Button
      size="compact-sm"
      variant="default"
      aria-expanded={wide}
      rightSection={<KeyHint action="filter" />}
      onClick={() => onWide(!wide)}
    >
      {narrow ? buttonWords(filtersSet(view), wide) : 'Filters'}
    </Button>
  );
  return (
    <search className={wide || !narrow ? 'filters filters-open' : 'filters'} aria-label="Filters">
      <StateChoice view={view} overview={overview} narrow={narrow} onChange={(state) => set({ state })} />
      {narrow && more}
      {narrow && search}
      <UsualFilters view={view} onChange={set} />
      {!narrow && search}
      <OrderChoice sort={view.sort} onChange={(sort) => set({ sort })} />
      {!narrow && more}
      <Button
        size="compact-sm"
        variant="default"
        className="filter-views"
        rightSection={<KeyHint action="views" />}
        onClick={onViews}
      >
        Views
      </Button>
      <p className="list-count visually-hidden" role="status">
        {total === undefined ? 'Loading…' : count(total, 'alert')}
      </p>
      {isNarrowed(view) && (
        <Button
          size="compact-sm"
          variant="subtle"
          className="filter-clear"
          onClick={() => onChange(cleared(view))}
        >
          Clear filters
        </Button>
      )}
      {(wide || (!narrow && hasRarer(view))) && <RarerFilters view={view} onChange={set} divRef={rarerRef} />}
    </search>
  );
}

type UsualProps = { readonly view: ListView; readonly onChange: (change: Partial<ListView>) => void };

function UsualFilters({ view, onChange }: UsualProps) {
  return (
    <>
      <Choice
        label="Severity"
        value={view.severity}
        options={[...SEVERITIES].reverse().map((value) => ({ value, label: SEVERITY_WORDS[value] }))}
        all="Any severity"
        onChange={(value) => onChange({ severity: SEVERITIES.find((severity) => severity === value) })}
      />
      <FacetChoice
        of="substance"
        label="Substance"
        all="Any substance"
        view={view}
        value={view.substance}
        onChange={(substance) => onChange({ substance })}
      />
      <FacetChoice
        of="site"
        label="Site"
        all="Any site"
        view={view}
        value={view.site}
        onChange={(site) => onChange({ site })}
      />
    </>
  );
}

type OrderProps = {
  readonly sort: ListView['sort'];
  readonly onChange: (sort: ListView['sort']) => void;
};

function OrderChoice({ sort, onChange }: OrderProps) {
  return (
    <NativeSelect
      aria-label="Order"
      size="xs"
      className="filter-order"
      data={[...SORTS]}
      value={sort}
      onChange={(event) =>
        onChange(SORTS.find(({ value }) => value === event.currentTarget.value)?.value ?? sort)
      }
    />
  );
}

/** "2 filters": that something narrows the list is to be seen where the filters are not. */
function buttonWords(set: number, shown: boolean): string {
  const what = set === 0 ? 'filters' : count(set, 'filter');
  if (shown) return `Hide ${what}`;
  return set === 0 ? 'Filters' : what;
}

type StateChoiceProps = Pick<Props, 'view' | 'overview'> & {
  readonly narrow: boolean;
  readonly onChange: (state: ListView['state']) => void;
};

const STATE_NAMES: Readonly<Record<ListView['state'], string>> = {
  open: 'Open',
  escalated: 'Escalated',
  snoozed: 'Snoozed',
  suppressed: 'Hidden',
  decided: 'Decided',
  all: 'All',
};

/** "99,999", then "100K": where the number is chosen it stands whole below the list. */
function shortNumber(n: number): string {
  return n.toLocaleString('en', n < 100_000 ? {} : { notation: 'compact' });
}

function StateChoice({ view, overview, narrow, onChange }: StateChoiceProps) {
  const number = (state: ListView['state']) =>
    state === 'all' || overview === undefined ? '' : ` ${shortNumber(overview[state])}`;
  const data = LIST_STATES.map((value) => ({ value, label: `${STATE_NAMES[value]}${number(value)}` }));
  if (narrow)
    return (
      <NativeSelect
        aria-label="State"
        size="xs"
        className="filter-state"
        data={data}
        value={view.state}
        onChange={(event) =>
          onChange(LIST_STATES.find((each) => each === event.currentTarget.value) ?? view.state)
        }
      />
    );
  return (
    <SegmentedControl
      aria-label="State"
      size="xs"
      transitionDuration={0}
      value={view.state}
      onChange={onChange}
      data={data}
    />
  );
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
  // Whoever has left the list must not be called back to it by a search that was still to come.
  useEffect(() => () => ask.cancel(), [ask]);
  useEffect(() => {
    // While someone writes, the address lags behind the field and must not overwrite it.
    if (document.activeElement !== fieldRef.current) setDraft(value);
  }, [value, fieldRef]);
  return (
    <TextInput
      type="search"
      aria-label="Search titles, sellers, addresses, substances, CAS numbers and what was found"
      placeholder="Title, seller, substance, CAS, address"
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
