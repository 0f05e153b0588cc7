/** Finds the names of places among which a page lets one choose: in a form, or in a filter beside its list. */

import { nodesTagged } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { isPlace } from '../looks/named-place.ts';
import { type LabelKey, plainLabelKey } from '../page/label-words.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';

const SELECT = tagSet('select');
const OPTION = tagSet('option');
const MAX_SELECTS = 20;
const MAX_OPTIONS = 600;
const MAX_OPTION = 60;

/** What forms call the place that one searches in. */
const PLACE_FIELD =
  /(?:^|[_-])(?:prov(?:incia|ince|incie)?|regi(?:on|one|ao|ja|e)|locations?|localidad|locality|city|ciudad|cidade|citta|comune|ville|departe?ment|ort|stadt|bundesland|kanton|county|plaats|kommune|kommun|lan|wojewodztwo|miasto|kraj|mesto|okres|oblast|region[_-]?id|gorod|misto|sehir|judet|oras|megye|telepules|grad)(?:[_-]?id)?(?:$|[_-])/i;

/** Whether a field of a form or a part of an address is called so. */
export const namesPlaces = (name: string): boolean => PLACE_FIELD.test(name);

/** What heads the places of a filter, besides what labels a place. */
const HEADS_PLACES =
  /^(?:region(?:en|es)?|ships? from|shipping from|regi[oó]n(?:es)?|régions?|regioni?|região|regiões|регион(?:ы)?(?: продавца| доставки)?|регіон(?:и)?|(?:жеткізу )?өңірі?|қалалар|viloyat|hudud|shahar|จัดส่งจาก|ส่งจาก|จังหวัด|dikirim dari|dihantar dari|lokasi(?: toko| penjual)?|wilayah|gửi từ|nơi bán|tỉnh thành|发货地|發貨地|地区|地區|所在地|배송지역|지역|발송지)$/iu;
const HEADING_KEYS: ReadonlySet<LabelKey | null> = new Set<LabelKey | null>([
  'location',
  'shipsFrom',
  'shipsTo',
]);
/** Pieces of text that are looked at for such a filter, and behind its head. */
const MAX_RUNS = 3000;
const MAX_BEHIND = 200;
const MAX_HEADS = 8;
const MAX_HEAD = 30;
const LETTER = /\p{L}/u;

function placesInForms({ outline }: PageDocument, places: Set<string>): void {
  const selects = nodesTagged(outline, SELECT).filter((node) =>
    ['name', 'id'].some((name) => namesPlaces(outline.attribute(node, name) ?? '')),
  );
  for (const select of selects.slice(0, MAX_SELECTS)) {
    const end = outline.endOf(select);
    for (let at = select + 1; at < end && places.size < MAX_OPTIONS; at++) {
      if (OPTION[outline.kindOf(at)] !== 1) continue;
      const name = outlineText(outline, at, { limit: MAX_OPTION }).trim().toLowerCase();
      if (name.length > 1 && isPlace(name)) places.add(name);
    }
  }
}

const headsPlaces = (text: string): boolean =>
  text.length <= MAX_HEAD && (HEADING_KEYS.has(plainLabelKey(text)) || HEADS_PLACES.test(text));

/** "Ships from", and in elements of one kind behind it "Leeds", "Bath (12)": a filter beside the list. */
function placesInFilters({ runs }: Survey, places: Set<string>): void {
  const end = Math.min(runs.length, MAX_RUNS);
  let heads = 0;
  for (let head = 0; head < end && heads < MAX_HEADS; head++) {
    if (!headsPlaces(runs[head]?.text ?? '')) continue;
    heads++;
    const [kind, from] = [runs[head + 1]?.element.name, head + 1];
    for (const { text, element } of runs.slice(from, from + MAX_BEHIND)) {
      // How many there are in each.
      if (!LETTER.test(text)) continue;
      if (element.name !== kind || text.length > MAX_OPTION) break;
      const name = text.replace(/\s*[(（]?\d{1,7}[)）]?$/, '').toLowerCase();
      if (!isPlace(name) || places.size >= MAX_OPTIONS) break;
      places.add(name);
    }
  }
}

/** In lower case. */
export function placesToChoose(page: PageDocument, survey: Survey): ReadonlySet<string> {
  const places = new Set<string>();
  placesInForms(page, places);
  placesInFilters(survey, places);
  return places;
}
