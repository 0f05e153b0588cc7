/** A plain table of facts: heads, and one cell function each; every page that lists something uses it. */
import type { ReactNode } from 'react';

export type Column<T> = {
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  /** Figures stand right, below each other. */
  readonly numeric?: boolean;
};

type Props<T> = {
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string | number;
  readonly nothing: string;
  readonly label: string;
};

export function FactsTable<T>({ rows, columns, keyOf, nothing, label }: Props<T>) {
  if (rows.length === 0) return <p className="dim nothing">{nothing}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard too
    <section className="table-wrap" tabIndex={0} aria-label={label}>
      <table className="plain-table facts-table">
        <thead>
          <tr>
            {columns.map(({ head, numeric }) => (
              <th key={head} scope="col" className={numeric ? 'figure' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, numeric }) => (
                <td key={head} data-label={head} className={numeric ? 'figure' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
