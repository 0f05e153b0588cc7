/** The terms of the watch-list with how often each was right. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TERM_PATHS, type TermRow, termList } from '../../model/term-api.ts';
import { TERM_STATES } from '../../model/watchlist.ts';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, withQuery } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { count } from '../words.ts';
import { OperationsPage } from './operations-tabs.tsx';

/** Rows drawn at first, and by each asking for more. */
const ROWS = 200;

export function TermsPage() {
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const [most, setMost] = useState(ROWS);
  const terms = useQuery({
    queryKey: ['terms', state],
    staleTime: 60_000,
    queryFn: ({ signal }) => ask(withQuery(TERM_PATHS.terms, { state }), termList, signal),
  });
  return (
    <OperationsPage says="What is searched for, and how often it was right. Terms are changed in the packs of the watch-list.">
      <Card
        title="Terms"
        end={
          <div className="row-acts">
            <TextInput
              aria-label="Search terms and substances"
              placeholder="Search…"
              size="xs"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <NativeSelect
              aria-label="State"
              size="xs"
              data={[{ value: '', label: 'Any state' }, ...TERM_STATES]}
              value={state}
              onChange={(event) => setState(event.currentTarget.value)}
            />
          </div>
        }
      >
        <Answer of={terms}>
          {({ watchlist, items }) => {
            const found = items.filter((term) => fits(term, text));
            return (
              <>
                <p className="dim small">
                  {count(found.length, 'term')} of watch-list <code>{watchlist}</code>
                  {found.length > most && `; the first ${most} are shown`}
                </p>
                <TermsTable rows={found.slice(0, most)} />
                {found.length > most && (
                  <Button size="xs" variant="default" onClick={() => setMost(most + ROWS)}>
                    Show {Math.min(ROWS, found.length - most)} more
                  </Button>
                )}
              </>
            );
          }}
        </Answer>
      </Card>
    </OperationsPage>
  );
}

function fits({ text, substance }: TermRow, wanted: string): boolean {
  const words = wanted.trim().toLowerCase();
  return text.toLowerCase().includes(words) || substance.name.toLowerCase().includes(words);
}

/** What stands in place of a language. */
const KIND_WORDS: Readonly<Record<TermRow['kind'], string>> = { name: '—', cas: 'CAS', structure: 'SMILES' };

function TermsTable({ rows }: { rows: readonly TermRow[] }) {
  return (
    <FactsTable
      label="Terms"
      nothing="No term fits."
      rows={rows}
      keyOf={(term) => `${term.substance.id}-${term.kind}-${term.text}-${term.language ?? ''}`}
      columns={[
        { head: 'Term', cell: (term) => <bdi>{term.text}</bdi> },
        { head: 'Substance', cell: (term) => term.substance.name },
        { head: 'Language', cell: (term) => term.language ?? KIND_WORDS[term.kind] },
        {
          head: 'State',
          cell: (term) => (
            <>
              {term.state}
              {term.ambiguous && <span className="dim"> · ambiguous</span>}
            </>
          ),
        },
        { head: 'Waiting', numeric: true, cell: (term) => term.waiting },
        { head: 'Confirmed', numeric: true, cell: (term) => term.confirmed },
        { head: 'Dismissed', numeric: true, cell: (term) => term.dismissed },
        {
          head: 'Right',
          numeric: true,
          cell: (term) => (term.precision === null ? '—' : `${Math.round(100 * term.precision)} %`),
        },
      ]}
    />
  );
}
