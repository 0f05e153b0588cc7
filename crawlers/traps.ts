/** Tells addresses that a script makes up without end: paths and queries that grow, calendars, facets. */
import { canonicalUrl } from '../src/text/canonical-url.ts';
import { PAGE_FIELD } from '../src/text/page-number.ts';

/** `offers`: it names some that no other page of the run has named. `read`: so was the page at its own address. */
export type ViewFacts = { readonly offers: boolean; readonly read: boolean };

export type TrapSense = {
  /** Why the URL is one, in words; null when it is not. `offer`: the page that links to it shows it as an offer's own page. */
  judge(canonical: string, offer: boolean): string | null;
  /** Why it is only another view of a page, as far as this run has learnt; null when it is not known to be one. */
  viewOf(canonical: string): string | null;
  /** A page at `url` says that its own address is `canonical`. */
  learn(url: string, canonical: string, page: ViewFacts): void;
};

const LONGEST_URL = 2000;
const MOST_SEGMENTS = 20;
const MOST_PARAMETERS = 12;
/** The same parameter may be given several times: as a choice of several values, rarely more. */
const MOST_OF_ONE_NAME = 4;
/** A path "/a/b/a/b/a/b" repeats "/a/b" three times, as relative links that were meant otherwise make it. */
const REPEATS = 3;
const LONGEST_REPEATED = 4;
/** A link that carries the address of its page escapes it once more each time: %2F, %252F, %25252F. */
const ESCAPED_AGAIN = /%(?:25){2}/i;

/** So many months are five years; shops have no calendars, boards and shops with a blog do. */
const MOST_DATES = 60;
const MOST_YEARS_AHEAD = 1;
const DATE_PATH = /\/((?:19|20|21)\d\d)[/-](?:0?[1-9]|1[0-2])(?:[/-](?:[0-2]?\d|3[01]))?\/?$/;
const DATE_NAME =
  /^(?:y|yr|year|month|mon|week|day|date|from|to|start|end|start[-_]?date|end[-_]?date|cal(?:endar)?(?:[-_]?\w{1,12})?)$/i;
const DATE_VALUE = /^(?:((?:19|20|21)\d\d)(?:[-/]?\d{1,2}){0,2}|\d{1,2})$/;

/** How many things a page of a list has. */
const PAGE_SIZE = /^(?:limit|per[-_]?page)$/i;
const isPaging = (name: string) => PAGE_FIELD.test(name) || PAGE_SIZE.test(name);
/** Combinations of two filters and more, of one path. */
const MOST_FACETS = 100;
/** Pages with a parameter that say they are another one, which was read, and name no new offer; then others are believed to be, too. */
const MOST_VIEWS = 4;
/** One page with that parameter that names a new offer outweighs so many that name none. */
const FRESH_COUNTS = 4;
/** Places that are counted; a site with more has other troubles. */
const MOST_PLACES = 20_000;

type Parameter = { readonly name: string; readonly value: string };

function repeatsItself(segments: readonly string[]): boolean {
  for (let length = 1; length <= LONGEST_REPEATED; length += 1) {
    let same = 0;
    for (let at = length; at < segments.length; at += 1) {
      same = segments[at] === segments[at - length] ? same + 1 : 0;
      if (same >= length * (REPEATS - 1)) return true;
    }
  }
  return false;
}

function parametersOf(query: string): Parameter[] {
  if (query === '') return [];
  return query.split('&').map((text) => {
    const end = text.indexOf('=');
    return end === -1 ? { name: text, value: '' } : { name: text.slice(0, end), value: text.slice(end + 1) };
  });
}

function growth(path: string, parameters: readonly Parameter[]): string | null {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > MOST_SEGMENTS) return `a path of ${segments.length} segments`;
  if (repeatsItself(segments)) return 'a path that repeats itself';
  if (parameters.length > MOST_PARAMETERS) return `a query of ${parameters.length} parameters`;
  const names = new Map<string, number>();
  for (const { name } of parameters) names.set(name, (names.get(name) ?? 0) + 1);
  const most = Math.max(0, ...names.values());
  return most > MOST_OF_ONE_NAME ? `a parameter that stands ${most} times` : null;
}

/** The year of a calendar's page, 0 when it is a date without one, null when it is no date. */
function dateOf(path: string, parameters: readonly Parameter[]): number | null {
  const inPath = DATE_PATH.exec(path)?.[1];
  if (inPath !== undefined) return Number(inPath);
  const dates = parameters.flatMap(({ name, value }) => {
    const match = DATE_NAME.test(name) ? DATE_VALUE.exec(value) : null;
    return match === null ? [] : [Number(match[1] ?? 0)];
  });
  return dates.length === 0 ? null : Math.max(...dates);
}

/** Parameters of `url` that the address lacks which its page says is its own: none where that is another page altogether. */
function leftOut(url: string, ownAddress: string): string[] {
  const [path = '', query = ''] = canonicalUrl(url).split('?', 2);
  const [ownPath, ownQuery = ''] = ownAddress.split('?', 2);
  if (path !== ownPath) return [];
  const own = new Set(parametersOf(ownQuery).map(({ name }) => name));
  const names = new Set(parametersOf(query).map(({ name }) => name));
  // "?p=12" may be a page of it; where it says "?t=3" instead, it is a post of topic 3.
  const named = own.isSubsetOf(names);
  return [...names].filter((name) => !own.has(name) && !(named && isPaging(name)));
}

/** Judges each URL once, when it is first seen; it counts what it has let through. */
export function createTrapSense(clock: () => Date): TrapSense {
  const counts = new Map<string, number>();
  /** By parameter, pages that were only another view of the page without it. */
  const views = new Map<string, number>();
  /** Addresses that pages at other ones have said are their own. */
  const owns = new Set<string>();
  const exceeds = (place: string, most: number): boolean => {
    const count = (counts.get(place) ?? 0) + 1;
    if (counts.size < MOST_PLACES || counts.has(place)) counts.set(place, count);
    return count > most;
  };
  const viewOf = (parameters: readonly Parameter[]): string | null => {
    const view = parameters.find(({ name }) => (views.get(name) ?? 0) >= MOST_VIEWS);
    return view === undefined
      ? null
      : `another view: pages with "${view.name}" say that they are the page without it`;
  };
  return {
    judge(canonical, offer) {
      if (canonical.length > LONGEST_URL) return `an address of ${canonical.length} characters`;
      if (ESCAPED_AGAIN.test(canonical)) return 'an address that was escaped again and again';
      const [address = '', query = ''] = canonical.split('?', 2);
      const path = address.replace(/^[a-z]+:\/\/[^/]*/, '');
      const parameters = parametersOf(query);
      const grown = growth(path, parameters);
      if (grown !== null || offer) return grown;
      const year = dateOf(path, parameters);
      if (year !== null) {
        if (year > clock().getUTCFullYear() + MOST_YEARS_AHEAD) return 'a calendar of years to come';
        const place = `date ${address.replace(/\d+/g, '#')}`;
        if (exceeds(place, MOST_DATES)) return `a calendar: more than ${MOST_DATES} dates`;
      }
      const view = viewOf(parameters);
      if (view !== null) return view;
      const filters = parameters.filter(({ name }) => !isPaging(name)).length;
      return filters >= 2 && exceeds(`facets ${address}`, MOST_FACETS)
        ? `filters: more than ${MOST_FACETS} combinations of one list`
        : null;
    },
    viewOf: (canonical) => (views.size === 0 ? null : viewOf(parametersOf(canonical.split('?', 2)[1] ?? ''))),
    learn(url, canonical, { offers, read }) {
      const own = canonicalUrl(canonical);
      // Where a page is only ever linked by other addresses, the first of them stands for it.
      const first = !read && !owns.has(own);
      if (owns.size < MOST_PLACES) owns.add(own);
      for (const name of leftOut(url, own)) {
        const before = views.get(name) ?? 0;
        const change = first || offers ? -FRESH_COUNTS : 1;
        if (views.size < MOST_PLACES || views.has(name)) views.set(name, before + change);
      }
    },
  };
}
