/** Finds where the things of a list are by what stands on each card in one way, where the page lets one choose among such places or links to them. */
import { type Element, parentOf } from '../html/element.ts';
import { dayAlone } from '../looks/main-date.ts';
import { isPlace } from '../looks/named-place.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { placesInScripts } from './places-in-scripts.ts';
import { namesPlaces, placesToChoose } from './places-to-choose.ts';

/** Of one card, in pieces of text. */
const MAX_TEXTS = 60;
const MAX_PLACE = 40;
const MAX_HREF = 300;
/** Of what stands beside the days so much must be known, or it may be names of people or kinds of things. */
const KNOWN = 0.2;
/** The same of what stands anywhere on the cards. */
const MOSTLY_KNOWN = 0.3;
const MIN_KNOWN = 2;
const CAPITAL = /^[\p{Lu}\p{Lo}]/u;
const FIGURE = /\p{N}/u;

/** "Zaragoza capital (Delicias)", "Umeå, Teg": begins with such a name. */
function isKnown(text: string, places: ReadonlySet<string>): boolean {
  const words = text.toLowerCase().split(/(?=[\s,(/])/);
  return words.some((_, at) => places.has(words.slice(0, at + 1).join('')));
}

const mayBePlace = (text: string): boolean =>
  text.length <= MAX_PLACE && CAPITAL.test(text) && !FIGURE.test(text) && isPlace(text);

/** What stands right before or behind the first day of a card, in an element of the same kind beside it. */
function besideDay(page: PageDocument, survey: Survey, card: Element, step: -1 | 1): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  const end = Math.min(last, first + MAX_TEXTS);
  for (let at = first; at < end; at++) {
    const [day, other] = [survey.runs[at], survey.runs[at + step]];
    if (day === undefined || other === undefined || at + step < first || at + step >= end) continue;
    const beside =
      other.element !== day.element &&
      other.element.name === day.element.name &&
      parentOf(other.element) === parentOf(day.element);
    if (!beside || !mayBePlace(other.text) || other.place.control !== day.place.control) continue;
    if (dayAlone(page, survey, at, at + 1) !== null) return other.text;
  }
  return null;
}

/** How an element is marked: by its kind and its class, or where it has none, by that of what is around it. */
function wayOf(element: Element): string {
  const own = element.attribs['class'] ?? '';
  return `${element.name} ${own === '' ? `in ${parentOf(element)?.attribs['class'] ?? ''}` : own}`;
}

type Places = ReadonlyMap<Element, string>;

/** The texts of the cards that may be places, by the way in which they are marked: of each card the first. */
function textsByWay(survey: Survey, cards: readonly Element[]): readonly Places[] {
  const ways = new Map<string, Map<Element, string>>();
  for (const card of cards) {
    const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
    for (const { text, element, place } of survey.runs.slice(first, Math.min(last, first + MAX_TEXTS))) {
      if (place.hidden || place.control?.name === 'button' || !mayBePlace(text)) continue;
      const way = wayOf(element);
      const texts = ways.get(way) ?? new Map<Element, string>();
      if (!texts.has(card)) texts.set(card, text);
      ways.set(way, texts);
    }
  }
  return [...ways.values()];
}

/** Those of one way, of which enough are known. */
function knownInOneWay(survey: Survey, cards: readonly Element[], places: ReadonlySet<string>): Places {
  let best: Places = new Map();
  let most = 0;
  for (const texts of textsByWay(survey, cards)) {
    const known = [...texts.values()].filter((text) => isKnown(text, places)).length;
    const share = known / texts.size;
    if (known >= MIN_KNOWN && share >= MOSTLY_KNOWN && share > most) [best, most] = [texts, share];
  }
  return best;
}

/** Before the day, or behind it. */
const STEPS = [-1, 1] as const;
const NONE: ReadonlySet<string> = new Set();

function besideDays(
  page: PageDocument,
  survey: Survey,
  cards: readonly Element[],
  places: ReadonlySet<string>,
  share = KNOWN,
): Places | null {
  for (const step of STEPS) {
    const beside = new Map<Element, string>();
    for (const card of cards) {
      const text = besideDay(page, survey, card, step);
      if (text !== null) beside.set(card, text);
    }
    const known = [...beside.values()].filter((text) => isKnown(text, places)).length;
    if (known > 0 && known >= beside.size * share) return beside;
  }
  return null;
}

/** "/city/leeds", "/ads/lan21", "?region=4": what lists the things of one place. */
function listsPlace(href: string): boolean {
  const [path = '', query = ''] = (href.split('#', 1)[0] ?? '').split('?', 2);
  const folders = path.split('/').filter((folder) => folder !== '');
  const [last = '', before = ''] = folders.toReversed();
  const numbered = /^(.*\D)\d{1,5}$/.exec(last)?.[1];
  if (namesPlaces(before) || (numbered !== undefined && namesPlaces(numbered))) return true;
  return query.split('&').some((pair) => /=./.test(pair) && namesPlaces(pair.split('=', 1)[0] ?? ''));
}

/** What a card links to such a list, and not the thing itself. */
export function placeLinked(
  page: PageDocument,
  survey: Survey,
  card: Element,
  own: { readonly title: string; readonly url: string | null },
): string | null {
  const { first, last } = survey.elements.get(card) ?? { first: 0, last: 0 };
  for (const { text, place } of survey.runs.slice(first, Math.min(last, first + MAX_TEXTS))) {
    const href = place.control?.attribs['href'];
    if (href === undefined || href.length > MAX_HREF || place.hidden || text === own.title) continue;
    if (mayBePlace(text) && listsPlace(href) && page.resolve(href) !== own.url) return text;
  }
  return null;
}

/** Cards that are looked at to tell whether days with something beside them stand on them. */
const FIRST_CARDS = 4;
/** Of what stands beside the days so much must be a place for the page's own scripts. */
const TOLD = 0.6;

/** What stands beside the days, where no filter names places, but the page's own scripts call most of it so. */
function toldByScripts(page: PageDocument, survey: Survey, cards: readonly Element[]): Places {
  const hasDay = (card: Element) => STEPS.some((step) => besideDay(page, survey, card, step) !== null);
  const places = cards.slice(0, FIRST_CARDS).some(hasDay) ? placesInScripts(page) : NONE;
  return places.size === 0 ? new Map() : (besideDays(page, survey, cards, places, TOLD) ?? new Map());
}

export function placesOnCards(page: PageDocument, survey: Survey, cards: readonly Element[]): Places {
  const places = placesToChoose(page, survey);
  if (places.size === 0) return toldByScripts(page, survey, cards);
  return besideDays(page, survey, cards, places) ?? knownInOneWay(survey, cards, places);
}
