/** A group of phrases that say one thing, in several languages. */

export type PhraseGroup = { readonly id: string; readonly text: string; readonly phrases: readonly string[] };

/** Phrases are separated by commas, which none of them has inside. "*" at the end lets a word go on. */
export function splitPhrases(text: string): string[] {
  return text
    .split(',')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
}

/** What one language says for each sign of an offer (see offer-signs.ts). */
export type OfferPhrases = {
  readonly 'in-stock': string;
  readonly 'for-sale': string;
  readonly wanted: string;
  readonly quote: string;
  readonly wholesale: string;
  readonly delivery: string;
  readonly word: string;
};
