/** Finds the buttons and links by which the thing on a page is bought, and what they say of its stock. */

import type { Element } from '../html/element.ts';
import type { Survey } from '../page/survey-page.ts';
import { saysStock } from '../values/read-availability.ts';
import { AHEAD, ASK, BUY, BUY_NAMES, GONE } from './buy-words.ts';

const MAX_CONTROLS = 5000;

export type BuyControl = {
  readonly element: Element;
  readonly at: number;
  /** cart: can be bought now; gone: cannot; ahead: can be ordered before it is there; ask: the seller is asked. */
  readonly says: 'cart' | 'gone' | 'ahead' | 'ask';
};

/** Of an element that a script defines: "<shop-button>". */
const BUTTON_TAG = /-(?:button|btn)$/;

/** Longer texts are prose inside a link. */
const MAX_LABEL = 60;
const LABELS = ['value', 'aria-label', 'alt', 'title'];

function labelsOf(survey: Survey, element: Element): string[] {
  const labels: string[] = [];
  const add = (text: string) => {
    const label = text.trim();
    if (label !== '' && label.length <= MAX_LABEL) labels.push(label);
  };
  add(survey.text(element, MAX_LABEL));
  for (const name of LABELS) if (element.attribs[name] !== undefined) add(element.attribs[name]);
  return labels;
}

/** What a button says of the stock, where it says that instead of what it does. */
function isGone(label: string): boolean {
  const stock = saysStock(label);
  return GONE.test(label) || stock === 'OutOfStock' || stock === 'SoldOut' || stock === 'Discontinued';
}

function sayingOf(survey: Survey, element: Element): BuyControl['says'] | null {
  const labels = labelsOf(survey, element);
  const { attribs, name } = element;
  const pressed =
    name === 'button' || name === 'input' || attribs['role'] === 'button' || BUTTON_TAG.test(name);
  if (labels.some((label) => (pressed ? isGone(label) : GONE.test(label)))) return 'gone';
  if (labels.some((label) => ASK.test(label))) return 'ask';
  // A cart button that cannot be pressed says nothing: something must be chosen first, or there is nothing left.
  const pressable = attribs['disabled'] === undefined && attribs['aria-disabled'] !== 'true';
  if (labels.some((label) => BUY.test(label)))
    return labels.some((label) => AHEAD.test(label)) ? 'ahead' : pressable ? 'cart' : 'ask';
  const names = `${attribs['id'] ?? ''} ${attribs['name'] ?? ''} ${attribs['class'] ?? ''}`;
  return pressed && pressable && BUY_NAMES.test(names) ? 'cart' : null;
}

const PRESSED = new Set(['submit', 'button', 'image']);

/** An advertisement is marked so, as search engines ask for: what it leads to is bought elsewhere. */
const isPaidFor = ({ attribs }: Element): boolean => /\bsponsored\b/i.test(attribs['rel'] ?? '');

/** In the order of the page, those beside the offer left out. */
export function findBuyControls(survey: Survey, beside: (element: Element) => boolean): BuyControl[] {
  const inputs = survey
    .tagged('input')
    .filter(({ attribs }) => PRESSED.has((attribs['type'] ?? '').toLowerCase()));
  // Some shops build their buttons of other elements and say so.
  const roles = ['div', 'span'].flatMap((name) =>
    survey.tagged(name).filter(({ attribs }) => attribs['role'] === 'button'),
  );
  const buttons = [...survey.tagged('button'), ...survey.custom(BUTTON_TAG)];
  const found: BuyControl[] = [];
  for (const element of [...buttons, ...inputs, ...roles, ...survey.tagged('a')].slice(0, MAX_CONTROLS)) {
    // Most links of a page lead to what is beside the offer, and what they say need not be read.
    const says = beside(element) || isPaidFor(element) ? null : sayingOf(survey, element);
    if (says === null) continue;
    found.push({ element, at: survey.elements.get(element)?.first ?? 0, says });
  }
  return found.sort((a, b) => a.at - b.at);
}
