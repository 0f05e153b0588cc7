/** The keyboard as a table: which key does what, where. The help dialog is made from the same rows. */

export type Place = 'list' | 'alert';

export type KeyAction =
  | 'confirm'
  | 'dismiss'
  | 'duplicate'
  | 'reason'
  | 'note'
  | 'submit'
  | 'reopen'
  | 'next'
  | 'previous'
  | 'back'
  | 'search'
  | 'help';

type KeyRow = {
  readonly action: KeyAction;
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  readonly says: string;
};

export const KEY_ROWS: readonly KeyRow[] = [
  { action: 'confirm', keys: ['c'], places: ['alert'], says: 'Confirm' },
  { action: 'dismiss', keys: ['d'], places: ['alert'], says: 'Dismiss' },
  { action: 'duplicate', keys: ['u'], places: ['alert'], says: 'Duplicate' },
  {
    action: 'reason',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    places: ['alert'],
    says: 'Choose the reason with that number',
  },
  { action: 'note', keys: ['m'], places: ['alert'], says: 'Write a note (Esc leaves it)' },
  { action: 'submit', keys: ['Enter'], places: ['alert'], says: 'Submit (in the note: Ctrl+Enter)' },
  { action: 'reopen', keys: ['o'], places: ['alert'], says: 'Open a decided alert again' },
  { action: 'next', keys: ['j', 'n'], places: ['list', 'alert'], says: 'Next alert' },
  { action: 'previous', keys: ['k', 'p'], places: ['list', 'alert'], says: 'Previous alert' },
  { action: 'back', keys: ['Escape'], places: ['alert'], says: 'Drop the choice, then back to the list' },
  { action: 'search', keys: ['/'], places: ['list'], says: 'Search' },
  { action: 'help', keys: ['?'], places: ['list', 'alert'], says: 'Show these keys' },
];

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
export function commandFor(press: KeyPress, place: Place, focus: Focus): Command | null {
  if (focus === 'typing') return commandWhileTyping(press);
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key === 'Enter' && focus === 'control') return null;
  // Caps Lock gives capitals without Shift.
  const key = press.key.length === 1 && !press.shiftKey ? press.key.toLowerCase() : press.key;
  const row = KEY_ROWS.find((candidate) => candidate.keys.includes(key) && candidate.places.includes(place));
  return row ? { action: row.action, digit: Number(key) || 0 } : null;
}

function commandWhileTyping(press: KeyPress): Command | null {
  if (press.key === 'Escape') return { action: 'leave-field', digit: 0 };
  if (press.key === 'Enter' && (press.ctrlKey || press.metaKey)) return { action: 'submit', digit: 0 };
  return null;
}

const KEY_LABELS: Readonly<Record<string, string>> = { Escape: 'Esc' };

/** "j or n", "1 … 9": the keys of a row for the help dialog, each to be shown as a key. */
export function keyLabels(keys: readonly string[]): string[] {
  const labels = keys.length > 3 ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys;
  return labels.map((key) => KEY_LABELS[key] ?? key);
}
