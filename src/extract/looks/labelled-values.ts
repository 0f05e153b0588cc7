/** Finds the shop's number of the thing a page is about in its running text: "SKU: 0030", "№ 2345678901". */
import type { Element } from '../html/element.ts';
import { labelKey } from '../page/label-words.ts';
import type { Run, Survey } from '../page/survey-page.ts';

const MAX_RUNS = 6000;
/** In pieces of text. */
const TRAIL = 25;

/** The shop's own number first; maker's numbers and book numbers only where there is no other. */
const ID_LABELS: readonly RegExp[] = [
  /^(?:sku|code|item(?: ?(?:#|no|number|code|id|num))|product ?(?:#|code|id|no|number)|catalog(?:ue)? ?(?:#|no|number)|cat ?(?:#|no)|stock ?(?:#|no|number|code)|order ?(?:#|code)|ad ?(?:#|id|no|number)|listing ?(?:#|id|no)|ref(?:erence)?(?: ?(?:#|no|number))?|asin|art(?:icle|ikel)?[\s.-]*(?:#|no|nr|num(?:mer|ber)?|code|id)|bestell-?(?:nr|nummer)|anzeigen-?(?:nr|nummer|id)|produkt-?(?:nr|code|nummer)|código(?: (?:del? )?(?:producto|artículo|produto))?|referencia|référence|réf|codice(?: (?:prodotto|articolo))?|rif|kod(?: produktu)?|indeks|nr kat|артикул|арт|код(?: товара)?|номер объявления|货号|商品(?:编号|番号|コード)|产品编号|编号|型番|상품 ?번호|ürün kodu|mã (?:sp|sản phẩm)|combo)$/i,
  /^(?:isbn(?:-?1[03])?|upc|universal product code|ean|gtin|mpn|model(?: ?(?:#|no|number|name))?|(?:item )?part ?(?:#|no|number)|型号|manufacturer'?s? ?part (?:#|no|number)|mfr ?(?:#|part #?|no)|modell-?(?:nr|nummer)|(?:numer|número|numéro|numero) (?:de |del |di )?mod(?:elu|elo|ello|èle)|номер модели|モデル番号|모델 ?번호|model (?:kodu|no|numarası)|رقم (?:الموديل|الطراز))$/i,
];
const ID_VALUE = /^[#:：.\s]*([\p{L}\p{N}][\p{L}\p{N}._/-]{1,40})\)?$/u;

/** Capitals in groups are a number, too; "N/A" is none. */
const CAPITALS = /^\p{Lu}{2,12}(?:[-_.]\p{Lu}{2,12}){1,4}$/u;

export type Within = { readonly heading: number; readonly beside: (element: Element) => boolean };

/** `mark` belongs to the label. */
type Labelled = { readonly label: string; readonly mark: '' | ' #'; readonly value: string };

const cleanLabel = (text: string) =>
  text
    .replace(/[\s.:：]+$/, '')
    .replace(/\.(?=\s?#)/, '')
    .replace(/\s+/g, ' ')
    .trim();

const LONG_NUMBER = /\d{6}$/;
const NUMBER_LAST = /\s[-–—|·•]\s(\p{L}[\p{L}. ]{1,20}?)[\s.:#№]*\s(\d{6,20})$/u;

/** "SKU: 0030" in one piece, or the label in one and the value in the next; the labels as they stand there. */
function* labelledRun(runs: readonly Run[], at: number, text: string): Generator<Labelled> {
  const split = /^(.{2,40}?)\s*[:：#]\s*(\S.{0,45})$/.exec(text);
  if (split !== null) {
    const [, label = '', value = ''] = split;
    yield { label, mark: '', value };
    if (text.slice(0, text.length - value.length).includes('#')) yield { label, mark: ' #', value };
  }
  // "Publicado em 12/05 - cód. 1288700123": behind something else.
  const last = LONG_NUMBER.test(text) ? NUMBER_LAST.exec(text) : null;
  if (last !== null) yield { label: last[1] ?? '', mark: '', value: last[2] ?? '' };
  const spaced =
    /^(\S+(?: (?:#|no\.?|nr\.?|number|nummer|numero|número|numéro|номер|code|id))?) (\S+)$/i.exec(text);
  if (spaced !== null) yield { label: spaced[1] ?? '', mark: '', value: spaced[2] ?? '' };
  if (text.length > 40) return;
  const next = runs[at + 1]?.text ?? '';
  yield { label: text, mark: '', value: /^[:：]$/.test(next) ? (runs[at + 2]?.text ?? '') : next };
}

/** A long number with nothing but its sign: "№ 2345678901", "#181933". */
const NUMBERED = /^(?:№|n°|nº|no\.|nr\.?|#|id:?)\s?(\d{5,})$/iu;
/** The same behind what is counted: "Объявление № 48213377". */
const NUMBERED_AD =
  /^(?:объявление|оголошення|лот|товар|оферта|обява|annons|annonce|anzeige|angebot|ogłoszenie|oferta|aukcja|inzerát|hirdetés|anunț|ilan|lot|ad|listing|item|anuncio|anúncio|annuncio|advertentie|kavel)\s?(?:№|n°|nº|no\.?|nr\.?|#)\s?(\d{4,})$/iu;

/** "BH #MSG1650", "Walmart # 585552560": the shop's name, the sign and the number. */
const SHARP = /^(\p{L}[\p{L} .&]{1,20}?) ?# ?:? ?([A-Z0-9][A-Z0-9-]{4,20})(?=$| [•|·])/u;
const MAKERS = /mfr|mpn|manufactur|model|part|upc|ean|isbn|gtin|order|tracking|invoice|top|page|no$/i;

/** Whether a piece of text is about the page's own thing. */
export const isOwn = (run: Run | undefined, { beside }: Within): run is Run =>
  run !== undefined &&
  !run.place.furniture &&
  !run.place.related &&
  run.text.length <= 120 &&
  !beside(run.element);

const rankOf = (label: string): number =>
  labelKey(label) === 'externalId' ? 0 : ID_LABELS.findIndex((pattern) => pattern.test(label));

/** The shop's number among the labels of one piece of text, with the rank of its label. */
function idIn(runs: readonly Run[], at: number): { readonly id: string; readonly rank: number } | null {
  const text = runs[at]?.text ?? '';
  const numbered = NUMBERED.exec(text)?.[1];
  if (numbered !== undefined) return { id: numbered, rank: 1 };
  const counted = NUMBERED_AD.exec(text)?.[1];
  if (counted !== undefined) return { id: counted, rank: 0 };
  const [, label = '', own] = text.length > 90 ? [] : (SHARP.exec(text) ?? []);
  if (own !== undefined && /\d/.test(own) && !MAKERS.test(label)) return { id: own, rank: 0 };
  if (text.length > 90) return null;
  for (const { label, mark, value } of labelledRun(runs, at, text)) {
    // Most of what follows a text is no number: it is asked before the label is.
    const id = ID_VALUE.exec(value.trim())?.[1];
    if (id === undefined || !(/\d/.test(id) || CAPITALS.test(id))) continue;
    const rank = rankOf(cleanLabel(label) + mark);
    if (rank >= 0) return { id, rank };
  }
  return null;
}

/** The number in a row of a table whose head calls it the model or the maker's: many shops have no other. */
export function modelIn(pairs: readonly (readonly [name: string, value: string])[]): string | null {
  for (const [name, value] of pairs) {
    const id = ID_VALUE.exec(value.trim())?.[1];
    if (id !== undefined && (/\d/.test(id) || CAPITALS.test(id)) && rankOf(cleanLabel(name)) === 1) return id;
  }
  return null;
}

/** In the trail of categories right above the heading, where some shops put the number. */
function isInTrail(run: Run | undefined, { heading }: Within, at: number): boolean {
  return run?.place.furniture === true && !run.place.hidden && at < heading && at > heading - TRAIL;
}

/** The number of a card, whose pieces of text are those from `first` up to, not including, `last`. */
export function idOfCard({ runs }: Survey, first: number, last: number): string | null {
  for (let at = first; at < last; at++) {
    const found = idIn(runs, at);
    if (found?.rank === 0) return found.id;
  }
  return null;
}

export function findId(survey: Survey, within: Within): string | null {
  const from = Math.max(0, within.heading - 200);
  let second: string | null = null;
  let inTrail: string | null = null;
  for (let at = from; at < Math.min(survey.runs.length, from + MAX_RUNS); at++) {
    const own = isOwn(survey.runs[at], within);
    if (!own && !isInTrail(survey.runs[at], within, at)) continue;
    const found = idIn(survey.runs, at);
    if (found === null) continue;
    if (own) {
      if (found.rank === 0) return found.id;
      second ??= found.id;
    } else if (found.rank === 0) inTrail ??= found.id;
  }
  return inTrail ?? second;
}
