/** The columns of the list of alerts: their heads and what stands in each cell. */
import type { ComponentType } from 'react';
import type { AlertRow } from '../../model/api.ts';
import { TECHNIQUE_WORDS } from '../../model/assessment.ts';
import { Age } from '../age.tsx';
import { SeverityBadge, StateBadge } from '../severity-badge.tsx';
import { useSignedIn } from '../signed-in.ts';
import { useNow } from '../use-now.ts';

type CellProps = { readonly row: AlertRow };

type Column = { readonly id: string; readonly head: string; readonly Cell: ComponentType<CellProps> };

export const ALERT_COLUMNS: readonly Column[] = [
  { id: 'severity', head: 'Severity', Cell: SeverityCell },
  { id: 'score', head: 'Score', Cell: ({ row }) => Math.round(row.score) },
  { id: 'offer', head: 'Offer', Cell: OfferCell },
  {
    id: 'substances',
    head: 'Substances',
    Cell: ({ row }) => <span className="two-lines">{substanceNames(row)}</span>,
  },
  {
    id: 'techniques',
    head: 'How it is written',
    Cell: ({ row }) => (
      <span className="two-lines">{row.techniques.map((each) => TECHNIQUE_WORDS[each]).join(', ')}</span>
    ),
  },
  { id: 'holder', head: 'Held by', Cell: HolderCell },
  { id: 'sightings', head: 'Seen', Cell: ({ row }) => `${row.sightings}×` },
  { id: 'due', head: 'Due', Cell: DueCell },
  { id: 'age', head: 'Age', Cell: ({ row }) => <Age at={row.openedAt} now={useNow()} /> },
];

function substanceNames(row: AlertRow): string {
  return row.substances.map(({ name }) => name).join(', ');
}

function SeverityCell({ row }: CellProps) {
  return (
    <>
      <SeverityBadge severity={row.severity} />
      {row.suppressed ? (
        <span className="badge">Hidden</span>
      ) : (
        row.state !== 'open' && <StateBadge state={row.state} outcome={row.outcome} />
      )}
    </>
  );
}

function OfferCell({ row }: CellProps) {
  return (
    <>
      <span className="offer-title">{row.title ?? 'Without a title'}</span>
      <span className="offer-where">
        {row.seller !== row.site.name && (
          <>
            <bdi>{row.seller ?? 'Unknown seller'}</bdi>
            {' · '}
          </>
        )}
        <bdi>{row.site.name}</bdi>
      </span>
      <span className="offer-substances">{substanceNames(row)}</span>
    </>
  );
}

const KIND_WORDS = { open: 'has it open', held: 'holds it', handed: 'was handed it' } as const;

function HolderCell({ row: { claim } }: CellProps) {
  const { name } = useSignedIn();
  if (claim === null) return null;
  const who = claim.by === name ? 'You' : claim.by;
  return (
    <span
      className={claim.by === name ? 'holder holder-me' : 'holder'}
      title={`${who}: ${KIND_WORDS[claim.kind]}`}
    >
      {who}
    </span>
  );
}

/** Only while it waits: a decided alert is late no more, and what is put off is not due before it wakes. */
function DueCell({ row }: CellProps) {
  const now = useNow();
  if (row.snoozedUntil !== null)
    return (
      <span className="dim wakes">
        wakes <Age at={row.snoozedUntil} now={now} />
      </span>
    );
  if (row.state === 'decided') return <span className="dim">—</span>;
  const late = Date.parse(row.dueAt) < now.getTime();
  return (
    <span className={late ? 'late' : undefined}>
      {late && 'late '}
      <Age at={row.dueAt} now={now} />
    </span>
  );
}
