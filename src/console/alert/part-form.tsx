/** An analyst's word on what belongs together: listings taken out of the offer, or other alerts' offers merged into it. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { API_PATHS, alertDetail } from '../../model/api.ts';
import { OFFER_PATHS } from '../../model/offer-api.ts';
import { ask, command, pathOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { count } from '../words.ts';
import { alertOptions } from './alert-queries.ts';

export type Parting = ReturnType<typeof useParting>;

export function useParting(offer: number, alert: number) {
  const client = useQueryClient();
  const [listings, setListings] = useState<readonly number[]>([]);
  const done = () => {
    setListings([]);
    void client.invalidateQueries({ queryKey: alertOptions(alert).queryKey });
    void client.invalidateQueries({ queryKey: ['alerts'] });
  };
  const unmerge = useMutation({
    mutationFn: (reason: string) =>
      command({ path: pathOf(OFFER_PATHS.unmerge, offer), body: { listings, reason } }),
    onSuccess: done,
  });
  const merge = useMutation({
    mutationFn: async ({ other, reason }: { other: number; reason: string }) => {
      const { offer: joined } = await ask(pathOf(API_PATHS.alert, other), alertDetail);
      return await command({ path: pathOf(OFFER_PATHS.merge, offer), body: { offers: [joined], reason } });
    },
    onSuccess: done,
  });
  return {
    listings,
    toggle: (id: number) =>
      setListings(listings.includes(id) ? listings.filter((each) => each !== id) : [...listings, id]),
    unmerge,
    merge,
  };
}

export function PartForm({ parting, all }: { parting: Parting; all: number }) {
  const [reason, setReason] = useState('');
  const [other, setOther] = useState('');
  const number = /^\s*#?(\d{1,9})\s*$/.exec(other)?.[1];
  const taking = parting.listings.length;
  const ready = reason.trim().length >= 3;
  // The next one has a reason of its own.
  const onSuccess = () => {
    setReason('');
    setOther('');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const why = reason.trim();
    if (taking > 0) parting.unmerge.mutate(why, { onSuccess });
    else if (number !== undefined)
      parting.merge.mutate({ other: Number(number), reason: why }, { onSuccess });
  };
  const error = parting.unmerge.error ?? parting.merge.error;
  return (
    <details className="part">
      <summary>Something belongs here, or does not</summary>
      <form onSubmit={onSubmit} className="part-form">
        {taking === 0 ? (
          <TextInput
            label="Merge in the offer of the alert with the number"
            size="xs"
            inputMode="numeric"
            value={other}
            onChange={(event) => setOther(event.currentTarget.value)}
          />
        ) : (
          <p className="small">
            {count(taking, 'listing becomes an offer of its own', 'listings become an offer of their own')}.
          </p>
        )}
        <TextInput
          label="Why?"
          size="xs"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          disabled={!ready || (taking === 0 ? number === undefined : taking >= all)}
          loading={parting.unmerge.isPending || parting.merge.isPending}
        >
          {taking === 0 ? 'Merge' : 'Take out'}
        </Button>
      </form>
      {error !== null && <ProblemNote error={error} />}
    </details>
  );
}
