/** Which offer a listing joins: exact before near, sellers before texts, an analyst's word before all. */
import { describe, expect, it } from 'vitest';
import { chooseOffer, type OfferCandidate } from '../src/dedupe/choose-offer.ts';
import { linkSellers } from '../src/dedupe/link-sellers.ts';
import { readGoods } from '../src/dedupe/read-goods.ts';

const goods = (title: string, description = '', price: string | null = null) =>
  readGoods({
    title,
    description,
    quantity: null,
    attributes: {},
    price: price === null ? null : { amount: price, currency: 'EUR', unit: null, raw: price },
  });

const POST =
  'Fine white powder in sealed bags, sent from our warehouse on the day of payment, ask for photos, tracked parcel to any country';
const listing = { goods: goods('Alpha 5 kg', POST, '200'), substances: ['alpha'] };
const candidate = (more: Partial<OfferCandidate>): OfferCandidate => ({
  offer: 7,
  substances: ['alpha'],
  seller: 'same',
  goods: [goods('Something else altogether', 'quite other words')],
  samePicture: false,
  sameListing: false,
  split: false,
  ...more,
});
const byPhone = linkSellers([{ sign: 'phone', detail: '+442079460123' }], false, null);
const join = (...candidates: OfferCandidate[]) => chooseOffer(listing, candidates).offer;

describe('the same listing in another language', () => {
  it('is one offer whatever its seller is called, unless an analyst said that these are two', () => {
    const seller = (verdict: 'cut' | null) => linkSellers([], false, verdict);
    expect(join(candidate({ seller: seller(null), sameListing: true }))).toBe(7);
    expect(join(candidate({ seller: seller('cut'), sameListing: true }))).toBe(null);
  });
});

describe('the same seller', () => {
  it('offers one substance once, however the listing reads', () => {
    expect(join(candidate({}))).toBe(7);
  });

  it('offers another substance as another offer', () => {
    expect(join(candidate({ substances: ['beta'], goods: [listing.goods] }))).toBe(null);
  });

  it('offers the same post once more when it names one substance more', () => {
    expect(join(candidate({ substances: ['alpha', 'beta'], goods: [listing.goods] }))).toBe(7);
    expect(join(candidate({ substances: ['alpha', 'beta'] }))).toBe(null);
  });

  it('offers several goods whose texts name the same substances', () => {
    const two = ['alpha', 'beta'];
    const place = (title: string, other: string) =>
      chooseOffer({ goods: goods(title), substances: two }, [
        candidate({ substances: two, goods: [goods(other)] }),
      ]).offer;
    expect(place('Product AB-10452', 'Product AB-10477')).toBe(null);
    expect(place('Alpha and beta, 5 kg', 'Alpha with beta 10 kg')).toBe(7);
  });
});

describe('another seller', () => {
  it('who gives the same phone number and the same post is the same', () => {
    const found = chooseOffer(listing, [
      candidate({ seller: byPhone, goods: [goods('Best alpha, 5 kg', POST, '205')] }),
    ]);
    expect(found).toMatchObject({ offer: 7, rule: 'linked-seller', link: { strength: 0.9 } });
    expect(found.evidence.length).toBeGreaterThan(0);
  });

  it('who gives the same phone number and another post is another offer', () => {
    expect(join(candidate({ seller: byPhone }))).toBe(null);
  });

  it('with the same post and nothing else in common is another offer: shops copy from each other', () => {
    const copied = linkSellers(
      [
        { sign: 'text', detail: '' },
        { sign: 'picture', detail: '' },
      ],
      false,
      null,
    );
    expect(join(candidate({ seller: copied, goods: [listing.goods], samePicture: true }))).toBe(null);
  });

  it('whom an analyst cut off is another one, whatever they share', () => {
    const cut = linkSellers([{ sign: 'phone', detail: '' }], false, 'cut');
    expect(join(candidate({ seller: cut, goods: [listing.goods] }))).toBe(null);
  });

  it('whom an analyst confirmed is the same, with nothing in common but the post', () => {
    const confirmed = linkSellers([], true, 'confirmed');
    expect(join(candidate({ seller: confirmed, goods: [listing.goods] }))).toBe(7);
  });
});

describe('a picture that both show', () => {
  const near = goods('Alpha 5 kg new', '', '700');
  const PICTURE = { samePicture: true };

  it('makes the same post of one that reads otherwise, where sellers are linked', () => {
    const linked = candidate({ seller: byPhone, goods: [near] });
    expect(join(linked)).toBe(null);
    expect(join({ ...linked, ...PICTURE })).toBe(7);
  });

  it('makes the same post of one by the same seller that names one substance more', () => {
    const more = candidate({ substances: ['alpha', 'beta'], goods: [near] });
    expect(join(more)).toBe(null);
    expect(join({ ...more, ...PICTURE })).toBe(7);
  });

  it('makes nothing of other goods, of another substance, or of a stranger', () => {
    const other = goods('Alpha 5 kg, CAS 64-17-5', 'quite other words');
    const mine = { goods: goods('Alpha 5 kg, CAS 50-00-0', POST), substances: ['alpha'] };
    const contradicted = candidate({ substances: ['alpha', 'beta'], goods: [other], ...PICTURE });
    expect(chooseOffer(mine, [contradicted]).offer).toBe(null);
    expect(join(candidate({ substances: ['beta'], goods: [listing.goods], ...PICTURE }))).toBe(null);
    const stranger = linkSellers([], false, null);
    expect(join(candidate({ seller: stranger, goods: [listing.goods], ...PICTURE }))).toBe(null);
  });
});

describe('among several', () => {
  it('the exact one comes before the near one', () => {
    const near = candidate({ offer: 1, seller: byPhone, goods: [listing.goods] });
    expect(join(near, candidate({ offer: 9 }))).toBe(9);
  });

  it('the oldest is taken, in whatever order they come', () => {
    const two = [candidate({ offer: 3 }), candidate({ offer: 8, goods: [listing.goods] })];
    expect(join(...two)).toBe(3);
    expect(join(...two.toReversed())).toBe(3);
  });

  it('the most alike is taken where an analyst split one', () => {
    expect(
      join(
        candidate({ offer: 3, split: true }),
        candidate({ offer: 8, split: true, goods: [listing.goods] }),
      ),
    ).toBe(8);
  });

  it('none at all means a new offer', () => {
    expect(chooseOffer(listing, [])).toEqual({ offer: null, rule: 'new', evidence: [], link: null });
  });
});
