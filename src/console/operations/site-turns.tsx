/** What an operator orders of one site: a run now, a hold with its reason, and its end. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { HOLD_MODES, type HoldMode } from '../../model/schedule.ts';
import { runOrdered, SITE_PATHS, type SiteOverview } from '../../model/site-api.ts';
import { command, order } from '../fetch-api.ts';
import { LineForm } from '../line-form.tsx';
import { ProblemNote } from '../problem-note.tsx';

const MODE_WORDS: Readonly<Record<HoldMode, string>> = {
  drain: 'No new runs',
  pause: 'No new runs, and queued ones wait',
};

export function SiteTurns({ site }: { site: SiteOverview }) {
  const orders = useTurnOrders(site.id);
  const { run, release, hold } = orders;
  const held = site.hold !== null && site.hold.scope === 'site';
  const error = run.error ?? release.error;
  return (
    <>
      <div className="row-acts">
        <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          Run it now
        </Button>
        {held && (
          <Button size="xs" variant="default" loading={release.isPending} onClick={() => release.mutate()}>
            Let it go on
          </Button>
        )}
      </div>
      {run.data && (
        <p className="small" role="status">
          <Link to={`/operations/runs/${run.data.run}`}>Run {run.data.run}</Link>{' '}
          {run.data.paused
            ? 'waits: the site is paused.'
            : run.data.made
              ? 'is queued.'
              : 'was queued or begun before.'}
        </p>
      )}
      {error !== null && <ProblemNote error={error} />}
      {!held && <HoldForm order={hold} />}
    </>
  );
}

function HoldForm({ order: hold }: { order: ReturnType<typeof useTurnOrders>['hold'] }) {
  const [mode, setMode] = useState<HoldMode>('pause');
  const [reason, setReason] = useState('');
  return (
    <LineForm
      submit="Hold it back"
      ready={reason.trim() !== ''}
      order={hold}
      onSubmit={() => hold.mutate({ mode, reason: reason.trim() })}
      quiet
    >
      <NativeSelect
        label="Hold"
        size="xs"
        data={HOLD_MODES.map((value) => ({ value, label: MODE_WORDS[value] }))}
        value={mode}
        onChange={(event) => setMode(HOLD_MODES.find((each) => each === event.currentTarget.value) ?? mode)}
      />
      <TextInput
        label="Why"
        size="xs"
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </LineForm>
  );
}

function useTurnOrders(id: string) {
  const client = useQueryClient();
  const of = (path: string) => path.replace(':id', encodeURIComponent(id));
  const onSuccess = () => {
    void client.invalidateQueries({ queryKey: ['site', id] });
    void client.invalidateQueries({ queryKey: ['sites'] });
  };
  const run = useMutation({ mutationFn: () => order(runOrdered, { path: of(SITE_PATHS.run) }), onSuccess });
  const hold = useMutation({
    mutationFn: (body: { mode: HoldMode; reason: string }) =>
      command({ method: 'PUT', path: of(SITE_PATHS.hold), body }),
    onSuccess,
  });
  const release = useMutation({
    mutationFn: () => command({ method: 'DELETE', path: of(SITE_PATHS.hold) }),
    onSuccess,
  });
  return { run, hold, release };
}
