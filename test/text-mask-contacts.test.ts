/** Contacts become dots of the same length; what a reviewer needs stays. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contact } from '../src/model/listing.ts';
import { maskContact, maskContacts, numbersIn } from '../src/text/mask-contacts.ts';

test.each([
  ['an e-mail address', 'mail a.b@example.com now', 'mail •••••••••••••om now'],
  ['an e-mail address in brackets', 'ab [at] example [dot] com', '•••••••••••••••••••••••om'],
  ['a spelled-out e-mail address', 'ab at example dot com', '•••••••••••••••••••om'],
  ['an international number', 'call +44 20 7946 0011!', 'call ••••••••••••••11!'],
  ['a labelled local number', 'Tel: 555-0134', 'Tel: ••••••34'],
  ['a labelled number in Arabic digits', 'هاتف: ٥٥٥٠١٣٤', 'هاتف: •••••٣٤'],
  ['a long number in Persian digits', '۰۲۰ ۷۹۴۶ ۰۰۱۱', '•••••••••••۱۱'],
  ['a long local number', '020 7946 0011', '•••••••••••11'],
])('hides %s', (_, text, masked) => {
  expect(maskContacts(text, [])).toBe(masked);
});

test.each([
  'Citric acid 77-92-9 and 1117-86-8',
  'EUR 1234567890',
  '٢١٦٧١٨٩-٥٠-٤',
  '١٢٣٤٥٦٧٨٩ ريال',
  '1 234 567 890 €',
  '$1,234,567.00 for 25 kg',
  'posted 2025-03-04 and 04.03.2025',
  '99.5 % purity, lot 12345678',
])('leaves "%s" alone', (text) => {
  expect(maskContacts(text, [])).toBe(text);
});

test.each([
  [
    'the number of the post',
    'Anzeige 2876543210, Tel. 0207 946 0011',
    'Anzeige 2876543210, Tel. •••••••••••11',
  ],
  ['a CAS number without hyphens', 'cas2167189504 in stock', 'cas2167189504 in stock'],
  ['a CAS number with other signs', '2167189–50–4', '2167189–50–4'],
  ['a number in full width', '２１６７１８９５０４', '２１６７１８９５０４'],
  ['nothing but the whole number', '28765432100 and +2876543210', '•••••••••00 and •••••••••10'],
])('leaves %s alone where it is known not to be of a person', (_, text, masked) => {
  expect(maskContacts(text, [], numbersIn(['2876543210', '2167189-50-4', 'item', '12', null]))).toBe(masked);
});

test('hides a number that is known and a contact as well', () => {
  const contacts: Contact[] = [{ kind: 'phone', value: '+12876543210', raw: '2876543210' }];
  expect(maskContacts('No. 2876543210', contacts, numbersIn(['2876543210']))).toBe('No. ••••••••10');
});

test('hides every occurrence of a known contact, whatever its case', () => {
  const contacts: Contact[] = [{ kind: 'telegram', value: 'example_seller', raw: '@example_seller' }];
  expect(maskContacts('@example_seller or EXAMPLE_SELLER', contacts)).toBe(
    '•••••••••••••er or ••••••••••••ER',
  );
});

test('a masked contact keeps its kind and its last two characters', () => {
  expect(maskContact({ kind: 'phone', value: '+442079460011', raw: '020 7946 0011' })).toEqual({
    kind: 'phone',
    value: '•••••••••••11',
    raw: '•••••••••••11',
  });
});

test('length never changes, and no known contact of three or more characters is left', () => {
  const word = fc.stringMatching(/^[a-z0-9_]{5,12}$/);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      word,
      fc.string({ unit: 'binary' }),
      (before, handle, after) => {
        const text = before + handle + after;
        const masked = maskContacts(text, [{ kind: 'wechat', value: handle, raw: handle }]);
        expect(masked).toHaveLength(text.length);
        expect(masked).not.toContain(handle);
      },
    ),
  );
});
