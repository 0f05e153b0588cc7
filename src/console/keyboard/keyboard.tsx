/** The keyboard as the screens share it: the keys of this person, and what the screen that is shown can do. */
import { Kbd } from '@mantine/core';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { z } from 'zod';
import { type Bindings, KEY_ROWS, type KeyAction, keyLabel, keysOf, type Place } from './keys.ts';

export type KeyHandlers = Partial<Record<KeyAction, (digit: number) => void>>;

type Offer = { readonly place: Place; readonly handlers: KeyHandlers };

type Keyboard = {
  readonly bindings: Bindings;
  readonly bind: (action: KeyAction, key: string) => void;
  readonly unbindAll: () => void;
  /** What can be done now; the palette reads it when it opens. */
  readonly offered: RefObject<Set<Offer>>;
};

const STORAGE = 'precursor-watch-keys';

const KeyboardContext = createContext<Keyboard | null>(null);

export function useKeyboard(): Keyboard {
  const keyboard = useContext(KeyboardContext);
  if (keyboard === null) throw new Error('a screen with keys stands outside KeyboardProvider');
  return keyboard;
}

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [bindings, setBindings] = useState(readBindings);
  const offered = useRef(new Set<Offer>());
  const keyboard = useMemo(
    () => ({
      bindings,
      offered,
      bind: (action: KeyAction, key: string) => setBindings((before) => ({ ...before, [action]: key })),
      unbindAll: () => setBindings({}),
    }),
    [bindings],
  );
  useEffect(() => {
    localStorage.setItem(STORAGE, JSON.stringify(bindings));
  }, [bindings]);
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

const stored = z.record(z.string(), z.string().min(1).max(20));

/** What this browser has kept; what is not of the table counts as not kept. */
function readBindings(): Bindings {
  try {
    const kept = stored.parse(JSON.parse(localStorage.getItem(STORAGE) ?? '{}'));
    const known = KEY_ROWS.filter((row) => row.rebindable !== false);
    return Object.fromEntries(known.flatMap(({ action }) => (kept[action] ? [[action, kept[action]]] : [])));
  } catch {
    // Written by another version or by hand: the keys of the table hold.
    return {};
  }
}

/** What an action does now: the screen that is shown goes before the frame around it. */
export function offersOf({ offered }: Keyboard): ReadonlyMap<string, (digit: number) => void> {
  const fromFrame = ({ place }: Offer) => (place === 'everywhere' ? 0 : 1);
  const inOrder = [...offered.current].sort((a, b) => fromFrame(a) - fromFrame(b));
  return new Map(inOrder.flatMap(({ handlers }) => Object.entries(handlers)));
}

/** The key of an action, for a button; the button's own words say what it does. */
export function KeyHint({ action }: { action: KeyAction }) {
  const key = keysOf(action, useKeyboard().bindings)[0] ?? '';
  return (
    <Kbd size="xs" aria-hidden="true" className="key-hint">
      {keyLabel(key)}
    </Kbd>
  );
}

/** For aria-keyshortcuts. */
export function useKeyOf(action: KeyAction): string {
  return keysOf(action, useKeyboard().bindings)[0] ?? '';
}
