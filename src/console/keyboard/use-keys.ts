/** Listens to the keyboard for the screen that is shown and calls what the table of keys names. */
import { useEffectEvent, useLayoutEffect } from 'react';
import { useSignedIn } from '../signed-in.ts';
import { type KeyHandlers, offersOf, useKeyboard } from './keyboard.tsx';
import { type Command, commandFor, type Focus, type Place, rowsFor } from './keys.ts';

const TYPING = 'textarea, select, [contenteditable="true"], input:not([type="radio"], [type="checkbox"])';
const WALKS: ReadonlySet<Command['action']> = new Set(['next', 'previous']);
const CONTROL = 'a[href], button, input, summary';

export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.closest(TYPING)) return 'typing';
  return target.closest(CONTROL) ? 'control' : 'elsewhere';
}

/** What the role does not allow is left out: neither key nor palette offers it. */
export function useKeys(place: Place, wanted: KeyHandlers): void {
  const keyboard = useKeyboard();
  const { permissions } = useSignedIn();
  const handlers: KeyHandlers = Object.fromEntries(
    rowsFor(permissions).flatMap(({ action }) => {
      const handler = wanted[action];
      return handler === undefined ? [] : [[action, handler]];
    }),
  );
  const { bindings, offered } = keyboard;
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    // An open dialog holds the focus and has its own keys.
    if (document.querySelector('dialog[open]') !== null) return;
    const command = commandFor(event, place, focusOf(event.target), bindings);
    if (command === null) return;
    // A screen may do something else on a key of the frame: then the frame does nothing.
    if (place === 'everywhere' && command.action !== 'leave-field') {
      if (offersOf(keyboard).get(command.action) !== handlers[command.action]) return;
    }
    // A key that is held down walks on, but orders once.
    if (event.repeat && !WALKS.has(command.action)) event.preventDefault();
    else run(command, event, handlers);
  });
  // Before the screen is seen: a key that is pressed as soon as it is there would be lost, and the next one taken for another order.
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  useLayoutEffect(() => {
    const all = offered.current;
    const offer = { place, handlers };
    all.add(offer);
    return () => void all.delete(offer);
  });
}

function run(command: Command, event: KeyboardEvent, handlers: KeyHandlers): void {
  if (command.action === 'leave-field') {
    if (event.target instanceof HTMLElement) event.target.blur();
    return;
  }
  const handler = handlers[command.action];
  if (!handler) return;
  event.preventDefault();
  handler(command.digit);
}
