/** Shows the table of keys, and lets each be changed for this browser. */
import { Button, Kbd } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { Dialog } from '../dialog.tsx';
import { useSignedIn } from '../signed-in.ts';
import { useKeyboard } from './keyboard.tsx';
import { bindingFault, type KeyRow, keyLabels, keyOf, keysOf, type Place, rowsFor } from './keys.ts';

const COLUMNS: readonly { place: Place; title: string }[] = [
  { place: 'alert', title: 'On an alert' },
  { place: 'list', title: 'In the list' },
  { place: 'everywhere', title: 'Everywhere' },
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const [changing, setChanging] = useState(false);
  const { bindings, unbindAll } = useKeyboard();
  const rows = rowsFor(useSignedIn().permissions);
  return (
    <Dialog title="Keyboard shortcuts" className="keys-dialog" onClose={onClose}>
      <div className="keys-columns">
        {COLUMNS.map(({ place, title }) => (
          <section key={place}>
            <h3 className="section-title">{title}</h3>
            <dl className="keys">
              {place === 'list' && <FixedRow keys={['Enter']} says="Open the alert in focus" />}
              {rows
                .filter((row) => row.places.includes(place))
                .map((row) =>
                  changing && row.rebindable !== false ? (
                    <ChangeRow key={row.action} row={row} />
                  ) : (
                    <FixedRow key={row.action} keys={keysOf(row.action, bindings)} says={row.says} />
                  ),
                )}
            </dl>
          </section>
        ))}
      </div>
      <div className="keys-end">
        <p className="dim small">
          The keys are silent while you write in a field. Changes hold in this browser.
        </p>
        {Object.keys(bindings).length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={unbindAll}>
            All as delivered
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => setChanging(!changing)}>
          {changing ? 'Done' : 'Change keys'}
        </Button>
      </div>
    </Dialog>
  );
}

function FixedRow({ keys, says }: { keys: readonly string[]; says: string }) {
  return (
    <div>
      <dt>
        {keyLabels(keys).map((label, index) => (
          <span key={label}>
            {index > 0 && <span className="dim"> {keys.length > 3 ? '–' : 'or'} </span>}
            <Kbd>{label}</Kbd>
          </span>
        ))}
      </dt>
      <dd>{says}</dd>
    </div>
  );
}

function ChangeRow({ row }: { row: KeyRow }) {
  const { bindings, bind } = useKeyboard();
  const [waiting, setWaiting] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!waiting || event.key === 'Tab' || event.key === 'Shift') return;
    event.preventDefault();
    event.stopPropagation();
    const key = event.key === 'Escape' ? null : keyOf(event);
    const refused = key === null ? null : bindingFault(row.action, key, bindings);
    setFault(refused);
    if (refused !== null) return;
    setWaiting(false);
    if (key !== null) bind(row.action, key);
  };
  return (
    <div>
      <dt>
        <button
          type="button"
          className="key-change"
          aria-label={`Key for: ${row.says}`}
          onClick={() => setWaiting(true)}
          onBlur={() => setWaiting(false)}
          onKeyDown={onKeyDown}
        >
          {waiting ? 'press…' : keyLabels(keysOf(row.action, bindings)).join(' or ')}
        </button>
      </dt>
      <dd>
        {row.says}
        {fault !== null && (
          <span className="field-fault" role="alert">
            {' '}
            {fault}
          </span>
        )}
      </dd>
    </div>
  );
}
