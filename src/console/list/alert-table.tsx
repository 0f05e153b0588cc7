/** The alerts as a table of dense rows, of which only those in sight are drawn; the title is the link. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { Link } from 'react-router';
import type { AlertRow } from '../../model/api.ts';
import type { AlertWindow } from '../alert/alert-window.ts';
import { ALERT_COLUMNS } from './alert-columns.tsx';
import { type ListView, withView } from './list-view.ts';
import { useNarrow } from './narrow.ts';
import type { TableHandle } from './use-list-keys.ts';
import { useListPlace } from './use-list-place.ts';
import type { Selection } from './use-selection.ts';

/** Pixels of a row of two lines, and of one on a phone; as the style sheet has them. */
const ROW = { wide: 47, narrow: 108 } as const;
/** Rows drawn beyond those in sight, for the keyboard and for quick scrolling. */
const BEYOND = 10;
/** What follows is asked for when so few loaded rows are left beyond those in sight. */
const NEAR_END = 40;
/** With so many rows missing between those loaded and those in sight nobody came step by step. */
const FAR = 150;

/** Asks for rows beyond those loaded, or around another place. */
export type LoadRows = {
  readonly following: (() => void) | null;
  readonly preceding: (() => void) | null;
  readonly around: (row: number) => void;
};

type Props = {
  readonly loaded: AlertWindow;
  readonly view: ListView;
  readonly selection: Selection;
  readonly tableRef: RefObject<TableHandle | null>;
  readonly focusAt: (index: number) => void;
  /** Null while rows are on their way. */
  readonly load: LoadRows | null;
};

export function AlertTable({ loaded, view, selection, tableRef, focusAt, load }: Props) {
  const { rows, start, total } = loaded;
  const scroller = useRef<HTMLDivElement>(null);
  const place = useListPlace(view, scroller);
  const height = useNarrow() ? ROW.narrow : ROW.wide;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    // The rows that are not loaded take their room all the same, so that the scroll bar leads to any of them.
    paddingStart: start * height,
    paddingEnd: (total - start - rows.length) * height,
    overscan: BEYOND,
    initialOffset: place.first,
    onChange: ({ scrollOffset }) => place.note(scrollOffset ?? 0),
    // The head covers the first rows of what is in sight.
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  const first = Math.floor((virtual.scrollOffset ?? 0) / height);
  const inSight = Math.ceil((scroller.current?.clientHeight ?? 0) / height);
  const missing = useLoading({ loaded, first, inSight, atRest: !virtual.isScrolling, load });
  useImperativeHandle(tableRef, () => ({
    show(index, align) {
      focusAt(index);
      virtual.scrollToIndex(index, { align });
      const id = rows[index]?.id;
      if (id !== undefined) focusRow(id, 5);
    },
  }));
  return (
    <div className="table-scroller" ref={scroller} aria-busy={missing}>
      {missing && <RowsComing first={first} total={total} />}
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
                row && <Row key={key} row={row} position={start + index} view={view} selection={selection} />
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function RowsComing({ first, total }: { first: number; total: number }) {
  return (
    <p className="rows-coming" role="status">
      Coming to row {(first + 1).toLocaleString('en')} of {total.toLocaleString('en')} …
    </p>
  );
}

type InSight = Pick<Props, 'loaded' | 'load'> & {
  /** Place of the first row in sight, and how many there are. */
  readonly first: number;
  readonly inSight: number;
  readonly atRest: boolean;
};

/** Has rows loaded around those in sight; true while none of those is there. */
function useLoading({ loaded, first, inSight, atRest, load }: InSight): boolean {
  // Loaded rows above and below those in sight; negative where some are missing.
  const above = first - loaded.start;
  const below = loaded.start + loaded.rows.length - first - inSight;
  useEffect(() => {
    if (load === null) return;
    if (above < -FAR || below < -FAR) {
      // Whoever drags the scroll bar is not where they want to be yet.
      if (atRest) load.around(first);
    } else if (below < NEAR_END && load.following !== null) load.following();
    else if (above < NEAR_END) load.preceding?.();
  }, [first, above, below, atRest, load]);
  return inSight > 0 && (above + inSight <= 0 || below + inSight <= 0);
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

type HeadProps = Pick<AlertWindow, 'rows'> & Pick<Props, 'selection'>;

function Head({ rows, selection }: HeadProps) {
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
  /** In the whole list, from 0. */
  readonly position: number;
};

function Row({ row, position, view, selection }: RowProps) {
  const selected = selection.ids.has(row.id);
  return (
    <tr
      data-alert={row.id}
      aria-rowindex={position + 2}
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
              title={row.title ?? undefined}
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
