/** What may name the thing of a card, and which of it names it: a text that many of the cards have is a button. */

import type { Element } from '../html/element.ts';
import { oneLine } from '../html/visible-text.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { leadsToThread } from '../looks/offer-thread.ts';
import { labelKey } from '../page/label-words.ts';
import { sameWords } from '../page/page-subject.ts';
import { shownText } from '../page/shown-text.ts';
import type { Survey } from '../page/survey-page.ts';
import { saysStock } from '../values/read-availability.ts';
import { type CardParts, holdsMore, isInside } from './card-parts.ts';

/** A text that this share of the cards have is a button, not a title. */
const COMMON = 0.34;

/** Words that stand on a card and name nothing. */
const BADGE =
  /^[^\p{L}\p{N}]*(?:sale|new(?: listing)?|just (?:listed|in)|neu eingestellt|neues angebot|nouvelle annonce|nuov[ao] (?:annuncio|inserzione)|nuevo anuncio|novo anúncio|nieuwe advertentie|nowe ogłoszenie|nový inzerát|новое объявление|hot|top|sold out|out of stock|in stock|quick (?:view|shop)|add to (?:cart|wishlist|compare)|view(?: details?| options| product)?|read more|details|featured|urgent|sponsored|feedback|angebot|neu|oferta|nuevo|promo|promotion|nouveau|распродажа|новинка|хит|新品|热卖|promoted|advert(?:isement)?|boosted|gesponsert|anzeige|hervorgehoben|top-?anzeige|sponsoris[ée]e?|à la une|patrocinad[oa]|destacad[oa]|destaque|sponsorizzat[oa]|in evidenza|gesponsord|topadvertentie|promowane|wyróżnione|promovat[ăe]?|kiemelt|hirdetés|topovan[éý]|zvýhodněn[ýé]|sponset|sponsrad|annonce|mainos|реклама|продвигается|продвинуто|топ|рекламне|öne çıkan|reklam|sponsorlu|推广|推廣|广告|廣告|置顶|広告|注目|광고|프리미엄|โปรโมท|โฆษณา|แนะนำ|nổi bật|quảng cáo|tin ưu tiên|iklan|מקודם|ממומן|מודגש|إعلان|مميز|ممول|تبلیغ|ویژه|προωθημένη|διαφήμιση)[^\p{L}\p{N}]*$/iu;

/** A link's own title where it is the whole of what the link shows cut short. */
function wholeText(text: string, title: string | undefined): string {
  if (title === undefined) return text;
  const whole = oneLine(title, 500);
  const start = text.replace(/(?<![\s.…])[\s.…]+$/, '').toLowerCase();
  return whole.length > text.length && whole.toLowerCase().startsWith(start) ? whole : text;
}

const TOOL = /quick-?_?(?:view|look|shop)|wish-?_?list|compare|favou?rite/i;

/** A link that does something with the thing: "Quick view of …" is no name of it. */
const isTool = ({ attribs }: Element): boolean =>
  TOOL.test(attribs['class'] ?? '') || TOOL.test(attribs['href'] ?? '');

const LABEL = /^([^:：]{1,30}?)\s*[:：]\s*(?=\S)/u;

/** "상품명 : …": shops write the label of a name before it, shown or not. */
function withoutLabel(text: string): string {
  const label = LABEL.exec(text);
  return label !== null && labelKey(label[1] ?? '') === 'title' ? text.slice(label[0].length) : text;
}

/** "Scouring cream NEW!": what a shop cries behind a name. */
const CRIED =
  /\s+(?:neu|new|nuevo|novo|nouveau|nuovo|nieuw|nowość|novinka|новинка|хит|sale|hot|aktion|oferta|promo|promocja|akce|акция)!+$/iu;

export const withoutCry = (text: string): string => text.replace(CRIED, '');

/** Sums with what stands right beside them; between words of Chinese and the like stands no blank. */
const SUMS =
  /(?<![^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}，。、])[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}，。、]*\d[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}，。、]*/gu;
const TWO_WORDS = /\p{L}{3}\P{L}.*\p{L}{3}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{4}/u;
const LABELLED_SUM =
  /^[^\p{L}]*(?:now|only|from|price|sale|ab|nur|jetzt|preis|prix|precio|desde|da|od|cena|от|цена)(?!\p{L})/iu;

/** "[FS] Pacific, boxed - £85 posted": who writes to a board tells the price in the name. One piece of text, which leads to the thing. */
function namesWithSum(survey: Survey, name: Element, text: string): boolean {
  const { first, last } = survey.elements.get(name) ?? { first: 0, last: 0 };
  if (last - first !== 1 || !hasSignedNumber(text) || LABELLED_SUM.test(text)) return false;
  return !BADGE.test(text) && TWO_WORDS.test(text.replace(SUMS, ' '));
}

/** Of a badge that tells the stock. */
const MAX_BADGE = 24;
/** In pieces of text. */
const MAX_IN_NAME = 8;

/** Of a card: those whose texts are looked at. */
const MOST_LINKS = 10;

/** Of what is around the whole card. */
const FIRST_TEXTS = 3;

/** At most so many pieces of text in an element, from its first. */
export function firstTexts(survey: Survey, element: Element, most: number): string[] {
  const { first, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
  return survey.runs.slice(first, Math.min(last, first + most)).map(({ text }) => text);
}

/** What a name shows, without a badge that stands in it: "Plate", "Sold out". */
function nameShown(survey: Survey, name: Element): string {
  const { first: from, last: to } = survey.elements.get(name) ?? { first: 0, last: 0 };
  const shown = shownText(survey, name, 500);
  if (to - from < 2 || to - from > MAX_IN_NAME) return shown;
  const isBadge = (text: string) =>
    BADGE.test(text) || (text.length <= MAX_BADGE && saysStock(text) !== null);
  const runs = survey.runs.slice(from, to).filter(({ place }) => !place.hidden);
  const held = runs.filter(({ text }) => !isBadge(text));
  // To readers of screens a name may be told a second time.
  const [first, second, third] = held;
  if (first !== undefined && first.text === second?.text && third === undefined) return first.text;
  // Pieces are joined anew only where one is left out: a word may be written in two elements.
  return held.length === 0 || held.length === runs.length ? shown : held.map(({ text }) => text).join(' ');
}

/** Of several links in a name, such as one to what is also marked "[WTS]", the one that says most; null where there are not several. */
function longestOf(survey: Survey, links: readonly Element[]): Element | null {
  if (links.length < 2) return null;
  const length = (link: Element) => survey.text(link, 500).length;
  return links.reduce((best, link) => (length(link) > length(best) ? link : best));
}

/** `leads`: from what the text is, where that leads to the thing. */
type Said = { readonly text: string; readonly from: Element; readonly leads: boolean };

/** What the heading of a card, or what it calls a name, may say, best first. */
function* saidBy(survey: Survey, name: Element, links: readonly Element[], isBox: boolean): Generator<Said> {
  const within = links.filter((one) => isInside(one, name));
  const [link] = within;
  if (link !== undefined && isBox && holdsMore(name))
    yield { text: shownText(survey, link, 500), from: link, leads: false };
  const longest = longestOf(survey, within);
  if (longest !== null) yield { text: shownText(survey, longest, 500), from: longest, leads: true };
  const text = wholeText(nameShown(survey, name), link?.attribs['title'] ?? name.attribs['title']);
  yield { text, from: name, leads: link !== undefined || links.some((one) => isInside(name, one)) };
}

/** What a picture says that it shows, where a link around the whole card says that first and then more. */
function toldFirst(survey: Survey, { links, told }: CardParts): string | null {
  const alt = told === null ? '' : oneLine(told.attribs['alt'] ?? '', 500);
  const heads = (link: Element) => {
    const { first, last } = survey.elements.get(link) ?? { first: 0, last: 0 };
    return last - first > 1 && survey.runs[first]?.text === alt;
  };
  return alt !== '' && links.slice(0, MOST_LINKS).some(heads) ? alt : null;
}

/** What may name the thing of a card, best first, each once. */
export function titlesIn(survey: Survey, parts: CardParts): string[] {
  const { heading, named, links, told } = parts;
  const titles: string[] = [];
  const add = (written: string, passes = namesSomething): void => {
    const text = withoutCry(withoutLabel(written));
    if (!titles.includes(text) && passes(text)) titles.push(text);
  };
  for (const name of [heading, named]) {
    if (name === null) continue;
    for (const { text, from, leads } of saidBy(survey, name, links, name === named && name !== heading))
      add(text, (one) => namesSomething(one) || (leads && namesWithSum(survey, from, one)));
  }
  const whole = toldFirst(survey, parts);
  if (whole !== null) add(whole);
  for (let at = 0; at < links.length && at < MOST_LINKS; at++) {
    const link = links[at];
    if (link === undefined || isTool(link)) continue;
    const { title, href = '' } = link.attribs;
    add(
      wholeText(shownText(survey, link, 500), title),
      (one) => namesSomething(one) || (namesWithSum(survey, link, one) && leadsToThread(href)),
    );
    if (title !== undefined) add(oneLine(title, 500));
  }
  if (told !== null) add(oneLine(told.attribs['alt'] ?? '', 500));
  // The link is around the whole card: its first words are the name more often than not.
  const [link] = links;
  if (link !== undefined) for (const text of firstTexts(survey, link, FIRST_TEXTS)) add(text);
  return titles;
}

/** "Lot 209": where a thing stands in a sale, which is what it is called by nobody. */
const LOT_NUMBER =
  /^(?:lot|los|lote|lotto|kavel|partij|auktionsnr|katalognr|katnr|objekt|utrop|лот|拍品|ロット)[\s.:#№-]{0,3}(?:no|nr|n°)?[\s.:#№-]{0,3}\d{1,6}[a-z]?[.:]?$/iu;

export const namesSomething = (text: string): boolean =>
  text.length > 1 &&
  !LOT_NUMBER.test(text) &&
  /\p{L}/u.test(text) &&
  !BADGE.test(text) &&
  !hasSignedNumber(text) &&
  (text.length > MAX_BADGE || saysStock(text) === null);

/** In how many cards each text stands, which no list holds twice. */
function frequencies(lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const list of lists) for (const text of list) count.set(text, (count.get(text) ?? 0) + 1);
  return count;
}

/** What most of the cards are called before anything else. */
const MOSTLY = 0.5;
const UNPARTED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{N} ]{2,}$/u;
const MIN_SUBJECT = 4;
/** "Suppliers of …" puts the end of a word otherwise in many languages. */
const ENDING = 3;

/** The name that many sellers of one thing give it: it stands first on most of the cards, and in what the page calls itself. */
function subjectOf(found: readonly (readonly string[])[], subjects: () => readonly string[]): string | null {
  const firsts = frequencies(found.map(([first]) => (first === undefined ? [] : [first])));
  const [name, times] = [...firsts].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
  if (times < 2 || times < found.length * MOSTLY) return null;
  const words = sameWords(name);
  const stems = words
    .split(' ')
    .map((word) => ` ${word.slice(0, Math.max(MIN_SUBJECT, word.length - ENDING))}`);
  const isIn = UNPARTED.test(words)
    ? (subject: string) => subject.includes(words)
    : (subject: string) => words.length >= MIN_SUBJECT && stems.every((stem) => ` ${subject}`.includes(stem));
  return words !== '' && subjects().some(isIn) ? name : null;
}

/**
 * Of what may name each of the cards the first that is its own; null where nothing is. `subjects`: what the page calls itself, as
 * {@link sameWords}: a text that all cards have is their name where it is in that.
 */
export function titlesOf(
  found: readonly (readonly string[])[],
  subjects: () => readonly string[] = () => [],
): (string | null)[] {
  const count = frequencies(found);
  const most = Math.max(1, found.length * COMMON);
  const shared = subjectOf(found, subjects);
  return found.map(
    (texts) => texts.find((text) => text === shared || (count.get(text) ?? 0) <= most) ?? null,
  );
}

/** Of the first pieces of text in a card. */
const PLAIN_TEXTS = 6;
const WORDS = /\p{L}{2}.*\p{L}{2}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2}/u;

/** Where no card has a link or an element that names its thing, as where each link says "Open": its first words, if they are its own. */
export function plainTitles(survey: Survey, cards: readonly Element[]): (string | null)[] {
  const isName = (text: string) => namesSomething(text) && WORDS.test(text);
  const found = cards.map((card) => [...new Set(firstTexts(survey, card, PLAIN_TEXTS).filter(isName))]);
  return titlesOf(found);
}
