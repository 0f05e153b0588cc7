/** Turns a watch-list into a screener: everything that can be prepared is prepared once, and what only hits need at the first hit. */
import type { Assessment } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import type { SiteKind } from '../model/site.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { buildLookAlikes } from '../text/look-alike.ts';
import { compileCas } from './find/match-cas.ts';
import type { NameMatcher } from './find/match-names.ts';
import { compileSplitCas } from './find/match-split-cas.ts';
import { compileStructures } from './find/match-structures.ts';
import type { Matchers } from './find/read-hits.ts';
import { readAllHits } from './find/read-seams.ts';
import { compileTerms } from './find/term-matcher.ts';
import { type FieldText, screenedFields } from './screened-fields.ts';
import { assess } from './weigh/assess.ts';
import { GROUPS, type OfferFacts } from './weigh/gather-signals.ts';
import { OFFER_SIGNS, TRADE_SIGNS } from './weigh/offer-signs.ts';
import { compilePhrases, type PhraseRow, readField } from './weigh/read-field.ts';
import type { Knowledge } from './weigh/weigh-substance.ts';

export type Screener = {
  /** Version of the watch-list it was compiled from. */
  readonly version: string;
  /** Assesses a listing as the law stands on `on`; spans of its hits index the texts of `screenedFields(listing)`. */
  readonly screen: (listing: Listing, on: Date, site?: SiteKind | null) => Assessment;
  /** The same for loose text: fields `title` and `text`. */
  readonly screenText: (input: { title: string | null; text: string }, on: Date) => Assessment;
};

const IN_STOCK: ReadonlySet<string> = new Set([
  'InStock',
  'InStoreOnly',
  'LimitedAvailability',
  'MadeToOrder',
  'OnlineOnly',
  'PreOrder',
  'PreSale',
  'BackOrder',
]);

/** Takes some half a second for a few thousand terms. */
export function compileWatchlist(list: Watchlist): Screener {
  const alike = buildLookAlikes();
  const numbers = list.substances.flatMap(({ id, cas }) =>
    cas.map(({ number }) => ({ substance: id, number })),
  );
  const matchers: Matchers = {
    terms: compileTerms(list, alike),
    cas: compileCas(numbers, alike),
    splitCas: compileSplitCas(numbers),
    structures: compileStructures(list),
  };
  let phrases: NameMatcher | null = null;
  const substances = new Map(list.substances.map((substance) => [substance.id, substance]));
  const knowledge = toKnowledge(list);
  const silent = assess({
    readings: [],
    facts: { hasPrice: false, inStock: false },
    substances,
    knowledge,
    version: list.version,
    on: new Date(0),
  });
  const run = (
    fields: readonly FieldText[],
    facts: OfferFacts,
    on: Date,
    kind: SiteKind | null,
  ): Assessment => {
    const hits = readAllHits(matchers, fields);
    // What stands around the hits is read only where there are some: nearly every listing has none.
    if (hits.every(({ found, brokenCas }) => found.length + brokenCas.length === 0)) return silent;
    phrases ??= compilePhrases(phraseRows(list), alike);
    const around = phrases;
    const readings = hits.map((each) => readField(around, each));
    return assess({ readings, facts, substances, knowledge, version: list.version, on, site: { kind } });
  };
  return {
    version: list.version,
    screen: (listing, on, kind = null) => run(screenedFields(listing), offerFacts(listing), on, kind),
    screenText: ({ title, text }, on) =>
      run(
        [...(title === null ? [] : [{ field: 'title' as const, text: title }]), { field: 'text', text }],
        { hasPrice: false, inStock: false },
        on,
        null,
      ),
  };
}

function offerFacts({ price, availability }: Listing): OfferFacts {
  return {
    hasPrice: price !== null && price.amount !== null,
    inStock: availability !== null && IN_STOCK.has(availability),
  };
}

function phraseRows(list: Watchlist): PhraseRow[] {
  return [
    ...OFFER_SIGNS.map(({ id, phrases }) => ({ group: GROUPS.offer, id, phrases })),
    ...TRADE_SIGNS.map(({ id, phrases, specific }) => ({
      group: specific ? GROUPS.specific : GROUPS.generic,
      id,
      phrases,
    })),
    ...list.redFlags.map(({ id, phrases }) => ({ group: GROUPS.flag, id, phrases })),
    ...list.innocentContexts.map(({ id, phrases }) => ({ group: GROUPS.innocent, id, phrases })),
  ];
}

function toKnowledge(list: Watchlist): Knowledge {
  const bound = list.innocentContexts.filter(({ terms }) => terms.length > 0);
  return {
    contextTerms: new Map(bound.map(({ id, terms }) => [id, new Set(terms)])),
    innocentCas: new Map(list.innocentCas.map(({ cas, confusedWith }) => [cas, confusedWith])),
    listedCas: new Set(list.substances.flatMap(({ cas }) => cas.map(({ number }) => number))),
    texts: new Map([
      ...[...OFFER_SIGNS, ...TRADE_SIGNS].map(({ id, text }) => [id, text] as const),
      ...list.redFlags.map(({ id, flag, issuedBy }) => [id, `${flag} (${issuedBy})`] as const),
      ...list.innocentContexts.map(({ id, meaning }) => [id, meaning] as const),
      ['price', 'names a price'],
      ['availability', 'the page marks it as available'],
      ['contact', 'gives a messenger beside a quantity'],
      ['catalogue', 'names a quantity and a purity, as catalogues do'],
      ['terms', 'tells how to pay, to hide or to talk, as an offer does'],
    ]),
  };
}
