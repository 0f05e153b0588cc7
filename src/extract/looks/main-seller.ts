/** Finds who sells the thing a page is about, by what the page shows. */
import { type Element, elementsIn, selfAndAncestors } from '../html/element.ts';
import { isCompanyName } from '../page/company-heading.ts';
import { MARKS } from '../page/element-names.ts';
import { SIGN } from '../page/name-signs.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { hasSignedNumber } from './find-prices.ts';
import { isOwn, type Within } from './labelled-values.ts';
import { sellerAddress } from './linked-seller.ts';
import { sellerNameIn } from './seller-name.ts';

const SELLER_LABEL =
  /^(?:(?:ships from and |shipped and |dispatched from and )?sold (?:and shipped )?by|seller|vendor|supplier|dealer|merchant|posted by|listed by|offered by|advertiser|annonceur|inserent|anunciante|inserzionista|adverteerder|ogłoszeniodawca|store|publisher sold by|verkauf (?:und versand )?durch|verkäufer|anbieter|vendido (?:y enviado )?por|vendedor|vendu (?:et expédié )?par|vendeur|venduto (?:e spedito )?da|venditore|verkocht door|verkoper|sprzedawca|sprzedaje|prodejce|продавец|продавець|卖家|賣家|供应商|供應商|出品者(?:情報)?|販売元|판매자|satıcı|البائع|người bán|ผู้ขาย|penjual|säljare|säljs av|sælger|sælges af|selger|selges av|myyjä|müüja|eladó|πωλητής|pardavėjas|pārdevējs|predajca|predáva|prodává|prodaje|prodavač|prodajalec|vândut de|vânzător|verkauft (?:von|durch)|wystawia|продается|продаётся|продає|продава(?:ч)?|dijual oleh|bán bởi|ขายโดย|يباع بواسطة|فروشنده|מוכר|विक्रेता)\s*[:：]?\s*/i;

export type FoundSeller = { readonly name: string; readonly link: Element | null };

const linkAround = (element: Element): Element | null =>
  selfAndAncestors(element)
    .take(4)
    .find(({ name, attribs }) => name === 'a' && attribs['href'] !== undefined) ?? null;

/** "Sold by" ends in a word that wants a name after it; a bare "Seller" may be a heading, unless a link follows it. */
const WANTS_NAME = /[:：]$|(?:by|par|por|durch|von|da|de|door|av|af|oleh|bởi)$/i;

function soldByAt(survey: Survey, at: number): FoundSeller | null {
  const run = survey.runs[at];
  const label = run && SELLER_LABEL.exec(run.text)?.[0];
  if (run === undefined || label === undefined) return null;
  const rest = run.text.slice(label.length);
  const from = rest === '' ? survey.runs[at + 1] : run;
  if (from === undefined || from.place.control?.name === 'button') return null;
  const link = linkAround(from.element);
  const wanted = WANTS_NAME.test(label.trim()) || (rest === '' && link !== null);
  const name = wanted ? sellerNameIn(rest === '' ? from.text : rest) : null;
  return name === null ? null : { name, link };
}

/** By words that announce a name: "Sold by", "Seller:". */
export function soldBy(survey: Survey, within: Within): FoundSeller | null {
  const from = Math.max(0, within.heading - 100);
  for (let at = from; at < Math.min(survey.runs.length, within.heading + 800); at++) {
    const found = isOwn(survey.runs[at], within) ? soldByAt(survey, at) : null;
    if (found !== null) return found;
  }
  return null;
}

/** In pieces of text: what is larger is more than a seller's card. */
const MAX_CARD = 14;
const REACH = 400;

/** What the card of a seller says that it is. */
const ABOUT_SELLER = new RegExp(
  `^(?:${[
    "about (?:the )?(?:seller|vendor|shop|store|merchant|supplier|advertiser)|(?:seller|vendor|supplier|merchant|store|shop)(?:[’']s)? (?:info(?:rmation)?|details|profile)",
    'über den (?:verkäufer|anbieter|händler)|(?:informationen|angaben) zum (?:verkäufer|anbieter)|(?:verkäufer|anbieter|händler)(?:profil|infos?|informationen|details|angaben)',
    "à propos (?:du vendeur|de l[’']annonceur)|informations? (?:sur le |du )?vendeur|(?:información|datos) del (?:vendedor|anunciante)|sobre (?:el|o) (?:vendedor|anunciante)",
    'informações (?:do|sobre o) (?:vendedor|anunciante)|(?:informazioni )?(?:sul )?venditore|informazioni sul venditore|over de (?:verkoper|adverteerder)|(?:informatie|info) (?:over de )?verkoper',
    'o sprzedając(?:ym|ej)|o sprzedawcy|(?:informacje|dane) (?:o )?sprzedając(?:ym|ego)|(?:informacje|dane) (?:o )?sprzedawc[ya]|(?:informace )?o (?:prodejci|prodávajícím)|(?:informácie )?o (?:predajcovi|predávajúcom)',
    '(?:информация )?о продавце|(?:інформація )?про продавця|om (?:säljaren|sælger(?:en)?|selger(?:en)?)|tietoa myyjästä|myyjän tiedot|az eladóról|eladó adatai|despre vânzător',
    'σχετικά με τον πωλητή|satıcı (?:hakkında|bilgileri)|(?:về|thông tin) người bán|(?:tentang|informasi) penjual|ข้อมูลผู้ขาย|(?:卖家|商家|店铺|供应商)信息|賣家資訊|(?:出品者|ショップ|店舗)情報|판매자 ?(?:상세 ?)?정보',
    '(?:معلومات|عن) البائع|(?:درباره|اطلاعات) فروشنده|על המוכר|פרטי המוכר',
  ].join('|')})[\\s:：]*$`,
  'iu',
);
const MAX_NAME = 40;
const NO_SHOP_NAME = /\d[.,]\d|\d\s?[–-]\s?\d|\d ?%|[:：]/;

/** What heads the card of a seller and does not say that it is one, or stands right behind what does. */
function headingIn(survey: Survey, first: number, last: number): string | null {
  const runs = survey.runs.slice(first, last);
  const about = runs.findIndex(({ text }) => ABOUT_SELLER.test(text));
  const behind = about < 0 ? undefined : runs[about + 1];
  if (behind !== undefined && behind.text.length <= MAX_NAME && !NO_SHOP_NAME.test(behind.text))
    return sellerNameIn(behind.text);
  const run = runs.find(
    ({ text, element }) =>
      /^h[2-6]$/.test(element.name) && !SELLER_LABEL.test(text) && !ABOUT_SELLER.test(text),
  );
  return run === undefined ? null : sellerNameIn(run.text);
}

/** The first name in a card of which only the way to the seller's page is linked: "62 ads". */
function besideLink(survey: Survey, first: number, last: number): FoundSeller | null {
  const runs = survey.runs.slice(first, last);
  const link = runs
    .map(({ place }) => place.control)
    .find((one) => sellerAddress(one?.attribs['href'] ?? ''));
  if (link == null) return null;
  const named = runs.find(
    ({ text, place }) => place.control === null && text.length <= MAX_NAME && !NO_SHOP_NAME.test(text),
  );
  const name = named === undefined ? null : sellerNameIn(named.text);
  return name === null ? null : { name, link };
}

/** The first text that is a company's name. */
function companyIn({ runs }: Survey, first: number, last: number): string | null {
  return runs.slice(first, last).find(({ text }) => isCompanyName(text))?.text ?? null;
}

/** The first linked name in the card of a seller, its heading or the company in it, or the only text of what is called a seller's name. */
function namedIn(survey: Survey, element: Element, { heading, beside }: Within): FoundSeller | null {
  const surveyed = survey.elements.get(element);
  if (surveyed === undefined || beside(element)) return null;
  const { first, last } = surveyed;
  if (last === first || last - first > MAX_CARD || Math.abs(first - heading) > REACH) return null;
  for (let at = first; at < last; at++) {
    const run = survey.runs[at];
    const link = run === undefined ? null : linkAround(run.element);
    const name = run === undefined || link === null ? null : sellerNameIn(run.text.replace(SELLER_LABEL, ''));
    if (name !== null) return { name, link };
  }
  const headed = headingIn(survey, first, last) ?? companyIn(survey, first, last);
  if (headed !== null) return { name: headed, link: null };
  const linked = besideLink(survey, first, last);
  if (linked !== null) return linked;
  const names = ['class', 'id', ...MARKS].map((mark) => element.attribs[mark] ?? '').join(' ');
  const name = last - first === 1 && /name/i.test(names) ? sellerNameIn(survey.text(element, 100)) : null;
  return name === null ? null : { name, link: null };
}

/** By an element that shops call seller and that holds a name. */
export function namedSeller(survey: Survey, within: Within): FoundSeller | null {
  for (const element of survey.signed(SIGN.seller).slice(0, 100)) {
    const found = namedIn(survey, element, within);
    if (found !== null) return found;
  }
  return null;
}

/** What leads to the shop of whoever sells, on a market: its own words for it, whole. */
const VISIT =
  /^[^\p{L}]*(?:view shop|go to (?:the )?(?:shop|store)|zum (?:shop|laden)|voir la boutique|ir a la tienda|ir para a loja|vai al negozio|naar de winkel|перейти в магазин|进店(?:逛逛|看看)?|进入店铺|去店铺|逛逛店铺|店铺首页|進入賣場|查看賣場|ショップを見る|ショップへ|스토어 (?:가기|방문)|mağazaya git|xem shop|kunjungi toko)[^\p{L}]*$/iu;
const MAX_VISIT = 24;
/** Elements. */
const MAX_IN_BOX = 40;
/** The first name in the box around what leads to the seller's shop, where that box has a picture and no price. */
export function visitedSeller(survey: Survey, { heading, beside }: Within): FoundSeller | null {
  const { runs, elements } = survey;
  const isVisit = ({ text, place, element }: Run) =>
    place.control !== null && text.length <= MAX_VISIT && VISIT.test(text) && !beside(element);
  const visit = runs.slice(Math.max(0, heading - REACH), heading + REACH).find(isVisit);
  if (visit === undefined) return null;
  let box: { readonly around: Element; readonly held: readonly Run[] } | null = null;
  for (const around of selfAndAncestors(visit.element)) {
    const { first, last } = elements.get(around) ?? { first: 0, last: 0 };
    const held = runs.slice(first, last);
    const isLarge = last - first > MAX_CARD || (first <= heading && heading < last);
    if (isLarge || held.some(({ text }) => hasSignedNumber(text))) break;
    box = { around, held };
  }
  if (box === null || !elementsIn(box.around, MAX_IN_BOX).some(({ name }) => name === 'img')) return null;
  for (const { text, place } of box.held) {
    const name = place.hidden || VISIT.test(text) || NO_SHOP_NAME.test(text) ? null : sellerNameIn(text);
    if (name !== null) return { name, link: linkAround(visit.element) };
  }
  return null;
}

/** In pieces of text: a name, its rank, a table of ways to reach it. */
const MAX_CONTACT_CARD = 30;
const CONTACT =
  /^(?:tel|phone|telephone|mobile|fax|e-?mail|whatsapp|wechat|telefon|teléfono|téléphone|tél|telefono|telefone|telefoon|mobil|mobile|handy|тел|телефон|факс|почта|电话|電話|手机|手機|传真|邮箱|전화|이메일|メール)\.?(?:\s?[:：].{0,60})?$/iu;

/** "Tel.:", with the number behind it or without. */
export const isCallLabel = (text: string): boolean => CONTACT.test(text);

/** A linked company in a box that tells how to reach it: a market lists many, and says of one where to call. */
export function reachedCompany(survey: Survey, { heading, beside }: Within): FoundSeller | null {
  const { runs, elements } = survey;
  const isCompany = ({ text, place, element }: Run) =>
    place.control?.name === 'a' &&
    text.length <= 80 &&
    isCompanyName(text) &&
    !place.furniture &&
    !beside(element);
  const found = runs.slice(Math.max(0, heading - REACH), heading + REACH).find(isCompany);
  if (found === undefined) return null;
  for (const around of selfAndAncestors(found.element)) {
    const { first, last } = elements.get(around) ?? { first: 0, last: 0 };
    if (last - first > MAX_CONTACT_CARD || (first <= heading && heading < last)) return null;
    if (runs.slice(first, last).some(({ text }) => CONTACT.test(text)))
      return { name: found.text, link: linkAround(found.element) };
  }
  return null;
}
