/** Reads values that a page writes beside their names in running text: "SKU: 0030", "Sold by Example Ltd". */
import { type Element, selfAndAncestors } from './element.ts';
import { SIGN } from './name-signs.ts';
import type { Run, Survey } from './survey-page.ts';

const MAX_RUNS = 6000;

/** The shop's own number first; maker's numbers and book numbers only where there is no other. */
const ID_LABELS: readonly RegExp[] = [
  /^(?:sku|item(?: ?(?:#|no|number|code|id|num))|product ?(?:#|code|id|no|number)|catalog(?:ue)? ?(?:#|no|number)|cat ?(?:#|no)|stock ?(?:#|no|number|code)|order ?(?:#|code)|part ?(?:#|no|number)|ad ?(?:#|id|no|number)|listing ?(?:#|id|no)|ref(?:erence)?(?: ?(?:#|no|number))?|asin|art(?:icle|ikel)?[\s.-]*(?:#|no|nr|num(?:mer|ber)?|code|id)|bestell-?(?:nr|nummer)|anzeigen-?(?:nr|nummer|id)|produkt-?(?:nr|code|nummer)|código(?: (?:del? )?(?:producto|artículo|produto))?|referencia|référence|réf|codice(?: (?:prodotto|articolo))?|rif|kod(?: produktu)?|indeks|nr kat|артикул|арт|код(?: товара)?|номер объявления|货号|商品(?:编号|番号|コード)|产品编号|编号|型番|상품 ?번호|ürün kodu|mã (?:sp|sản phẩm)|combo)$/i,
  /^(?:isbn(?:-?1[03])?|upc|universal product code|ean|gtin|mpn|model(?: ?(?:#|no|number|name))?|manufacturer'?s? ?part (?:#|no|number)|mfr ?(?:#|part #?|no)|cas(?: ?(?:#|no|number))?)$/i,
];
const ID_VALUE = /^[#:：.\s]*([\p{L}\p{N}][\p{L}\p{N}._/-]{1,40})\)?$/u;

const SELLER_LABEL =
  /^(?:(?:ships from and |shipped and |dispatched from and )?sold (?:and shipped )?by|seller|vendor|supplier|dealer|merchant|posted by|listed by|offered by|advertiser|store|publisher sold by|verkauf (?:und versand )?durch|verkäufer|anbieter|vendido (?:y enviado )?por|vendedor|vendu (?:et expédié )?par|vendeur|venduto (?:e spedito )?da|venditore|verkocht door|verkoper|sprzedawca|sprzedaje|prodejce|продавец|продавець|卖家|賣家|供应商|出品者|販売元|판매자|satıcı|người bán)\s*[:：]?\s*/i;

export type Within = { readonly heading: number; readonly beside: (element: Element) => boolean };

type Labelled = { readonly label: string; readonly value: string };

const cleanLabel = (text: string) =>
  text
    .replace(/[\s.:：]+$/, '')
    .replace(/\.(?=\s?#)/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** "SKU: 0030" in one piece, or the label in one and the value in the next. */
function labelledRun(runs: readonly Run[], at: number): Labelled[] {
  const text = runs[at]?.text ?? '';
  if (text.length > 90) return [];
  const found: Labelled[] = [];
  const split = /^(.{2,40}?)\s*[:：#]\s*(\S.{0,45})$/.exec(text);
  if (split !== null) {
    const sharp = text.slice(0, text.length - (split[2] ?? '').length).includes('#') ? ' #' : '';
    found.push({ label: cleanLabel(split[1] ?? ''), value: split[2] ?? '' });
    if (sharp !== '') found.push({ label: cleanLabel(split[1] ?? '') + sharp, value: split[2] ?? '' });
  }
  const spaced = /^(\S+(?: (?:#|no\.?|number|code|id))?) (\S+)$/i.exec(text);
  if (spaced !== null) found.push({ label: cleanLabel(spaced[1] ?? ''), value: spaced[2] ?? '' });
  const next = runs[at + 1]?.text ?? '';
  if (text.length <= 40)
    found.push({ label: cleanLabel(text), value: /^[:：]$/.test(next) ? (runs[at + 2]?.text ?? '') : next });
  return found;
}

const isOwn = (run: Run | undefined, { beside }: Within): run is Run =>
  run !== undefined &&
  !run.place.furniture &&
  !run.place.related &&
  run.text.length <= 120 &&
  !beside(run.element);

/** The shop's number among the labels of one piece of text, with the rank of its label. */
function idIn(runs: readonly Run[], at: number): { readonly id: string; readonly rank: number } | null {
  for (const { label, value } of labelledRun(runs, at)) {
    const rank = ID_LABELS.findIndex((pattern) => pattern.test(label));
    const id = rank < 0 ? undefined : ID_VALUE.exec(value.trim())?.[1];
    if (id !== undefined && /\d/.test(id)) return { id, rank };
  }
  return null;
}

export function findId(survey: Survey, within: Within): string | null {
  const from = Math.max(0, within.heading - 200);
  let second: string | null = null;
  for (let at = from; at < Math.min(survey.runs.length, from + MAX_RUNS); at++) {
    const found = idIn(survey.runs, at);
    if (found === null || !isOwn(survey.runs[at], within)) continue;
    if (found.rank === 0) return found.id;
    second ??= found.id;
  }
  return second;
}

const NO_NAME =
  /^(?:and|us|me|contact|view|see|visit|more|other|information|details|rating|reviews?|login|sign)\b|[%★]|\d{2,}[.,]\d|^\W*$/i;

function nameOf(text: string): string | null {
  const name = text
    .replace(/\s*(?:\([\d.,%]+.*\)|and fulfilled by.*|and ships from.*|und versand.*|\.)\s*$/i, '')
    .trim();
  return name.length >= 2 && name.length <= 80 && /\p{L}/u.test(name) && !NO_NAME.test(name) ? name : null;
}

export type FoundSeller = { readonly name: string; readonly link: Element | null };

const linkAround = (element: Element): Element | null =>
  selfAndAncestors(element)
    .take(4)
    .find(({ name, attribs }) => name === 'a' && attribs['href'] !== undefined) ?? null;

/** "Sold by" ends in a word that wants a name after it; a bare "Seller" may be a heading. */
const WANTS_NAME = /[:：]$|(?:by|par|por|durch|da|door)$/i;

function soldBy(survey: Survey, at: number): FoundSeller | null {
  const run = survey.runs[at];
  const label = run && SELLER_LABEL.exec(run.text)?.[0];
  if (run === undefined || label === undefined || !WANTS_NAME.test(label.trim())) return null;
  const rest = run.text.slice(label.length);
  const from = rest === '' ? survey.runs[at + 1] : run;
  const name = nameOf(rest === '' ? (from?.text ?? '') : rest);
  return name === null || from === undefined ? null : { name, link: linkAround(from.element) };
}

function namedSeller(survey: Survey, element: Element, { heading, beside }: Within): FoundSeller | null {
  const surveyed = survey.elements.get(element);
  if (surveyed === undefined || surveyed.last - surveyed.first !== 1 || beside(element)) return null;
  const link = linkAround(element);
  if (link === null || Math.abs(surveyed.first - heading) > 400) return null;
  const name = nameOf(survey.text(element, 100).replace(SELLER_LABEL, ''));
  return name === null ? null : { name, link };
}

/** By "sold by", then by an element that a shop calls seller and that holds one name. */
export function findSeller(survey: Survey, within: Within): FoundSeller | null {
  const from = Math.max(0, within.heading - 100);
  for (let at = from; at < Math.min(survey.runs.length, within.heading + 800); at++) {
    const found = soldBy(survey, at);
    if (found !== null && isOwn(survey.runs[at], within)) return found;
  }
  for (const element of survey.signed(SIGN.seller).slice(0, 100)) {
    const found = namedSeller(survey, element, within);
    if (found !== null) return found;
  }
  return null;
}
