/** What of a listing is a change and what is not, which texts are alike, and how much is offered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../src/dedupe/content-hash.ts';
import { listingChanges } from '../src/dedupe/listing-changes.ts';
import { quantityOf } from '../src/dedupe/quantity.ts';
import { BANDS, textKeys } from '../src/dedupe/sketch-text.ts';
import { stableText } from '../src/dedupe/stable-text.ts';
import cases from './cases/stable-texts.json' with { type: 'json' };
import { sampleListing } from './support/store-samples.ts';

const rows = (list: readonly (readonly string[])[]) => list as readonly [string, string, string][];
const withText = (description: string) => sampleListing('Lamp', { description });

describe('no change', () => {
  it.each(rows(cases.trivial))('%s', (_, before, after) => {
    expect(contentHash(withText(before))).toBe(contentHash(withText(after)));
    expect(listingChanges(withText(before), withText(after))).toEqual([]);
  });

  it('a counter among the attributes, a picture at another host, an address', () => {
    const before = sampleListing('Lamp', {
      attributes: { Views: '3', Colour: 'red' },
      images: ['https://a.example/x/1.jpg?w=200'],
    });
    const after = sampleListing('Lamp', {
      attributes: { Views: '9', Colour: 'red' },
      images: ['https://cdn.example/y/1.jpg'],
    });
    expect(contentHash(before)).toBe(contentHash(after));
    expect(listingChanges(before, after)).toEqual([]);
  });

  it('stable text stays stable', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => stableText(stableText(text)) === stableText(text),
      ),
    );
  });
});

describe('a change', () => {
  it.each(rows(cases.material))('%s', (_, before, after) => {
    expect(contentHash(withText(before))).not.toBe(contentHash(withText(after)));
    expect(listingChanges(withText(before), withText(after)).map(({ field }) => field)).toEqual(['text']);
  });

  it('is another unit of the price, though its figure stays', () => {
    const per = (unit: string | null) =>
      sampleListing('Lamp', { price: { amount: '20.00', currency: 'EUR', unit, raw: '20 €' } });
    const hashes = ['kg', 'g', null].map((unit) => contentHash(per(unit)));
    expect(new Set(hashes).size).toBe(3);
    expect(listingChanges(per('kg'), per('g'))).toEqual([
      { field: 'price', before: '20.00 EUR/kg', after: '20.00 EUR/g' },
    ]);
    expect(listingChanges(per(null), per('g'))).toEqual([
      { field: 'price', before: '20.00 EUR', after: '20.00 EUR/g' },
    ]);
  });

  it('names its field with what stood there and what stands there now', () => {
    const price = (amount: string) => ({ amount, currency: 'EUR', unit: null, raw: `${amount} €` });
    const phone = { kind: 'phone', value: '+442079460123', raw: '+442079460123' } as const;
    const before = sampleListing('Lamp', { price: price('20.00'), contacts: [phone] });
    const after = sampleListing('Lamp', { price: price('45.00'), images: ['https://a.example/2.jpg'] });
    expect(listingChanges(before, after)).toEqual([
      { field: 'price', before: '20.00 EUR', after: '45.00 EUR' },
      { field: 'contacts', before: 'phone +442079460123', after: '' },
      { field: 'images', before: '', after: '2.jpg' },
    ]);
  });

  it('shows the place of a change in a long text', () => {
    const text = 'word '.repeat(2000);
    const [change] = listingChanges(withText(`${text}red${text}`), withText(`${text}blue${text}`));
    expect(change?.after).toContain('blue');
    expect(change?.after?.length).toBeLessThan(600);
  });
});

describe('the sketch of a text', () => {
  const words =
    'bright folding lamp with hook and three levels runs on four cells used once on the coast collection possible every evening after six';
  const shared = (a: string, b: string) => {
    const keys = new Set(textKeys('Lamp', a));
    return textKeys('Lamp', b).filter((key) => keys.has(key)).length;
  };

  it('has keys in common with a small rewrite, whatever stands between the letters', () => {
    expect(shared(words, words.replace('used once', 'hardly used'))).toBeGreaterThan(0);
    expect(shared(words, words.toUpperCase().replaceAll(' ', ' * '))).toBe(BANDS);
    const middle = words.indexOf('used once');
    expect(shared(words, `${words.slice(middle)} ${words.slice(0, middle)}`)).toBeGreaterThan(0);
  });

  it('has none in common with another text', () => {
    expect(
      shared(
        words,
        'the quick survey of waxed jackets found seams that leak in heavy rain and collars too short for wind',
      ),
    ).toBe(0);
  });

  it('is empty where nothing is said', () => {
    expect(textKeys(null, null)).toEqual([]);
    expect(textKeys('Lamp', '12 €')).toEqual([]);
  });

  it('fits into the numbers of a database, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 40, maxLength: 400 }), (text) => {
        const keys = textKeys(text, text);
        expect([0, BANDS]).toContain(keys.length);
        expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
      }),
    );
  });
});

describe('how much is offered', () => {
  it.each([
    ['25 kg', 25_000],
    ['100g / 1 kg / 25kg', 25_000],
    ['5 л', 5000],
    ['25公斤', 25_000],
    ['500 mg', 0.5],
    ['1,5 kg', 1500],
    ['1/2 lb', 226.8],
    ['½ kg', 500],
    ['2½ kg', 2500],
    ['1 1/4 kg', 1250],
    ['5/10/25 kg', 25_000],
    ['model 99 grand', null],
  ])('%s', (quantity, grams) => {
    expect(quantityOf({ quantity, title: null, description: null })).toBe(grams);
  });

  it('is told by the field made for it, then by the title, then by the text', () => {
    expect(quantityOf({ quantity: '5 kg', title: '25 kg drums', description: null })).toBe(5000);
    expect(quantityOf({ quantity: null, title: 'drums of 25 kg', description: '1 kg' })).toBe(25_000);
  });
});
