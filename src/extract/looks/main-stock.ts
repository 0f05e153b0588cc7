/** Whether the thing a page is about can be had, by what the page shows near its heading. */
import type { Availability } from '../../model/listing.ts';
import { type Element, parentOf } from '../html/element.ts';
import { GONE_HEADING } from '../page/gone-words.ts';
import { SIGN } from '../page/name-signs.ts';
import type { Survey } from '../page/survey-page.ts';
import { readAvailability, saysStock } from '../values/read-availability.ts';
import type { BuyControl } from './buy-controls.ts';

/** In pieces of text: what stands further from the heading is about something else. */
const REACH = 500;
const MAX_TEXT = 120;
const MAX_SPOTS = 300;

/** Themes put "Sold out" on every product and show it by a style: a button that sells knows better. */
const BADGE = /badge|ribbon|sticker|product-?flag/i;

function isBadge(element: Element): boolean {
  return [element, parentOf(element)].some((at) => BADGE.test(at?.attribs['class'] ?? ''));
}

type Sign = {
  readonly says: Availability;
  readonly weight: number;
  readonly at: number;
  readonly badge: boolean;
};

const WEIGHT = { named: 5, text: 4, control: 3, className: 2, cart: 1 } as const;

/** A colour, a size or a picture that is missing. */
const OF_A_PART = /variation|swatch|image|option|colou?r|size|filter/i;

/** In an element of that name few words are enough. */
const shortStock = (text: string): Availability | null =>
  text.length > 60 || /image|photo|picture|bild|foto|notify|colou?r|size/i.test(text)
    ? null
    : readAvailability(text);

/** Elements that shops call stock or availability, by their text, or by their own name where they show none. */
function namedSigns(survey: Survey, beside: (element: Element) => boolean): Sign[] {
  return survey
    .signed(SIGN.stock | SIGN.inStock | SIGN.outOfStock)
    .slice(0, MAX_SPOTS)
    .flatMap((element): Sign[] => {
      const sign = namedSign(survey, element);
      return sign === null || beside(element) ? [] : [sign];
    });
}

function namedSign(survey: Survey, element: Element): Sign | null {
  const surveyed = survey.elements.get(element);
  const text = survey.text(element, MAX_TEXT + 1);
  if (surveyed === undefined || surveyed.place.hidden || text === '') return null;
  const { first: at, signs } = surveyed;
  const ofPart = OF_A_PART.test(`${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`);
  const said = (signs & SIGN.stock) === 0 ? null : (saysStock(text) ?? (ofPart ? null : shortStock(text)));
  const badge = isBadge(element);
  if (said !== null) return { says: said, weight: WEIGHT.named, at, badge };
  if (ofPart) return null;
  if ((signs & SIGN.outOfStock) !== 0) return { says: 'OutOfStock', weight: WEIGHT.className, at, badge };
  return (signs & SIGN.inStock) !== 0 ? { says: 'InStock', weight: WEIGHT.className, at, badge } : null;
}

/** Short pieces of text that say nothing else. */
function textSigns(survey: Survey, beside: (element: Element) => boolean): Sign[] {
  const signs: Sign[] = [];
  for (let at = 0; at < survey.runs.length; at++) {
    const run = survey.runs[at];
    if (run === undefined) break;
    const { text, element, place } = run;
    if (text.length > MAX_TEXT || place.hidden || place.furniture || place.related) continue;
    // A link of that name leads to a filter or to other goods.
    if (place.control?.name === 'a') continue;
    const says = saysStock(text, [survey.runs[at - 1]?.text, survey.runs[at + 1]?.text]);
    if (says !== null && !beside(element))
      signs.push({ says, weight: WEIGHT.text, at, badge: isBadge(element) });
    if (signs.length >= MAX_SPOTS) break;
  }
  return signs;
}

/** In pieces of text from the heading: where a board says that the advertisement is over. */
const NOTICE_REACH = 40;
const SHORTEST_NOTICE = 8;

/** "This ad has expired" beside an advertisement that is still shown. It does not prove that there is one. */
function noticeSigns({ runs }: Survey, heading: number): Sign[] {
  const from = Math.max(0, heading - NOTICE_REACH);
  const at = runs
    .slice(from, heading + NOTICE_REACH)
    .findIndex(
      ({ text, place }) =>
        text.length >= SHORTEST_NOTICE &&
        text.length <= MAX_TEXT &&
        !place.hidden &&
        !place.related &&
        GONE_HEADING.test(text),
    );
  return at < 0 ? [] : [{ says: 'Discontinued', weight: WEIGHT.className, at: from + at, badge: false }];
}

function controlSigns(controls: readonly BuyControl[], survey: Survey): Sign[] {
  return controls.flatMap(({ element, says, at }): Sign[] => {
    if (survey.elements.get(element)?.place.hidden) return [];
    if (says === 'gone') return [{ says: 'OutOfStock', weight: WEIGHT.control, at, badge: false }];
    if (says === 'ahead') return [{ says: 'PreOrder', weight: WEIGHT.control, at, badge: false }];
    return says === 'cart' ? [{ says: 'InStock', weight: WEIGHT.cart, at, badge: false }] : [];
  });
}

export type FoundStock = {
  readonly says: Availability;
  /** Said in words, beside a button at most: what a class or a cart button lets guess may be of any product. */
  readonly inWords: boolean;
};

/** `heading` is the position of the page's heading. The strongest sign wins, then the one nearest below the heading. */
export function findStock(
  survey: Survey,
  heading: number,
  controls: readonly BuyControl[],
  beside: (element: Element) => boolean,
): FoundStock | null {
  const buttons = controlSigns(controls, survey);
  const sells = buttons.some(({ says }) => says === 'InStock');
  // A cart's own messages speak of things that were removed, too.
  const notices = sells ? [] : noticeSigns(survey, heading);
  const near = [...namedSigns(survey, beside), ...textSigns(survey, beside), ...notices, ...buttons]
    .filter(({ badge }) => !(badge && sells))
    .filter(({ at }) => at >= heading - REACH / 5 && at <= heading + REACH);
  const rank = ({ weight, at }: Sign) =>
    weight - Math.abs(at - heading) / (REACH * 2) - (at < heading ? 0.5 : 0);
  const best = near.reduce<Sign | null>(
    (best, sign) => (best === null || rank(sign) > rank(best) ? sign : best),
    null,
  );
  return best && { says: best.says, inWords: best.weight >= WEIGHT.control };
}
