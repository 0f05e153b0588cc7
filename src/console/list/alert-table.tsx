/** The alerts as a table of dense rows, of which only those in sight are drawn; the title is the link. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { Link } from 'react-router';
import type { AlertRow } from '../../model/api.ts';
import { ALERT_COLUMNS } from './alert-columns.tsx';
import { type ListView, withView } from './list-view.ts';
import type { TableHandle } from './use-list-keys.ts';
import type { Selection } from './use-selection.ts';

/** Pixels of a row of two lines. */
const ROW = 47;
/** Rows drawn beyond those in sight, for the keyboard and for quick scrolling. */
const BEYOND = 10;
/** The following page is asked for when so few rows are left. */
const NEAR_END = 40;

type Props = {
  readonly rows: readonly AlertRow[];
  readonly total: number;
  readonly view: ListView;
  readonly selection: Selection;
  readonly tableRef: RefObject<TableHandle | null>;
  readonly focusAt: (index: number) => void;
  /** Asks for the following page; null when there is none, or it is on its way. */
  readonly more: (() => void) | null;
};

export function AlertTable({ rows, total, view, selection, tableRef, focusAt, more }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: BEYOND,
    // The head covers the first rows of what is in sight.
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && rows.length - last < NEAR_END) more();
  }, [more, rows.length, last]);
  useImperativeHandle(tableRef, () => ({
    show(index, align) {
      focusAt(index);
      virtual.scrollToIndex(index, { align });
      const id = rows[index]?.id;
      if (id !== undefined) focusRow(id, 5);
    },
  }));
  return (
    <div className="table-scroller" ref={scroller}>
      <div
        style={{
          paddingTop: items[0]?.start ?? 0,
          paddingBottom: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
        }}
      >
        <table className="alert-table" aria-rowcount={total + 1}>
          <Head rows={rows} selection={selection} />
          <tbody>
            {items.map(({ index, key }) => {
              const row = rows[index];
              return (
                row && (
                  <Row
                    key={key}
                    row={row}
                    index={index}
                    view={view}
                    selection={selection}
                    measure={virtual.measureElement}
                  />
                )
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The row is drawn some frames after it was asked for. */
function focusRow(id: number, tries: number): void {
  const link = document.getElementById(alertLinkId(id));
  if (link !== null) link.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusRow(id, tries - 1));
}

export function alertLinkId(id: number): string {
  return `alert-${id}`;
}

function Head({ rows, selection }: Pick<Props, 'rows' | 'selection'>) {
  const all = rows.length > 0 && rows.every(({ id }) => selection.ids.has(id));
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className="col-select">
          <input
            type="checkbox"
            aria-label="Select all that are loaded"
            checked={all}
            onChange={() => selection.set(all ? [] : rows.map(({ id }) => id))}
          />
        </th>
        {ALERT_COLUMNS.map(({ id, head }) => (
          <th key={id} scope="col" className={`col-${id}`}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type RowProps = Pick<Props, 'view' | 'selection'> & {
  readonly row: AlertRow;
  readonly index: number;
  readonly measure: (element: Element | null) => void;
};

function Row({ row, index, view, selection, measure }: RowProps) {
  const selected = selection.ids.has(row.id);
  return (
    <tr
      ref={measure}
      data-index={index}
      data-alert={row.id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={selected ? 'selected' : undefined}
    >
      <td className="col-select">
        <input
          type="checkbox"
          aria-label={`Select: ${row.title ?? `alert ${row.id}`}`}
          checked={selected}
          onChange={() => selection.toggle(row.id)}
        />
      </td>
      {ALERT_COLUMNS.map(({ id, Cell }) => (
        <td key={id} className={`col-${id}`}>
          {id === 'offer' ? (
            <Link
              id={alertLinkId(row.id)}
              to={withView(`/alerts/${row.id}`, view)}
              className="offer-link"
              dir="auto"
            >
              <Cell row={row} />
            </Link>
          ) : (
            <Cell row={row} />
          )}
        </td>
      ))}
    </tr>
  );
}
