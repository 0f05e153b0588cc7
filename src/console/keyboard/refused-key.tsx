/** Says that a key is not for this account: silence would look like a console that hangs. */
import { useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'react-router';
import { useSignedIn } from '../signed-in.ts';
import { useKeyboard } from './keyboard.tsx';
import { commandFor, KEY_ROWS, type KeyRow } from './keys.ts';
import { focusOf } from './use-keys.ts';

export function RefusedKey() {
  const { bindings, offered } = useKeyboard();
  const { permissions, role } = useSignedIn();
  const { key: screen } = useLocation();
  const [refused, setRefused] = useState<{ readonly row: KeyRow; readonly on: string } | null>(null);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // What somebody has taken is theirs, and a dialog has keys of its own.
    if (event.isComposing) return;
    if (event.defaultPrevented) setRefused(null);
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    const row = [...offered.current].flatMap(({ place }) => {
      const action = commandFor(event, place, focusOf(event.target), bindings)?.action;
      return KEY_ROWS.filter((each) => each.action === action);
    })[0];
    if (row === undefined) return;
    const allowed = row.permission === undefined || permissions.includes(row.permission);
    setRefused(allowed ? null : { row, on: screen });
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  if (refused === null || refused.on !== screen) return null;
  return (
    <p className="refused-key" role="status">
      “{refused.row.says}” is not for your account, whose role is {role}.
    </p>
  );
}
