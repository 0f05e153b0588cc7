/** Finds a price in running text. */
import type { Price } from '../../model/listing.ts';
import type { PageDocument } from '../page/page-document.ts';
import { currencyTokens } from '../values/currencies.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { plainDigits } from '../values/plain-digits.ts';
import { SENDING } from './price-labels.ts';

/** UTF-16 units: a sum further down is of something else. */
const PRICE_WINDOW = 2000;

const FIGURE = "(?:\\d{1,3}(?:[ '’\u00a0\u202f]\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d[\\d.,]*)";
const BEHIND = new RegExp(`^\\s?${FIGURE}`);
const BEFORE = new RegExp(`(?<![\\p{L}\\d])${FIGURE} ?$`, 'u');
/** UTF-16 units: right before a sum that an order must come to, for it to be taken or sent free of charge. */
const ORDER_REACH = 40;
const OF_ORDERS =
  /(?<!\p{L})(?:(?:minim\p{L}*|min\.?|миним\p{L}*|мінім\p{L}*|mindest\p{L}*) ?(?:order|bestell\p{L}*|commande|pedido|ordine|zamówieni\p{L}*|заказ\p{L}*|замовлен\p{L}*|сумма|сума)?|(?:orders?|bestell(?:ung|wert)\p{L}*|commandes?|pedidos?|compras?|ordin[ei]|zamówieni\p{L}*|objednáv\p{L}*|заказ\p{L}*|замовлен\p{L}*) (?:over|from|above|ab|über|von|dès|de plus de|à partir de|desde|a partir de|superiores? a|mayores de|da|oltre|sopra|od|powyżej|nad|от|на сумму от|свыше|від|понад))[\s:=]*$/iu;

/** Right before a sum: it is asked no longer. */
const NO_LONGER =
  /(?<!\p{L})(?:was|were|formerly|war|kostete|vorher|statt|était|coûtait|au lieu de|era|costaba|antes|en vez de|costava|prima|was eerst|była?|było|zamiast|byla|stála|původně|был[аои]?|стоил[аои]?|раньше|вместо|бул[аои]|було|коштува(?:в|ла|ло)|раніше|замість)[\s:]*$/iu;

const PAID_FIRST =
  'prepayment|pre-?paid|deposit|down payment|anzahlung|kaution|acompte|arrhes|anticipo|señal|sinal|caparra|zaliczka|kaucja|záloha|aanbetaling|borg|kapora|depozito|предоплата|передплата|аванс|задаток|завдаток|залог|застава|定金|订金|押金|手付金|보증금|예약금|đặt cọc|مقدم|עירבון';
/** What is paid to be let in: to a fair, a show, a course. */
const TO_ENTER =
  "entry(?: fee)?|entrance(?: fee)?|admission(?: fee)?|tickets?|eintritt(?:spreis)?|unkostenbeitrag|entrée(?: libre)?|droit d[’']entrée|entradas?|ingresso|biglietto|toegang|entree|wstęp|bilety?|vstup(?:né|enka)?|вход(?:ной билет)?|входн[аоиы]\\p{L}*|билеты?|вхід|квит(?:ок|ки)|belépő|intrare[a]?|bilete?|inträde|entré|sisäänpääsy|giriş(?: ücreti)?|είσοδος|門票|门票|入场费|入場料|입장료|vé vào cửa|ค่าเข้า|tiket masuk|رسم الدخول|ورودی|כניסה";
/** Right before a sum: it is a part of what is asked, or comes on top, or is asked for no thing. */
const OF_PART = new RegExp(`(?<!\\p{L})(?:${SENDING}|${PAID_FIRST}|${TO_ENTER})[\\s:=–—-]*$`, 'iu');

/** The first sum with its currency in running text that is what the thing costs: not what an order must come to, what was, or what is paid first. */
export function priceInProse(page: PageDocument, prose: string): Price | null {
  const text = plainDigits(prose.slice(0, PRICE_WINDOW));
  for (const { start, end } of currencyTokens(text)) {
    const after = BEHIND.exec(text.slice(end, end + 20))?.[0];
    const before = BEFORE.exec(text.slice(Math.max(0, start - 20), start))?.[0];
    const from = start - (before?.length ?? 0);
    const label = text.slice(Math.max(0, from - ORDER_REACH), from);
    if (OF_ORDERS.test(label) || NO_LONGER.test(label) || OF_PART.test(label)) continue;
    const sum =
      before === undefined ? `${text.slice(start, end)}${after ?? ''}` : `${before}${text.slice(start, end)}`;
    const price =
      before === undefined && after === undefined ? null : parsePrice(sum, priceHints(page, null));
    if (price?.amount != null && price.currency !== null) return price;
  }
  return null;
}
