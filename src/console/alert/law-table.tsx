/** The lists on which the substances stand, as the law is on the listing's date; and which rows nobody has verified. */
import type { LawRow } from '../../model/assessment.ts';
import { Moment } from '../age.tsx';
import { LAW_STATUS_WORDS } from '../words.ts';

type Props = { readonly rows: readonly LawRow[]; readonly nameOf: (substance: string) => string };

export function LawTable({ rows, nameOf }: Props) {
  return (
    <section className="card" aria-labelledby="law-title">
      <h2 className="section-title" id="law-title">
        Law
      </h2>
      {rows.length === 0 ? (
        <p className="dim">No schedule is recorded for this substance.</p>
      ) : (
        <table className="plain-table law-table">
          <thead>
            <tr>
              <th scope="col">Regime</th>
              <th scope="col">List</th>
              <th scope="col">Status</th>
              <th scope="col">From</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          {[...Map.groupBy(rows, (row) => row.substance)].map(([substance, own]) => (
            <tbody key={substance}>
              <tr>
                <th scope="rowgroup" colSpan={5} className="law-substance">
                  {nameOf(substance)}
                </th>
              </tr>
              {inForceFirst(own).map((row) => (
                <Row key={`${row.regime}-${row.list}-${row.effective}-${row.source}`} row={row} />
              ))}
            </tbody>
          ))}
        </table>
      )}
    </section>
  );
}

const STATUS_ORDER: Readonly<Record<LawRow['status'], number>> = {
  'in-force': 0,
  coming: 1,
  'date-unknown': 2,
};

function inForceFirst(rows: readonly LawRow[]): LawRow[] {
  return [...rows].sort((a, b) => STATUS_ORDER[a.status] - STATUS_ORDER[b.status]);
}

function Row({ row }: { row: LawRow }) {
  return (
    <tr>
      <td data-label="Regime">{row.regime}</td>
      <td data-label="List">{row.list}</td>
      <td data-label="Status">
        <span className={`badge law-${row.status}`}>{LAW_STATUS_WORDS[row.status]}</span>
      </td>
      <td data-label="From">{row.effective === null ? '—' : <Moment at={row.effective} />}</td>
      <td className="source" data-label="Source">
        <span className={row.verified ? 'badge verified' : 'badge unverified'}>
          {row.verified ? 'Verified' : 'Not verified'}
        </span>{' '}
        {row.source}
      </td>
    </tr>
  );
}
