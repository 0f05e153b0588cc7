/** Who sells: contacts as keys, what names nobody, and how evidence adds up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactKeys } from '../src/dedupe/contact-keys.ts';
import { isOneSeller, type LinkSign, linkSellers, signOfContact } from '../src/dedupe/link-sellers.ts';
import type { Contact } from '../src/model/listing.ts';
import cases from './cases/contact-keys.json' with { type: 'json' };

const HOSTS = new Set(['www.market.co.uk']);
const contact = (kind: string, value: string) => ({ kind, value, raw: value }) as Contact;

describe('the key of a contact', () => {
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, { kind, value, key, useless }) => {
    const found = contactKeys([contact(kind, value)], HOSTS);
    expect(found.keys.map((each) => each.key)).toEqual(key === undefined ? [] : [key]);
    expect(found.useless).toEqual(useless === undefined ? {} : { [useless]: 1 });
  });

  it('is the domain too where a firm has one, never that of a freemail service or of a page anybody can have', () => {
    const given = ['sales@lampworks.com', 'lamp@gmail.com', 'lamp@163.com'].map((value) =>
      contact('email', value),
    );
    const pages = ['https://shop.lampworks.com/x', 'https://t.me/lamp', 'https://lamp.wordpress.com'];
    const { keys } = contactKeys([...given, ...pages.map((value) => contact('url', value))], HOSTS);
    expect(keys.filter(({ kind }) => kind === 'domain')).toEqual([
      { key: 'domain:lampworks.com', kind: 'domain' },
    ]);
    expect(keys[0]?.kind).toBe('email');
  });

  it.each([
    ['www.abc.de', 'help@abc.de'],
    ['www.abc.de', 'help@mail.abc.de'],
    ['shop.abc.com.br', 'help@abc.com.br'],
    ['abc.co.uk', 'help@www.abc.co.uk'],
  ])('is none of %s for %s', (host, value) => {
    const { keys, useless } = contactKeys([contact('email', value)], new Set([host]));
    expect({ keys, useless }).toEqual({ keys: [], useless: { 'site-contact': 1 } });
  });

  it('is no domain for a page of a service with a short name', () => {
    const { keys } = contactKeys(
      [contact('url', 'https://www.t.me/lamp'), contact('url', 'https://m.ok.ru/lamp')],
      HOSTS,
    );
    expect(keys).toEqual([]);
  });

  it('never fails, whatever a contact is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('phone', 'email', 'url', 'telegram', 'wallet'),
        fc.string({ unit: 'binary' }),
        (kind, value) => {
          contactKeys([contact(kind, value)], HOSTS);
        },
      ),
    );
  });
});

const evidence = (...signs: LinkSign[]) => signs.map((sign) => ({ sign, detail: '' }));

describe('two sellers are one', () => {
  it.each([
    ['by a phone number', ['phone'], true],
    ['by a handle', ['handle'], true],
    ['not by a domain alone', ['domain'], false],
    ['not by text and picture alone: shops copy both', ['text', 'picture'], false],
    ['not by a text, a domain and nothing else', ['domain', 'text'], false],
    ['by name, text and picture together', ['name', 'text', 'picture'], true],
    ['by name, domain and text together', ['name', 'domain', 'text'], true],
  ] as const)('%s', (_, signs, one) => {
    expect(isOneSeller(linkSellers(evidence(...signs), false, null))).toBe(one);
  });

  it('not by name, text and picture when each gives other contacts', () => {
    expect(isOneSeller(linkSellers(evidence('name', 'text', 'picture'), true, null))).toBe(false);
  });

  it('when an analyst says so, and not when an analyst says not', () => {
    expect(isOneSeller(linkSellers([], true, 'confirmed'))).toBe(true);
    expect(isOneSeller(linkSellers(evidence('phone', 'email', 'wallet'), false, 'cut'))).toBe(false);
  });

  it('no more surely by more of the same kind', () => {
    const once = linkSellers(evidence('handle'), false, null).strength;
    expect(linkSellers(evidence('handle', 'handle', 'handle'), false, null).strength).toBe(once);
  });

  it.each([
    ['phone:+442079460123', 'phone'],
    ['telegram:practice_one', 'handle'],
    ['domain:lampworks.com', 'domain'],
  ])('%s is evidence of kind %s', (key, sign) => {
    expect(signOfContact(key)).toBe(sign);
  });
});
