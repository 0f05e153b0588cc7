/** Single fields as people write them: prices, contacts, availability. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findContacts } from '../src/extract/contacts/find-contacts.ts';
import { newPhoneTries } from '../src/extract/contacts/find-phones.ts';
import { isUnreadPrice, machinePrice, parsePrice } from '../src/extract/values/parse-price.ts';
import { readAvailability, saysStock } from '../src/extract/values/read-availability.ts';
import contacts from './cases/contacts.json' with { type: 'json' };
import prices from './cases/prices.json' with { type: 'json' };

type PriceCase = {
  text: string;
  amount: string | null;
  currency: string | null;
  unit: string | null;
  language?: string;
  country?: string;
  currency_hint?: string;
};

test.each(prices as PriceCase[])('reads the price "$text" ($language $country $currency_hint)', (row) => {
  const hints = {
    declared: null,
    language: row.language ?? null,
    country: row.country ?? null,
    currency: row.currency_hint ?? null,
  };
  const { amount, currency, unit } = row;
  if (row.text === '') expect(parsePrice(row.text, hints)).toBeNull();
  else expect(parsePrice(row.text, hints)).toEqual({ amount, currency, unit, raw: row.text });
});

const NO_HINTS = { declared: null, language: 'en', country: null, currency: null };

test.each([
  ['Price on request', false],
  ['N/A', false],
  ['–', false],
  ['see attachment', true],
  ['see attachment', true],
  ['$45', false],
])('a price text "%s" without an amount is unread: %s', (text, unread) => {
  const price = parsePrice(text, NO_HINTS);
  expect(price && isUnreadPrice(price)).toBe(unread);
});

test('an amount written by any locale is read as that amount', () => {
  const locales =
    'en de fr es it pt-BR nl pl ru uk cs sv da nb fi hu ro bg el tr he id ms vi th ja ko zh de-CH en-IN es-MX'.split(
      ' ',
    );
  fc.assert(
    fc.property(fc.constantFrom(...locales), fc.integer({ min: 1, max: 999_999_999 }), (locale, cents) => {
      const amount = (cents / 100).toFixed(2);
      const format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: 'EUR',
        minimumFractionDigits: 2,
      });
      const text = format.format(Number(amount));
      expect([text, parsePrice(text, { ...NO_HINTS, language: locale })]).toMatchObject([
        text,
        { amount, currency: 'EUR' },
      ]);
    }),
    { numRuns: 1000 },
  );
});

test('any text gives a decimal string or none', () => {
  const piece = fc.constantFrom(
    '1',
    '12',
    '.',
    ',',
    ' ',
    '$',
    '€',
    'k',
    '万',
    '-',
    ' kg',
    '/',
    'per ',
    "'",
    '٫',
    'USD',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 14 }),
      (parts) => {
        const price = parsePrice(parts.join(''), NO_HINTS);
        if (price?.amount != null) expect(price.amount).toMatch(/^(?:0|[1-9]\d*)(?:\.\d+)?$/);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(['1', '1,', '1 ', '$', '$1', 'per ', 'call for ', '-', '1-', 'a', 'k', '/', '(', '元/'])(
  'a megabyte of "%s" is read only as far as a price may reach',
  (piece) => {
    parsePrice(piece.repeat(1_000_000 / piece.length), NO_HINTS);
  },
  20_000,
);

test('takes a declared currency among those a sign can mean, and not against the sign', () => {
  const hints = { declared: 'CAD', language: 'en', country: null, currency: null };
  expect(parsePrice('$5', hints)?.currency).toBe('CAD');
  expect(parsePrice('£5', hints)?.currency).toBe('GBP');
});

test('reads a machine-readable amount as a number, whatever the language', () => {
  const hints = { declared: 'EUR', language: 'de', country: null, currency: null };
  expect(machinePrice('1.234', hints)).toMatchObject({ amount: '1.234', currency: 'EUR' });
  expect(machinePrice('1.234,50', hints)).toMatchObject({ amount: '1234.50', currency: 'EUR' });
});

test.each(['-1', '-1.00', '\u22121', '1e+21', '1.5e-7'])('a machine-readable "%s" is no price', (value) => {
  expect(machinePrice(value, NO_HINTS)).toBeNull();
});

const within = (country: string | null) => ({ country, phoneTries: newPhoneTries() });

type ContactCase = { text: string; country?: string; found: object[] };

test.each(contacts as ContactCase[])('finds the contacts in "$text"', ({ text, country, found }) => {
  const contacts = findContacts([text], [], within(country ?? null));
  expect(contacts).toEqual(found);
  for (const { raw } of contacts) expect(text).toContain(raw);
});

test('trusts a number that the page marks as a phone number', () => {
  expect(findContacts([], ['tel:020-7946-0011'], within('GB'))).toMatchObject([
    { kind: 'phone', value: '+442079460011' },
  ]);
});

test('of marked texts only what is a contact is one', () => {
  const marked = ['tel:12', 'mailto:nobody', '/about-us', 'skype:example?chat'];
  expect(findContacts([], marked, within(null))).toMatchObject([{ kind: 'skype', value: 'example' }]);
});

test('a page of numbers that nobody has is not asked about for long', () => {
  const numbers = Array.from({ length: 400 }, (_, n) => `whatsapp +999 55 4 ${100 + n} 99 11 7; `).join('');
  const page = within(null);
  for (let n = 0; n < 20; n += 1) expect(findContacts([numbers], [], page)).toEqual([]);
  expect(page.phoneTries.left).toBeLessThanOrEqual(0);
  expect(findContacts(['whatsapp +44 20 7946 0011'], [], page)).toEqual([]);
});

test('a changed character never leaves a wallet address valid', () => {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const address = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 33 }), fc.constantFrom(...letters), (at, letter) => {
      fc.pre(address[at] !== letter);
      const changed = address.slice(0, at) + letter + address.slice(at + 1);
      expect(findContacts([changed], [], within(null)).filter(({ kind }) => kind === 'wallet')).toEqual([]);
    }),
  );
});

test('whatever a text holds, each contact stands in it', () => {
  const piece = fc.constantFrom(
    'telegram',
    ': ',
    '@',
    'a_1',
    '+44 20 7946 0011',
    ' at ',
    '.com',
    '[at]',
    '٠٢٠',
    'wa.me/',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 15 }),
      (parts) => {
        const text = parts.join('');
        for (const { raw, value } of findContacts([text], [], within('GB'))) {
          expect(text).toContain(raw);
          expect(value).not.toBe('');
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  'a',
  'a.',
  'a@',
  'a@b.',
  '+1 ',
  '1 ',
  '(',
  'telegram ',
  'telegram:',
  '0x',
  '1A',
  'bc1q',
  'a at b ',
  'line ',
  '05',
])(
  'a megabyte of "%s" holds no contact and is done with at once',
  (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(findContacts([text], [text], within('GB')).filter(({ kind }) => kind !== 'telegram')).toEqual([]);
  },
  20_000,
);

test.each([
  ['https://schema.org/InStock', 'InStock'],
  ['http://schema.org/SoldOut', 'SoldOut'],
  ['in_stock', 'InStock'],
  ['oos', 'OutOfStock'],
  ['Out of stock', 'OutOfStock'],
  ['Currently not available', 'OutOfStock'],
  ['Nicht verfügbar', 'OutOfStock'],
  ['auf Lager (12 Stück)', 'InStock'],
  ['нет в наличии', 'OutOfStock'],
  ['в наличии', 'InStock'],
  ['现货', 'InStock'],
  ['缺货', 'OutOfStock'],
  ['pre-order', 'PreOrder'],
  ['nicht mehr verfügbar', 'Discontinued'],
  ['Nicht mehr lieferbar', 'Discontinued'],
  ['plus disponible', 'Discontinued'],
  ["Cet article n'est plus disponible", 'Discontinued'],
  ['Ya no está disponible', 'Discontinued'],
  ['Não está mais disponível', 'Discontinued'],
  ['non più disponibile', 'Discontinued'],
  ['Niet meer leverbaar', 'Discontinued'],
  ['больше не доступен', 'Discontinued'],
  ['już niedostępny', 'Discontinued'],
  ['ikke længere på lager', 'Discontinued'],
  ['artık mevcut değil', 'Discontinued'],
  ['In stock: 0', 'OutOfStock'],
  ['in stock (0)', 'OutOfStock'],
  ['in stock: no', 'OutOfStock'],
  ['available: no', 'OutOfStock'],
  ['available soon', 'OutOfStock'],
  ['bald wieder verfügbar', 'OutOfStock'],
  ['non disponible', 'OutOfStock'],
  ['Pas disponible', 'OutOfStock'],
  ['bientôt disponible', 'OutOfStock'],
  ['No está disponible', 'OutOfStock'],
  ['não disponível', 'OutOfStock'],
  ['non è disponibile', 'OutOfStock'],
  ['нет на складе', 'OutOfStock'],
  ['nie jest dostępny', 'OutOfStock'],
  ['nu este disponibil', 'OutOfStock'],
  ['nem elérhető', 'OutOfStock'],
  ['δεν είναι διαθέσιμο', 'OutOfStock'],
  ['غير موجود', 'OutOfStock'],
  ['không còn hàng', 'OutOfStock'],
  ['没有现货', 'OutOfStock'],
  ['无现货', 'OutOfStock'],
  ['在庫ありません', 'OutOfStock'],
  ['在庫はございません', 'OutOfStock'],
  ['ei ole saatavilla', 'OutOfStock'],
  ['In stock (0.5 kg)', 'InStock'],
  ['In stock (0 reviews)', 'InStock'],
  ['Disponible', 'InStock'],
  ['Dès maintenant disponible', 'InStock'],
  ['już dostępny', 'InStock'],
  ['disponibil', 'InStock'],
  ['elérhető', 'InStock'],
  ['διαθέσιμο', 'InStock'],
  ['موجود', 'InStock'],
  ['còn hàng', 'InStock'],
  ['有现货', 'InStock'],
  ['在庫あり', 'InStock'],
  ['verfügbar', 'InStock'],
  ['blue', null],
])('reads the availability "%s" as %s', (text, name) => {
  expect(readAvailability(text)).toBe(name);
});

test.each([
  ['In stock: 0', 'OutOfStock'],
  ['nicht mehr verfügbar', 'Discontinued'],
  ['Não disponível', 'OutOfStock'],
  ['non disponible', 'OutOfStock'],
  ['在庫ありません', 'OutOfStock'],
  ['Le plus disponible', null],
])('a short text "%s" says %s of the stock', (text, said) => {
  expect(saysStock(text)).toBe(said);
});
