/** One site: its turns and what an operator orders of them, how full each field was from run to run, its runs, and its configuration as it was applied. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import {
  SITE_PATHS,
  type SiteDetail,
  type SiteFields,
  siteDetail,
  siteFields,
} from '../../model/site-api.ts';
import { Age } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { useMay } from '../signed-in.ts';
import { useNow } from '../use-now.ts';
import { listingFieldWords, readerWords } from '../words.ts';
import { OperationsPage } from './operations-tabs.tsx';
import { SiteSettingsCard } from './site-settings-card.tsx';
import { Hindrance, isHindered, LastRun, scheduleWords } from './site-standing.tsx';
import { SiteTurns } from './site-turns.tsx';

export function SitePage() {
  const id = useParams<'id'>().id ?? '';
  const of = (path: string) => path.replace(':id', encodeURIComponent(id));
  const site = useQuery({
    queryKey: ['site', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => ask(of(SITE_PATHS.site), siteDetail, signal),
  });
  const fields = useQuery({
    queryKey: ['site-fields', id],
    queryFn: ({ signal }) => ask(of(SITE_PATHS.fields), siteFields, signal),
  });
  return (
    <OperationsPage says="A shop’s redesign shows first in the fields that are no longer filled.">
      <Answer of={site}>
        {(detail) => (
          <>
            <div className="section-head">
              <h2 className="page-title">
                <bdi>{detail.name}</bdi>
              </h2>
              <Link to={`/operations/runs?site=${encodeURIComponent(id)}`}>All its runs</Link>
            </div>
            <Standing site={detail} />
            <Card title="Fields, from run to run">
              <Answer of={fields}>{(data) => <FieldsTable fields={data} />}</Answer>
            </Card>
            <SiteSettingsCard config={detail.config} />
          </>
        )}
      </Answer>
    </OperationsPage>
  );
}

function Standing({ site }: { site: SiteDetail }) {
  const now = useNow();
  const mayAct = useMay('operations:act');
  return (
    <Card title="Turns">
      <ul className="facts">
        <li>
          <span className="dim">Runs</span> {scheduleWords(site.schedule)}
        </li>
        <li>
          <span className="dim">Next</span> <Age at={site.nextRunAt} now={now} />
        </li>
        <li>
          <span className="dim">Last run</span> <LastRun site={site} />
        </li>
        <li>
          <span className="dim">Waiting alerts</span>{' '}
          <Link to={`/?site=${encodeURIComponent(site.id)}`}>{site.waiting}</Link>
        </li>
      </ul>
      {isHindered(site) && <Hindrance site={site} />}
      {mayAct && <SiteTurns site={site} />}
    </Card>
  );
}

type Field = SiteFields['fields'][number];

const share = (point: Field['points'][number]): number | null =>
  point === null || point.listings === 0 ? null : point.filled / point.listings;

const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : `${Math.round(100 * value)} %`;

function FieldsTable({ fields }: { fields: SiteFields }) {
  return (
    <FactsTable
      label="Share of listings in which each field was filled"
      nothing="No run has read anything yet."
      rows={fields.fields}
      keyOf={(field) => `${field.pages}-${field.field}`}
      columns={[
        { head: 'Pages', cell: (field) => field.pages },
        { head: 'Field', cell: (field) => listingFieldWords(field.field) },
        { head: 'Read from', cell: (field) => field.readers.map(readerWords).join(', ') },
        { head: 'Over the last runs', cell: (field) => <Points field={field} /> },
        { head: 'Last', numeric: true, cell: (field) => percent(share(field.points.at(-1) ?? null)) },
        {
          head: 'There, not read',
          numeric: true,
          cell: (field) => field.points.at(-1)?.unread ?? 0,
        },
      ]}
    />
  );
}

function Points({ field }: { field: Field }) {
  const shares = field.points.map(share);
  return (
    <span className="points" role="img" aria-label={shares.map(percent).join(', ')}>
      {shares.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one for each run, in their order
        <span key={index} style={{ height: `${100 * (value ?? 0)}%` }} title={percent(value)} />
      ))}
    </span>
  );
}
