/** What hides alerts for a while, and drafts of exceptions that would keep them away for good. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { EXCEPTION_PATHS, exceptionList } from '../../model/exception-api.ts';
import { SUPPRESSION_PATHS, type Suppression, suppressionList } from '../../model/suppression-api.ts';
import { Moment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { command, pathOf, withQuery } from '../fetch-api.ts';
import { RowAct } from '../line-form.tsx';
import { Card, Page } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { SuppressForm } from './suppress-form.tsx';

export const SUPPRESSIONS_KEY = ['suppressions'] as const;

export function HiddenPage() {
  const leads = useMay('alerts:lead');
  return (
    <Page
      title="Hidden"
      says="What is known to be noise is hidden for a while, never deleted: it comes back when the time ends."
    >
      {leads && <SuppressForm />}
      <SuppressionsCard leads={leads} />
      <ExceptionsCard leads={leads} />
    </Page>
  );
}

function SuppressionsCard({ leads }: { leads: boolean }) {
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const lift = useMutation({
    mutationFn: (id: number) =>
      command({ method: 'DELETE', path: pathOf(SUPPRESSION_PATHS.suppression, id) }),
    onSuccess: () => void client.invalidateQueries(),
  });
  return (
    <Card
      title="What hides alerts"
      end={
        <Button size="compact-sm" variant="subtle" aria-pressed={ended} onClick={() => setEnded(!ended)}>
          {ended ? 'Only those in force' : 'Also those that ended'}
        </Button>
      }
    >
      {lift.isError && <ProblemNote error={lift.error} />}
      <PagedRows
        queryKey={[...SUPPRESSIONS_KEY, ended]}
        pathOf={(before) => withQuery(SUPPRESSION_PATHS.suppressions, { ended: String(ended), before })}
        answer={suppressionList}
      >
        {(rows) => (
          <FactsTable
            label="Suppressions"
            nothing="Nothing is hidden."
            rows={rows}
            keyOf={(each) => each.id}
            columns={[
              { head: 'Hides', cell: scopeWords },
              { head: 'Why', cell: (each) => each.reason },
              { head: 'By', cell: (each) => each.by },
              { head: 'Until', cell: (each) => <Moment at={each.endedAt ?? each.expiresAt} /> },
              { head: 'Hides now', numeric: true, cell: (each) => each.hidden },
              { head: 'Ever hid', numeric: true, cell: (each) => each.hiddenEver },
              {
                head: '',
                cell: (each) =>
                  leads &&
                  each.endedAt === null && (
                    <RowAct ends onAct={() => lift.mutate(each.id)}>
                      End now
                    </RowAct>
                  ),
              },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}

function scopeWords({ term, site, seller }: Suppression): string {
  const parts = [
    term === null ? null : `term “${term}”`,
    site === null ? null : `site ${site.name}`,
    seller === null ? null : `seller ${seller.name ?? seller.id}`,
  ];
  return parts.filter((part) => part !== null).join(' and ');
}

function ExceptionsCard({ leads }: { leads: boolean }) {
  const client = useQueryClient();
  const drop = useMutation({
    mutationFn: (id: number) => command({ method: 'DELETE', path: pathOf(EXCEPTION_PATHS.exception, id) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['exceptions'] }),
  });
  return (
    <Card title="Drafts of exceptions">
      <p className="dim small">
        They screen nothing until an operator puts their entry into a watch-list pack.
      </p>
      {drop.isError && <ProblemNote error={drop.error} />}
      <PagedRows
        queryKey={['exceptions']}
        pathOf={(before) => withQuery(EXCEPTION_PATHS.exceptions, { before })}
        answer={exceptionList}
      >
        {(rows) => (
          <FactsTable
            label="Drafts of exceptions"
            nothing="None. They are proposed on dismissed alerts, under “Why was this wrong?”."
            rows={rows}
            keyOf={(each) => each.id}
            columns={[
              {
                head: 'From alert',
                cell: ({ alert }) => (alert === null ? '—' : <Link to={`/alerts/${alert}`}>{alert}</Link>),
              },
              { head: 'Entry', cell: ({ yaml }) => <pre className="yaml">{yaml}</pre> },
              {
                head: 'Would remove',
                cell: ({ removes }) =>
                  `${removes.dismissed} dismissed, ${removes.waiting} waiting, ${removes.confirmed} confirmed`,
              },
              { head: 'By', cell: (each) => each.by },
              {
                head: '',
                cell: (each) =>
                  leads && (
                    <RowAct ends onAct={() => drop.mutate(each.id)}>
                      Drop
                    </RowAct>
                  ),
              },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}
