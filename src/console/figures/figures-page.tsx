/** Figures for leads: what waits, how fast it goes, how often terms are right, and what will be late. */
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { SEVERITIES, type Severity } from '../../model/assessment.ts';
import {
  AGE_HOURS,
  DAYS_TO_FORECAST,
  FIGURES_PATHS,
  type Figures,
  FORECAST_HOURS,
  figures,
} from '../../model/figures-api.ts';
import { Moment } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, withQuery } from '../fetch-api.ts';
import { Card, Page } from '../page.tsx';
import { SeverityBadge } from '../severity-badge.tsx';
import { Bars, Key, type Part, shown } from './bars.tsx';
import { ageClasses, duration } from './durations.ts';
import { PeopleCard, PrecisionCard, ReasonsCard } from './quality-cards.tsx';
import { TrendCard } from './trend-card.tsx';
import './figures.css';
import { count } from '../words.ts';

const PERIODS = [7, 30, 90, 366];
const CLASSES = ageClasses(AGE_HOURS);

export function FiguresPage() {
  const [params, setParams] = useSearchParams();
  const days = PERIODS.find((each) => String(each) === params.get('days')) ?? 30;
  const answer = useQuery({
    queryKey: ['figures', days],
    staleTime: 30_000,
    queryFn: ({ signal }) => ask(withQuery(FIGURES_PATHS.figures, { days }), figures, signal),
  });
  return (
    <Page
      title="Figures"
      says="What waits, how fast it is decided, how often the terms are right, and what will be late."
    >
      <div className="figures-head">
        <NativeSelect
          aria-label="Period"
          size="xs"
          data={PERIODS.map((each) => ({ value: String(each), label: `Last ${count(each, 'day')}` }))}
          value={String(days)}
          onChange={(event) => setParams({ days: event.currentTarget.value }, { replace: true })}
        />
        {answer.data && (
          <p className="dim small">
            As of <Moment at={answer.data.at} />
            {!answer.data.real && ' · practice alerts only'}
          </p>
        )}
      </div>
      <Answer of={answer}>
        {(data) => (
          <>
            <Tiles figures={data} />
            {data.trend.length > 1 && <TrendCard trend={data.trend} />}
            <div className="figures-grid">
              <AgesCard figures={data} />
              <ForecastCard figures={data} />
              <PaceCard figures={data} />
              <TimesCard figures={data} />
              <ReasonsCard reasons={data.reasons} />
              <PrecisionCard precision={data.precision} />
            </div>
            <PeopleCard people={data.people} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function total<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

/** Of all severities within the first of the times ahead; null where nothing is told of them yet. */
function lateWithin({ forecast }: Figures): number | null {
  if (forecast.every(({ ahead }) => ahead === null)) return null;
  return Math.round(total(forecast, ({ ahead }) => ahead?.[0] ?? 0));
}

/** From so many on, a share is told in per cent. */
const SHARED_FROM = 20;

function share(part: number, all: number): string {
  if (all === 0) return '—';
  return all < SHARED_FROM ? `${part} of ${all}` : `${Math.round((100 * part) / all)} %`;
}

function Tiles({ figures: told }: { figures: Figures }) {
  const { open, times, precision } = told;
  const decided = total(times, (row) => row.decided);
  const late = total(times, (row) => row.late);
  const confirmed = total(precision.sites, (row) => row.confirmed);
  const lateSoon = lateWithin(told);
  const judged = confirmed + total(precision.sites, (row) => row.dismissed);
  const tiles = [
    { says: 'waiting', value: shown(total(open, (row) => row.alerts)) },
    { says: 'of them late', value: shown(total(open, (row) => row.overdue)) },
    {
      says: `more late within ${FORECAST_HOURS[0]} h, at this pace`,
      value: lateSoon === null ? '—' : shown(lateSoon),
    },
    { says: 'decided', value: shown(decided) },
    { says: 'decided in time', value: share(decided - late, decided) },
    { says: 'were right', value: share(confirmed, judged) },
  ];
  return (
    <dl className="tiles">
      {tiles.map(({ says, value }) => (
        <div key={says} className="card tile">
          <dt className="dim">{says}</dt>
          <dd className="numeric">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function worstFirst<T extends { readonly severity: Severity }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

function AgesCard({ figures: { open } }: { figures: Figures }) {
  const parts = (ages: readonly number[]): Part[] =>
    CLASSES.map((name, index) => ({ name, value: ages[index] ?? 0, tone: `age-${index}` }));
  return (
    <Card title="Waiting, by age">
      <Bars
        caption="Waiting alerts by severity and age"
        nothing="Nothing waits."
        rows={worstFirst(open).map((row) => ({
          key: row.severity,
          label: <SeverityBadge severity={row.severity} />,
          parts: parts(row.ages),
          end: (
            <>
              {shown(row.alerts)}
              {row.overdue > 0 && <span className="late"> ({shown(row.overdue)} late)</span>}
            </>
          ),
        }))}
      />
      <Key parts={parts([])} />
    </Card>
  );
}

function ForecastCard({ figures: told }: { figures: Figures }) {
  const { forecast, trend } = told;
  const tells = lateWithin(told) !== null;
  const most = Math.max(...forecast.flatMap(({ overdue, ahead }) => [overdue, ...(ahead ?? [])]), 0);
  const horizons = [
    'now',
    ...FORECAST_HOURS.map((hours) =>
      hours === 24 ? 'more within a day' : `more within ${count(hours / 24, 'day')}`,
    ),
  ];
  return (
    <Card title="Late now, and becoming late">
      <p className="dim small">
        {tells
          ? 'If alerts come and are decided at the pace of this period; those that are late now are not counted again.'
          : `What will be late is told once there have been alerts for ${DAYS_TO_FORECAST} days; so far it is ${count(trend.length, 'day')}.`}
      </p>
      <Bars
        caption="Alerts that are late now, and that will become late besides, by severity and time ahead"
        most={most}
        nothing={tells ? 'Nothing is late or will be.' : 'Nothing is late now.'}
        rows={worstFirst(
          forecast.filter(({ overdue, ahead }) => Math.max(overdue, ...(ahead ?? [])) > 0),
        ).flatMap((row) =>
          [row.overdue, ...(row.ahead ?? [])].map((value, index) => ({
            key: `${row.severity}-${index}`,
            label: (
              <>
                {index === 0 && <SeverityBadge severity={row.severity} />}{' '}
                <span className="bar-when dim">{horizons[index]}</span>
              </>
            ),
            parts: [{ name: 'late', value, tone: `tone-${row.severity}` }],
          })),
        )}
      />
    </Card>
  );
}

function PaceCard({ figures: { pace } }: { figures: Figures }) {
  return (
    <Card title="Pace, alerts a day">
      <Bars
        caption="Alerts opened and decided a day, by severity"
        most={Math.max(...pace.flatMap(({ opened, decided }) => [opened, decided]), 0)}
        nothing="Nothing was opened or decided."
        rows={worstFirst(pace.filter(({ opened, decided }) => opened + decided > 0)).flatMap(
          ({ severity, opened, decided }) => [
            {
              key: `${severity}-opened`,
              label: (
                <>
                  <SeverityBadge severity={severity} /> <span className="bar-when dim">opened</span>
                </>
              ),
              parts: [{ name: 'opened a day', value: opened, tone: 'tone-opened' }],
            },
            {
              key: `${severity}-decided`,
              label: <span className="bar-when dim">decided</span>,
              parts: [{ name: 'decided a day', value: decided, tone: 'tone-decided' }],
            },
          ],
        )}
      />
    </Card>
  );
}

function TimesCard({ figures: { times } }: { figures: Figures }) {
  return (
    <Card title="Time to first look and to decision">
      <FactsTable
        label="Time to first look and to decision, by severity"
        nothing="Nothing was decided."
        rows={worstFirst(times)}
        keyOf={(row) => row.severity}
        columns={[
          { head: 'Severity', cell: (row) => <SeverityBadge severity={row.severity} /> },
          { head: 'First look', numeric: true, cell: (row) => spread(row.firstLook) },
          { head: 'Decision', numeric: true, cell: (row) => spread(row.decision) },
          { head: 'Decided', numeric: true, cell: (row) => shown(row.decided) },
          {
            head: 'Late',
            numeric: true,
            cell: (row) => <span className={row.late > 0 ? 'late' : undefined}>{shown(row.late)}</span>,
          },
        ]}
      />
      <p className="dim small">Half are faster than the first figure, nine of ten than the second.</p>
    </Card>
  );
}

function spread(of: Figures['times'][number]['decision']): string {
  return of === null ? '—' : `${duration(of.median)} · ${duration(of.p90)}`;
}
