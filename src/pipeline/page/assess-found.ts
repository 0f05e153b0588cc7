/** What there is to write of a listing that a page shows: a sighting, or an assessment with the copy of the page that proves it. */
import { cardHash } from '../../dedupe/content-hash.ts';
import type { Found } from './recognise-listings.ts';
import type { ListingToRecord } from './record-listings.ts';
import type { IngestTools, RunContext } from './run-context.ts';

/** What is to be written of a listing. `capture` is null where no copy is kept; then `evidence` keeps one for an alert all the same. */
export function assess(
  { screener, clock }: IngestTools,
  context: RunContext,
  { known, card, ...found }: Found,
  copies: { readonly capture: string | null; readonly evidence: () => string },
): ListingToRecord {
  // A card on a list says less than the listing's own page: it is a sighting of what is known, not a new text.
  const seen = known !== null && card ? { ...found, contentHash: known.contentHash } : found;
  // Same words under the same list give the same verdict: only the sighting is written. A card's is settled by its own page.
  const same = known?.contentHash === seen.contentHash && known.watchlist === screener.version;
  const silent = card ? same || known?.partial === false : same && !known.partial;
  const assessment = silent ? null : screener.screen(found.listing, clock(), context.site.kind);
  const capture = copies.capture ?? (assessment?.verdict === 'alert' ? copies.evidence() : null);
  const kept = known !== null && card ? null : capture;
  return { ...seen, capture: kept, partial: card, assessment, watchlist: screener.version };
}

/** A card of a listing that was read and screened before, at an address that is known: that it was seen is all there is to write. */
export function isSighting({ known, card, leadsAnew }: Found, watchlist: string): boolean {
  if (!card || known === null || known.state !== 'live' || leadsAnew) return false;
  return known.watchlist === watchlist || !known.partial;
}

/** Whether the page says something of the listing that was not known, or is not as it was. */
export function isNews({ known, card, listing, contentHash: hash }: Found, list: string): boolean {
  if (known === null) return true;
  if (!card) return known.contentHash !== hash;
  const before = known.cards[list];
  return known.state !== 'live' || (before !== undefined && before !== cardHash(listing));
}

/** A card's own page is still to come, and has a picture of its own. */
export function needsPicture({ partial, assessment }: ListingToRecord): boolean {
  return !partial && assessment?.verdict === 'alert';
}
