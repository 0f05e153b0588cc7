/** Finds where a thing is by an element that a page calls so and that names a place without a label. */
import { type Element, nearest } from '../html/element.ts';
import { labelKey } from '../page/label-words.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Run, Survey, Surveyed } from '../page/survey-page.ts';
import { tellsDay } from '../values/parse-date.ts';
import { elementBefore, hasIcon, showsText } from './icons.ts';

const MAX_TEXT = 80;
/** Pieces of text in one such element: a place and, behind it, a day. */
const MAX_PIECES = 3;

/** A place has letters, and is no question, distance, address of the page or command. */
const PLACE = /^(?=.*\p{L}{2})[^?@:=<>]{2,80}$/u;
const NO_PLACE =
  /\d\s?(?:km|mi|miles)\b|https?|^(?:all|any|select|choose|change|show|near|map|karte|alle|mapa?|carte|tous|todos?|wszystkie|вся|все|全部|すべて|전체)(?![\p{L}])/iu;

export const isPlace = (text: string): boolean =>
  text.length <= MAX_TEXT && PLACE.test(text) && !NO_PLACE.test(text) && labelKey(text) === null;

const HEADING = /^h[1-6]$/;

/** Levels of a place, each a link of its own: "İzmir", "/", "Bornova". */
const MAX_LEVELS = 7;
const PARTING = /^[^\p{L}\p{N}]{1,3}$/u;

/** A pin of a map, by the names that sets of icons give it. */
const PIN = /(?:^|[\s_-])(?:geo|geo-alt|map-?(?:pin|marker)|marker|pin|location|loc|place)(?:[\s_-]|$)/i;

/** The way in which most boards mark a place. */
const hasPin = (element: Element): boolean => hasIcon(element, PIN) || isBehindMap(element);

/** An address of a map, or of a point on one. */
const MAP_ADDRESS = /[?&](?:lat|latitude|ll|mlat|center)=-?\d|\/maps?[/?]|^https?:\/\/maps?\./i;

/** Right behind a link to a map that shows a picture of it, or nothing. */
function isBehindMap(element: Element): boolean {
  const before = elementBefore(element);
  return before?.name === 'a' && MAP_ADDRESS.test(before.attribs['href'] ?? '') && !showsText(before);
}

/** What is called a place or marked as one: itself or what is right around it. */
function holderOf(survey: Survey, element: Element): Surveyed | null {
  const isCalled = (one: Element) => ((survey.elements.get(one)?.signs ?? 0) & SIGN.place) !== 0;
  const holder = nearest(element, 2, isCalled) ?? (hasPin(element) ? element : null);
  return (holder && survey.elements.get(holder)) ?? null;
}

const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾';
/** "浙江 杭州", "广东省深圳市", "上海": needs no mark. With neither sign nor blank behind the province it may be the start of any name. */
const IN_PROVINCE = new RegExp(
  `^(?:${PROVINCES})(?:[省市]|[\\p{sc=Han}]{0,3}自治区)?(?:(?:[ ·/,，-]{1,3}|(?<=[省市区]))[\\p{sc=Han}]{2,8}){0,2}$`,
  'u',
);

/** "江苏无锡" before "至" and where it is sent: needs no sign between the two. */
const SENT_FROM = new RegExp(`^(?:${PROVINCES})[省市]?[\\p{sc=Han}]{2,8}$`, 'u');
const SENT_TO = /^(?:至|到|→|➔|-->)/;

/** "Quận 7, Tp Hồ Chí Minh", "東京都 世田谷区", "서울 마포구 망원동": the words for towns and districts need no mark either. */
const IN_DISTRICT =
  /^(?:(?:Quận|Huyện|Thị xã|Thành phố|T[pP]\.?|Tỉnh|Phường|Thị trấn) [\p{Lu}\d][\p{L}\p{M}\d ]{0,24}(?:, (?:T[pP]\.? ?|Tỉnh |Thành phố )?\p{Lu}[\p{L}\p{M} -]{2,20}){0,2}|(?:北海道|東京都|京都府|大阪府|[\p{sc=Han}]{2,3}県)[ 　]?[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]{1,6}[市区町村郡][\p{sc=Han}ー]{0,6}|(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청?[북남]|전라?[북남]|경상?[북남]|제주)(?:특별시|광역시|특별자치[시도]|도)? [가-힣]{1,5}[시군구](?: [가-힣]{1,5}[구동읍면]){0,2})$/u;
/** Of the longest of these. */
const MAX_DISTRICT = 60;

const isInside = (text: string): boolean =>
  IN_PROVINCE.test(text) || (text.length <= MAX_DISTRICT && IN_DISTRICT.test(text));

/** Of Turkey. */
const TURKISH_PROVINCES = new Set(
  'Adana Adıyaman Afyonkarahisar Ağrı Aksaray Amasya Ankara Antalya Ardahan Artvin Aydın Balıkesir Bartın Batman Bayburt Bilecik Bingöl Bitlis Bolu Burdur Bursa Çanakkale Çankırı Çorum Denizli Diyarbakır Düzce Edirne Elazığ Erzincan Erzurum Eskişehir Gaziantep Giresun Gümüşhane Hakkari Hatay Iğdır Isparta İstanbul İzmir Kahramanmaraş Karabük Karaman Kars Kastamonu Kayseri Kırıkkale Kırklareli Kırşehir Kilis Kocaeli Konya Kütahya Malatya Manisa Mardin Mersin Muğla Muş Nevşehir Niğde Ordu Osmaniye Rize Sakarya Samsun Siirt Sinop Sivas Şanlıurfa Şırnak Tekirdağ Tokat Trabzon Tunceli Uşak Van Yalova Yozgat Zonguldak'.split(
    ' ',
  ),
);
const SLASH = /^\s*\/\s*$/;
const LEVEL = /^\p{Lu}[\p{L} .]{1,40}$/u;
/** A province with a district and a quarter. */
const MAX_TURKISH = 3;

/** "İzmir", "/", "Bornova", each a piece of its own: needs no mark; null where no district follows the province. */
function turkishPlace(runs: readonly Run[], at: number): string | null {
  const text = (one: number) => runs[one]?.text ?? '';
  if (!TURKISH_PROVINCES.has(text(at)) || !SLASH.test(text(at + 1))) return null;
  const levels = [text(at)];
  for (let next = at + 2; levels.length < MAX_TURKISH && SLASH.test(text(next - 1)); next += 2) {
    if (!LEVEL.test(text(next))) break;
    levels.push(text(next));
  }
  return levels.length < 2 ? null : levels.join(' / ');
}

/** One of many is what may be chosen from. */
function tellsProvince(runs: readonly Run[], at: number): boolean {
  if (SENT_TO.test(runs[at + 1]?.text ?? '') && SENT_FROM.test(runs[at]?.text ?? '')) return true;
  const tells = (one: number) => isInside(runs[one]?.text ?? '');
  return tells(at) && !tells(at - 1) && !tells(at + 1);
}

/** A day may stand behind a place; one behind a dash is told from a part of the town. */
function withoutDay(text: string, { language }: PageDocument): string {
  const [place = '', behind] = text.split(/ [·•|] /, 2);
  const dash = behind === undefined ? place.search(/ [-–—] [^-–—]*$/) : -1;
  return dash > 0 && tellsDay(place.slice(dash + 3), language) ? place.slice(0, dash) : place;
}

/** "from Leeds": the word that leads to a place. */
const LEADS_TO = /^(?:from|located in|aus|desde|uit|från|из) (?=\p{Lu})/u;
/** "[China]", "(Leeds)". */
const IN_BRACKETS = /^(?:\[([^[\]]+)\]|\(([^()]+)\)|【([^【】]+)】|（([^（）]+)）)$/u;

const bare = (text: string): string => text.replace(LEADS_TO, '').replace(IN_BRACKETS, '$1$2$3$4').trim();

/** What stands behind a place in the same text, as boards write the day; null where nothing does. */
export function behindPlace(survey: Survey, { text, element }: Run): string | null {
  const behind = / [·•|–—-] ([^·•|–—-]*)$/.exec(text)?.[1];
  return behind === undefined || holderOf(survey, element) === null ? null : behind;
}

/** The place that one piece of the holder's text tells, or all of them, level by level. */
function placeIn({ runs }: Survey, { first, last }: Surveyed, text: string): string | null {
  if (last - first <= MAX_PIECES) return text;
  if (last - first > MAX_LEVELS) return null;
  const levels = runs.slice(first, last).map((run) => run.text);
  const parted = levels.every((level, index) => PARTING.test(level) === (index % 2 === 1));
  return parted ? levels.join(' ') : null;
}

/** By the name of a province. */
const unmarkedPlace = (runs: readonly Run[], at: number, isTurkish: boolean): string | null =>
  tellsProvince(runs, at) ? (runs[at]?.text ?? null) : isTurkish ? turkishPlace(runs, at) : null;

/** Of the pieces of text from `first` up to, not including, `last`. */
export function placeNamed(
  page: PageDocument,
  survey: Survey,
  first: number,
  last: number,
  passes: (element: Element) => boolean,
): string | null {
  const isTurkish = page.language?.startsWith('tr') === true;
  for (let at = first; at < last; at++) {
    const run = survey.runs[at];
    // Few elements are called so: the name is asked first.
    const holder = run === undefined ? null : holderOf(survey, run.element);
    const unmarked = unmarkedPlace(survey.runs, at, isTurkish);
    if (run !== undefined && unmarked !== null && !run.place.hidden && passes(run.element)) return unmarked;
    if (run === undefined || holder === null) continue;
    if (run.text.length > MAX_TEXT || run.place.hidden || run.place.control?.name === 'button') continue;
    // What heads the place is none.
    if (HEADING.test(run.element.name) && holder.last > at + 1) continue;
    const text = bare(withoutDay(run.text, page));
    const place = isPlace(text) && passes(run.element) ? placeIn(survey, holder, text) : null;
    if (place !== null) return place;
  }
  return null;
}

/** A text and the elements around it that may say that it is a place. */
const MAX_CALLED = 3;
/** Attributes by which a part of a card is called, besides the class. */
const CALLING = ['class', 'data-marker', 'data-testid', 'data-qa', 'data-qaid'];

/** On a card, what is called an address, too, and where its company is. */
export function placeOnCard(
  { memory }: PageDocument,
  { runs, elements }: Survey,
  card: Element,
  last: number,
): string | null {
  const isCalled = (one: Element) =>
    one !== card && CALLING.some((name) => memory.isPlaceOnCardName(one.attribs[name] ?? ''));
  const { first } = elements.get(card) ?? { first: last };
  for (const { text, element, place } of runs.slice(first, last)) {
    if (place.control?.name === 'button' || place.hidden || !isPlace(text)) continue;
    const holder = nearest(element, MAX_CALLED, (one) => one === card || isCalled(one));
    const held = holder === null || holder === card ? undefined : elements.get(holder);
    if (held !== undefined && held.last - held.first <= MAX_PIECES) return bare(text);
  }
  return null;
}
