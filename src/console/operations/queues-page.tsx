/** The queues: what waits in each, jobs set aside for a person with replay, and jobs that were lost and made again. */
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  JOB_PATHS,
  lostPage,
  PARKED_STATES,
  type ParkedRow,
  parkedPage,
  queueList,
  replayed,
} from '../../model/jobs-api.ts';
import { PARK_CAUSES } from '../../model/schedule.ts';
import { Moment } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, command, order, pathOf, withQuery } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { OperationsPage } from './operations-tabs.tsx';

const PARKED_KEY = ['parked'] as const;
const SHOWN_COUNTS = ['waiting', 'active', 'delayed', 'failed', 'completed'];

export function QueuesPage() {
  const queues = useQuery({
    queryKey: ['queues'],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => ask(JOB_PATHS.queues, queueList, signal),
  });
  return (
    <OperationsPage says="Dead letters wait here for a person: another try, or none.">
      <Card
        title="Queues"
        end={
          <a href="/bull-board" className="small">
            Look into them (bull-board)
          </a>
        }
      >
        <Answer of={queues}>
          {({ backend, items }) => (
            <>
              <p className="dim small">Carried by {backend === 'redis' ? 'Redis' : 'PostgreSQL'}.</p>
              <FactsTable
                label="Queues"
                nothing="There are no queues."
                rows={items}
                keyOf={(queue) => queue.name}
                columns={[
                  { head: 'Queue', cell: (queue) => queue.name },
                  ...SHOWN_COUNTS.map((state) => ({
                    head: state,
                    numeric: true,
                    cell: (queue: (typeof items)[number]) => queue.counts[state] ?? 0,
                  })),
                ]}
              />
            </>
          )}
        </Answer>
      </Card>
      <ParkedCard />
      <LostCard />
    </OperationsPage>
  );
}

function ParkedCard() {
  const [state, setState] = useState<(typeof PARKED_STATES)[number]>('parked');
  return (
    <Card
      title="Dead letters"
      end={
        <NativeSelect
          aria-label="State"
          size="xs"
          data={[...PARKED_STATES]}
          value={state}
          onChange={(event) =>
            setState(PARKED_STATES.find((each) => each === event.currentTarget.value) ?? state)
          }
        />
      }
    >
      <PagedRows
        queryKey={[...PARKED_KEY, state]}
        pathOf={(before) => withQuery(JOB_PATHS.parked, { state, before })}
        answer={parkedPage}
      >
        {(items) => (
          <FactsTable
            label="Jobs set aside"
            nothing="None."
            rows={items}
            keyOf={(job) => job.id}
            columns={[
              { head: 'Queue', cell: (job) => job.queue },
              { head: 'Job', cell: (job) => <code>{job.jobId}</code> },
              { head: 'Why', cell: (job) => PARK_CAUSES[job.cause] },
              { head: 'Problem', cell: (job) => job.problem },
              { head: 'Set aside', cell: (job) => <Moment at={job.parkedAt} /> },
              { head: '', cell: (job) => <ParkedActs job={job} /> },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}

function ParkedActs({ job }: { job: ParkedRow }) {
  const client = useQueryClient();
  const mayAct = useMay('operations:act');
  const onSuccess = () => void client.invalidateQueries({ queryKey: PARKED_KEY });
  const replay = useMutation({
    mutationFn: () => order(replayed, { path: pathOf(JOB_PATHS.replay, job.id) }),
    onSuccess,
  });
  const drop = useMutation({
    mutationFn: () => command({ method: 'DELETE', path: pathOf(JOB_PATHS.parkedJob, job.id) }),
    onSuccess,
  });
  const error = replay.error ?? drop.error;
  if (!mayAct || job.state !== 'parked') return null;
  return (
    <div className="row-acts">
      <Button size="compact-xs" variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
        Replay
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        loading={drop.isPending}
        onClick={() => drop.mutate()}
      >
        Drop
      </Button>
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}

function LostCard() {
  return (
    <Card title="Lost and made again">
      <PagedRows
        queryKey={['lost']}
        pathOf={(before) => withQuery(JOB_PATHS.lost, { before })}
        answer={lostPage}
      >
        {(items) => (
          <FactsTable
            label="Jobs that were lost"
            nothing="No job was ever lost."
            rows={items}
            keyOf={(job) => job.id}
            columns={[
              { head: 'Queue', cell: (job) => job.queue },
              { head: 'Job', cell: (job) => <code>{job.jobId}</code> },
              { head: 'The queue said', cell: (job) => job.found },
              { head: 'Found', cell: (job) => <Moment at={job.foundAt} /> },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}
