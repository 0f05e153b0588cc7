/** What can be done with the selected alerts, or with all that the list has. */
import { Button } from '@mantine/core';
import { KeyHint } from '../keyboard/keyboard.tsx';
import { useMay } from '../signed-in.ts';
import { count } from '../words.ts';
import type { ShownDialog } from './list-dialogs.tsx';
import type { Selection } from './use-selection.ts';

type Props = {
  readonly selection: Selection;
  readonly total: number;
  readonly onShow: (dialog: ShownDialog) => void;
};

export function SelectionBar({ selection, total, onShow }: Props) {
  const mayDecide = useMay('alerts:decide');
  const mayExport = useMay('exports:make');
  const { size } = selection.ids;
  return (
    <section className="selection-bar" aria-label="Selection">
      <p role="status">
        {size === 0 ? `None selected: all ${count(total, 'alert')} of this list` : `${size} selected`}
      </p>
      {mayDecide && (
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<KeyHint action="bulk" />}
          onClick={() => onShow('bulk')}
        >
          Decide together…
        </Button>
      )}
      {mayExport && (
        <Button size="compact-sm" variant="default" onClick={() => onShow('export')}>
          Export…
        </Button>
      )}
      {size > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => selection.set([])}>
          Select none
        </Button>
      )}
    </section>
  );
}
