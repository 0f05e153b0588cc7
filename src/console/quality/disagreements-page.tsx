/** Second looks by state; where two people disagree a lead says which of the decisions stands. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { REASON_TEXTS } from '../../model/alert.ts';
import { SECOND_LOOK_STATES } from '../../model/second-look.ts';
import { SECOND_LOOK_PATHS, type SecondLook, secondLookPage } from '../../model/second-look-api.ts';
import { FactsTable } from '../facts-table.tsx';
import { command, pathOf, withQuery } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { QualityPage } from './quality-tabs.tsx';

const LOOKS_KEY = ['second-looks'] as const;

export function DisagreementsPage() {
  const [params, setParams] = useSearchParams();
  const state = SECOND_LOOK_STATES.find((each) => each === params.get('state')) ?? 'disagreed';
  return (
    <QualityPage says="Where two people disagree, a lead says which decision stands.">
      <Card
        title="Second looks"
        end={
          <NativeSelect
            aria-label="State"
            size="xs"
            data={[...SECOND_LOOK_STATES]}
            value={state}
            onChange={(event) => setParams({ state: event.currentTarget.value }, { replace: true })}
          />
        }
      >
        <PagedRows
          queryKey={[...LOOKS_KEY, state]}
          pathOf={(before) => withQuery(SECOND_LOOK_PATHS.list, { state, before })}
          answer={secondLookPage}
        >
          {(items) => (
            <FactsTable
              label="Second looks"
              nothing="None in this state."
              rows={items}
              keyOf={(look) => look.id}
              columns={[
                { head: 'Alert', cell: (look) => <Link to={`/alerts/${look.alert}`}>{look.alert}</Link> },
                { head: 'Drawn as', cell: (look) => look.kind },
                { head: 'First', cell: (look) => words(look.first) },
                { head: 'Second', cell: (look) => (look.second === null ? '—' : words(look.second)) },
                { head: 'Note', cell: (look) => look.second?.note ?? '' },
                { head: 'Stands', cell: (look) => <Resolution look={look} /> },
              ]}
            />
          )}
        </PagedRows>
      </Card>
    </QualityPage>
  );
}

function words({ by, outcome, reason }: Omit<SecondLook['first'], never>): string {
  return `${OUTCOME_WORDS[outcome].done}: ${REASON_TEXTS[reason] ?? reason}${by === null ? '' : ` (${by})`}`;
}

function Resolution({ look }: { look: SecondLook }) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const leads = useMay('alerts:lead');
  const resolve = useMutation({
    mutationFn: (stands: 'first' | 'second') =>
      command({
        path: pathOf(SECOND_LOOK_PATHS.resolution, look.id),
        body: { stands, note: note.trim() || null },
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: LOOKS_KEY }),
  });
  if (look.resolution !== null)
    return (
      <>
        the {look.resolution.stands}
        {look.resolution.by !== null && <span className="dim"> by {look.resolution.by}</span>}
      </>
    );
  if (look.state !== 'disagreed' || !leads) return '—';
  return (
    <div className="row-acts">
      <TextInput
        aria-label="Note on what stands"
        placeholder="Note (optional)"
        size="xs"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button
        size="compact-sm"
        variant="default"
        loading={resolve.isPending}
        onClick={() => resolve.mutate('first')}
      >
        The first
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        loading={resolve.isPending}
        onClick={() => resolve.mutate('second')}
      >
        The second
      </Button>
      {resolve.isError && <ProblemNote error={resolve.error} />}
    </div>
  );
}
