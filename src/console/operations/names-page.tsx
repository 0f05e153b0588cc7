/** New names: what keeps company with confirmed hits and is on no list, for a person to accept as a draft term or to drop. */
import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  DISCOVERY_STATES,
  type Discovery,
  type DiscoveryDecision,
  type DiscoveryKind,
  discovery,
} from '../../model/discovery.ts';
import { DISCOVERY_PATHS, discoveryList } from '../../model/discovery-api.ts';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, order, pathOf, withQuery } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { OperationsPage } from './operations-tabs.tsx';

const NAMES_KEY = ['discoveries'] as const;
const KINDS: Readonly<Record<DiscoveryKind, string>> = { cas: 'CAS number', code: 'code', name: 'name' };
const RELATIONS: Readonly<Record<Discovery['evidence'][number]['relation'], string>> = {
  'also-known-as': 'said to be another name',
  'same-row': 'in one line with the hit',
  'same-listing': 'elsewhere in the listing',
  'same-seller': 'in another listing of the seller',
};

/** Names asked for at first, and by each asking for more; so many are kept at most. */
const NAMES = 100;
const MOST_NAMES = 1000;

export function NamesPage() {
  const [most, setMost] = useState(NAMES);
  const [state, setState] = useState<(typeof DISCOVERY_STATES)[number]>('new');
  const names = useQuery({
    queryKey: [...NAMES_KEY, state, most],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(withQuery(DISCOVERY_PATHS.discoveries, { state, limit: most }), discoveryList, signal),
  });
  return (
    <OperationsPage says="What sellers write beside confirmed substances. An accepted name is a draft: it screens once it stands in a pack.">
      <Card
        title="New names"
        end={
          <NativeSelect
            aria-label="State"
            size="xs"
            data={[...DISCOVERY_STATES]}
            value={state}
            onChange={(event) =>
              setState(DISCOVERY_STATES.find((each) => each === event.currentTarget.value) ?? state)
            }
          />
        }
      >
        <Answer of={names}>
          {({ items }) => (
            <FactsTable
              label="Names beside confirmed hits"
              nothing="None. The command “precursor-watch discover” looks for them."
              rows={items}
              keyOf={(found) => found.id}
              columns={[
                { head: 'Text', cell: (found) => <strong>{found.text}</strong> },
                { head: 'Kind', cell: (found) => KINDS[found.kind] },
                { head: 'Beside', cell: (found) => found.beside.join(', ') },
                { head: 'Closest', cell: ({ evidence: [first] }) => first && RELATIONS[first.relation] },
                { head: 'Listings', numeric: true, cell: (found) => found.listings },
                { head: 'Sellers', numeric: true, cell: (found) => found.sellers },
                { head: '', cell: (found) => <NameActs found={found} /> },
              ]}
            />
          )}
        </Answer>
        {names.data?.items.length === most && most < MOST_NAMES && (
          <Button size="xs" variant="default" onClick={() => setMost(most + NAMES)}>
            Show more
          </Button>
        )}
      </Card>
    </OperationsPage>
  );
}

function NameActs({ found }: { found: Discovery }) {
  const client = useQueryClient();
  const mayAct = useMay('operations:act');
  const [substance, setSubstance] = useState(found.beside[0] ?? '');
  const decide = useMutation({
    mutationFn: (body: DiscoveryDecision) =>
      order(discovery, { path: pathOf(DISCOVERY_PATHS.decision, found.id), body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: NAMES_KEY }),
  });
  if (!mayAct || found.state !== 'new')
    return found.decidedBy === null ? null : `${found.substance ?? 'dropped'}, by ${found.decidedBy}`;
  return (
    <div className="row-acts">
      <NativeSelect
        aria-label={`Substance that ${found.text} names`}
        size="xs"
        data={found.beside}
        value={substance}
        onChange={(event) => setSubstance(event.currentTarget.value)}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={substance === ''}
        loading={decide.isPending}
        onClick={() => decide.mutate({ state: 'accepted', substance })}
      >
        Accept as draft
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={() => decide.mutate({ state: 'dropped' })}
      >
        Drop
      </Button>
      {decide.error !== null && <ProblemNote error={decide.error} />}
    </div>
  );
}
