/** How the desk decides: reasons, hit rates, and how often people agree with each other. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { REASON_TEXTS } from '../../model/alert.ts';
import { TECHNIQUE_WORDS, type Technique } from '../../model/assessment.ts';
import type { Figures, HitRate } from '../../model/figures-api.ts';
import { FactsTable } from '../facts-table.tsx';
import { Card } from '../page.tsx';
import { useMay } from '../signed-in.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { Bars, Key, shown } from './bars.tsx';

export function ReasonsCard({ reasons }: { reasons: Figures['reasons'] }) {
  return (
    <Card title="Decided, by reason">
      <Bars
        caption="Decisions by reason"
        nothing="Nothing was decided."
        rows={[...reasons]
          .sort((a, b) => b.alerts - a.alerts)
          .map(({ outcome, reason, alerts }) => ({
            key: `${outcome}-${reason}`,
            label: REASON_TEXTS[reason] ?? reason,
            parts: [{ name: OUTCOME_WORDS[outcome].done, value: alerts, tone: `outcome-${outcome}` }],
          }))}
      />
      <Key
        parts={(['confirmed', 'dismissed', 'duplicate'] as const).map((outcome) => ({
          name: OUTCOME_WORDS[outcome].done,
          tone: `outcome-${outcome}`,
        }))}
      />
    </Card>
  );
}

const KINDS = ['terms', 'substances', 'sites', 'techniques'] as const;
type Kind = (typeof KINDS)[number];
/** More would be a list, not a chart; the page of terms has them all. */
const MOST_BARS = 14;

export function PrecisionCard({ precision }: { precision: Figures['precision'] }) {
  const [kind, setKind] = useState<Kind>('terms');
  const operates = useMay('operations:read');
  const all = [...precision[kind]].sort((a, b) => judged(b) - judged(a));
  const rows = all.slice(0, MOST_BARS);
  return (
    <Card
      title="How often it was right"
      end={
        <SegmentedControl
          aria-label="By"
          size="xs"
          transitionDuration={0}
          value={kind}
          onChange={setKind}
          data={KINDS.map((value) => ({ value, label: `by ${value.slice(0, -1)}` }))}
        />
      }
    >
      <Bars
        caption={`Confirmed and dismissed alerts by ${kind}`}
        nothing="Nothing was confirmed or dismissed."
        rows={rows.map((row) => ({
          key: row.value,
          label: <bdi>{kind === 'techniques' ? TECHNIQUE_WORDS[row.value as Technique] : row.name}</bdi>,
          parts: [
            { name: 'confirmed', value: row.confirmed, tone: 'outcome-confirmed' },
            { name: 'dismissed', value: row.dismissed, tone: 'outcome-dismissed' },
          ],
          end: `${Math.round(100 * row.precision)} % of ${shown(judged(row))}`,
        }))}
      />
      {all.length > MOST_BARS && (
        <p className="dim small">
          The {MOST_BARS} with most decisions of {shown(all.length)}.
          {kind === 'terms' && operates && (
            <>
              {' '}
              <Link to="/operations/terms">All terms</Link>
            </>
          )}
        </p>
      )}
    </Card>
  );
}

function judged({ confirmed, dismissed }: HitRate): number {
  return confirmed + dismissed;
}

export function PeopleCard({ people }: { people: Figures['people'] }) {
  const of = (part: number, whole: number) =>
    whole === 0 ? '—' : `${Math.round((100 * part) / whole)} % of ${whole}`;
  return (
    <Card title="People">
      <FactsTable
        label="Decisions by person"
        nothing="Nobody decided anything."
        rows={people}
        keyOf={(row) => row.name}
        columns={[
          { head: 'Name', cell: (row) => row.name },
          { head: 'Decided', numeric: true, cell: (row) => shown(row.decided) },
          {
            head: 'Agreed with by a second look',
            numeric: true,
            cell: (row) => of(row.agreed, row.lookedAt),
          },
          { head: 'Right on gold items', numeric: true, cell: (row) => of(row.goldRight, row.gold) },
        ]}
      />
    </Card>
  );
}
