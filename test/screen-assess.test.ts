/** Verdicts on whole texts and listings: what alerts, what is kept, what is left alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { assessment, TECHNIQUE_WORDS } from '../src/model/assessment.ts';
import type { Listing } from '../src/model/listing.ts';
import type { Watchlist } from '../src/model/watchlist.ts';
import { compileWatchlist, type Screener } from '../src/screen/compile-watchlist.ts';
import cases from './cases/screening.json' with { type: 'json' };
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

const ON = new Date('2026-06-01T00:00:00Z');
let list: Watchlist;
let screener: Screener;
beforeAll(async () => {
  list = await shippedWatchlist();
  screener = await shippedScreener();
});

const EMPTY: Listing = {
  url: 'https://shop.example/1',
  externalId: null,
  title: null,
  description: null,
  price: null,
  availability: null,
  quantity: null,
  seller: null,
  contacts: [],
  location: null,
  images: [],
  attributes: {},
  language: null,
  postedAt: null,
  source: {},
};

describe('screenText', () => {
  it.each(cases)('$name', ({ text, verdict, substances }) => {
    const result = screener.screenText({ title: null, text }, ON);
    expect({ verdict: result.verdict, substances: result.substances }).toEqual({ verdict, substances });
    expect(assessment.parse(result)).toEqual(result);
    for (const hit of result.hits) expect(hit.text).toBe(text.slice(hit.start, hit.end));
  });

  it('gives reasons whose weights add up to the score', () => {
    const { score, reasons } = screener.screenText({ title: null, text: 'norfentanyl in stock, 2 kg' }, ON);
    expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
    expect(reasons.map(({ code }) => code)).toContain('offer:in-stock');
  });

  it('calls a disguise in its reasons what the list of alerts calls it', () => {
    const { hits, reasons } = screener.screenText({ title: null, text: 'n0rf3nt4nyl in stock, 2 kg' }, ON);
    expect(hits.map(({ technique }) => technique)).toEqual(['leet']);
    expect(reasons.map(({ text }) => text)).toContain(`written in disguise (${TECHNIQUE_WORDS.leet})`);
  });

  it('tells the version of the list and the law of the day', () => {
    const result = screener.screenText({ title: null, text: 'norfentanyl in stock' }, ON);
    expect(result.watchlist).toBe(list.version);
    expect(result.law).toContainEqual(
      expect.objectContaining({ regime: 'CN-catalogue', effective: '2024-09-01', status: 'in-force' }),
    );
  });

  it('is one step milder while every law is still to come', () => {
    const text = { title: null, text: 'MAMDPA in stock, 1369021-80-6' };
    const before = screener.screenText(text, new Date('2022-01-01T00:00:00Z'));
    const after = screener.screenText(text, ON);
    expect([before.severity, after.severity]).toEqual(['medium', 'high']);
    expect(before.law[0]?.status).toBe('coming');
  });
});

describe('screen', () => {
  it('takes a price or an availability of the page for an offer', () => {
    const priced = {
      ...EMPTY,
      title: 'Norfentanyl',
      price: { amount: '45.00', currency: 'USD', unit: null, raw: '$45' },
    };
    expect(screener.screen(priced, ON).verdict).toBe('alert');
    expect(screener.screen({ ...EMPTY, title: 'Norfentanyl', availability: 'InStock' }, ON).verdict).toBe(
      'alert',
    );
    expect(screener.screen({ ...EMPTY, title: 'Norfentanyl', availability: 'SoldOut' }, ON).verdict).toBe(
      'watch',
    );
  });

  it('finds a CAS number among the attributes, with a span in their joined text', () => {
    const listing = {
      ...EMPTY,
      title: 'Intermediate, in stock',
      attributes: { Purity: '99%', 'CAS No.': '21409-26-7' },
    };
    const { verdict, hits } = screener.screen(listing, ON);
    expect(verdict).toBe('alert');
    const joined = 'Purity: 99%\nCAS No.: 21409-26-7\n';
    expect(hits).toEqual([
      {
        substance: 'anpp',
        term: '21409-26-7',
        technique: 'cas',
        field: 'attributes',
        start: joined.indexOf('2'),
        end: joined.length - 1,
        text: '21409-26-7',
      },
    ]);
  });

  it('lets title and description identify one substance together', () => {
    const listing = { ...EMPTY, title: 'MAPA in stock', description: '16648-44-5' };
    expect(screener.screen(listing, ON)).toMatchObject({ verdict: 'alert', substances: ['mapa'] });
  });

  it('says nothing of an empty listing', () => {
    expect(screener.screen(EMPTY, ON)).toMatchObject({
      verdict: 'clear',
      score: 0,
      hits: [],
      reasons: [],
      law: [],
    });
  });
});

describe('the list', () => {
  it('never alerts on what is not controlled as a precursor', () => {
    const free = list.substances.filter(({ controlledAsPrecursor }) => !controlledAsPrecursor);
    expect(free.length).toBeGreaterThan(0);
    for (const { terms, cas } of free) {
      for (const name of [...terms.map(({ text }) => text), ...cas.map(({ number }) => number)]) {
        const text = `${name}, CAS powder 99% 5 kg in stock, bitcoin, stealth shipping`;
        expect(screener.screenText({ title: null, text }, ON).verdict).toBe('clear');
      }
    }
  });

  it('never alerts on an ambiguous term alone', () => {
    const ambiguous = list.substances.flatMap(({ terms }) => terms.filter((term) => term.ambiguous));
    expect(ambiguous.length).toBeGreaterThan(15);
    for (const { text } of ambiguous) {
      expect(screener.screenText({ title: null, text: `${text} in stock, order now` }, ON).verdict).toBe(
        'clear',
      );
    }
  });

  it('records a term on trial without alerting', () => {
    const shadowed: Watchlist = {
      ...list,
      substances: list.substances.map((substance) => ({
        ...substance,
        terms: substance.terms.map((term) => ({ ...term, state: 'shadow' as const })),
      })),
    };
    const { verdict, hits } = compileWatchlist(shadowed).screenText(
      { title: null, text: 'norfentanyl in stock' },
      ON,
    );
    expect(verdict).toBe('clear');
    expect(hits).toHaveLength(1);
  });

  it('searches for neither drafts nor expired terms', () => {
    for (const state of ['draft', 'expired'] as const) {
      const off: Watchlist = {
        ...list,
        substances: list.substances.map((substance) => ({
          ...substance,
          terms: substance.terms.map((term) => ({ ...term, state })),
        })),
      };
      const { hits } = compileWatchlist(off).screenText({ title: null, text: 'norfentanyl in stock' }, ON);
      expect(hits).toEqual([]);
    }
  });
});

describe('a long text before the offer', () => {
  it.each([
    [
      'longer names that hold the name',
      '1-benzyl-4-piperidone derivative. '.repeat(60),
      '4-piperidone',
      '4-piperidone',
    ],
    ['a line of one letter', `${'x'.repeat(3000)} `, 'norrrfentanyl', 'norfentanyl'],
    ['a list of sums', 'USD 1,000,000; '.repeat(1500), 'norrrfentanyl', 'norfentanyl'],
  ])('does not use up what it is searched for: %s', (_, before, name, substance) => {
    const { hits } = screener.screenText({ title: null, text: `${before}${name}, 10 kg in stock` }, ON);
    expect(hits.map((hit) => hit.substance)).toContain(substance);
  });
});

describe('hostile input', () => {
  it.each([
    ['combining marks', `norfentanyl${'\u0301'.repeat(1_000_000)} in stock`],
    ['one long run of digits', '1609661'.repeat(150_000)],
    ['spaced digits', '1 6 0 9 '.repeat(130_000)],
    ['digit words', 'onesixzeronine'.repeat(70_000)],
    ['hyphens', '-'.repeat(1_000_000)],
    ['the same short term', 'npp '.repeat(250_000)],
    ['the same name as part of a longer one', 'vinyl-4-piperidone '.repeat(50_000)],
    ['open brackets', '('.repeat(1_000_000)],
    ['currency signs', '$'.repeat(1_000_000)],
    ['commas and digits', '1,'.repeat(500_000)],
    ['letters that look like digits', 'ol'.repeat(500_000)],
  ])('survives a megabyte of %s', (_name, text) => {
    const result = screener.screenText({ title: null, text }, ON);
    for (const hit of result.hits.slice(0, 100)) expect(hit.text).toBe(text.slice(hit.start, hit.end));
  });
});
