/** Keys of listings, sellers and offers, and what counts as something new. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageSet, listingKey, listingKeys } from '../src/dedupe/listing-key.ts';
import { mergeFacts } from '../src/dedupe/material-change.ts';
import { offerKey, sellerKey } from '../src/dedupe/offer-key.ts';
import { type Assessment, SEVERITIES } from '../src/model/assessment.ts';

const origins = new Set(['https://shop.example', 'http://127.0.0.1:4711']);
const listing = (url: string, externalId: string | null = null) => ({ url, externalId, title: 'Thing' });

describe('the key of a listing', () => {
  it.each([
    ['does not hold the host', 'http://127.0.0.1:4711/p/1', 'https://shop.example/p/1'],
    [
      'does not hold tracking parameters',
      'https://shop.example/p/1?utm_source=x',
      'https://shop.example/p/1',
    ],
    ['does not hold the fragment', 'https://shop.example/p/1#reviews', 'https://shop.example/p/1'],
    [
      'does not depend on the order of parameters',
      'https://shop.example/p?a=1&b=2',
      'https://shop.example/p?b=2&a=1',
    ],
  ])('%s', (_, a, b) => {
    expect(listingKey(listing(a), origins, false)).toBe(listingKey(listing(b), origins, false));
  });

  it('keeps another host apart, and listings that share one URL', () => {
    expect(listingKey(listing('https://other.example/p/1'), origins, false)).not.toBe(
      listingKey(listing('https://shop.example/p/1'), origins, false),
    );
    const url = 'https://shop.example/thread/1';
    const all = [listing(url, 'a'), listing(url, 'b'), listing('https://shop.example/2', 'c')];
    expect(listingKeys(all, origins)).toEqual(['/thread/1#a', '/thread/1#b', '/2']);
  });
});

type LanguageCase = {
  readonly name: string;
  readonly pages: Readonly<Record<string, { number?: string; alternates: string[] }>>;
  readonly same: readonly (readonly string[])[];
};

describe('one listing in several languages', () => {
  const cases: readonly LanguageCase[] = JSON.parse(
    readFileSync(new URL('cases/listing-languages.json', import.meta.url), 'utf8'),
  );
  const setOf = (
    site: string,
    [key, { number = null, alternates }]: readonly [string, { number?: string | null; alternates: string[] }],
  ) => languageSet(site, { key, number, alternates });

  it.each(cases)('$name', ({ pages, same }) => {
    const entries = Object.entries(pages);
    const groups = Map.groupBy(entries, (page) => setOf('a', page) ?? page[0]);
    const joined = [...groups.values()].filter(({ length }) => length > 1);
    expect(joined.map((group) => group.map(([key]) => key))).toEqual(same);
    for (const page of entries) {
      const set = setOf('a', page);
      if (set !== null) expect(setOf('b', page)).not.toBe(set);
    }
  });
});

describe('the key of a seller', () => {
  const seller = { name: null, id: null, url: null, country: null };
  it.each([
    ['its id', { ...seller, id: '7', name: 'A' }, [], 'id:7'],
    ['its profile', { ...seller, url: 'https://x.example/u/ann?ref=1', id: 'ann' }, [], 'path:/u/ann'],
    [
      'its name where the address is a front page',
      { ...seller, url: 'https://x.example/', name: 'A' },
      [],
      'name:a',
    ],
    ['its name, however written', { ...seller, name: 'ACME  Ltd' }, [], 'name:acme ltd'],
    [
      'a contact',
      null,
      [{ kind: 'email' as const, value: 'a@b.example', raw: 'a@b.example' }],
      'email:a@b.example',
    ],
    ['the shop when nobody is named', null, [], 'shop'],
  ])('is %s', (_, given, contacts, key) => {
    expect(sellerKey(given, contacts)).toBe(key);
  });

  it.each([
    [
      'a number in a query',
      ['https://x.example/store.php?id=12', '12'],
      ['https://x.example/store.php?id=13', '13'],
    ],
    ['a name in a query', ['https://x.example/store?s=ann', null], ['https://x.example/store?s=bob', null]],
    [
      'hosts of their own',
      ['https://ann.x.example/about.html', null],
      ['https://bob.x.example/about.html', null],
    ],
    ['front pages of their own', ['https://ann.example/', null], ['https://bob.example/', null]],
  ] as const)('differs for two who have %s', (_, one, other) => {
    const keyOf = ([url, id]: readonly [string, string | null]) => sellerKey({ ...seller, url, id }, []);
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it.each([
    ['on a host with "www" and without', 'https://www.x.example/people/7', 'https://x.example/people/7'],
    ['with and without where the visitor came from', 'https://x.example/u/7?ref=1', 'https://x.example/u/7'],
    ['in another language', 'https://de.x.example/store/ann', 'https://www.x.example/store/ann'],
    ['with a tracking parameter', 'https://x.example/u.php?s=a&utm_source=b', 'https://x.example/u.php?s=a'],
  ])('is the same %s', (_, ...two) => {
    const [a, b] = two.map((url) => sellerKey({ ...seller, url }, []));
    expect(a).toBe(b);
  });

  it('does not let two parts run together in an offer', () => {
    expect(offerKey('a', 'b|c', ['d'])).not.toBe(offerKey('a|b', 'c', ['d']));
    expect(offerKey('a', 'b', ['d', 'c'])).toBe(offerKey('a', 'b', ['c', 'd']));
  });
});

const ids = ['a', 'b', 'c'];
const assessment: fc.Arbitrary<Assessment> = fc
  .record({
    substances: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    terms: fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1 }),
    severity: fc.constantFrom(...SEVERITIES),
    score: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ substances, terms, severity, score }) => ({
    verdict: 'alert' as const,
    score,
    severity,
    substances,
    hits: terms.map((term) => ({
      substance: substances[0] ?? 'a',
      term,
      technique: 'name' as const,
      field: 'title' as const,
      start: 0,
      end: 1,
      text: term,
    })),
    reasons: [],
    law: [],
    watchlist: 'v',
  }));

describe('a material change', () => {
  it('is always there for the first sight', () => {
    fc.assert(fc.property(assessment, (first) => mergeFacts(null, first).changed));
  });

  it('never comes twice from the same assessments, in whatever order they are seen again', () => {
    fc.assert(
      fc.property(fc.array(assessment, { minLength: 1, maxLength: 6 }), (seen) => {
        let facts = mergeFacts(null, seen[0] as Assessment).facts;
        for (const next of seen) facts = mergeFacts(facts, next).facts;
        return seen.toReversed().every((again) => !mergeFacts(facts, again).changed);
      }),
    );
  });

  it('is another substance or identifier, not a higher score', () => {
    const base = {
      verdict: 'alert',
      score: 50,
      severity: 'medium',
      substances: ['a'],
      hits: [],
      reasons: [],
      law: [],
      watchlist: 'v',
    };
    const { facts } = mergeFacts(null, base as Assessment);
    expect(mergeFacts(facts, { ...base, score: 90 } as Assessment).changed).toBe(false);
    expect(mergeFacts(facts, { ...base, substances: ['b'] } as Assessment).changed).toBe(true);
    expect(mergeFacts(facts, { ...base, severity: 'high' } as Assessment).changed).toBe(true);
  });
});
