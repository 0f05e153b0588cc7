/** The screened texts of a listing as they may be shown: masked, with the hits where they stand, and as they were compared. */
import type { MarkedText } from '../model/api.ts';
import type { Hit } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import { screenedFields } from '../screen/screened-fields.ts';
import { normalise, normalisedSpan } from '../text/normalise.ts';
import type { Mask } from './mask-listing.ts';

/**
 * The fields exactly as they were screened, then masked: masking keeps lengths, so that the spans of the hits still fit.
 * A hit shows what the masked text shows, for a contact can hold a term.
 */
export function markTexts(listing: Listing, hits: readonly Hit[], mask: Mask): MarkedText[] {
  return screenedFields(listing).map(({ field, text }) => {
    const masked = mask(text);
    const placed = hits.filter((hit) => hit.field === field).flatMap((hit) => placeHit(hit, text));
    const normalised = normalise(masked);
    return {
      field,
      text: masked,
      hits: placed.map((hit) => ({ ...hit, text: masked.slice(hit.start, hit.end) })),
      normalised: {
        text: normalised.text,
        spans: placed.map(({ start, end }) => normalisedSpan(normalised, start, end)),
      },
    };
  });
}

/**
 * Normally the hit as it is. A page that shows its attributes in another order counts as unchanged, so that the stored
 * text and the screened one can differ in that: the hit is then looked for, and left unmarked when it is not there.
 */
function placeHit(hit: Hit, text: string): Hit[] {
  if (text.slice(hit.start, hit.end) === hit.text) return [hit];
  const start = text.indexOf(hit.text);
  return start < 0 || hit.text === '' ? [] : [{ ...hit, start, end: start + hit.text.length }];
}
