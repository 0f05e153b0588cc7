/** Is what stands at a new address a listing that is known? Only when the site says so, and what it shows does not speak against it. */
import type { Listing } from '../model/listing.ts';
import { pictureName } from './content-hash.ts';
import { sellerKey } from './offer-key.ts';
import { stableText } from './stable-text.ts';

/** Texts that are shorter are shop phrases. */
const TELLING_TEXT = 40;
/** "1", "n/a" and "default" number nothing. */
const TELLING_ID = /^(?=.*\d).{3,200}$/s;

/** The shop's own number of it, where it can tell listings apart; null where there is none. */
export function tellingId({ externalId }: Pick<Listing, 'externalId'>): string | null {
  return externalId !== null && TELLING_ID.test(externalId) ? externalId : null;
}

/** Unique within a site as far as its sellers number what they sell; null where nothing tells. */
export function idKey(listing: Listing): string | null {
  const id = tellingId(listing);
  return id === null ? null : `${sellerKey(listing.seller, listing.contacts)}\n${id}`;
}

function isSameText(a: string | null, b: string | null, least: number): boolean {
  if (a === null || b === null || a.length < least) return false;
  return stableText(a) === stableText(b);
}

/** Title, text or pictures are the same: an edit seldom touches all three. */
function agree(a: Listing, b: Listing): boolean {
  if (isSameText(a.title, b.title, 1) || isSameText(a.description, b.description, TELLING_TEXT)) return true;
  const [left, right] = [a, b].map(({ images }) => images.map(pictureName).sort().join('\n'));
  return left !== '' && left === right;
}

/** Where the old address sends visitors on to the new one: not when it sends them to something else instead, as shops do. */
export function isSentOn(stored: Listing, now: Listing): boolean {
  const [before, after] = [tellingId(stored), tellingId(now)];
  return (before === null || after === null || before === after) && agree(stored, now);
}

/** Where the site gives both the same number: not another seller's, nor the same page in another language. */
export function hasSameId(stored: Listing, now: Listing): boolean {
  const key = idKey(now);
  if (key === null || idKey(stored) !== key) return false;
  const otherLanguage = stored.language !== null && now.language !== null && stored.language !== now.language;
  return !otherLanguage && agree(stored, now);
}
