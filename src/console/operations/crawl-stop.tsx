/** The switch that stops every worker: that it is on, by whom and why, and the way to turn it. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SITE_PATHS, type SiteList } from '../../model/site-api.ts';
import { Moment } from '../age.tsx';
import { command } from '../fetch-api.ts';
import { LineForm } from '../line-form.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';

export function CrawlStop({ stop }: { stop: SiteList['stop'] }) {
  const client = useQueryClient();
  const mayAct = useMay('operations:act');
  const [reason, setReason] = useState('');
  const onSuccess = () => {
    setReason('');
    void client.invalidateQueries({ queryKey: ['sites'] });
  };
  const begin = useMutation({
    mutationFn: () => command({ method: 'PUT', path: SITE_PATHS.stop, body: { reason: reason.trim() } }),
    onSuccess,
  });
  const end = useMutation({
    mutationFn: () => command({ method: 'DELETE', path: SITE_PATHS.stop }),
    onSuccess,
  });
  if (stop !== null)
    return (
      <div className="changed-note" role="status">
        <span>
          All crawling is stopped by {stop.by} since <Moment at={stop.at} />: {stop.reason}
        </span>{' '}
        {mayAct && (
          <Button size="compact-xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            Let crawling go on
          </Button>
        )}
        {end.error !== null && <ProblemNote error={end.error} />}
      </div>
    );
  if (!mayAct) return null;
  return (
    <details className="part">
      <summary>Stop all crawling</summary>
      <LineForm
        submit="Stop it, in every worker"
        ready={reason.trim() !== ''}
        order={begin}
        onSubmit={() => begin.mutate()}
        quiet
      >
        <TextInput
          label="Why"
          size="xs"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </LineForm>
    </details>
  );
}
