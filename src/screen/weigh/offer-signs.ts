/** Signs that something is offered, and signs that it is chemicals, with their phrases in all languages. */
import { ASIAN_OFFERS } from './offer-phrases-asian.ts';
import { EASTERN_OFFERS } from './offer-phrases-eastern.ts';
import { FURTHER_OFFERS } from './offer-phrases-further.ts';
import { INDIC_OFFERS } from './offer-phrases-indic.ts';
import { LESSER_OFFERS } from './offer-phrases-lesser.ts';
import { RARER_OFFERS } from './offer-phrases-rarer.ts';
import { ROMANISED_OFFERS } from './offer-phrases-romanised.ts';
import { SOUTHERN_OFFERS } from './offer-phrases-southern.ts';
import { WESTERN_OFFERS } from './offer-phrases-western.ts';
import { type PhraseGroup, splitPhrases } from './phrase-group.ts';
import { TRADE_PHRASES } from './trade-phrases.ts';

const TEXTS = {
  'in-stock': 'says that it is in stock',
  'for-sale': 'says that it is for sale',
  wanted: 'asks to buy it',
  quote: 'invites to ask for a price or to get in touch',
  wholesale: 'speaks of wholesale quantities or prices',
  delivery: 'offers delivery',
  word: 'has a word of trade that also stands in other texts',
} as const;
type OfferId = keyof typeof TEXTS;

/** Signs that speak to a buyer; a report, a paper or a policy has words of trade and prices too. */
export const DIRECT_OFFERS: ReadonlySet<string> = new Set<OfferId>([
  'in-stock',
  'for-sale',
  'wanted',
  'quote',
  'wholesale',
  'delivery',
]);

const LANGUAGES = [
  WESTERN_OFFERS,
  EASTERN_OFFERS,
  ASIAN_OFFERS,
  FURTHER_OFFERS,
  RARER_OFFERS,
  INDIC_OFFERS,
  LESSER_OFFERS,
  SOUTHERN_OFFERS,
  ROMANISED_OFFERS,
].flatMap((family) => Object.values(family));

/** Each row counts once, however many of its phrases stand in a text. */
export const OFFER_SIGNS: readonly PhraseGroup[] = Object.entries(TEXTS).map(([id, text]) => ({
  id,
  text,
  phrases: [...new Set(LANGUAGES.flatMap((language) => splitPhrases(language[id as OfferId])))],
}));

const TRADE_TEXTS = {
  'cas-label': { specific: true, text: 'speaks of a CAS number' },
  chemical: { specific: true, text: 'speaks of chemicals' },
  'physical-form': { specific: false, text: 'names the form of the goods' },
  maker: { specific: false, text: 'names a maker or supplier' },
} as const;

/** What an abbreviation with other meanings needs around it; `specific` signs hardly stand elsewhere. */
export const TRADE_SIGNS: readonly (PhraseGroup & { readonly specific: boolean })[] = Object.entries(
  TRADE_TEXTS,
).map(([id, sign]) => ({
  id,
  ...sign,
  phrases: splitPhrases(TRADE_PHRASES[id as keyof typeof TRADE_TEXTS]),
}));
