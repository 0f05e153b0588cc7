/** Hiding a kind of alert for a while: what, why, until when; with a preview of what it hides and would have hidden. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import {
  LONGEST_SUPPRESSION_DAYS,
  SUPPRESSION_PATHS,
  type SuppressionPreview,
  suppressionPreview,
} from '../../model/suppression-api.ts';
import { command, order } from '../fetch-api.ts';
import { LineForm } from '../line-form.tsx';
import { useOverview } from '../overview-queries.ts';
import { Card } from '../page.tsx';
import { count } from '../words.ts';

const DAYS = [1, 7, 14, 30, LONGEST_SUPPRESSION_DAYS];
const EMPTY = { term: '', site: '', seller: '', reason: '', days: '7' };

export function SuppressForm() {
  const hiding = useHiding();
  const { form, set, preview, hide } = hiding;
  const sites = useOverview().data?.sites ?? [];
  const onSubmit = () => {
    if (preview.data) hide.mutate();
    else preview.mutate();
  };
  const field = (name: 'term' | 'seller' | 'reason', label: string) => (
    <TextInput
      label={label}
      size="xs"
      value={form[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Card title="Hide what is noise">
      <LineForm
        submit={
          preview.data === undefined
            ? 'Preview'
            : preview.data.waiting === 0
              ? 'Hide what comes'
              : 'Hide them'
        }
        ready={hiding.named && (preview.data === undefined || form.reason.trim() !== '')}
        order={{ isPending: preview.isPending || hide.isPending, error: hide.error ?? preview.error }}
        onSubmit={onSubmit}
      >
        {field('term', 'Term')}
        <NativeSelect
          label="Site"
          size="xs"
          data={[{ value: '', label: 'Any' }, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
          value={form.site}
          onChange={(event) => set({ site: event.currentTarget.value })}
        />
        {field('seller', 'Seller number')}
        {field('reason', 'Why')}
        <NativeSelect
          label="For"
          size="xs"
          data={DAYS.map((days) => ({ value: String(days), label: count(days, 'day') }))}
          value={form.days}
          onChange={(event) => set({ days: event.currentTarget.value })}
        />
      </LineForm>
      {preview.data && <Preview preview={preview.data} wholeSite={hiding.wholeSite} />}
    </Card>
  );
}

/** The form, begun from the address that an alert leads here by, and its two orders. */
function useHiding() {
  const client = useQueryClient();
  const [params] = useSearchParams();
  const given = (name: 'term' | 'site' | 'seller') => params.get(name) ?? '';
  const [form, setForm] = useState({
    ...EMPTY,
    term: given('term'),
    site: given('site'),
    seller: given('seller'),
  });
  const scope = {
    term: form.term.trim() || null,
    site: form.site || null,
    seller: /^\d{1,9}$/.test(form.seller.trim()) ? Number(form.seller) : null,
  };
  const preview = useMutation({
    mutationFn: () => order(suppressionPreview, { path: SUPPRESSION_PATHS.preview, body: scope }),
  });
  const hide = useMutation({
    mutationFn: () => {
      const expiresAt = new Date(Date.now() + Number(form.days) * 86_400_000).toISOString();
      const body = { ...scope, reason: form.reason.trim(), expiresAt };
      return command({ path: SUPPRESSION_PATHS.suppressions, body });
    },
    onSuccess: () => {
      setForm(EMPTY);
      preview.reset();
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'user' });
    },
  });
  const set = (parts: Partial<typeof form>) => {
    setForm({ ...form, ...parts });
    if (!('reason' in parts || 'days' in parts)) preview.reset();
  };
  return {
    ...{ form, set, preview, hide },
    named: Object.values(scope).some((part) => part !== null),
    wholeSite: scope.term === null && scope.seller === null,
  };
}

type PreviewProps = { readonly preview: SuppressionPreview; readonly wholeSite: boolean };

function Preview({ preview: { waiting, confirmed, dismissed, sample }, wholeSite }: PreviewProps) {
  return (
    <section className="preview" role="status" aria-label="Preview">
      <p>
        Hides <strong>{count(waiting, 'waiting alert')}</strong>. Of what was decided of this kind,{' '}
        {dismissed} were dismissed and{' '}
        <strong className={confirmed > 0 ? 'late' : undefined}>{confirmed} confirmed</strong>.
      </p>
      {waiting === 0 && (
        <p className="changed-note">
          No alert that waits is of this kind. A term hides only alerts in which nothing else was found: leave
          it out where a CAS number or another name stands beside it.
        </p>
      )}
      {wholeSite && (
        <p className="changed-note">
          Only a site is named: whatever is found there is hidden. Name a seller or a term.
        </p>
      )}
      <ul className="preview-sample">
        {sample.map((row) => (
          <li key={row.id}>
            <bdi>{row.title ?? 'Without a title'}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
