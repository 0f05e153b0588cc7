/** Gives cards that are declared without an address that of the card of the same name which the page shows. */
import type { Draft } from '../page/draft.ts';
import { sameWords } from '../page/page-subject.ts';

const hasAddress = ({ fields: { url } }: Draft): boolean => url !== null;
const nameOf = ({ fields: { title } }: Draft): string => sameWords(title ?? '');

/** Of two shown cards of one name the first belongs to the first that is declared. */
function addressesByName(shown: readonly Draft[]): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const card of shown) {
    const { url } = card.fields;
    if (url === null) continue;
    const same = byName.get(nameOf(card));
    if (same === undefined) byName.set(nameOf(card), [url]);
    else same.push(url);
  }
  return byName;
}

const isPriced = ({ fields: { title, price } }: Draft): boolean => title !== null && price?.amount != null;

/**
 * Boards declare what they found by name and price alone. What has no shown card of its name is left out, as its page is not known;
 * where no card is shown at all, the page itself is all the address there is.
 */
export function withShownAddresses(
  declared: readonly Draft[],
  shown: readonly Draft[],
  here: string,
): readonly Draft[] {
  if (declared.every(hasAddress)) return declared;
  const withUrl = (card: Draft, url: string): Draft => ({ ...card, fields: { ...card.fields, url } });
  if (shown.length === 0)
    return declared.some(hasAddress)
      ? declared
      : declared.filter(isPriced).map((card) => withUrl(card, here));
  const addresses = addressesByName(shown);
  return declared.flatMap((card) => {
    const url = card.fields.url ?? addresses.get(nameOf(card))?.shift();
    return url === undefined ? [] : [withUrl(card, url)];
  });
}
