/** Finds the buttons and links by which the thing on a page is bought, and what they say of its stock. */
import type { Element } from './element.ts';
import { BUY_NAMES, BUY_WORDS } from './page-words.ts';
import type { Survey } from './survey-page.ts';

const MAX_CONTROLS = 5000;

export type BuyControl = {
  readonly element: Element;
  readonly at: number;
  /** cart: can be bought now; gone: cannot; ahead: can be ordered before it is there; ask: the seller is asked. */
  readonly says: 'cart' | 'gone' | 'ahead' | 'ask';
};

const GONE =
  /sold[\s-]?out|out of stock|notify me|unavailable|ausverkauft|nicht (?:verfügbar|lieferbar)|benachrichtig|agotado|avísame|esgotado|avise-me|épuisé|rupture|m'avertir|prévenez-moi|esaurito|avvisami|uitverkocht|wyprzedan|powiadom|vyprodáno|нет в наличии|сообщить о поступлении|уведомить|缺货|售罄|到货通知|在庫切れ|品切れ|품절|재입고|tükendi|slutsåld|udsolgt|utsolgt/i;
const AHEAD =
  /pre[\s-]?order|vorbestell|précommand|reservar|preordina|предзаказ|预订|预购|予約|예약|ön sipariş/i;
const ASK =
  /contact|offer|chat|inquir|enquir|quot|message|kontakt|nachricht|vendeur|написать|показать|联系|询价/i;

function labelsOf(survey: Survey, element: Element): string[] {
  const { attribs } = element;
  return [
    survey.text(element, 60),
    attribs['value'] ?? '',
    attribs['aria-label'] ?? '',
    attribs['alt'] ?? '',
    attribs['title'] ?? '',
  ].map((label) => label.trim());
}

function sayingOf(survey: Survey, element: Element): BuyControl['says'] | null {
  const labels = labelsOf(survey, element);
  const { attribs, name } = element;
  const known = labels.find((label) => label !== '' && BUY_WORDS.test(label));
  const short =
    name === 'button' || name === 'input'
      ? labels.find((label) => label !== '' && label.length < 40)
      : undefined;
  if (short !== undefined && GONE.test(short)) return 'gone';
  if (known === undefined) {
    const names = `${attribs['id'] ?? ''} ${attribs['name'] ?? ''} ${attribs['class'] ?? ''}`;
    return name !== 'a' && BUY_NAMES.test(names) ? 'cart' : null;
  }
  if (GONE.test(known)) return 'gone';
  if (AHEAD.test(known)) return 'ahead';
  return ASK.test(known) ? 'ask' : 'cart';
}

const PRESSED = new Set(['submit', 'button', 'image']);

/** In the order of the page, those beside the offer left out. */
export function findBuyControls(survey: Survey, beside: (element: Element) => boolean): BuyControl[] {
  const inputs = survey
    .tagged('input')
    .filter(({ attribs }) => PRESSED.has((attribs['type'] ?? '').toLowerCase()));
  const found: BuyControl[] = [];
  for (const element of [...survey.tagged('button'), ...inputs, ...survey.tagged('a')].slice(
    0,
    MAX_CONTROLS,
  )) {
    const says = sayingOf(survey, element);
    if (says === null || beside(element)) continue;
    found.push({ element, at: survey.elements.get(element)?.first ?? 0, says });
  }
  return found.sort((a, b) => a.at - b.at);
}
