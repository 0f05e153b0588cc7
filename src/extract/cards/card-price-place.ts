/** Finds where the cards of a list have their price, and those that say something else there: "make an offer". */
import { type Element, eachElementIn, nearest } from '../html/element.ts';
import { labelKey } from '../page/label-words.ts';
import { SIGN } from '../page/name-signs.ts';
import type { Survey } from '../page/survey-page.ts';
import type { Group } from './card-groups.ts';

/** Of the cards with a sum so many have it in the same place. */
const MOST = 0.6;
/** Elements around a sum that may be called a price. */
const MAX_CLIMB = 3;
/** Of one card. */
const MAX_ELEMENTS = 60;
const MAX_WORDS = 40;

const classOf = ({ attribs }: Element): string => attribs['class'] ?? '';

/** A card whose sum stands in its text, while the place where the others have theirs holds words: what it costs is not told. */
export function saysWordsForPrice({ elements, text }: Survey, group: Group): (card: Element) => boolean {
  const isCalled = (one: Element) => ((elements.get(one)?.signs ?? 0) & SIGN.price) !== 0;
  const placeOf = (sum: Element) => nearest(sum, MAX_CLIMB, isCalled);
  const counts = new Map<string, number>();
  const elsewhere = new Set<Element>();
  for (const [card, price] of group) {
    const place = price === null ? null : placeOf(price.element);
    if (place !== null) counts.set(classOf(place), (counts.get(classOf(place)) ?? 0) + 1);
    else if (price !== null) elsewhere.add(card);
  }
  const [common] = [...counts].sort(([, a], [, b]) => b - a);
  const all = [...group.values()].filter((price) => price !== null).length;
  if (common === undefined || elsewhere.size === 0 || common[1] < all * MOST) return () => false;
  const saysWords = (one: Element) => {
    const words = text(one, MAX_WORDS);
    return words !== '' && !/\d/.test(words) && /\p{L}/u.test(words) && labelKey(words) === null;
  };
  return (card) => {
    if (!elsewhere.has(card)) return false;
    let found = false;
    eachElementIn(card, MAX_ELEMENTS, (one) => {
      found ||= classOf(one) === common[0] && isCalled(one) && saysWords(one);
    });
    return found;
  };
}
