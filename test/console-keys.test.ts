/** The keyboard of the console: each key means one thing, and none means anything while someone writes. */
import { describe, expect, test } from 'vitest';
import {
  commandFor,
  type Focus,
  KEY_ROWS,
  type KeyPress,
  keyLabels,
  type Place,
} from '../src/console/keyboard/keys.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({ key, ...plain, ...modifiers });
const PLACES: readonly Place[] = ['list', 'alert'];

test('no key has two meanings in one place', () => {
  for (const place of PLACES) {
    const keys = KEY_ROWS.filter((row) => row.places.includes(place)).flatMap((row) => row.keys);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

describe('commandFor', () => {
  test.each<[string, KeyPress, Place, Focus, string | null]>([
    ['c confirms', press('c'), 'alert', 'elsewhere', 'confirm'],
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
    ['? shows the keys', press('?', { shiftKey: true }), 'list', 'elsewhere', 'help'],
    ['/ searches the list', press('/'), 'list', 'elsewhere', 'search'],
    ['c means nothing in the list', press('c'), 'list', 'elsewhere', null],
    ['an unknown key means nothing', press('x'), 'alert', 'elsewhere', null],
    ['Ctrl+C stays copying', press('c', { ctrlKey: true }), 'alert', 'elsewhere', null],
    ['Alt+D stays the address bar', press('d', { altKey: true }), 'alert', 'elsewhere', null],
    ['Cmd+K stays the browser’s', press('k', { metaKey: true }), 'list', 'elsewhere', null],
    ['Ctrl+Enter submits from the note', press('Enter', { ctrlKey: true }), 'alert', 'typing', 'submit'],
    ['Esc leaves the field first', press('Escape'), 'alert', 'typing', 'leave-field'],
  ])('%s', (_, pressed, place, focus, action) => {
    expect(commandFor(pressed, place, focus)?.action ?? null).toBe(action);
  });

  test('while someone writes, every key of the table but Esc belongs to the field', () => {
    for (const key of KEY_ROWS.flatMap((row) => row.keys).filter((each) => each !== 'Escape')) {
      for (const place of PLACES) expect(commandFor(press(key), place, 'typing')).toBeNull();
    }
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
