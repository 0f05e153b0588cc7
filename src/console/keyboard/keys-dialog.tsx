/** Shows the keyboard table, in the browser's own dialog: it keeps the focus and closes on Esc by itself. */
import { CloseButton, Kbd } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { KEY_ROWS, keyLabels, type Place } from './keys.ts';

const PLACES: readonly { place: Place; title: string }[] = [
  { place: 'list', title: 'In the list' },
  { place: 'alert', title: 'On an alert' },
];

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened) ref.current?.showModal();
    else ref.current?.close();
  }, [opened]);
  return (
    <dialog ref={ref} className="card keys-dialog" aria-labelledby="keys-title" onClose={onClose}>
      <div className="section-head">
        <h2 className="section-title" id="keys-title">
          Keyboard shortcuts
        </h2>
        <CloseButton aria-label="Close" onClick={onClose} />
      </div>
      <div className="keys-columns">
        {PLACES.map(({ place, title }) => (
          <section key={place}>
            <h3 className="section-title">{title}</h3>
            <dl className="keys">
              {place === 'list' && <KeyRow keys={['Enter']} says="Open the alert in focus" />}
              {KEY_ROWS.filter((row) => row.places.includes(place)).map((row) => (
                <KeyRow key={row.action} keys={row.keys} says={row.says} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="dim">The keys are silent while you write in a field.</p>
    </dialog>
  );
}

function KeyRow({ keys, says }: { keys: readonly string[]; says: string }) {
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
