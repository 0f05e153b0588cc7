/** Whether the text of a page shows the amount that is declared for its offer, so that it need not be searched for prices. */
import type { Price } from '../model/listing.ts';
import { OLD_LABEL, saysNet } from './main-price.ts';
import { nodesTagged, type Outline } from './outline.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { plainDigits } from './plain-digits.ts';
import { tagSet } from './tag-kinds.ts';

/** In UTF-16 units, before an amount. */
const LABEL = 30;
const MAX_STRUCK = 40;
const MAX_STRUCK_TEXT = 60;
const STRUCK_TAGS = tagSet('del s strike');

/** The amount as a number of its own, however its thousands and cents are set apart; null where it is finer than cents. */
function amountPattern(amount: string): RegExp | null {
  const [whole = '', cents = ''] = amount.split('.');
  if (cents.length > 2) return null;
  const digits = [...whole].join("[.,'’\\s]?");
  const [tens, ones] = cents.padEnd(2, '0');
  const none = tens === '0' && ones === '0';
  const end = none ? '(?:\\D{0,3}00)?' : `\\D{0,3}${tens}${ones === '0' ? '0?' : ones}`;
  return new RegExp(`(?<!\\d[.,'’]?)${digits}${end}(?!\\d|[.,]\\d)`, 'g');
}

function struckTexts(outline: Outline, { isStruckName }: PageDocument['memory']): string[] {
  const named = [...outline.bearing('class')].filter(([value]) => isStruckName(value));
  const nodes = [...nodesTagged(outline, STRUCK_TAGS), ...named.flatMap(([, some]) => some)];
  return nodes.slice(0, MAX_STRUCK).map((node) => textInside(outline, node, MAX_STRUCK_TEXT));
}

/** Not where all that shows it is struck, is labelled as what was, or stands before tax. */
export function showsAmount({ amount }: Price, { outline, memory, mainText }: PageDocument): boolean {
  const pattern = amount === null ? null : amountPattern(amount);
  if (pattern === null) return true;
  if (struckTexts(outline, memory).some((text) => plainDigits(text).search(pattern) >= 0)) return false;
  const text = plainDigits(mainText());
  return text.matchAll(pattern).some(({ index }) => {
    const from = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    const isOld = OLD_LABEL.test(text.slice(Math.max(from, index - LABEL), index));
    return !isOld && !saysNet(text.slice(from, end < 0 ? text.length : end));
  });
}
