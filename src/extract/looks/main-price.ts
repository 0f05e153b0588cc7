/** Chooses the price of the thing a page is about among all that are shown on it. */
import type { Price } from '../../model/listing.ts';
import { type Element, nearest, selfAndAncestors } from '../html/element.ts';
import { isStruckName } from '../page/class-names.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { asksLater, parsePrice, priceHints } from '../values/parse-price.ts';
import { ANY_DIGIT } from '../values/plain-digits.ts';
import { hasSignedNumber, type PriceSpot } from './find-prices.ts';
import {
  digitsOf,
  isBoundary,
  isNet,
  isOfSomethingElse,
  isTax,
  labelBefore,
  labelIn,
  WORDLESS,
} from './price-labels.ts';

/** The box with the button has no more pieces of text than this. */
const MAX_BOX = 30;
const STRUCK = new Set(['del', 's', 'strike']);
const MAX_CLIMB = 5;
/** An element with more pieces of text holds more than a price. */
const MAX_PIECES = 8;

/** Right before a price: what it was, or is elsewhere. */
export const OLD_LABEL =
  /(?:^|\W)(?:was|old price|list(?: price)?|reg(?:ular)?(?: price)?|rrp|m\.?r\.?p|msrp|retail|before|compare|originally|uvp|statt|vorher|antes|precio anterior|avant|prima|prezzo di listino|de|före|voor|было|старая цена|原价|市场价|定価|通常価格|参考価格|希望小売価格|정가|(?:αρχική|κανονική|παλιά) τιμή|(?:původní|běžná|pôvodná|bežná) cena|cena (?:regularna|początkowa|katalogowa)|eredeti ár|preț vechi|(?:ordinarie|ord\.) pris|førpris|normalpris|(?:стара|звичайна) ціна|обычная цена|giá (?:gốc|cũ|niêm yết)|ราคา(?:ปกติ|เดิม)|harga (?:asli|normal)|السعر (?:الأصلي|السابق)|قیمت قبلی|מחיר (?:מקורי|רגיל))\W*$/i;
const OTHER_LABEL =
  /(?:shipping|delivery|save|saving|you save|deposit|tax|vat|per month|installments?|from|off|trade.?in|rent|subtotal|total|bundle|versand|pfand|sparen|ersparnis|envío|ahorra|livraison|économi|spedizione|risparmi|доставка|скидка|экономия|运费|送料)\W*$/i;

/** What somebody offers who wants to buy: where the thing can be had at once, that price is asked. */
const BID_LABEL =
  /(?:^|[^\p{L}])(?:bid|aktuelles gebot|höchstgebot|enchère actuelle|puja actual|oferta actual|lance atual|offerta attuale|huidig bod|aktualna cena licytacji|licytacja|текущая ставка|ставка|当前出价|当前价|目前出價|現在の価格|現在価格|현재 ?입찰가)[^\p{L}\p{N}]*$/iu;

/** What the next who wants to buy must offer. */
const NEXT_BID =
  /(?:next (?:minimum )?bid|minimum (?:next )?bid|min\. bid|nächstes gebot|mindestgebot|prochaine enchère|enchère minimale|próxima puja|puja mínima|próximo lance|prossima offerta|offerta minima|volgend bod|minimumbod|nästa bud|minsta bud|næste bud|neste bud|następne przebicie|minimalna oferta|следующая ставка|минимальная ставка|下次出价|最低出价|次の入札)[^\p{L}\p{N}]*$/iu;

const NO_HINTS = { declared: null, language: null, country: null, currency: null };

/** A price of another thing or of other copies of it. */
const OTHER_TEXT = /\b(?:used|copies|collectible|refurbished|rent|trade|bundle|gebraucht|occasion|usado)\b/i;

/** One of several payments: "12x de R$ 123,45", "6 cuotas de $ 68.750", "EMI from ₹5,944/month", "21,30 zł x 2 raty". */
const PAYMENT =
  /(?<!\p{L})\d{1,3}\s?[x×]\s(?:de|sem juros de|sin interés de|da|di|à)\s|(?:^|\s)(?:cuotas?|parcelas?|mensualités?|mensualidades?|raten?|rat[ey]?|taksit|платеж(?:а|ей)|платёж)\s(?:de|da|di|à|zu|по|po|x)\s\D{0,4}\d|\d\s?(?:\p{L}{1,4}\.?|\p{Sc})?\s?[x×]\s?\d{1,3}\s(?:payments?|instal?lments?|cuotas?|parcelas?|mensualités?|mensualidades?|rate(?:n|s)?|rat[ay]?|splát\p{L}{1,2}|taksit|платеж(?:а|ей))(?!\p{L})|(?:^|\s)emi\s|\d\s?(?:\p{L}{1,4}\.?\s?)?(?:[/／]\s?|per |pro |al |par |por |ao |w |в |na )(?:month|mo|mth|monat|mes|mois|mês|mese|miesiąc|měsíc|месяц|мес)(?!\p{L})|月々/iu;

export const isPayment = ({ text }: PriceSpot): boolean => !WORDLESS.test(text) && PAYMENT.test(text);

/** What an option costs on top: "+ 150,00 €". */
const ON_TOP = /(?:^|\s)[+＋]\s*$/;

function isAddedTo({ runs }: Survey, { at, text }: PriceSpot): boolean {
  return /^[+＋]/.test(text) || ON_TOP.test(runs[at - 1]?.text ?? '');
}

/** "-$5.00". With a space behind it the sign is a dash, and behind another sum the end of a range. */
const TAKEN_OFF = /^[-−](?=[^\s-])/;

export const isTakenOff = ({ runs }: Survey, { at, text }: PriceSpot): boolean =>
  TAKEN_OFF.test(text) && !hasSignedNumber((runs[at - 1]?.text ?? '').slice(-30));

/** What a company has, turns over, or wants an order to come to. */
const OF_COMPANY =
  /min(?:\.|imum)? order (?:value|amount)|mindestbestellwert|最小订单金额|起订金额|сумма (?:минимального )?заказа|registered capital|capital social|stammkapital|annual (?:revenue|turnover|sales)|total revenue|export (?:value|volume)|注册资[本金]|年(?:营业|销售|产)额|уставный капитал|годовой оборот|자본금|資本金|fatturato|capitale sociale|jahresumsatz|chiffre d.affaires|facturación(?: anual)?$|faturamento|volume de negócios|(?:roczny|roční|ročný) obr[óa]t|kapitał zakładowy|základní kapitál|jaarlijkse omzet|årsomsättning|årlig omsætning|årsomsetning|liikevaihto|cifr[aă] de afaceri|éves árbevétel|річний оборот|статутний капітал|yıllık (?:ciro|satış)|doanh thu|vốn điều lệ|omzet tahunan|売上高|연매출|매출액/iu;

function isOfCompany(survey: Survey, spot: PriceSpot): boolean {
  return OF_COMPANY.test(labelBefore(survey, spot)) || OF_COMPANY.test(spot.text);
}

const MANY_NAME =
  /(?:^|[\s_-])(?:(?:price|prices|pricing)[_-]?tiers?|tiers?[_-]?(?:price|prices|pricing)|(?:bulk|volume|quantity)[_-]?(?:price|prices|pricing|discount|discounts|break|breaks)|staffelpreise?|graduated[_-]prices?)(?:$|[\s_-])/i;

/** What one piece of many costs. */
const isForMany = ({ element }: PriceSpot): boolean =>
  nearest(element, MAX_CLIMB, ({ attribs }) => MANY_NAME.test(attribs['class'] ?? '')) !== null;

function isOther(survey: Survey, spot: PriceSpot): boolean {
  const label = labelBefore(survey, spot);
  return (
    isAddedTo(survey, spot) ||
    isPayment(spot) ||
    isForMany(spot) ||
    isTax(survey, spot) ||
    OTHER_LABEL.test(label) ||
    NEXT_BID.test(label) ||
    OTHER_TEXT.test(label) ||
    OTHER_TEXT.test(spot.text)
  );
}

/** "(11,99 € / 1 kg)", "Grundpreis: 4,90 €/l": what a measure of it costs, told beside what the thing does. */
const UNIT_PRICE =
  /^\(.*\)$|^(?:grundpreis|unit price|price per unit|prix unitaire|precio (?:por unidad|unitario)|egységár|cena (?:jednostkowa|za jednostkę)|jednotková cena|měrná cena|birim fiyat|preț unitar|jämförpris|jämförelsepris|enhetspris|vertailuhinta|prezzo unitario|preço unitário|цена за единицу)|\d[^\p{L}\d]*\p{L}{0,3}\.?\s*(?:[/／]|\bper\b|\bpro\b|\bje\b)\s*\d*\s*(?:(?:kg|g|mg|l|ml|m|m²|m³|stk|stück|st|lb|oz|db|szt|ks|kom|buc|adet|kpl)\b|шт)/iu;

/** What somebody thinks that it may bring. */
const ESTIMATE =
  /^(?:estimate|estimated (?:price|value)|vurdering|värdering|utropspris|schätz(?:preis|wert)|taxe|estimation|valutazione|stima|tasación|valor estimado|arvio|lähtöhinta|taxatie|richtprijs|wycena|estymacja|odhad|оценка|эстимейт|估价|評估價|予想落札価格|추정가)[^\p{L}]*$/iu;

export const isEstimate = (survey: Survey, spot: PriceSpot): boolean =>
  ESTIMATE.test(labelBefore(survey, spot));

export const isUnitPrice = ({ text }: PriceSpot): boolean => UNIT_PRICE.test(text);

/** In pieces of text: how far behind a struck price the words stand that tell it to screen readers. */
const TOLD_AGAIN_WITHIN = 3;

export const isStruck = ({ name, attribs }: Element): boolean =>
  STRUCK.has(name) || /line-through/.test(attribs['style'] ?? '') || isStruckName(attribs['class'] ?? '');

/** "Ursprünglicher Preis war: 14,90 €" behind a struck "14,90 €": the same price again, in whatever language. */
function repeatsStruck({ runs }: Survey, { at, text }: PriceSpot): boolean {
  const digits = digitsOf(text);
  for (let before = Math.max(0, at - TOLD_AGAIN_WITHIN); before < at; before++) {
    const run = runs[before];
    if (run === undefined || digitsOf(run.text) !== digits) continue;
    if (selfAndAncestors(run.element).take(MAX_CLIMB).some(isStruck)) return true;
  }
  return false;
}

/** The figures alone are struck out, and the sign beside them is not. */
function hasStruckFigures({ runs }: Survey, { at, element }: PriceSpot): boolean {
  const figures = [runs[at], runs[at + 1]].find((run) => run !== undefined && ANY_DIGIT.test(run.text));
  if (figures === undefined || figures.element === element) return false;
  const struck = nearest(figures.element, MAX_CLIMB, (one) => one === element || isStruck(one));
  return struck !== null && struck !== element;
}

/** In pieces of text before and behind a price. */
const BESIDE = 4;

function standsBesideAnother({ runs, elements }: Survey, { at, element }: PriceSpot): boolean {
  const { last } = elements.get(element) ?? { last: at + 1 };
  const pieces = [runs.slice(Math.max(0, at - BESIDE), at), runs.slice(last, last + BESIDE)];
  return pieces.some((side) => hasSignedNumber(side.map(({ text }) => text).join(' ')));
}

/** 2: struck out; 1: named or labelled as what it was; 0: neither. */
export function oldness(survey: Survey, spot: PriceSpot): 0 | 1 | 2 {
  if (repeatsStruck(survey, spot) || hasStruckFigures(survey, spot)) return 2;
  let named = false;
  const { first, last } = survey.elements.get(spot.element) ?? { first: spot.at, last: spot.at + 1 };
  for (const at of selfAndAncestors(spot.element).take(MAX_CLIMB)) {
    const surveyed = survey.elements.get(at);
    if (surveyed === undefined || surveyed.last - surveyed.first > MAX_PIECES) break;
    // A name above several prices says nothing of one of them.
    const others = [...survey.runs.slice(surveyed.first, first), ...survey.runs.slice(last, surveyed.last)];
    if (others.some(({ text }) => hasSignedNumber(text) && digitsOf(text) !== digitsOf(spot.text))) break;
    if (isStruck(at)) return 2;
    if ((surveyed.signs & SIGN.oldPrice) !== 0) named = true;
    if ((surveyed.signs & SIGN.usualPrice) !== 0) named ||= standsBesideAnother(survey, spot);
  }
  if (named || OLD_LABEL.test(labelBefore(survey, spot))) return 1;
  return OLD_LABEL.test(labelIn(spot.text)) && !asksLater(spot.text) ? 1 : 0;
}

/** Weights of what speaks for a price; tuned on pages with known prices, by whole steps only. */
const WEIGHT = {
  named: 2,
  signed: 2,
  after: 2,
  near: 3,
  withBuy: 2,
  labelled: 1,
  onSale: 1,
  bid: -1,
  boundary: -4,
  old: -4,
  other: -4,
  unit: -2,
  net: -3,
  hidden: -2,
  control: -2,
  lowered: -2,
} as const;
/** In pieces of text from the heading. */
const REACH = 120;

export type MainPrice = { readonly price: Price; readonly spot: PriceSpot };

/** What holds the first buy control, a few levels up: the box with the price. */
function buyBox(survey: Survey, control: Element | null): ReadonlySet<Element> {
  if (control === null) return new Set();
  const box = selfAndAncestors(control)
    .take(7)
    .filter((at) => {
      const surveyed = survey.elements.get(at);
      return surveyed !== undefined && surveyed.last - surveyed.first <= MAX_BOX;
    });
  return new Set(box);
}

export type PriceContext = {
  readonly page: PageDocument;
  readonly survey: Survey;
  /** Position of the heading, or null. */
  readonly heading: number | null;
  readonly beside: (element: Element) => boolean;
  readonly control: Element | null;
};

/** "Our price:", but not "list price" or "price per month". */
const PRICE_LABEL =
  /(?:^|[^\p{L}])(?:price|our price|sale price|preis|precio|prix|prezzo|preço|prijs|cena|цена|ціна|价格|价|販売価格|価格|판매가|fiyat|السعر|giá|ราคา|harga|pris|hinta|preț|τιμή|מחיר|قیمت)(?: (?:s dph|incl\.? (?:vat|tax)|inkl\.? (?:mwst|moms)|brutto|z vat|ttc|con iva|с ндс|з пдв|kdv dahil|με φπα|cu tva))?[^\p{L}\p{N}]*$/iu;

/** What it costs while a sale lasts, or when all is reckoned: beside it stands what it does else. */
const SALE_LABEL =
  /(?:^|[^\p{L}])(?:(?:sale|special|promo(?:tion(?:al)?)?|offer|deal|now) ?price|(?:sonder|aktions|angebots)preis|aanbiedingsprijs|actieprijs|speciale prijs|prix (?:promo(?:tionnel)?|spécial|soldé)|precio (?:de )?(?:oferta|promocional|especial)|preço (?:promocional|especial|de oferta)|prezzo (?:scontato|speciale|promozionale)|cena (?:promocyjna|specjalna)|akční cena|акционная цена|цена (?:по акции|со скидкой)|акційна ціна|促销价|促銷價|活动价|特价|特價|优惠价|優惠價|秒杀价|折后价|セール価格|特価|할인가|indirimli fiyat|giá khuyến mãi|harga promo|final price|endpreis|(?:prix|precio|preço|preț) final|prezzo finale|eindprijs|cena końcowa|konečná cena|(?:итоговая|конечная) цена|кінцева ціна|τελική τιμή|τιμή προσφοράς|slutt?pris|végső ár|nihai fiyat|السعر النهائي|قیمت نهایی|מחיר סופי|到手价|最終価格|최종 ?가)[^\p{L}\p{N}]*$/iu;

function scoreOf(spot: PriceSpot, context: PriceContext, box: ReadonlySet<Element>): number {
  const { survey, heading } = context;
  const away = heading === null ? REACH : spot.at - heading;
  const near = Math.max(0, 1 - Math.abs(away) / (away < 0 ? REACH / 2 : REACH));
  const place = survey.elements.get(spot.element)?.place;
  const inBox = box.size > 0 && nearest(spot.element, 9, (at) => box.has(at)) !== null;
  return (
    (spot.named ? WEIGHT.named : 0) +
    (spot.signed ? WEIGHT.signed : 0) +
    (away >= 0 ? WEIGHT.after : 0) +
    WEIGHT.near * near +
    (inBox ? WEIGHT.withBuy : 0) +
    (PRICE_LABEL.test(labelBefore(survey, spot)) ? WEIGHT.labelled : 0) +
    (SALE_LABEL.test(labelBefore(survey, spot)) ? WEIGHT.onSale : 0) +
    (BID_LABEL.test(labelBefore(survey, spot)) ? WEIGHT.bid : 0) +
    (isBoundary(survey, spot) ? WEIGHT.boundary : 0) +
    (isOther(survey, spot) ? WEIGHT.other : 0) +
    (isUnitPrice(spot) ? WEIGHT.unit : 0) +
    (isNet(survey, spot) ? WEIGHT.net : 0) +
    (place?.hidden ? WEIGHT.hidden : 0) +
    (place?.control?.name === 'a' ? WEIGHT.control : 0) +
    (oldness(survey, spot) === 1 ? WEIGHT.old : 0)
  );
}

/** In pieces of text: how far behind the price that was the one that is stands. */
const LOWERED_WITHIN = 3;
/** Nothing but a price: no tax, no unit, no instalment. */
const BARE = /^[^\d]{0,5}\d[\d.,' ]*[^\d/]{0,5}$/;

/** NaN where it tells none. */
export const amountOf = ({ text }: PriceSpot): number =>
  Number(parsePrice(text, NO_HINTS)?.amount ?? Number.NaN);

const bareAmount = (spot: PriceSpot | undefined): number =>
  spot !== undefined && BARE.test(spot.text) ? amountOf(spot) : Number.NaN;

const CELLS = new Set(['td', 'th', 'li']);
const isInCell = ({ element }: PriceSpot): boolean =>
  selfAndAncestors(element)
    .take(3)
    .some(({ name }) => CELLS.has(name));

const isRightBehind = (spot: PriceSpot, next: PriceSpot): boolean => next.at - spot.at <= LOWERED_WITHIN;

/**
 * A price with a lower one right behind it in the same box was the price before: shops write them so, with names of their
 * own. Three of them in cells, each lower than the one before, are what more of the thing costs apiece.
 */
function isLowered(survey: Survey, prices: readonly PriceSpot[], at: number): boolean {
  const [spot, next, third] = prices.slice(at, at + 3);
  if (spot === undefined || next === undefined || !isRightBehind(spot, next) || isNet(survey, next))
    return false;
  const [before, now] = [bareAmount(spot), bareAmount(next)];
  if (third !== undefined && isRightBehind(next, third) && bareAmount(third) < now && isInCell(third))
    return false;
  const between = survey.runs
    .slice(spot.at + 1, next.at)
    .map(({ text }) => text)
    .join(' ');
  if (!(now < before && now > before / 20) || /[-–—~/x×]|\p{L}{4}/u.test(between)) return false;
  const box = [...selfAndAncestors(spot.element).take(3)];
  return [...selfAndAncestors(next.element).take(3)].some((at) => box.includes(at));
}

/** Null where no price stands outside cards, menus and recommendations. An empty cart's "0.00" is none. */
export function findMainPrice(prices: readonly PriceSpot[], context: PriceContext): MainPrice | null {
  const { page, survey, beside } = context;
  const box = buyBox(survey, context.control);
  let best: { spot: PriceSpot; score: number } | null = null;
  for (const [at, spot] of prices.entries()) {
    if (beside(spot.element) || isTakenOff(survey, spot) || isOfCompany(survey, spot)) continue;
    if (oldness(survey, spot) === 2 || isOfSomethingElse(survey, spot)) continue;
    const score = scoreOf(spot, context, box) + (isLowered(survey, prices, at) ? WEIGHT.lowered : 0);
    if (best === null || score > best.score) best = { spot, score };
  }
  if (best === null) return null;
  const price = parsePrice(best.spot.text, priceHints(page, null));
  return price?.amount != null && /[1-9]/.test(price.amount) ? { price, spot: best.spot } : null;
}
