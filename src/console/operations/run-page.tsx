/** One run: its counts, how full each field was, and its ledger: what became of every address. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import {
  COVERAGE_OUTCOMES,
  coveragePage,
  OPERATIONS_PATHS,
  type RunDetail,
  runDetail,
} from '../../model/operations-api.ts';
import { isPictureEnd, SKIP_REASONS, type SkipReason } from '../../model/skip-reasons.ts';
import { Moment } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, pathOf, withQuery } from '../fetch-api.ts';
import { Bars } from '../figures/bars.tsx';
import '../figures/figures.css';
import { Choice } from '../filter-choice.tsx';
import { NotFoundPage } from '../not-found-page.tsx';
import { Card } from '../page.tsx';
import { PagedRows, useAddressFilters } from '../paged-rows.tsx';
import { coverageWords, reasonedDetail, unusedWords } from '../record-words.ts';
import { count, listingFieldWords, readerWords } from '../words.ts';
import { OperationsPage } from './operations-tabs.tsx';
import { RunBadge } from './run-badge.tsx';

/** What an operator looks into. */
const TROUBLE: ReadonlySet<string> = new Set<SkipReason>([
  ...(['blocked', 'failed', 'timeout', 'robots-unreachable', 'no-browser'] as const),
  ...(['out-of-budget', 'stopped', 'trap'] as const),
]);

export function RunPage() {
  const id = Number(useParams<'id'>().id);
  return Number.isSafeInteger(id) && id > 0 ? <KnownRun id={id} /> : <NotFoundPage />;
}

function KnownRun({ id }: { id: number }) {
  const run = useQuery({
    queryKey: ['run', id],
    queryFn: ({ signal }) => ask(pathOf(OPERATIONS_PATHS.run, id), runDetail, signal),
  });
  return (
    <OperationsPage says="What became of every address that the run planned to fetch.">
      <Answer of={run}>
        {(detail) => (
          <>
            <RunHead run={detail} />
            <Course run={detail} />
            <Ledger id={id} />
            <Card title="Fields">
              <FactsTable
                label="Fields of the run"
                nothing="It read no listing."
                rows={detail.fields}
                keyOf={(field) => `${field.pages}-${field.field}-${field.reader}`}
                columns={[
                  { head: 'Pages', cell: (field) => field.pages },
                  { head: 'Field', cell: (field) => listingFieldWords(field.field) },
                  { head: 'Read from', cell: (field) => readerWords(field.reader) },
                  { head: 'Filled', numeric: true, cell: (field) => `${field.filled} of ${field.listings}` },
                  { head: 'Not read', numeric: true, cell: (field) => field.unread },
                  { head: 'Of what was not read', cell: (field) => field.samples.join(' · ') },
                ]}
              />
            </Card>
          </>
        )}
      </Answer>
    </OperationsPage>
  );
}

function RunHead({ run }: { run: RunDetail }) {
  return (
    <Card title={`Run ${run.id}`} end={<RunBadge status={run.status} />}>
      <ul className="facts">
        <li>
          <span className="dim">Site</span>{' '}
          <Link to={`/operations/sites/${encodeURIComponent(run.site.id)}`}>{run.site.name}</Link>
        </li>
        <li>
          <span className="dim">Started</span> {run.startedAt === null ? '—' : <Moment at={run.startedAt} />}
        </li>
        <li>
          <span className="dim">Ended</span> {run.finishedAt === null ? '—' : <Moment at={run.finishedAt} />}
        </li>
        <li>
          {count(run.pages, 'page')}, {count(run.listings, 'listing')}, {count(run.alertsOpened, 'new alert')}
          , {run.alertsRevised} revised
        </li>
      </ul>
      {run.problem !== null && <p className="late">{run.problem}</p>}
      <Sums counts={run.unused} />
    </Card>
  );
}

/** What it read and what it left, the most first; each leads to its rows of the ledger. */
function Course({ run }: { run: RunDetail }) {
  const [, set] = useAddressFilters();
  const left = Object.entries(run.skipped).sort(([, a], [, b]) => b - a);
  return (
    <Card title="What became of its addresses">
      <Bars
        caption="Addresses of the run by what became of them"
        nothing="Nothing was read yet."
        rows={[
          {
            key: 'pages',
            label: 'pages read',
            parts: [{ name: 'pages read', value: run.pages, tone: 'tone-decided' }],
          },
          ...left.map(([reason, n]) => ({
            key: reason,
            label: (
              <Button
                size="compact-xs"
                variant="subtle"
                px={0}
                title={`Show these in the ledger. ${SKIP_REASONS[reason as SkipReason] ?? ''}`}
                onClick={() => set('outcome', reason)}
              >
                {coverageWords(reason)}
              </Button>
            ),
            parts: [
              {
                name: coverageWords(reason),
                value: n,
                tone: TROUBLE.has(reason) ? 'tone-critical' : 'tone-opened',
              },
            ],
          })),
        ]}
      />
    </Card>
  );
}

function Sums({ counts }: { counts: Readonly<Record<string, number>> }) {
  const sums = Object.entries(counts);
  if (sums.length === 0) return null;
  return (
    <p className="skip-sums">
      <span>Contacts and pictures that tell nothing:</span>
      {sums.map(([reason, n]) => (
        <span key={reason}>
          <span className="dim">{unusedWords(reason)}</span> {n.toLocaleString('en')}
        </span>
      ))}
    </p>
  );
}

/** Pointed at, it says more, beginning with the name that other programs know. */
function Outcome({ of: outcome }: { of: string }) {
  const more = SKIP_REASONS[outcome as SkipReason];
  return <span title={more && `${outcome}: ${more}`}>{coverageWords(outcome)}</span>;
}

function Ledger({ id }: { id: number }) {
  const [params, set] = useAddressFilters();
  const outcome = COVERAGE_OUTCOMES.find((each) => each === params.get('outcome'));
  return (
    <Card
      title="Coverage ledger"
      end={
        <Choice
          label="Outcome"
          all="Any outcome"
          value={outcome}
          options={COVERAGE_OUTCOMES.map((value) => ({ value, label: coverageWords(value) }))}
          onChange={(value) => set('outcome', value ?? '')}
        />
      }
    >
      <PagedRows
        queryKey={['coverage', id, outcome]}
        pathOf={(after) => withQuery(pathOf(OPERATIONS_PATHS.coverage, id), { outcome, after })}
        answer={coveragePage}
      >
        {(rows) => (
          <FactsTable
            label="Coverage ledger"
            nothing="No address of that outcome."
            rows={rows}
            keyOf={(row) => row.position}
            columns={[
              { head: 'Address', cell: (row) => <code>{row.url}</code> },
              { head: 'Outcome', cell: (row) => <Outcome of={row.outcome} /> },
              { head: 'Status', numeric: true, cell: (row) => row.status ?? '—' },
              {
                head: 'Detail',
                cell: ({ outcome: end, detail }) =>
                  isPictureEnd(end) ? reasonedDetail(detail ?? '') : (detail ?? ''),
              },
              { head: 'At', cell: (row) => <Moment at={row.at} /> },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}
