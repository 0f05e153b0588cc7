/** Finds where the things of a list are by the place that stands beside the day on each card, where the page lets one choose among such places. */
import { type Element, parentOf } from '../html/element.ts';
import { nodesTagged } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { dayAlone } from '../looks/main-date.ts';
import { isPlace } from '../looks/named-place.ts';
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

/** Of one card, in pieces of text. */
const MAX_TEXTS = 60;
const MAX_PLACE = 40;
/** Of what stands beside the days so much must be known, or it may be names of people or kinds of things. */
const KNOWN = 0.2;
const CAPITAL = /^[\p{Lu}\p{Lo}]/u;
const FIGURE = /\p{N}/u;

/** Names of places among which a form of the page lets one choose, in lower case. */
function placesToChoose({ outline }: PageDocument): ReadonlySet<string> {
  const places = new Set<string>();
  const selects = nodesTagged(outline, SELECT).filter((node) =>
    ['name', 'id'].some((name) => PLACE_FIELD.test(outline.attribute(node, name) ?? '')),
  );
  for (const select of selects.slice(0, MAX_SELECTS)) {
    const end = outline.endOf(select);
    for (let at = select + 1; at < end && places.size < MAX_OPTIONS; at++) {
      if (OPTION[outline.kindOf(at)] !== 1) continue;
      const name = outlineText(outline, at, { limit: MAX_OPTION }).trim().toLowerCase();
      if (name.length > 1 && isPlace(name)) places.add(name);
    }
  }
  return places;
}

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

export function placesBesideDays(
  page: PageDocument,
  survey: Survey,
  cards: readonly Element[],
): ReadonlyMap<Element, string> {
  const places = placesToChoose(page);
  if (places.size === 0) return new Map();
  for (const step of [-1, 1] as const) {
    const beside = new Map<Element, string>();
    for (const card of cards) {
      const text = besideDay(page, survey, card, step);
      if (text !== null) beside.set(card, text);
    }
    const known = [...beside.values()].filter((text) => isKnown(text, places)).length;
    if (known > 0 && known >= beside.size * KNOWN) return beside;
  }
  return new Map();
}
