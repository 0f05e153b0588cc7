/** The keyboard as a table: which key does what, where. Help, palette and hints on buttons are made from the same rows. */

import type { Permission } from '../../model/permissions.ts';

/** Where a row of the table holds. `everywhere` is in force beside the place of the screen that is shown. */
export const PLACES = ['everywhere', 'list', 'alert', 'look'] as const;
export type Place = (typeof PLACES)[number];

type Row = {
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  readonly says: string;
  /** What a role needs for it; left out, everybody may. */
  readonly permission?: Permission;
  /** False for what the browser or its habits bind to that key. */
  readonly rebindable?: false;
};

const rows = {
  confirm: { keys: ['c'], places: ['alert', 'look'], says: 'Confirm', permission: 'alerts:decide' },
  dismiss: { keys: ['d'], places: ['alert', 'look'], says: 'Dismiss', permission: 'alerts:decide' },
  duplicate: { keys: ['u'], places: ['alert', 'look'], says: 'Duplicate', permission: 'alerts:decide' },
  reason: {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    places: ['alert', 'look'],
    says: 'Choose the reason with that number',
    rebindable: false,
  },
  policy: { keys: ['y'], places: ['alert'], says: 'Choose the policy', permission: 'alerts:decide' },
  note: { keys: ['m'], places: ['alert', 'look'], says: 'Write a note (Esc leaves it)' },
  submit: {
    keys: ['Enter'],
    places: ['alert', 'look'],
    says: 'Submit (in a field: Ctrl+Enter)',
    rebindable: false,
  },
  escalate: {
    keys: ['e'],
    places: ['alert'],
    says: 'Escalate to the leads, or return',
    permission: 'alerts:decide',
  },
  snooze: { keys: ['s'], places: ['alert'], says: 'Snooze, or wake', permission: 'alerts:decide' },
  reopen: { keys: ['o'], places: ['alert'], says: 'Open a decided alert again', permission: 'alerts:decide' },
  claim: {
    keys: ['i'],
    places: ['alert'],
    says: 'Claim, or release your claim',
    permission: 'alerts:decide',
  },
  hold: { keys: ['h'], places: ['alert'], says: 'Hold your claim for hours', permission: 'alerts:decide' },
  handOver: { keys: ['a'], places: ['alert'], says: 'Hand over to a colleague', permission: 'alerts:decide' },
  takeOver: {
    keys: ['t'],
    places: ['alert'],
    says: 'Take over from whoever holds it',
    permission: 'alerts:decide',
  },
  reveal: {
    keys: ['r'],
    places: ['alert'],
    says: 'Reveal the contacts, with a reason',
    permission: 'contacts:reveal',
  },
  capture: { keys: ['v'], places: ['alert', 'look'], says: 'Show the stored page' },
  why: { keys: ['w'], places: ['alert'], says: 'Why was this wrong?', permission: 'alerts:decide' },
  next: { keys: ['j', 'n'], places: ['list', 'alert'], says: 'Next alert' },
  previous: { keys: ['k', 'p'], places: ['list', 'alert'], says: 'Previous alert' },
  back: {
    keys: ['Escape'],
    places: ['alert', 'look'],
    says: 'Drop the choice, then back to the list',
    rebindable: false,
  },
  search: { keys: ['/'], places: ['list'], says: 'Search' },
  filter: { keys: ['f'], places: ['list'], says: 'Show or hide all filters' },
  views: { keys: ['v'], places: ['list'], says: 'Saved views' },
  select: { keys: ['x'], places: ['list'], says: 'Select the alert in focus' },
  selectAll: { keys: ['a'], places: ['list'], says: 'Select all that are loaded, or none' },
  bulk: {
    keys: ['b'],
    places: ['list'],
    says: 'Decide the selected, or all that the list has',
    permission: 'alerts:decide',
  },
  take: {
    keys: ['g'],
    places: ['everywhere'],
    says: 'Take the most urgent alert that nobody holds',
    permission: 'alerts:decide',
  },
  undo: {
    keys: ['z'],
    places: ['everywhere', 'look'],
    says: 'Undo your last order',
    permission: 'alerts:decide',
  },
  undoList: {
    keys: ['Z'],
    places: ['everywhere'],
    says: 'Your last ten orders',
    permission: 'alerts:decide',
  },
  palette: { keys: ['Control+k'], places: ['everywhere'], says: 'Command palette', rebindable: false },
  help: { keys: ['?'], places: ['everywhere'], says: 'Show these keys' },
} as const satisfies Record<string, Row>;

export type KeyAction = keyof typeof rows;
export type KeyRow = Row & { readonly action: KeyAction };

export const KEY_ROWS: readonly KeyRow[] = Object.entries(rows).map(([action, row]) => ({
  ...(row as Row),
  action: action as KeyAction,
}));

/** The rows of what a role may do. */
export function rowsFor(permissions: readonly Permission[]): KeyRow[] {
  return KEY_ROWS.filter(({ permission }) => permission === undefined || permissions.includes(permission));
}

/** Keys that a person has put in the place of those of the table. */
export type Bindings = Partial<Record<KeyAction, string>>;

export function keysOf(action: KeyAction, bindings: Bindings): readonly string[] {
  const own = bindings[action];
  return own === undefined ? rows[action].keys : [own];
}

export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
};

/** Where the focus is: in a text field or menu, on a button or link that Enter belongs to, or elsewhere. */
export type Focus = 'typing' | 'control' | 'elsewhere';

export type Command = { readonly action: KeyAction | 'leave-field'; readonly digit: number };

/** What a key press means, or null when it means nothing to us and belongs to the browser. */
export function commandFor(
  press: KeyPress,
  place: Place,
  focus: Focus,
  bindings: Bindings = {},
): Command | null {
  if (focus === 'typing') return commandWhileTyping(press, place);
  // Also where the field that one wrote in has lost the focus.
  if (focus === 'elsewhere' && place !== 'everywhere' && isSubmit(press)) return SUBMIT;
  const key = keyOf(press);
  if (key === null || (key === 'Enter' && focus === 'control')) return null;
  const row = KEY_ROWS.find(
    ({ action, places }) => places.includes(place) && keysOf(action, bindings).includes(key),
  );
  return row ? { action: row.action, digit: Number(key) || 0 } : null;
}

/** The key as the table writes it; null for combinations that belong to the browser. */
export function keyOf(press: KeyPress): string | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? withoutCapsLock(press.key, press.shiftKey) : press.key;
  if (!press.ctrlKey && !press.metaKey) return key;
  return key === 'k' ? 'Control+k' : null;
}

/** Caps Lock gives capitals without Shift, and small letters with it. */
function withoutCapsLock(key: string, shift: boolean): string {
  const letter = shift ? key.toUpperCase() : key.toLowerCase();
  return letter.length === 1 ? letter : key;
}

function commandWhileTyping(press: KeyPress, place: Place): Command | null {
  if (place === 'everywhere') return keyOf(press) === 'Control+k' ? { action: 'palette', digit: 0 } : null;
  if (press.key === 'Escape') return { action: 'leave-field', digit: 0 };
  return isSubmit(press) ? SUBMIT : null;
}

const SUBMIT: Command = { action: 'submit', digit: 0 };

function isSubmit({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  return key === 'Enter' && (ctrlKey || metaKey) && !altKey;
}

/** Modifiers, and what buttons, choices and pages are worked with when there is no mouse. */
const OF_THE_BROWSER =
  /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|Tab|Dead|Process|Unidentified| |Arrow\w+|Page\w+|Home|End|F\d+)$/;

/** Why a key cannot stand for an action, or null when it can. */
export function bindingFault(action: KeyAction, key: string, bindings: Bindings): string | null {
  if (OF_THE_BROWSER.test(key) || key.includes('+')) return 'This key belongs to the browser.';
  const { places } = rows[action];
  const rival = KEY_ROWS.find(
    (row) => row.action !== action && meets(row.places, places) && keysOf(row.action, bindings).includes(key),
  );
  return rival === undefined ? null : `${keyLabel(key)} already means “${rival.says}”.`;
}

function meets(some: readonly Place[], others: readonly Place[]): boolean {
  return some.some(
    (place) => others.includes(place) || place === 'everywhere' || others.includes('everywhere'),
  );
}

const KEY_LABELS: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  'Control+k': 'Ctrl+K',
  Z: 'Shift+Z',
  ' ': 'Space',
};

export function keyLabel(key: string): string {
  return KEY_LABELS[key] ?? (/^[A-Z]$/.test(key) ? `Shift+${key}` : key);
}

/** "j or n", "1 … 9": the keys of a row for the help dialog, each to be shown as a key. */
export function keyLabels(keys: readonly string[]): string[] {
  const labels = keys.length > 3 ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys;
  return labels.map(keyLabel);
}
