/** The audit log, for those who may read all: its entries, and whether its chain of hashes holds. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import {
  AUDIT_ACTIONS,
  AUDIT_PATHS,
  type AuditRow,
  auditPage,
  auditVerification,
} from '../../model/audit.ts';
import { ExactMoment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, withQuery } from '../fetch-api.ts';
import { Choice } from '../filter-choice.tsx';
import { Card, Page } from '../page.tsx';
import { PagedRows, useAddressFilters } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { auditWords } from '../record-words.ts';
import { timeZoneName } from '../relative-age.ts';
import { useMay } from '../signed-in.ts';
import { count } from '../words.ts';

const FILTERS = ['action', 'actor', 'subject'] as const;

export function AuditPage() {
  const [params, set] = useAddressFilters();
  const query = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  return (
    <Page title="Audit" says="What was done and looked at, by whom and when. Nothing here can be changed.">
      <Verification />
      <Card
        title="Entries"
        end={
          <div className="row-acts">
            <Choice
              label="Action"
              all="Any action"
              value={params.get('action') ?? undefined}
              options={AUDIT_ACTIONS.map((value) => ({ value, label: auditWords(value) }))}
              onChange={(value) => set('action', value ?? '')}
            />
            <FilterField
              label="By whom"
              value={params.get('actor') ?? ''}
              onChange={(value) => set('actor', value)}
            />
            <FilterField
              label="Subject, such as alert:17"
              value={params.get('subject') ?? ''}
              onChange={(value) => set('subject', value)}
            />
          </div>
        }
      >
        <PagedRows
          queryKey={['audit', query]}
          pathOf={(before) => withQuery(AUDIT_PATHS.audit, { ...query, before })}
          answer={auditPage}
        >
          {(rows) => <Entries rows={rows} />}
        </PagedRows>
      </Card>
    </Page>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** Asks on Enter, or once the field is left. */
function FilterField({ label, value, onChange }: FieldProps) {
  const give = ({ value: text }: HTMLInputElement) => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      size="xs"
      defaultValue={value}
      onBlur={(event) => give(event.currentTarget)}
      onKeyDown={(event) => event.key === 'Enter' && give(event.currentTarget)}
    />
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
        { head: `At (${timeZoneName()})`, cell: (entry) => <ExactMoment at={entry.at} /> },
        { head: 'By', cell: (entry) => entry.actor },
        { head: 'Action', cell: ({ action }) => <span title={action}>{auditWords(action)}</span> },
        { head: 'Subject', cell: (entry) => <Subject of={entry.subject} /> },
        { head: 'Detail', cell: (entry) => <Detail of={entry.detail} /> },
        { head: 'Hash', cell: (entry) => <code title={entry.hash}>{entry.hash.slice(0, 12)}…</code> },
      ]}
    />
  );
}

/** The way to an alert, for who may see it. */
function Subject({ of: subject }: { of: string | null }) {
  const alert = /^alert:(\d+)$/.exec(subject ?? '')?.[1];
  const mayRead = useMay('alerts:read');
  return alert !== undefined && mayRead ? <Link to={`/alerts/${alert}`}>{subject}</Link> : (subject ?? '—');
}

/** Names and values, as they were written down; what is nested stays JSON. */
function Detail({ of: detail }: { of: AuditRow['detail'] }) {
  const entries = Object.entries(detail);
  if (entries.length === 0) return '—';
  return (
    <dl className="audit-detail">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{plainly(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function plainly(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '—';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}

function Verification() {
  const check = useMutation({ mutationFn: () => ask(AUDIT_PATHS.verification, auditVerification) });
  return (
    <Card
      title="The chain"
      end={
        <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          Check the chain
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
