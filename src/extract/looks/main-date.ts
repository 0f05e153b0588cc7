/** Finds the day on which a thing was offered, the one a page is about or that of a card, where no label says it. */

import { type Element, nearest } from '../html/element.ts';
import { isOtherDateName } from '../page/class-names.ts';
import { startOf } from '../page/label-starts.ts';
import { labelKey } from '../page/label-words.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { parseDate, tellsDay } from '../values/parse-date.ts';
import { ANY_DIGIT } from '../values/plain-digits.ts';
import { elapsedPhrase, isLongAgo, isNamedDay } from '../values/relative-date.ts';
import { hasSignedNumber } from './find-prices.ts';
import { behindPlace, isPlace } from './named-place.ts';

/** In pieces of text from the heading. */
const REACH = 300;
const MAX_SPOTS = 50;
const MAX_TEXT = 60;
/** Of a label. */
const MOST_WORDS = 3;

function near(survey: Survey, element: Element, heading: number): boolean {
  const surveyed = survey.elements.get(element);
  return surveyed !== undefined && !surveyed.place.hidden && Math.abs(surveyed.first - heading) <= REACH;
}

/** At most one word in front of the first figure ("November 12"), or few words without any ("yesterday"). */
const STARTS_AS_DATE = /^[^\p{L}\d]*(?:\p{L}{1,12}[^\p{L}\d]+)?\d|^\D{2,20}$/u;

const mayAnnounce = startOf('postedAt');

/** "Posted on 12 Nov 2026", "Publié hier": a label with its value behind it, without a colon. */
function announcedDate(text: string, read: ReadDate): string | null {
  if (text.length > MAX_TEXT || !mayAnnounce(text)) return null;
  const words = text.split(' ', MOST_WORDS + 1);
  const labels = words.slice(0, MOST_WORDS).map((_, at) => words.slice(0, at + 1).join(' '));
  const label = [/^\D+/.exec(text)?.[0].trim() ?? '', ...labels.toReversed()].find(
    (words) => words.length < text.length && labelKey(words) === 'postedAt',
  );
  const rest = label === undefined ? '' : text.slice(label.length).trim();
  return STARTS_AS_DATE.test(rest) ? read(rest) : null;
}

const NAMING = ['class', 'id', 'data-marker', 'data-testid', 'data-qa', 'itemprop'];

/** Those of the attributes by which some element of the page is called a date. */
function namingDates({ outline, memory: { isDateName } }: PageDocument): string[] {
  return NAMING.filter((name) => outline.bearing(name).keys().some(isDateName));
}

type ReadDate = (text: string) => string | null;
type IsOwn = (element: Element) => boolean;

function byTime(survey: Survey, isOwn: IsOwn, read: ReadDate): string | null {
  for (const element of survey.tagged('time').slice(0, MAX_SPOTS)) {
    const date = isOwn(element)
      ? (read(element.attribs['datetime'] ?? '') ?? read(survey.text(element, MAX_TEXT)))
      : null;
    if (date !== null) return date;
  }
  return null;
}

function byName(page: PageDocument, survey: Survey, isOwn: IsOwn, read: ReadDate): string | null {
  const naming = namingDates(page);
  if (naming.length === 0) return null;
  const { isDateName } = page.memory;
  const isNamedDate = ({ attribs }: Element) =>
    naming.some((name) => attribs[name] !== undefined && isDateName(attribs[name]));
  for (const name of ['span', 'div', 'p', 'li', 'td', 'small']) {
    const named = survey.tagged(name).filter(isNamedDate);
    for (const element of named.slice(0, MAX_SPOTS)) {
      const text = survey.text(element, MAX_TEXT + 1);
      const date = text.length <= MAX_TEXT && isOwn(element) ? read(text) : null;
      if (date !== null) return date;
    }
  }
  return null;
}

/** By a `time` element, by an element that is called a date and holds little else, then by a word in front of a date. */
export function findPosted(
  page: PageDocument,
  survey: Survey,
  heading: number,
  beside: (element: Element) => boolean,
): string | null {
  const read = (text: string) => parseDate(text, page.language, page.clock);
  const isOwn = (element: Element) => near(survey, element, heading) && !beside(element);
  const marked = byTime(survey, isOwn, read) ?? byName(page, survey, isOwn, read);
  if (marked !== null) return marked;
  for (const run of survey.runs.slice(Math.max(0, heading - REACH), heading + REACH)) {
    const date = announcedDate(run.text, read);
    if (date !== null && isOwn(run.element)) return date;
  }
  return besideNumber(page, survey, heading, isOwn) ?? onlyDay(page, survey, heading, isOwn);
}

/** "ID: 6133984412", "Annons nr 48213377". */
const NUMBERED = /^(\p{L}[\p{L} .-]{0,20}?)[\s:：#№]+\d{5,}$/u;

/** The day that stands by itself right before or behind the number of the ad. */
function besideNumber(page: PageDocument, survey: Survey, heading: number, isOwn: IsOwn): string | null {
  const end = Math.min(survey.runs.length, heading + REACH);
  for (let at = heading; at < end; at++) {
    const run = survey.runs[at];
    const label = run === undefined || run.text.length > MAX_TEXT ? undefined : NUMBERED.exec(run.text)?.[1];
    if (run === undefined || label === undefined || labelKey(label) !== 'externalId' || !isOwn(run.element))
      continue;
    const day = dayAlone(page, survey, at - 1, at) ?? dayAlone(page, survey, at + 1, at + 2);
    if (day !== null) return day;
  }
  return null;
}

/** In pieces of text, before and behind the heading. */
const CLOSE = 25;
const IN_TABLE = new Set(['td', 'th', 'dd', 'dt']);
const ENDS_AS_LABEL = /[:：]$/;

/** In a table, or called the day of something else. */
const isNoPosting = ({ name, attribs }: Element): boolean =>
  IN_TABLE.has(name) || isOtherDateName(attribs['class'] ?? '');

/** The one day right beside the heading that stands by itself, in no table and behind no label: boards of small ads show theirs so. */
function onlyDay(page: PageDocument, survey: Survey, heading: number, isOwn: IsOwn): string | null {
  const days = new Set<string>();
  const end = Math.min(survey.runs.length, heading + CLOSE);
  for (let at = Math.max(0, heading - CLOSE); at < end; at++) {
    const run = survey.runs[at];
    const day = run !== undefined && isOwn(run.element) ? dayAlone(page, survey, at, at + 1) : null;
    if (day === null || run === undefined || nearest(run.element, 3, isNoPosting) !== null) continue;
    if (!ENDS_AS_LABEL.test(survey.runs[at - 1]?.text ?? '')) days.add(day);
  }
  const [only] = days;
  return days.size === 1 ? (only ?? null) : null;
}

/** Of a card: what is longer says more than a day. */
const MAX_DAY = 26;
/** A day, with the time perhaps: no more than two words besides its figures. */
const ONLY_DAY = /^[^\p{L}]*(?:\p{L}[\p{L}\p{M}'’]*[^\p{L}]*){0,3}$/u;
/** Since when somebody is there: "Aktiv seit 14.03.2014". */
const OF_MEMBER =
  /^[^\p{L}\d]*(?:aktiv|active|member|mitglied|dabei|registriert|registered|joined|angemeldet|user|seller|membre|inscrit\p{L}*|miembro|usuari[ao]|registrad[ao]|membro|cadastrad[ao]|utente|iscritt[ao]|lid|actief|medlem|bruger|jäsen|użytkownik|zarejestrowan[ya]|członek|členem|registrován|tag|membru|na \p{L}+ od|на \p{L}+ с|на \p{L}+ з|зарегистрирован\p{L}*|пользователь|зареєстрован\p{L}*|üye|üyelik|thành viên|tham gia)(?!\p{L})/iu;
/** Nothing is offered after the page was fetched; clocks of sites are ahead of ours by hours. */
const AHEAD_MS = 24 * 3_600_000;

const DAY_AND_PLACE =
  /^(.{2,26}?) (?:(?:in|en|em|à|a|i|på|te) (?=\p{Lu})|(?:در|في) (?=\p{Lo}))([^\d,;:!()]{2,40})$/u;

/** "Lagos State, Ikeja, 4 hours ago": figures in the day alone. */
const PLACE_AND_DAY =
  /^(\p{Lu}[^\d,;:!()]{1,30}(?:, \p{Lu}[^\d,;:!()]{1,30})?), ([^,]{0,12}\d{1,3} [^,\d]{2,20})$/u;

/** The day and the place, whichever comes first in the one text: "2 hours ago in Leeds", "gestern in Bonn". */
function dayAndPlaceIn(text: string): (string | undefined)[] {
  const [, day, place] = DAY_AND_PLACE.exec(text) ?? [];
  if (day !== undefined) return [day, place];
  const [, before, behind] = PLACE_AND_DAY.exec(text) ?? [];
  return [behind, before];
}

/** The day and the place, as boards write them in one text. */
function dayAndPlace(text: string, language: string | null): { day: string; place: string } | null {
  const [day, place] = text.length > MAX_TEXT ? [] : dayAndPlaceIn(text);
  if (day === undefined || place === undefined || !isPlace(place)) return null;
  if (!ONLY_DAY.test(day) || OF_MEMBER.test(day)) return null;
  return tellsDay(day, language) ? { day, place } : null;
}

const DOT = /^[·∙•|]$/;

/** "Kuopio", "·", "2 t.": a place, and how long the thing has been there, told without the word for "ago". */
function placeAndElapsed(
  { language }: PageDocument,
  { runs }: Survey,
  at: number,
): { day: string; place: string } | null {
  const [place, dot, elapsed] = [runs[at - 2], runs[at - 1], runs[at]];
  if (place === undefined || dot === undefined || elapsed === undefined || !DOT.test(dot.text)) return null;
  const day = elapsedPhrase(elapsed.text, language);
  return day === null || !isPlace(place.text) ? null : { day, place: place.text };
}

/** The place that a card tells beside its day, among the pieces from `first` up to, not including, `last`. */
export function placeBesideDay(
  page: PageDocument,
  survey: Survey,
  first: number,
  last: number,
): string | null {
  for (let at = first; at < last; at++) {
    const { text = '', place } = survey.runs[at] ?? {};
    if (place?.hidden !== false) continue;
    const both =
      dayAndPlace(text, page.language) ?? (at - 2 < first ? null : placeAndElapsed(page, survey, at));
    if (both !== null) return both.place;
  }
  return null;
}

/** What one piece says of a day; a word without a figure counts where it is called a date, as "today" is said of much. */
function dayIn({ memory, language }: PageDocument, survey: Survey, run: Run): string | null {
  const both = dayAndPlace(run.text, language);
  if (both !== null) return both.day;
  const text = behindPlace(survey, run) ?? run.text;
  if (text.length > MAX_DAY || !ONLY_DAY.test(text) || hasSignedNumber(text)) return null;
  if (OF_MEMBER.test(text)) return null;
  const isCalled = () => memory.isDateName(run.element.attribs['class'] ?? '');
  if (ANY_DIGIT.test(text)) return text;
  // "Yesterday" alone is said of nothing else.
  return isLongAgo(text, language) || (isCalled() && isNamedDay(text, language)) ? text : null;
}

/** The piece of a card, among those from `first` up to, not including, `last`, that is a day and nothing else, and not one to come. */
export function dayAlone(page: PageDocument, survey: Survey, first: number, last: number): string | null {
  for (let at = first; at < last; at++) {
    const run = survey.runs[at];
    // On a board, that of the last answer.
    if (run === undefined || run.place.hidden) continue;
    const elapsed = placeAndElapsed(page, survey, at)?.day ?? null;
    const text = elapsed ?? dayIn(page, survey, run);
    const language = elapsed === null ? page.language : 'en';
    const day = text === null ? null : parseDate(text, language, page.clock);
    const isToCome =
      page.clock !== null && day !== null && Date.parse(day) > page.clock.now.getTime() + AHEAD_MS;
    if (day !== null && !isToCome) return day;
  }
  return null;
}
