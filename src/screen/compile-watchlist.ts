/** Turns a watch-list into a screener: everything that can be prepared is prepared here, once. */
import type { Assessment } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { buildLookAlikes, type LookAlikes } from '../text/look-alike.ts';
import { assess } from './assess.ts';
import { GROUPS, type OfferFacts } from './gather-signals.ts';
import { compileCas } from './match-cas.ts';
import { compileNames } from './match-names.ts';
import { compileSplitCas } from './match-split-cas.ts';
import { OFFER_SIGNS, TRADE_SIGNS } from './offer-signs.ts';
import { type Pattern, toPatterns } from './patterns.ts';
import { type Matchers, readField } from './read-field.ts';
import { type FieldText, screenedFields } from './screened-fields.ts';
import type { Knowledge } from './weigh-substance.ts';

export type Screener = {
  /** Version of the watch-list it was compiled from. */
  readonly version: string;
  /** Assesses a listing as the law stands on `on`; spans of its hits index the texts of `screenedFields(listing)`. */
  readonly screen: (listing: Listing, on: Date) => Assessment;
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

/** Takes some tens of milliseconds for a few thousand terms. */
export function compileWatchlist(list: Watchlist): Screener {
  const alike = buildLookAlikes();
  const numbers = list.substances.flatMap(({ id, cas }) =>
    cas.map(({ number }) => ({ substance: id, number })),
  );
  const matchers: Matchers = {
    names: compileNames([...termPatterns(list, alike), ...phrasePatterns(list, alike)], alike),
    cas: compileCas(numbers),
    splitCas: compileSplitCas(numbers),
  };
  const substances = new Map(list.substances.map((substance) => [substance.id, substance]));
  const knowledge = toKnowledge(list);
  const run = (fields: readonly FieldText[], facts: OfferFacts, on: Date): Assessment => {
    const readings = fields.map((field) => readField(matchers, field));
    return assess({ readings, facts, substances, knowledge, version: list.version, on });
  };
  return {
    version: list.version,
    screen: (listing, on) =>
      run(
        screenedFields(listing),
        {
          hasPrice: listing.price?.amount !== null && listing.price !== null,
          inStock: listing.availability !== null && IN_STOCK.has(listing.availability),
        },
        on,
      ),
    screenText: ({ title, text }, on) =>
      run(
        [...(title === null ? [] : [{ field: 'title' as const, text: title }]), { field: 'text', text }],
        { hasPrice: false, inStock: false },
        on,
      ),
  };
}

/** Live terms, and those in `shadow`, which are recorded only. */
function termPatterns({ substances }: Watchlist, alike: LookAlikes): Pattern[] {
  return substances.flatMap(({ id, terms }) =>
    terms
      .filter(({ state }) => state === 'live' || state === 'shadow')
      .flatMap(({ text, ambiguous, state }) => {
        const meaning = {
          kind: 'term',
          substance: id,
          term: text,
          ambiguous,
          shadow: state === 'shadow',
        } as const;
        return toPatterns(text, meaning, alike);
      }),
  );
}

function phrasePatterns(list: Watchlist, alike: LookAlikes): Pattern[] {
  const rows: { group: string; id: string; phrases: readonly string[] }[] = [
    ...OFFER_SIGNS.map(({ id, phrases }) => ({ group: GROUPS.offer, id, phrases })),
    ...TRADE_SIGNS.map(({ id, phrases, specific }) => ({
      group: specific ? GROUPS.specific : GROUPS.generic,
      id,
      phrases,
    })),
    ...list.redFlags.map(({ id, phrases }) => ({ group: GROUPS.flag, id, phrases })),
    ...list.innocentContexts.map(({ id, phrases }) => ({ group: GROUPS.innocent, id, phrases })),
  ];
  return rows.flatMap(({ group, id, phrases }) => {
    const meaning = { kind: 'phrase', group, id } as const;
    return phrases.flatMap((phrase) => toPatterns(phrase, meaning, alike));
  });
}

function toKnowledge(list: Watchlist): Knowledge {
  const bound = list.innocentContexts.filter(({ terms }) => terms.length > 0);
  return {
    contextTerms: new Map(bound.map(({ id, terms }) => [id, new Set(terms)])),
    listedCas: new Set(list.substances.flatMap(({ cas }) => cas.map(({ number }) => number))),
    texts: new Map([
      ...[...OFFER_SIGNS, ...TRADE_SIGNS].map(({ id, text }) => [id, text] as const),
      ...list.redFlags.map(({ id, flag, issuedBy }) => [id, `${flag} (${issuedBy})`] as const),
      ...list.innocentContexts.map(({ id, meaning }) => [id, meaning] as const),
      ['price', 'names a price'],
      ['availability', 'the page marks it as available'],
    ]),
  };
}
