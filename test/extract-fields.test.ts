/** Single fields as people write them: prices, contacts, availability. */
import { expect, test } from 'vitest';
import { findContacts } from '../src/extract/find-contacts.ts';
import { machinePrice, parsePrice } from '../src/extract/parse-price.ts';
import { readAvailability } from '../src/extract/read-availability.ts';
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

type ContactCase = { text: string; country?: string; found: object[] };

test.each(contacts as ContactCase[])('finds the contacts in "$text"', ({ text, country, found }) => {
  const contacts = findContacts([text], [], country ?? null);
  expect(contacts).toEqual(found);
  for (const { raw } of contacts) expect(text).toContain(raw);
});

test('trusts a number that the page marks as a phone number', () => {
  expect(findContacts([], ['tel:020-7946-0011'], 'GB')).toMatchObject([
    { kind: 'phone', value: '+442079460011' },
  ]);
});

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
  ['blue', null],
])('reads the availability "%s" as %s', (text, name) => {
  expect(readAvailability(text)).toBe(name);
});
