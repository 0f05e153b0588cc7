/** What stands right before or behind a price and says of what it is: of the thing without tax, of the tax itself, of sending it. */
import { selfAndAncestors } from '../html/element.ts';
import { labelKey } from '../page/label-words.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { currencyTokens } from '../values/currencies.ts';
import { tellsFreeSending } from '../values/free-sending.ts';
import { hasSignedNumber, type PriceSpot } from './find-prices.ts';

/** A sum and its sign: most prices say nothing else. */
export const WORDLESS = /^[^\p{L}/／]*$/u;

/** What it costs before tax, told beside what is asked. */
const NET =
  /(?:^|[^\p{L}])(?:h\.?t\.?|hors taxes?|ex(?:cl(?:\.|uding|usive)?|\.)?(?: of)? ?(?:vat|gst|tax(?:es)?|btw|mwst|moms|alv)|without (?:vat|tax(?:es)?)|\+ ?(?:vat|gst|mwst|ust|tax|btw|moms|mva|alv|iva|tva|dph|pdv|áfa|φπα|ндс|пдв|ддс|kdv)|net(?:to)?(?:preis| price)?|zzgl\.? (?:mwst|ust)\.?|exkl\.? (?:mwst|moms)\.?|ohne mwst|sin iva|más iva|sem iva|iva esclusa|senza iva|sans (?:tva|taxes?)|bez (?:dph|vat|pdv)|áfa nélkül|fără tva|χωρίς φπα|без ндс|без пдв|без ддс|kdv hariç|לא כולל מע[״"]מ|未税|不含税|稅前|税抜き?|税別|부가세 별도)(?![\p{L}])/iu;

/** What it costs with the tax in it. */
const GROSS =
  /(?<![不未])含[税稅]|税込み?|부가세 ?포함|(?<!לא )כולל מע[״"]מ|(?<!\p{L})(?:t\.?t\.?c|incl\.?|inkl\.?|including|brutto|s dph|z vat|iva (?:incl\p{L}*|compresa)|áfával|cu tva|με φπα|с ндс|з пдв|с ддс|kdv dahil)(?!\p{L})/iu;

export const saysGross = (text: string): boolean => GROSS.test(text);

export const saysNet = (text: string): boolean => !WORDLESS.test(text) && NET.test(text);

/** The tax alone: "VAT 21 %:". */
const TAX =
  /^[^\p{L}\d]*(?:\d{1,2}(?:[.,]\d)? ?%[^\p{L}\d]*)?(?:(?:amount of|ποσό|kwota|summe|montant|importe|importo|сумма|сума) )?(?:vat|gst|sales tax|tax|btw|mwst|ust|moms|mva|alv|iva|tva|dph|pdv|áfa|podatek(?: vat)?|φπα|ндс|пдв|ддс|kdv|消費税|增值税|부가세|מע[״"]מ)(?:[ -]?(?:amount|betrag))?[^\p{L}\d]*(?:\d{1,2}(?:[.,]\d)? ?%)?[^\p{L}\d]*$/iu;

export function isTax({ runs }: Survey, { at }: PriceSpot): boolean {
  return TAX.test(runs[at - 1]?.text ?? '');
}

export const SENDING = [
  'shipping|delivery|postage|freight|versand(?:kosten)?|lieferung|porto|livraison|frais de port|envíos?|gastos de envío|frete|envio|spedizione|verzending|verzendkosten|bezorging|wysyłka|dostawa|przesyłka|doprava|poštovné|szállítás|livrare|transport|frakt|fragt|toimitus|postikulut',
  'доставка|пересылка|пересилання|kargo|משלוח|الشحن|التوصيل|运费|運費|送料|배송비|phí vận chuyển|ค่าส่ง|ค่าจัดส่ง|ongkir|ongkos kirim',
].join('|');
const FROM = 'from|ab|von|à partir de|dès|desde|da|vanaf|od|från|fra|alkaen|от|від|από|de la|mulai';
const OF_SENDING = new RegExp(
  `(?:^|[^\\p{L}])(?:${SENDING})(?: (?:${FROM})[^\\p{L}]*|[^\\p{L}\\p{N}]*[:：]\\s*)$`,
  'iu',
);

const MAX_SENDING = 60;

/** What a trial costs before more is ordered: by a price or a colon behind the word, as a thing may be a sample by its name. */
const SAMPLE =
  /(?:^|[^\p{L}])(?:(?:samples?|muster|échantillon|muestra|amostra|campione|monster|próbk[ai]|vzor(?:ek|ku)|образ(?:ец|ца)|зраз(?:ок|ка)|numune|样品|樣品|サンプル|샘플)(?:[ -]?(?:price|cost|order|preis|prijs|fiyatı|价格?|價格?|価格|가격)[^\p{L}\p{N}]*| ?[:：]\s*)|(?:price (?:of|per) (?:a )?|prix (?:de l['’]|d['’])|precio de (?:la )?|preço da |prezzo (?:del )?|cena |цена |ціна )(?:sample|échantillon|muestra|amostra|campione|próbki|vzorku|образца|зразка)[^\p{L}\p{N}]*)$/iu;

const isOfSample = (survey: Survey, spot: PriceSpot): boolean =>
  SAMPLE.test(labelBefore(survey, spot)) || SAMPLE.test(labelIn(spot.text));

/** What an auction began with: more is asked as soon as somebody has bid. */
const STARTED =
  /(?:^|[^\p{L}])(?:(?:starting|opening|start) (?:bid|price)|startgebot|startpreis|mindestgebot|mise à prix|prix de départ|puja inicial|precio (?:de salida|inicial)|lance inicial|base d['’]asta|prezzo di partenza|startbod|startprijs|cena wywoławcza|vyvolávací cena|začetna cena|počáteční cena|kikiáltási ár|preț de pornire|startpris|utropspris|τιμή εκκίνησης|(?:стартовая|начальная) цена|(?:стартова|початкова) ціна|açılış fiyatı|giá khởi điểm|起拍价|起拍價|開始価格|시작가|السعر الابتدائي)[^\p{L}\p{N}]*$/iu;

/** `before`: what stands right before an amount. */
export const saysStarted = (before: string): boolean => STARTED.test(before);

/** "14,90 € –": what stands behind it is asked for the dearest kind of the thing, or the most of it. */
const FROM_TO = /\d[.,]?[^\p{L}\d]{0,4}(?:\p{L}{1,3}[^\p{L}\d]{0,2})?(?<![.,])[–—-][^\p{L}\d]{0,4}$/u;

/** `before`: what stands right before an amount. */
export const endsRange = (before: string): boolean => FROM_TO.test(before);

/** What an amount comes to in the currency of whoever looks at it. */
const ABOUT =
  /(?:^|[^\p{L}])(?:approx(?:imately|\.)?|about|roughly|equals|ca\.?|circa|etwa|ungefähr|umgerechnet|environ|aprox(?:imadamente|\.)?|equivale a|około|přibližně|cirka|noin|около|примерно|приблизно|yaklaşık|约|約|大约|(?=[≈~]))[\s:(≈~]{0,4}(?:[A-Z]{2,3})?\s?\p{Sc}?\s?$/iu;

/** `before`: what stands right before an amount, its currency too. */
export const saysAbout = (before: string): boolean => ABOUT.test(before);

export const isConverted = (survey: Survey, spot: PriceSpot): boolean =>
  saysAbout(labelBefore(survey, spot)) || saysAbout(/^\D{0,40}/.exec(spot.text)?.[0] ?? '');

/** Pieces of text that a sum, a dash and what stands with either are made of. */
const RANGE_PIECES = 4;

/** The price that an auction began with, or the end of a range: the thing is had for less, or no more for that. */
export function isBoundary(survey: Survey, spot: PriceSpot): boolean {
  if (saysStarted(labelBefore(survey, spot)) || saysStarted(labelIn(spot.text))) return true;
  const { runs } = survey;
  const before = runs[spot.at - 1]?.text ?? '';
  if (!/(?<![.,])[–—-]\s*$/.test(before)) return false;
  const pieces = runs.slice(Math.max(0, spot.at - RANGE_PIECES), spot.at).map(({ text }) => text);
  return endsRange(pieces.join(' '));
}

/** "Frakt från". */
function isOfSending({ runs }: Survey, { at }: PriceSpot): boolean {
  const label = runs[at - 1]?.text ?? '';
  return label.length <= MAX_SENDING && OF_SENDING.test(label);
}

/** Elements around a sum, pieces of text in them, and their letters. */
const AROUND = { elements: 3, pieces: 6, text: 100 } as const;

/** "<b>500 kr</b> eller mer: fri frakt": words and sum in elements of their own, and no other sum beside them. */
function isOfFreeSending(survey: Survey, { element, at }: PriceSpot): boolean {
  for (const around of selfAndAncestors(element).take(AROUND.elements)) {
    const surveyed = survey.elements.get(around);
    if (surveyed === undefined || surveyed.last - surveyed.first > AROUND.pieces) return false;
    const runs = survey.runs.slice(surveyed.first, surveyed.last);
    if (runs.some((run) => run !== survey.runs[at] && hasSignedNumber(run.text))) return false;
    const words = runs.map((run) => run.text).join(' ');
    if (words.length > AROUND.text) return false;
    if (tellsFreeSending(words)) return true;
  }
  return false;
}

/** Where the thing has no price of its own, these are none either. */
export const isOfSomethingElse = (survey: Survey, spot: PriceSpot): boolean =>
  isOfSending(survey, spot) || isOfFreeSending(survey, spot) || isOfSample(survey, spot);

const MAX_LABEL = 30;
/** In whatever script they are written. */
export const digitsOf = (text: string): string => text.replace(/\P{Nd}/gu, '');

/** What stands before the number, without its currency. */
export function labelIn(text: string): string {
  const label = (/^\D*/.exec(text)?.[0] ?? '').trimEnd();
  const sign = currencyTokens(label).findLast(({ end }) => end === label.length);
  return label.slice(0, sign?.start).replace(/(?<![^\p{L}\s.])[^\p{L}\s.]+\s*$/u, '');
}

export function labelBefore(survey: Survey, { at, text }: PriceSpot): string {
  const before = survey.runs[at - 1]?.text ?? '';
  // "Was $799.99" for screen readers, then "$799.99" for the others.
  const label = digitsOf(before) === digitsOf(text) ? labelIn(before) : before;
  return label.length <= MAX_LABEL && !/\d/.test(label) ? label : '';
}

/** Elements around a piece of text. */
const NEAR = 3;
const ENDS_AS_LABEL = /[:：]\s*$/;
const BRACKETED = /^[(（]/;

/** Whether words between two prices are of the first: they share a smaller element with it, or stand behind the second one, too. */
function isOfFirst(survey: Survey, at: number, first: number, second: number): boolean {
  const run = survey.runs[at];
  if (run === undefined || ENDS_AS_LABEL.test(run.text)) return false;
  for (const around of selfAndAncestors(run.element).take(NEAR)) {
    const surveyed = survey.elements.get(around);
    const holds = (piece: number) =>
      surveyed !== undefined && surveyed.first <= piece && piece < surveyed.last;
    if (holds(first))
      return !holds(second) || BRACKETED.test(run.text) || GROSS.test(survey.runs[second + 1]?.text ?? '');
    if (holds(second)) return false;
  }
  return false;
}

const SHOWS_SUM = /^[^\p{L}\d]*\d[^\p{L}]*$/u;
const isSum = (run: Run | undefined): boolean =>
  run !== undefined && (SHOWS_SUM.test(run.text) || hasSignedNumber(run.text));

/** Pieces that one price may be made of. */
const MAX_PIECES = 4;

/** "(税抜)" behind it. */
function isNetBehind(survey: Survey, { at, text }: PriceSpot): boolean {
  let behind = at + 1;
  while (behind < at + MAX_PIECES && text.includes(survey.runs[behind]?.text ?? '')) behind++;
  const words = survey.runs[behind]?.text ?? '';
  // "Net weight" is another thing.
  if (words.length > MAX_LABEL || /\d/.test(words) || !saysNet(words) || labelKey(words) !== null)
    return false;
  const next = isSum(survey.runs[behind + 1]) ? behind + 1 : -1;
  return isOfFirst(survey, behind, at, next);
}

function isNetBefore(survey: Survey, spot: PriceSpot): boolean {
  if (!saysNet(labelBefore(survey, spot))) return false;
  const { at } = spot;
  // The pieces of the price before may end in its currency.
  const before = [at - 2, at - 3].find((one) => isSum(survey.runs[one]));
  return before === undefined || !isOfFirst(survey, at - 1, before, at);
}

export const isNet = (survey: Survey, spot: PriceSpot): boolean =>
  saysNet(spot.text) || isNetBefore(survey, spot) || isNetBehind(survey, spot);
