/** Tells a page that offers something in running text alone: its heading sells, and the text says how to reach who does. */
import { contactLinks } from './contact-links.ts';
import { findContacts } from './find-contacts.ts';
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { priceInProse } from './price-in-prose.ts';
import { oneLine } from './visible-text.ts';

/** What a heading says that sells: "Buy … online", "… for sale", "Купить …", in the main languages. */
const SELLS = new RegExp(
  [
    '^\\W*(?:buy|order|purchase)(?![\\p{L}-])|(?<![\\p{L}])(?:for sale|buy online|order online|in stock now|wholesale|bulk supplier)(?![\\p{L}])',
    '(?<![\\p{L}])(?:kaufen|bestellen|zu verkaufen|acheter|à vendre|en vente|commander|comprar|se vende|en venta|à venda|vende-se|acquista(?:re)?|in vendita|kopen|te koop|kupić|kup|na sprzedaż|koupit|na prodej|köpa?|til salgs?|satın al|satılık|beli|dijual)(?![\\p{L}])',
    '(?<![\\p{L}])(?:купить|заказать|продажа|продам|продаю|купити|замовити|продаж)(?![\\p{L}])',
    '购买|订购|出售|销售|批发|现货|購買|販売|通販|購入|구매|판매|شراء|للبيع|mua|cần bán|ซื้อ|ขาย',
  ].join('|'),
  'iu',
);
const SEEKS =
  /(?<![\p{L}])(?:wanted|want to buy|wtb|looking for|suche|ankauf|busco|compro|cherche|cerco|gezocht|kupię|koupím|куплю|скупка)(?![\p{L}])|求购|收购|買取/iu;
/** What messages say of goods in stock. */
const AVAILABLE =
  /(?<![\p{L}])(?:in stock|available(?: now)?|ready to ship|ships? worldwide|price ?list|dm (?:me|us|for)|lieferbar|auf lager|en stock|disponible|disponível|disponibile|dostępn[ey]|skladem|в наличии|под заказ|в наявності|stokta)(?![\p{L}])|现货|有货|包邮|在庫あり|재고/iu;
const MAX_HEADING = 200;

/** Ways that sellers give in a text to be written to at once. */
const MESSENGERS: ReadonlySet<string> = new Set([
  'whatsapp',
  'telegram',
  'wickr',
  'signal',
  'threema',
  'session',
  'wechat',
]);

/** Whether a text says of something that it can be had. */
export function namesGoods(text: string): boolean {
  return (SELLS.test(text) || AVAILABLE.test(text)) && !SEEKS.test(text);
}

/**
 * A heading that sells is not enough, since guides and news have such headings; a way to reach the seller in the text, and a
 * messenger or a price beside it, is what they have not.
 */
export function sellsInProse(page: PageDocument): boolean {
  const { outline, parts } = page;
  const headings = [page.title, ...parts.headings.slice(0, 2).map((h1) => textInside(outline, h1))];
  const said = headings.map((heading) => oneLine(heading, MAX_HEADING));
  if (!said.some((heading) => SELLS.test(heading)) || said.some((heading) => SEEKS.test(heading)))
    return false;
  const text = page.mainText();
  const contacts = findContacts([text], contactLinks(page), page.country);
  const written = contacts.some(({ kind }) => MESSENGERS.has(kind));
  return written || (contacts.length > 0 && priceInProse(page, text) !== null);
}
