/** How signs are weighed against each other: rules as cases, laws that hold for any signs, amounts, the site's kind. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Technique, Verdict } from '../src/model/assessment.ts';
import { TECHNIQUES } from '../src/model/assessment.ts';
import { SITE_KINDS } from '../src/model/site.ts';
import type { Substance, Watchlist } from '../src/model/watchlist.ts';
import type { Screener } from '../src/screen/compile-watchlist.ts';
import { readAmounts } from '../src/screen/weigh/amounts.ts';
import { assess } from '../src/screen/weigh/assess.ts';
import { GROUPS } from '../src/screen/weigh/gather-signals.ts';
import { OFFER_SIGNS, TRADE_SIGNS } from '../src/screen/weigh/offer-signs.ts';
import type { FieldReading, Found } from '../src/screen/weigh/read-field.ts';
import { normalise } from '../src/text/normalise.ts';
import amounts from './cases/amounts.json' with { type: 'json' };
import languages from './cases/screening-languages.json' with { type: 'json' };
import cases from './cases/weighing.json' with { type: 'json' };
import { shippedScreener, shippedWatchlist } from './support/shipped-watchlist.ts';

const ON = new Date('2026-06-01T00:00:00Z');
let list: Watchlist;
let screener: Screener;
beforeAll(async () => {
  list = await shippedWatchlist();
  screener = await shippedScreener();
});

describe('the rules', () => {
  it.each(cases)('$name', ({ text, verdict, substances }) => {
    const result = screener.screenText({ title: null, text }, ON);
    expect({ verdict: result.verdict, substances: result.substances }).toEqual({ verdict, substances });
    expect(result.reasons.reduce((sum, { weight }) => sum + weight, 0)).toBe(result.score);
  });
});

describe('what says more scores more', () => {
  it.each([
    ['a number said to be a CAS number', 'CAS 125541-22-2, offer', '125541-22-2, offer'],
    ['a name that its number bears out', 'norfentanyl 1609-66-1, offer', 'norfentanyl, offer'],
    ['a name of more letters', '4-piperidone, offer', '1,4-BD, offer'],
    ['a sign that speaks to a buyer', 'norfentanyl in stock', 'norfentanyl price'],
    ['a second sign', 'norfentanyl in stock, we ship', 'norfentanyl in stock'],
    ['kilograms', 'norfentanyl 5 kg in stock', 'norfentanyl 5 g in stock'],
    ['a flag', 'norfentanyl in stock, bitcoin', 'norfentanyl in stock'],
    [
      'a flag that hides the goods',
      '4-piperidone in stock, stealth shipping',
      '4-piperidone in stock, bitcoin',
    ],
    ['a disguise', 'n0rf3nt4nyl in stock', 'norfentanyl in stock'],
    ['a name without a lawful setting', 'norfentanyl', 'norfentanyl, reference standard'],
  ])('%s', (_what, more, less) => {
    const score = (text: string) => screener.screenText({ title: null, text }, ON).score;
    expect(score(more)).toBeGreaterThan(score(less));
  });
});

describe('ordinary words of trade and of innocent settings', () => {
  it.each(languages)('$name', ({ text, alert }) => {
    const { verdict, hits } = screener.screenText({ title: null, text }, ON);
    expect(hits).not.toEqual([]);
    expect(verdict === 'alert').toBe(alert);
  });
});

describe('readAmounts', () => {
  it.each(amounts)('$text', ({ text, says }) => {
    const read = Object.entries(readAmounts(normalise(text).text));
    expect(read.filter(([, said]) => said).map(([name]) => name)).toEqual(says);
  });
});

/** What a reading says, as plain data that fast-check makes up. */
type Signs = {
  tier: Substance['tier'];
  kinds: { kind: 'name' | 'cas'; technique: Technique; ambiguous: boolean }[];
  offers: string[];
  trade: string[];
  flags: string[];
  innocents: string[];
  amounts: boolean[];
  hasPrice: boolean;
  inStock: boolean;
};

const RANK: Readonly<Record<Verdict, number>> = { clear: 0, watch: 1, alert: 2 };

function assessSigns({ tier, kinds, offers, trade, flags, innocents, ...signs }: Signs, site = {}) {
  const substance: Substance = {
    id: 'one',
    name: 'one',
    family: 'other',
    tier,
    controlledAsPrecursor: true,
    cas: [],
    structures: [],
    terms: [],
    schedules: [],
    note: null,
  };
  const found: Found[] = kinds.map(({ kind, technique, ambiguous }, i) => ({
    hit: { substance: 'one', term: `term ${i}`, technique, field: 'text', start: 0, end: 1, text: 'x' },
    kind,
    ambiguous: ambiguous && kind === 'name',
    shadow: false,
  }));
  const [price, pricePerWeight, quantity, bulk, purity] = signs.amounts;
  const reading: FieldReading = {
    found,
    amountsBeside: new Map(quantity === true ? [['one', 2] as const] : []),
    phrases: new Map([
      [GROUPS.offer, new Set(offers)],
      [GROUPS.generic, new Set(trade)],
      [GROUPS.flag, new Set(flags)],
      [GROUPS.innocent, new Set(innocents)],
    ]),
    casNumbers: [],
    brokenCas: [],
    price: price === true,
    pricePerWeight: pricePerWeight === true,
    quantity: quantity === true || bulk === true,
    bulk: bulk === true,
    purity: purity === true,
  };
  const knowledge = {
    contextTerms: new Map([['bound', new Set(['term 0'])]]),
    listedCas: new Set<string>(),
    texts: new Map<string, string>(),
  };
  return assess({
    readings: [reading],
    facts: { hasPrice: signs.hasPrice, inStock: signs.inStock },
    ...site,
    substances: new Map([['one', substance]]),
    knowledge,
    version: 'v',
    on: ON,
  });
}

describe('laws of weighing', () => {
  let signs: fc.Arbitrary<Signs>;
  let flag: fc.Arbitrary<string>;
  let context: fc.Arbitrary<string>;
  beforeAll(() => {
    flag = fc.constantFrom(...list.redFlags.map(({ id }) => id));
    context = fc.constantFrom('bound', ...list.innocentContexts.map(({ id }) => id));
    signs = fc.record({
      tier: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
      kinds: fc.array(
        fc.record({
          kind: fc.constantFrom('name' as const, 'cas' as const),
          technique: fc.constantFrom(...TECHNIQUES),
          ambiguous: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      offers: fc.subarray(OFFER_SIGNS.map(({ id }) => id)),
      trade: fc.subarray(TRADE_SIGNS.map(({ id }) => id)),
      flags: fc.uniqueArray(flag, { maxLength: 4 }),
      innocents: fc.uniqueArray(context, { maxLength: 4 }),
      amounts: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      hasPrice: fc.boolean(),
      inStock: fc.boolean(),
    });
  });

  it('the score is within 0 and 100, is the sum of its reasons, and an alert reaches the bar', () => {
    fc.assert(
      fc.property(signs, (given) => {
        const { score, reasons, verdict } = assessSigns(given);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
        expect(verdict === 'alert').toBe(score >= 60);
      }),
    );
  });

  it('one more innocent context never raises score or verdict', () => {
    fc.assert(
      fc.property(signs, context, (given, more) => {
        const before = assessSigns(given);
        const after = assessSigns({ ...given, innocents: [...given.innocents, more] });
        expect(after.score).toBeLessThanOrEqual(before.score);
        expect(RANK[after.verdict]).toBeLessThanOrEqual(RANK[before.verdict]);
      }),
    );
  });

  it('one more red flag never lowers score or verdict', () => {
    fc.assert(
      fc.property(signs, flag, (given, more) => {
        const before = assessSigns(given);
        const after = assessSigns({ ...given, flags: [...given.flags, more] });
        expect(after.score).toBeGreaterThanOrEqual(before.score);
        expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict]);
      }),
    );
  });

  it('more of an offer never lowers score or verdict', () => {
    fc.assert(
      fc.property(signs, fc.nat({ max: 4 }), (given, at) => {
        const before = assessSigns(given);
        const after = assessSigns({ ...given, amounts: given.amounts.map((said, i) => said || i === at) });
        expect(after.score).toBeGreaterThanOrEqual(before.score);
        expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict]);
      }),
    );
  });

  it('nothing alerts without an offer, tier B not without a flag, tier C not without two', () => {
    fc.assert(
      fc.property(signs, (given) => {
        const plain = given.kinds.map((one) => ({ ...one, technique: one.kind }) as const);
        const flags = new Set(given.flags).size;
        const needed = { A: 0, B: 1, C: 2 }[given.tier];
        const { verdict } = assessSigns({ ...given, kinds: plain });
        if (verdict === 'alert') expect(flags).toBeGreaterThanOrEqual(needed);
        const silent = {
          ...given,
          kinds: plain,
          offers: [],
          flags: [],
          amounts: [],
          hasPrice: false,
          inStock: false,
        };
        expect(assessSigns(silent).verdict).not.toBe('alert');
      }),
    );
  });

  it("the site's kind alone neither makes an alert nor takes a plain one away", () => {
    for (const kind of SITE_KINDS) {
      const offer: Signs = {
        tier: 'A',
        kinds: [{ kind: 'cas', technique: 'cas', ambiguous: false }],
        offers: ['in-stock', 'delivery'],
        trade: ['cas-label'],
        flags: [],
        innocents: [],
        amounts: [false, false, true, false, false],
        hasPrice: true,
        inStock: true,
      };
      expect(assessSigns(offer, { site: { kind } }).verdict).toBe('alert');
      const named: Signs = { ...offer, offers: [], trade: [], amounts: [], hasPrice: false, inStock: false };
      expect(assessSigns(named, { site: { kind } }).verdict).toBe('watch');
    }
  });

  it("the site's kind tips what is in doubt", () => {
    const doubtful: Signs = {
      tier: 'A',
      kinds: [{ kind: 'name', technique: 'name', ambiguous: true }],
      offers: ['in-stock'],
      trade: ['physical-form', 'maker'],
      flags: [],
      innocents: [],
      amounts: [],
      hasPrice: false,
      inStock: false,
    };
    expect(assessSigns(doubtful).verdict).toBe('clear');
    expect(assessSigns(doubtful, { site: { kind: 'chemical-supplier' } }).verdict).toBe('alert');
    const priced: Signs = {
      ...doubtful,
      kinds: [{ kind: 'cas', technique: 'cas', ambiguous: false }],
      trade: [],
    };
    const bookshop = assessSigns({ ...priced, offers: ['word'] }, { site: { kind: 'bookshop' } });
    expect(bookshop.verdict).toBe('watch');
    expect(bookshop.reasons).toContainEqual({
      code: 'innocent:site-bookshop',
      text: 'the site is a bookshop',
      weight: -15,
    });
  });
});

describe('a short name that is misspelled or in pieces', () => {
  const found = (technique: Technique): Signs => ({
    tier: 'A',
    kinds: [{ kind: 'name', technique, ambiguous: false }],
    offers: ['in-stock', 'delivery'],
    trade: [],
    flags: [],
    innocents: [],
    amounts: [],
    hasPrice: true,
    inStock: false,
  });

  it.each(['misspelled', 'split'] as const)('does not alert alone (%s)', (technique) => {
    const alone = assessSigns(found(technique));
    expect(alone.verdict).toBe('watch');
    expect(alone.reasons).toContainEqual(expect.objectContaining({ code: `unsure:${technique}` }));
  });

  it.each(['misspelled', 'split'] as const)('alerts with something to bear it out (%s)', (technique) => {
    const one = found(technique);
    const twice = [...one.kinds, { kind: 'cas' as const, technique, ambiguous: false }];
    expect(assessSigns({ ...one, trade: ['chemical'] }).verdict).toBe('alert');
    expect(assessSigns({ ...one, flags: ['virtual-currency'] }).verdict).toBe('alert');
    expect(assessSigns({ ...one, kinds: twice }).verdict).toBe('alert');
  });
});

describe('a CAS number with a wrong check digit', () => {
  it('is a reason, never a hit', () => {
    const { verdict, hits, reasons } = screener.screenText(
      { title: null, text: 'CAS 1609-66-5 in stock' },
      ON,
    );
    expect({ verdict, hits }).toEqual({ verdict: 'clear', hits: [] });
    expect(reasons).toEqual([
      {
        code: 'broken-cas',
        text: '1609-66-5 looks like a CAS number, but its check digit is wrong',
        weight: 0,
      },
    ]);
  });
});

describe('severity', () => {
  it.each([
    ['norfentanyl in stock', 'high'],
    ['norfentanyl, 25 kg in stock', 'critical'],
    ['norfentanyl in stock, stealth shipping', 'critical'],
    ['norfentanyl', 'medium'],
    ['4-piperidone in stock, WhatsApp', 'medium'],
    ['4-piperidone in stock, stealth shipping', 'high'],
    ['acetone in stock, stealth shipping, WhatsApp', 'low'],
  ])('%s is %s', (text, severity) => {
    expect(screener.screenText({ title: null, text }, ON).severity).toBe(severity);
  });
});
