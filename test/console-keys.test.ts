/** The keyboard of the console: each key means one thing, and none means anything while someone writes. */
import { describe, expect, test } from 'vitest';
import {
  bindingFault,
  commandFor,
  type Focus,
  KEY_ROWS,
  type KeyAction,
  type KeyPress,
  keyLabels,
  PLACES,
  type Place,
} from '../src/console/keyboard/keys.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({ key, ...plain, ...modifiers });

test('no key has two meanings in one place', () => {
  for (const place of PLACES) {
    const inForce = KEY_ROWS.filter(({ places }) => places.includes(place) || places.includes('everywhere'));
    const keys = inForce.flatMap((row) => row.keys);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

describe('commandFor', () => {
  test.each<[string, KeyPress, Place, Focus, string | null]>([
    ['c confirms', press('c'), 'alert', 'elsewhere', 'confirm'],
    [
      'Shift+Z lists orders, Caps Lock or not',
      press('z', { shiftKey: true }),
      'everywhere',
      'elsewhere',
      'undoList',
    ],
    ['d dismisses', press('d'), 'alert', 'elsewhere', 'dismiss'],
    ['u is a duplicate', press('u'), 'alert', 'elsewhere', 'duplicate'],
    ['Caps Lock changes nothing', press('C'), 'alert', 'elsewhere', 'confirm'],
    ['Shift with a letter is not ours', press('C', { shiftKey: true }), 'alert', 'elsewhere', null],
    ['Enter submits', press('Enter'), 'alert', 'elsewhere', 'submit'],
    ['Enter on a button belongs to the button', press('Enter'), 'alert', 'control', null],
    ['j goes on', press('j'), 'alert', 'control', 'next'],
    ['n goes on', press('n'), 'list', 'elsewhere', 'next'],
    ['k goes back', press('k'), 'list', 'elsewhere', 'previous'],
    ['p goes back', press('p'), 'alert', 'elsewhere', 'previous'],
    ['Esc leaves the alert', press('Escape'), 'alert', 'elsewhere', 'back'],
    ['? shows the keys', press('?', { shiftKey: true }), 'everywhere', 'elsewhere', 'help'],
    ['z undoes', press('z'), 'everywhere', 'control', 'undo'],
    ['Shift+Z shows the last orders', press('Z', { shiftKey: true }), 'everywhere', 'elsewhere', 'undoList'],
    ['Ctrl+K opens the palette', press('k', { ctrlKey: true }), 'everywhere', 'elsewhere', 'palette'],
    ['Ctrl+K opens it from a field', press('k', { ctrlKey: true }), 'everywhere', 'typing', 'palette'],
    ['Cmd+K opens it too', press('k', { metaKey: true }), 'everywhere', 'elsewhere', 'palette'],
    ['/ searches the list', press('/'), 'list', 'elsewhere', 'search'],
    ['c means nothing in the list', press('c'), 'list', 'elsewhere', null],
    ['an unknown key means nothing', press('q'), 'alert', 'elsewhere', null],
    ['Ctrl+C stays copying', press('c', { ctrlKey: true }), 'alert', 'elsewhere', null],
    ['Alt+D stays the address bar', press('d', { altKey: true }), 'alert', 'elsewhere', null],
    ['Cmd+K is not k', press('k', { metaKey: true }), 'list', 'elsewhere', null],
    [
      'Ctrl+Enter submits where nothing has the focus',
      press('Enter', { ctrlKey: true }),
      'alert',
      'elsewhere',
      'submit',
    ],
    ['Ctrl+Enter on a link opens a tab', press('Enter', { ctrlKey: true }), 'alert', 'control', null],
    ['Ctrl+Enter submits from the note', press('Enter', { ctrlKey: true }), 'alert', 'typing', 'submit'],
    ['Esc leaves the field first', press('Escape'), 'alert', 'typing', 'leave-field'],
  ])('%s', (_, pressed, place, focus, action) => {
    expect(commandFor(pressed, place, focus)?.action ?? null).toBe(action);
  });

  test('while someone writes, every key of the table but Esc and Ctrl+K belongs to the field', () => {
    for (const key of KEY_ROWS.flatMap((row) => row.keys).filter((each) => !/Escape|\+/.test(each))) {
      for (const place of PLACES) expect(commandFor(press(key), place, 'typing')).toBeNull();
    }
  });

  test('a key of one’s own takes the place of that of the table', () => {
    const bindings = { confirm: 'b' };
    expect(commandFor(press('b'), 'alert', 'elsewhere', bindings)?.action).toBe('confirm');
    expect(commandFor(press('c'), 'alert', 'elsewhere', bindings)).toBeNull();
  });

  test.each<[string, KeyAction, string, boolean]>([
    ['a free key', 'confirm', 'b', true],
    ['one that means something there', 'confirm', 'd', false],
    ['one that means something everywhere', 'confirm', 'z', false],
    ['one that means something elsewhere only', 'confirm', 'x', true],
    ['one that holds everywhere must be free everywhere', 'undo', 'x', false],
    ['a modifier', 'confirm', 'Shift', false],
    ['a combination', 'confirm', 'Control+k', false],
    ['Space, which presses buttons', 'confirm', ' ', false],
    ['an arrow, which goes through choices', 'next', 'ArrowDown', false],
    ['a key that turns pages', 'next', 'PageDown', false],
    ['a key that loads anew', 'confirm', 'F5', false],
  ])('can be bound or not: %s', (_, action, key, free) => {
    expect(bindingFault(action, key, {}) === null).toBe(free);
  });

  test('number keys carry their number', () => {
    expect(commandFor(press('7'), 'alert', 'elsewhere')).toEqual({ action: 'reason', digit: 7 });
  });
});

test.each([
  [
    ['j', 'n'],
    ['j', 'n'],
  ],
  [
    ['1', '2', '3', '4'],
    ['1', '4'],
  ],
  [['Escape'], ['Esc']],
])('keyLabels(%j) is %j', (keys, labels) => {
  expect(keyLabels(keys)).toEqual(labels);
});
