/** The audit log, for those who may read all: its entries, and whether its chain of hashes holds. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import {
  AUDIT_ACTIONS,
  AUDIT_PATHS,
  type AuditRow,
  auditPage,
  auditVerification,
} from '../../model/audit.ts';
import { Moment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, withQuery } from '../fetch-api.ts';
import { Card, Page } from '../page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { count } from '../words.ts';

const FILTERS = ['action', 'actor', 'subject'] as const;

export function AuditPage() {
  const [params, setParams] = useSearchParams();
  const query = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  const log = useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      ask(withQuery(AUDIT_PATHS.audit, { ...query, before: pageParam }), auditPage, signal),
    getNextPageParam: (page) => page.next,
  });
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  return (
    <Page title="Audit" says="What was done and looked at, by whom and when. Nothing here can be changed.">
      <Verification />
      <Card
        title="Entries"
        end={
          <div className="row-acts">
            <NativeSelect
              aria-label="Action"
              size="xs"
              data={[{ value: '', label: 'Any action' }, ...AUDIT_ACTIONS]}
              value={params.get('action') ?? ''}
              onChange={(event) => set('action', event.currentTarget.value)}
            />
            <TextInput
              aria-label="By whom"
              placeholder="By whom"
              size="xs"
              defaultValue={params.get('actor') ?? ''}
              onBlur={(event) => set('actor', event.currentTarget.value.trim())}
            />
            <TextInput
              aria-label="Subject, such as alert:17"
              placeholder="Subject, such as alert:17"
              size="xs"
              defaultValue={params.get('subject') ?? ''}
              onBlur={(event) => set('subject', event.currentTarget.value.trim())}
            />
          </div>
        }
      >
        {log.isError && <ProblemNote error={log.error} onRetry={() => void log.refetch()} />}
        {log.data && <Entries rows={log.data.pages.flatMap((page) => page.items)} />}
        {log.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </Card>
    </Page>
  );
}

function Entries({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <FactsTable
      label="Audit log"
      nothing="No entry fits."
      rows={rows}
      keyOf={(entry) => entry.number}
      columns={[
        { head: 'No.', numeric: true, cell: (entry) => entry.number },
        { head: 'At', cell: (entry) => <Moment at={entry.at} /> },
        { head: 'By', cell: (entry) => entry.actor },
        { head: 'Action', cell: (entry) => entry.action },
        { head: 'Subject', cell: (entry) => entry.subject ?? '—' },
        { head: 'Detail', cell: (entry) => <code>{JSON.stringify(entry.detail)}</code> },
        { head: 'Hash', cell: (entry) => <code title={entry.hash}>{entry.hash.slice(0, 12)}…</code> },
      ]}
    />
  );
}

function Verification() {
  const check = useMutation({ mutationFn: () => ask(AUDIT_PATHS.verification, auditVerification) });
  return (
    <Card
      title="The chain"
      end={
        <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          Check it
        </Button>
      }
    >
      {check.isError && <ProblemNote error={check.error} />}
      {check.data ? (
        <p role="status">
          {check.data.ok ? (
            <span className="badge verified">Holds</span>
          ) : (
            <span className="badge severity-critical">Broken</span>
          )}{' '}
          {count(check.data.entries, 'entry', 'entries')}
          {check.data.broken !== null && `; number ${check.data.broken.number}: ${check.data.broken.problem}`}
          {check.data.head !== null && (
            <>
              {' '}
              <span className="dim">head</span> <code>{check.data.head}</code>
            </>
          )}
        </p>
      ) : (
        <p className="dim small">
          Each entry carries the hash of the one before; checking computes them all anew.
        </p>
      )}
    </Card>
  );
}
