/** Finds who sells the thing of a card: lists of several sellers' goods name each. */
import type { ListingSeller } from '../../model/listing.ts';
import { type Element, selfAndAncestors } from '../html/element.ts';
import { ASK } from '../looks/buy-words.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { hasIcon } from '../looks/icons.ts';
import { companyAddress, ownHostOfSeller, sellerAddress } from '../looks/linked-seller.ts';
import { leadsToMember, leadsToThread } from '../looks/offer-thread.ts';
import { sellerNameIn } from '../looks/seller-name.ts';
import { isCompanyName } from '../page/company-heading.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { isLink } from './card-parts.ts';

/** Elements around a text that may say whose name it is. */
const MAX_CLIMB = 3;
/** Of one card. */
const MAX_TEXTS = 60;

const SHOP_NAME = /(?:^|[\s_-])(?:shop|store)(?:$|[\s_-])/i;

/** Named a shop, which beside a shop's address means who sells. */
const isShop = ({ attribs }: Element): boolean => SHOP_NAME.test(attribs['class'] ?? '');

/** Makers are companies, too. */
const MAKER_ADDRESS = /brand|manufactur|maker|marke|marca|herstell|producent|производител/i;

/** What the element is called that holds a person's name and nothing else. */
const PERSON_NAME = /(?:^|[\s_-])(?:usr|user|owner|author|nick)(?:[_-]?name)?(?:$|\s)/i;
const PERSON_ICON = /(?:^|[\s_-])(?:user|person|account|seller)(?:$|[\s_-])/i;
/** Where a seller's name would stand, or beside a picture of a person, stands what sort of seller it is, too. */
const SORT_OF_SELLER =
  /^(?:privat(?:e(?: seller)?|er? (?:anbieter|verkäufer)|person|a?)?|particulier|particular|privato|partikulier|prywatn[ey]|osoba prywatna|soukrom[ýá]|частн(?:ое лицо|ый)|приватна особа|business|commercial|dealer|gewerblich(?:er anbieter)?|profesional|professionnel|pro|zakelijk|firma|företag|business seller|компания|компанія|个人|個人|商家|개인|업자|cá nhân|บุคคล)$/iu;

/** What stands before whoever opened a topic, in a list of a board. */
const OPENED_BY =
  /(?:^|[\s(])(?:(?:started|posted|opened|created|topic) by|(?:begonnen|gestartet|erstellt|eröffnet) von|(?:démarré|lancé|créé|publié) par|(?:iniciado|publicado|creado|criado) por|(?:iniziato|avviato|postato|aperto|creato) da|(?:gestart|geplaatst|begonnen) door|(?:rozpoczęty|utworzony) przez|(?:založil|zahájil|napsal)a?|(?:тему )?(?:начал|создал)а?|створив|(?:startad|påbörjad|startet|skrevet) av|startet af|aloittaja|indította|inițiat de|başlatan)[:：]?$/iu;
const MAX_OPENED = 30;

/** Whether what stands around a text says that it names the seller. */
function isCalledSeller(
  page: PageDocument,
  survey: Survey,
  { text, element }: Run,
  around: readonly Element[],
): boolean {
  const href = around.find(isLink)?.attribs['href'];
  if (
    href !== undefined &&
    (companyAddress(href) ||
      ownHostOfSeller(page, href) ||
      (sellerAddress(href) && around.some(isShop)) ||
      (isCompanyName(text) && !MAKER_ADDRESS.test(href)))
  )
    return true;
  const { first: own } = survey.elements.get(element) ?? { first: 0 };
  const before = survey.runs[own - 1]?.text ?? '';
  if (href !== undefined && before.length <= MAX_OPENED && OPENED_BY.test(before)) return true;
  // A seller's box tells where that is, too.
  if (page.memory.isPlaceOnCardName(element.attribs['class'] ?? '')) return false;
  if (around.some((one) => ((survey.elements.get(one)?.signs ?? 0) & SIGN.seller) !== 0)) return true;
  const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
  const isMarked = PERSON_NAME.test(element.attribs['class'] ?? '') || hasIcon(element, PERSON_ICON);
  return last - first === 1 && isMarked;
}

const HEADING = /^h[2-6]$/;
/** One seller, on what is pressed to write to the one of the card. */
const TO_SELLER =
  /(?<!\p{L})(?:supplier|seller|vendor|lieferant(?:en)?|anbieter|verkäufer|proveedor|vendedor|fornecedor|fournisseur|vendeur|fornitore|venditore|leverancier|verkoper|dostawc[ąęy]|sprzedawc[ąęy]|dodavatel[ie]?|prodejce|поставщик(?:у|ом)|продавц(?:у|ом)|постачальник(?:у|ом)|продавц(?:ю|ем)|tedarikçi(?:ye)?|satıcı(?:ya)?|nhà cung cấp|người bán|pemasok|penjual)(?!\p{L})|供应商|供應商|卖家|賣家|商家|厂家|판매자|출품자|出品者/iu;
const MAX_CONTROL = 40;
/** In pieces of text. */
const MAX_BOX = 14;

const isContact = ({ text, place }: Run): boolean =>
  place.control !== null &&
  text.length <= MAX_CONTROL &&
  !/\d/.test(text) &&
  (TO_SELLER.test(text) || ASK.test(text));

/** The largest box below the card around an element that holds nothing of the thing itself: neither its name nor a sum. */
function boxBeside(survey: Survey, element: Element, card: Element, title: string): readonly Run[] {
  let box: readonly Run[] = [];
  for (const one of selfAndAncestors(element)) {
    const { first, last } = survey.elements.get(one) ?? { first: 0, last: 0 };
    if (one === card || last - first > MAX_BOX) break;
    const held = survey.runs.slice(first, last);
    if (held.some(({ text }) => text === title || hasSignedNumber(text))) break;
    box = held;
  }
  return box;
}

/** Markets put the seller into a box of its own that begins with the name, with a button to write to whoever that is. */
function headOfBox(survey: Survey, run: Run, card: Element, title: string): boolean {
  if (run.text === title || run.place.control === null || !isLink(run.place.control)) return false;
  const box = boxBeside(survey, run.element, card, title);
  const isHeading = selfAndAncestors(run.element)
    .take(2)
    .some(({ name }) => HEADING.test(name));
  return (isHeading || box[0] === run) && box.some((one) => one !== run && isContact(one));
}

/** Who spoke last in a topic. */
const SPOKE_LAST =
  /last (?:post|reply|message)|letzter|dernier|últim[oa]|ultim[oa]|laatste|ostatni|poslední|последн|останн|senaste|sidste|siste|viimeisin|utolsó|τελευταί|son (?:mesaj|ileti)|最后|最後|마지막/iu;

/** In the row of a topic the first member, who opened it. */
function openerOf(page: PageDocument, survey: Survey, card: Element): ListingSeller | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  for (const { text, place } of survey.runs.slice(first, Math.min(last, first + MAX_TEXTS))) {
    if (SPOKE_LAST.test(text)) return null;
    const href = place.control?.attribs['href'] ?? '';
    const name = href === '' || place.hidden || !leadsToMember(href) ? null : sellerNameIn(text);
    if (name !== null) return { name, id: null, url: page.resolve(href), country: null };
  }
  return null;
}

/**
 * The name in what the card calls its seller, that leads to a seller's page, or that stands behind a picture of a person or at the
 * head of a box by which the seller is written to.
 */
export function sellerOfCard(
  page: PageDocument,
  survey: Survey,
  card: Element,
  { title, url }: { readonly title: string; readonly url: string | null },
): ListingSeller | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  for (let at = first; at < Math.min(last, first + MAX_TEXTS); at++) {
    const run = survey.runs[at];
    if (run === undefined || run.place.hidden || SORT_OF_SELLER.test(run.text)) continue;
    const around: Element[] = [];
    for (const one of selfAndAncestors(run.element).take(MAX_CLIMB)) {
      // What holds the cards may be called after all their sellers.
      if (one === card) break;
      around.push(one);
    }
    const isName = isCalledSeller(page, survey, run, around) || headOfBox(survey, run, card, title);
    const name = isName ? sellerNameIn(run.text) : null;
    // Markets keep the thing itself below the word for who sells it, too.
    if (name === null || run.text === title) continue;
    const href = around.find(isLink)?.attribs['href'];
    return { name, id: null, url: href === undefined ? null : page.resolve(href), country: null };
  }
  return url !== null && leadsToThread(url) ? openerOf(page, survey, card) : null;
}
