/** Finds the site's own number of a thing in the address of its page, where the page says it again. */
import { BAR_CODE, numbersIn } from '../cards/card-numbers.ts';
import { textInside } from '../html/outline-text.ts';
import type { PageDocument } from '../page/page-document.ts';

/** Attributes by which sites tell their scripts which thing a page is of. */
const ID_ATTRIBUTES = [
  'data-ad-id',
  'data-adid',
  'data-item-id',
  'data-itemid',
  'data-listing-id',
  'data-offer-id',
  'data-product-id',
];

/** In front of it in a text: "platzmarkt-Code:", "Article no.". */
const LABEL =
  /(?:^|[^\p{L}])(?:code|id|nr|no|n[°º]|num(?:ber|mer|ero|éro)?|número|numéro|numero|kod|kód|код|номер|cod|codice|código|ref|réf|番号|编号|編號|번호|شناسه|رقم|מספר)[^\p{L}\p{N}]{0,5}$/iu;
/** In front of it where it is of something else. */
const OF_OTHER =
  /(?<!\p{L})(?:seller|user|member|shop|store|tel|phone|mobil\p{L}*|whatsapp|fax|vat|ust|tax|siret|siren|reg(?:istration)?|license|licence|verkäufer|händler|vendeur|vendedor|venditore|sprzedawc\p{L}*|prodejce|ean|gtin|isbn|upc)(?!\p{L})[^\n]{0,20}$/iu;
/** UTF-16 units of a line of text, and of one script. */
const [MAX_LINE, MAX_SCRIPT] = [120, 200_000];
const MAX_SCRIPTS = 60;

/** In front of it in what a page holds for its scripts: `"offerId": "`, `adId=`. */
const KEY =
  /(?:(?:^|[^\p{L}])|(?<=\p{Ll})(?=[A-Z]))(?:offer|ad|advert(?:isement)?|item|listing|goods|product|article|annonce|anzeige|lot|auction|post|classified)[_-]?id["']?\s{0,2}[:=]\s{0,2}["']?$/iu;
const BEFORE = 60;

const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9';

/** Places at which a text holds a number by itself. */
function* placesOf(text: string, number: string): Generator<number> {
  for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + number.length))
    if (!isDigit(text.charAt(at - 1)) && !isDigit(text.charAt(at + number.length))) yield at;
}

function isShown(page: PageDocument, number: string): boolean {
  const text = page.mainText();
  for (const at of placesOf(text, number).take(MAX_SCRIPTS)) {
    const before = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - MAX_LINE), at);
    if (LABEL.test(before) && !OF_OTHER.test(before)) return true;
  }
  return false;
}

/** `last`: what the address ends in, of which alone a mark by a bare "id" tells. */
function isMarked({ outline }: PageDocument, number: string, last: string): boolean {
  if (last.includes(number) && outline.bearing('data-id').has(number)) return true;
  return ID_ATTRIBUTES.some((name) => outline.bearing(name).has(number));
}

function isInScripts({ outline, parts }: PageDocument, number: string): boolean {
  return parts.scripts.slice(0, MAX_SCRIPTS).some((script) => {
    const text = textInside(outline, script, MAX_SCRIPT);
    return placesOf(text, number)
      .take(MAX_SCRIPTS)
      .some((at) => KEY.test(text.slice(Math.max(0, at - BEFORE), at)));
  });
}

/** Parts of an address in front of the number of somebody or of a kind of goods. */
const OTHER_PART =
  /(?:^|\/)(?:[\w-]*(?:users?|sellers?|shops?|stores?|members?|vendors?|categor\w*|kategori\w*)|c|cat|u)[/_-]$/i;
/** What is asked for by the number behind it. */
const OWN_PARAMETER =
  /[?&](?:id|i|a|[\w-]{0,20}(?:item|ad|product|offer|listing|goods|article|lot|auction|post|annonce)(?:[_-]?(?:id|no|nr))?)=$/i;

function isOfThing(address: string, number: string): boolean {
  const before = address.slice(0, address.indexOf(number));
  return before.includes('?') ? OWN_PARAMETER.test(before) : !OTHER_PART.test(before);
}

/** The only such number that the page says again, by a label, a mark, a script of its own or the names of its `images`; else null. */
export function numberOfAddress(page: PageDocument, images: readonly string[]): string | null {
  const { pathname, search } = new URL(page.canonical);
  const address = pathname + search;
  const own = [...new Set(numbersIn(address))].filter((number) => isOfThing(address, number));
  if (own.length === 0) return null;
  const last = pathname.split('/').findLast((part) => part !== '') ?? '';
  const pictured = new Set(images.slice(0, 1).flatMap(numbersIn));
  const found = own.filter(
    (number) =>
      (pictured.has(number) && !BAR_CODE.test(number)) ||
      isMarked(page, number, last) ||
      isShown(page, number) ||
      isInScripts(page, number),
  );
  const [only] = found;
  return found.length === 1 ? (only ?? null) : null;
}
