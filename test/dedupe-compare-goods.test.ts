/** Same thing? Pairs of listings that are and that are not, and what holds for any pair. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGoods, SAME_FROM } from '../src/dedupe/compare-goods.ts';
import { findCodes, relateCodes } from '../src/dedupe/model-codes.ts';
import { type GoodsSource, readGoods } from '../src/dedupe/read-goods.ts';
import cases from './cases/goods.json' with { type: 'json' };

type Given = {
  readonly title: string;
  readonly description?: string;
  readonly price?: string;
  readonly attributes?: Record<string, string>;
};
type Row = { readonly name: string; readonly a: Given; readonly b: Given };

function source({ title, description, price, attributes }: Given): GoodsSource {
  return {
    title,
    description: description ?? null,
    quantity: null,
    attributes: attributes ?? {},
    price: price === undefined ? null : { amount: price, currency: 'EUR', unit: null, raw: price },
  };
}

const compare = (a: Given, b: Given) => compareGoods(readGoods(source(a)), readGoods(source(b)));
const rows = (list: readonly unknown[]) => (list as Row[]).map((row) => [row.name, row.a, row.b] as const);

describe('the same thing', () => {
  it.each(rows(cases.same))('%s', (_, a, b) => {
    const { score, evidence } = compare(a, b);
    expect(score, JSON.stringify(evidence)).toBeGreaterThanOrEqual(SAME_FROM);
  });
});

describe('another thing', () => {
  it.each(rows(cases.different))('%s', (_, a, b) => {
    const { score, evidence } = compare(a, b);
    expect(score, JSON.stringify(evidence)).toBeLessThan(SAME_FROM);
  });
});

describe('any pair', () => {
  const word = fc.constantFrom(
    'lamp',
    'KX-801B',
    '25 kg',
    'black',
    'rot',
    'pro',
    'v7.2',
    '77-92-9',
    '柠檬酸',
    ' ',
  );
  const given = fc.record({
    title: fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
    description: fc.string({ unit: 'grapheme' }),
    price: fc.integer({ min: 1, max: 900 }).map(String),
  });

  it('compares the same both ways round', () => {
    fc.assert(
      fc.property(given, given, (a, b) => {
        expect(compare(a, b).score).toBeCloseTo(compare(b, a).score, 9);
      }),
    );
  });

  it('explains its score in full', () => {
    fc.assert(
      fc.property(given, given, (a, b) => {
        const { score, evidence } = compare(a, b);
        expect(evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9);
      }),
    );
  });

  it('takes prices of two currencies for nothing', () => {
    const euro = readGoods(source({ title: 'lamp', price: '10' }));
    const yen = readGoods({
      ...source({ title: 'lamp' }),
      price: { amount: '1700', currency: 'JPY', unit: null, raw: '' },
    });
    expect(compareGoods(euro, yen).evidence.map(({ sign }) => sign)).toEqual(
      compareGoods(euro, readGoods(source({ title: 'lamp' }))).evidence.map(({ sign }) => sign),
    );
  });

  it('is read from a very long text in bounded work', () => {
    const long = 'aaaa1 '.repeat(200_000);
    const goods = readGoods(source({ title: long, description: long }));
    expect(goods.title.words.size).toBeLessThanOrEqual(60);
    expect(compareGoods(goods, goods).score).toBeGreaterThan(0);
  });
});

describe('model numbers', () => {
  it.each([
    ['kx-flb801 fax', ['kxflb801']],
    ['lens 55-200mm f/4', []],
    ['8gb 1080p 1920x1080 120hz 2007', []],
    ['memory 1000000:1', []],
    ['part 301239u, kit 0615b002', ['301239u', '0615b002']],
    ['win/mac 4th-6th grade', []],
    ['learn2 and dhtfs3', ['dhtfs3']],
  ])('of "%s"', (text, codes) => {
    expect(findCodes(text)).toEqual(codes);
  });

  it.each([
    ['nnsd377s', 'nnsd377ss', 'contained'],
    ['24746', 'tv24746', 'contained'],
    ['dvpfx820r', 'dvpfx820li', 'related'],
    ['kdl52v4100', 'kdl52w4100', 'none'],
    ['abc12', 'abc12', 'equal'],
  ] as const)('%s and %s are %s', (a, b, relation) => {
    expect(relateCodes(a, b)).toBe(relation);
    expect(relateCodes(b, a)).toBe(relation);
  });
});
