/** The dialogs of the list: saved views, an order on many alerts, an export. */
import { ExportDialog } from '../export-dialog.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { filtersOf, type ListView } from './list-view.ts';
import { SavedViews } from './saved-views.tsx';
import type { Selection } from './use-selection.ts';

export type ShownDialog = 'views' | 'bulk' | 'export' | null;

type Props = {
  readonly shown: ShownDialog;
  readonly view: ListView;
  readonly total: number;
  readonly selection: Selection;
  readonly onView: (view: ListView) => void;
  readonly onClose: () => void;
};

export function ListDialogs({ shown, view, total, selection, onView, onClose }: Props) {
  const { size } = selection.ids;
  // The selection, or the question itself: the server then takes what the list has at that moment.
  const target = size > 0 ? { alerts: [...selection.ids] } : { state: view.state, filters: filtersOf(view) };
  switch (shown) {
    case 'views':
      return <SavedViews view={view} onView={onView} onClose={onClose} />;
    case 'bulk':
      return (
        <BulkDialog
          target={target}
          alerts={size || total}
          onDone={() => selection.set([])}
          onClose={onClose}
        />
      );
    case 'export':
      return <ExportDialog target={target} alerts={size || total} onClose={onClose} />;
    case null:
      return null;
  }
}
