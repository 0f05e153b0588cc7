/** The command palette: everything that can be done or opened from here, found by typing a few letters of it. */
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { Dialog } from '../dialog.tsx';
import { offersOf, useKeyboard } from './keyboard.tsx';
import { KEY_ROWS, keyLabel, keysOf } from './keys.ts';

export type Goal = { readonly says: string; readonly path: string };

type Entry = { readonly id: string; readonly says: string; readonly key: string; readonly run: () => void };

type Props = { readonly goals: readonly Goal[]; readonly onClose: () => void };

export function Palette({ goals, onClose }: Props) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(goals).filter((entry) => fits(entry.says, text));
  const shown = withAlert(entries, text, useNavigate());
  const chosen = Math.min(at, shown.length - 1);
  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    // Once the dialog has given the focus back.
    requestAnimationFrame(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((chosen + step + shown.length) % Math.max(shown.length, 1));
    else if (event.key === 'Enter') run(shown[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Commands" onClose={onClose} className="palette">
      <TextInput
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-label="Command or alert number"
        aria-activedescendant={shown[chosen] ? `palette-${shown[chosen].id}` : undefined}
        placeholder="Type a command, a page or an alert number"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div role="listbox" id="palette-list" aria-label="Commands" className="palette-list" tabIndex={-1}>
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above, as the combobox pattern has it
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-entry"
            onClick={() => run(entry)}
          >
            <span>{entry.says}</span>
            {entry.key !== '' && <kbd className="palette-key">{keyLabel(entry.key)}</kbd>}
          </div>
        ))}
        {shown.length === 0 && <p className="dim">Nothing of that name.</p>}
      </div>
    </Dialog>
  );
}

function useEntries(goals: readonly Goal[]): Entry[] {
  const navigate = useNavigate();
  const keyboard = useKeyboard();
  const { bindings } = keyboard;
  const [handlers] = useState(() => offersOf(keyboard));
  const orders = KEY_ROWS.flatMap(({ action, says }): Entry[] => {
    const handler = handlers.get(action);
    if (handler === undefined || action === 'palette' || action === 'reason') return [];
    return [{ id: action, says, key: keysOf(action, bindings)[0] ?? '', run: () => handler(0) }];
  });
  const ways = goals.map(({ says, path }) => ({
    id: path.replaceAll(/\W+/g, '-'),
    says: `Go to: ${says}`,
    key: '',
    run: () => void navigate(path),
  }));
  return [...orders, ...ways];
}

/** A number leads to the alert of that number. */
function withAlert(entries: readonly Entry[], text: string, navigate: (path: string) => void): Entry[] {
  const number = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  if (number === undefined) return [...entries];
  const way = {
    id: 'alert',
    says: `Open alert ${number}`,
    key: '',
    run: () => navigate(`/alerts/${number}`),
  };
  return [way, ...entries];
}

/** True when every word of `text` stands in it. */
function fits(says: string, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/);
  return words.every((word) => says.toLowerCase().includes(word));
}
