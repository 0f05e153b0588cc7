/** The alerts as a table: one dense row each, the title being the link. */
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { Link } from 'react-router';
import type { AlertRow } from '../../model/api.ts';
import { Age } from '../age.tsx';
import { SeverityBadge, StateBadge } from '../severity-badge.tsx';
import { useNow } from '../use-now.ts';
import { TECHNIQUE_WORDS } from '../words.ts';
import { type ListView, withView } from './list-view.ts';

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, AlertRow>();

const columns = helper.columns([
  helper.display({
    id: 'severity',
    header: 'Severity',
    cell: ({ row }) => <SeverityCell row={row.original} />,
  }),
  helper.accessor('score', { header: 'Score', cell: ({ getValue }) => Math.round(getValue()) }),
  helper.display({ id: 'offer', header: 'Offer', cell: ({ row }) => <OfferCell row={row.original} /> }),
  helper.accessor((row) => substanceNames(row), { id: 'substances', header: 'Substances' }),
  helper.accessor((row) => techniqueWords(row), { id: 'techniques', header: 'How it is written' }),
  helper.accessor('sightings', { header: 'Seen', cell: ({ getValue }) => `${getValue()}×` }),
  helper.display({ id: 'age', header: 'Age', cell: ({ row }) => <AgeCell at={row.original.openedAt} /> }),
]);

function substanceNames(row: AlertRow): string {
  return row.substances.map(({ name }) => name).join(', ');
}

function techniqueWords(row: AlertRow): string {
  return row.techniques.map((technique) => TECHNIQUE_WORDS[technique]).join(', ');
}

function SeverityCell({ row }: { row: AlertRow }) {
  return (
    <>
      <SeverityBadge severity={row.severity} />
      {row.state !== 'open' && <StateBadge state={row.state} outcome={row.outcome} />}
    </>
  );
}

function OfferCell({ row }: { row: AlertRow }) {
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

function AgeCell({ at }: { at: string }) {
  return <Age at={at} now={useNow()} />;
}

export function alertLinkId(id: number): string {
  return `alert-${id}`;
}

type Props = {
  readonly rows: AlertRow[];
  readonly view: ListView;
};

export function AlertTable({ rows, view }: Props) {
  const table = useTable({ features, columns, data: rows, getRowId: (row) => String(row.id) });
  return (
    <table className="alert-table">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" className={`col-${header.column.id}`}>
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell) => (
              <td key={cell.id} className={`col-${cell.column.id}`}>
                {cell.column.id === 'offer' ? (
                  <Link
                    id={alertLinkId(row.original.id)}
                    to={withView(`/alerts/${row.original.id}`, view)}
                    className="offer-link"
                    dir="auto"
                  >
                    <table.FlexRender cell={cell} />
                  </Link>
                ) : (
                  <table.FlexRender cell={cell} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
