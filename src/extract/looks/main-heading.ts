/** Finds the heading that names what a page is about. */
import type { Element } from '../html/element.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { withoutRepeat } from '../page/page-subject.ts';
import { saysOnlyOffer } from '../page/selling-words.ts';
import { shownText } from '../page/shown-text.ts';
import type { Survey } from '../page/survey-page.ts';
import { currencyTokens } from '../values/currencies.ts';
import { hasSignedNumber } from './find-prices.ts';

const MAX_CANDIDATES = 60;
const MAX_TITLE = 500;
/** Longer texts with a sum in them are a part of the name. */
const MAX_PRICE = 20;
/** Pieces of text in one heading: more is a box. */
const MAX_PIECES = 50;

export type Heading = { readonly element: Element | null; readonly text: string; readonly at: number };

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** How much two texts have in common, from 0 to 1: the mean of what each has of the other. */
function likeness(text: string, title: string): number {
  const [own, all] = [new Set(wordsOf(text)), new Set(wordsOf(title))];
  if (own.size === 0 || all.size === 0) return 0;
  // Languages without spaces are one word.
  if (own.size < 3 && title.toLowerCase().includes(text.toLowerCase())) return 0.75;
  const common = [...own].filter((word) => all.has(word)).length;
  return common / own.size / 2 + common / all.size / 2;
}

/** What templates write above every offer. */
const SAYS_NOTHING =
  /^\W*(?:(?:item|product|ad|listing|offer|article)? ?(?:details?|description|information|overview)|about (?:this item|us)|products?|shop|store|home|search(?: results)?|shopping cart|cart|login|sign in|menu|welcome\b.*|produktdetails?|artikeldetails?|beschreibung|detalles?(?: del producto)?|descripción|détails?(?: du produit)?|dettagli(?: prodotto)?|описание|характеристики|商品详情|产品详情|商品詳細)\W*$/i;

const SEPARATOR = /\s+[|｜–—·•»:-]{1,2}\s+|\s*[|｜_]\s*|\s::\s/;

/** The page's title without the shop's name: of the parts between the separators the one that says most. */
export function subjectOfTitle(title: string, host: string): string {
  const parts = title
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part.length > 1);
  const shop = host.replace(/^www\./, '').split('.')[0] ?? '';
  const own = parts.filter(
    (part) => wordsOf(part).join('') !== shop.replace(/[^a-z0-9]/g, '') && !saysOnlyOffer(part),
  );
  const [first, ...others] = own.length > 0 ? own : parts;
  if (first === undefined) return title.trim();
  // A shop writes its name first or last: what comes first is the subject unless it is much shorter.
  return others.find((part) => part.length > first.length * 3) ?? first;
}

/** The second line under a name. */
const SUBTITLE = /sub-?(?:title|head)|untertitel|subtitulo/i;
const namesOf = ({ attribs }: Element) => `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`;

/** Pages of before there were styles set their headings in a large font. */
const LARGE = /^\+?[4-7]$|^\+[1-3]$/;

const isLarge = ({ attribs }: Element): boolean => LARGE.test(attribs['size'] ?? '');

type Candidate = { readonly element: Element; readonly rank: number };

function candidates(survey: Survey): Candidate[] {
  return [
    ...survey
      .tagged('h1')
      .slice(0, 20)
      .map((element) => ({ element, rank: 3 })),
    ...survey
      .signed(SIGN.title)
      .slice(0, MAX_CANDIDATES)
      .map((element) => ({ element, rank: SUBTITLE.test(namesOf(element)) ? 0 : 1.5 })),
    ...survey
      .tagged('h2')
      .slice(0, MAX_CANDIDATES)
      .map((element) => ({ element, rank: 1 })),
    ...survey
      .tagged('font')
      .filter(isLarge)
      .slice(0, MAX_CANDIDATES)
      // Sums are set so, too.
      .filter((element) => !hasSignedNumber(survey.text(element, MAX_TITLE)))
      .map((element) => ({ element, rank: 1 })),
    ...survey
      .tagged('h3')
      .slice(0, MAX_CANDIDATES)
      .map((element) => ({ element, rank: 0.5 })),
  ];
}

/** A number of the thing behind its name. */
const IN_BRACKETS = /^\[[\w./-]+\]$/;

/** Some boards begin their headings with the price, in an element of its own. */
function isPriceAlone({ runs }: Survey, heading: Element, at: number): boolean {
  const { text, element } = runs[at] ?? { text: '', element: heading };
  if (element === heading || text.length > MAX_PRICE || !hasSignedNumber(text)) return false;
  const words = currencyTokens(text).reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
    text,
  );
  return !/\p{L}/u.test(words);
}

/** What parts a name from its price; looked for once where it begins, since a heading may be of nothing else. */
const BEFORE_PRICE = /(?<![\s–—:|,(-])[\s–—:|,(-]+$/;

/** The heading's text, without what is hidden in it, behind a price and up to a price in an element of its own: boards write "Brass lamp - $120 (Riverside)". */
function headingText(survey: Survey, element: Element): string {
  const { first: start, last } = survey.elements.get(element) ?? { first: 0, last: 0 };
  const first = isPriceAlone(survey, element, start) && start + 1 < last ? start + 1 : start;
  for (let at = first + 1; at < Math.min(last, first + MAX_PIECES); at++) {
    const text = survey.runs[at]?.text ?? '';
    if (text.length > MAX_PRICE || !(hasSignedNumber(text) || IN_BRACKETS.test(text))) continue;
    const before = survey.runs.slice(first, at).map((run) => run.text);
    const title = before.join(' ').replace(BEFORE_PRICE, '');
    if (/\p{L}/u.test(title)) return title.slice(0, MAX_TITLE);
  }
  if (first === start) return shownText(survey, element, MAX_TITLE);
  const behind = survey.runs
    .slice(first, Math.min(last, first + MAX_PIECES))
    .filter(({ place }) => !place.hidden);
  return behind
    .map(({ text }) => text)
    .join(' ')
    .slice(0, MAX_TITLE);
}

type Scored = Heading & { readonly element: Element; readonly score: number };

function scored(survey: Survey, { element, rank }: Candidate, title: string): Scored | null {
  const surveyed = survey.elements.get(element);
  const text = withoutRepeat(headingText(survey, element), title);
  if (surveyed === undefined || text.length < 3 || text.length > 400 || !/\p{L}/u.test(text)) return null;
  const { furniture, related, hidden } = surveyed.place;
  const beside = (furniture ? 2 : 0) + (related ? 2 : 0) + (hidden ? 1 : 0);
  const length = Math.min(1, wordsOf(text).length / 4);
  const nothing = SAYS_NOTHING.test(text) ? 4 : 0;
  const score = rank + likeness(text, title) * 4 * (0.5 + length / 2) - beside - nothing;
  return { element, text, at: surveyed.first, score };
}

/** Where a page built of nothing but boxes shows its title, word for word. */
function shownAs(survey: Survey, title: string): Heading | null {
  const at = survey.runs.findIndex(
    ({ text, place }) =>
      text === title && !place.furniture && !place.related && !place.hidden && place.control === null,
  );
  const element = survey.runs[at]?.element;
  return element === undefined ? null : { element, text: title.slice(0, MAX_TITLE), at };
}

/** The words of a host that are long enough to be a name: "bassani" of "www.bassani.example". */
const hostWords = (url: string): string[] => wordsOf(new URL(url).hostname).filter((word) => word.length > 4);

/** Where the largest text is that of the site, as its host has it, and the title names another in a part of its own. */
function withoutSiteName(page: PageDocument, best: Scored, all: readonly Scored[]): Scored {
  const parts = page.title.split(SEPARATOR).map((part) => part.trim());
  const names = wordsOf(best.text);
  if (best.element.name !== 'font' || !parts.includes(best.text)) return best;
  if (!hostWords(page.url).some((word) => names.includes(word))) return best;
  const others = parts.filter((part) => part !== best.text).map(wordsOf);
  const isNamed = ({ text }: Scored) => {
    const words = wordsOf(text);
    return others.some((part) => part.length > 0 && part.every((word) => words.includes(word)));
  };
  return all.find(isNamed) ?? best;
}

/** `named` is the title the page gives to social networks. Null where the page has neither a heading nor a title. */
export function findHeading(page: PageDocument, survey: Survey, named: string | null): Heading | null {
  const title = named ?? subjectOfTitle(page.title, new URL(page.url).hostname);
  const all = candidates(survey).flatMap((candidate) => scored(survey, candidate, title) ?? []);
  const first = all.reduce<Scored | null>(
    (best, heading) => (best === null || heading.score > best.score ? heading : best),
    null,
  );
  const best = first === null ? null : withoutSiteName(page, first, all);
  if (best !== first) return best;
  // A heading that shares nothing with the title greets, and names nothing.
  if (title === '' || SAYS_NOTHING.test(title) || (best !== null && best.score >= 3)) return best;
  const shown = shownAs(survey, title);
  if (shown !== null) return shown;
  return { element: best?.element ?? null, text: title.slice(0, MAX_TITLE), at: best?.at ?? 0 };
}
