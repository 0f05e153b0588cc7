/** One pass over a page, and what every reader needs to know of it: the address it speaks for, its language, its site's defaults. */
import type { CheerioAPI } from 'cheerio';
import type { ReadingRules } from '../../model/site.ts';
import { newPhoneTries, type PhoneTries } from '../contacts/find-phones.ts';
import type { PageText } from '../html/code-units.ts';
import { once } from '../html/once.ts';
import { type HtmlReader, type Outline, outlineOf } from '../html/outline.ts';
import { outlineText, textInside } from '../html/outline-text.ts';
import { type PageTree, selectorOf, treeOf } from '../html/outline-tree.ts';
import { oneLine } from '../html/visible-text.ts';
import { detectLanguage } from '../values/detect-language.ts';
import { hostCountry } from '../values/host-country.ts';
import type { Clock } from '../values/relative-date.ts';
import { declaredLanguage } from './declared-language.ts';
import { mainTextOf } from './main-text.ts';
import { type SignsOf, signReader } from './outline-signs.ts';
import { hasWord, metaContents, type PageParts, partsOf } from './page-parts.ts';
import { openReadingMemory, type ReadingMemory } from './reading-memory.ts';
import { absoluteUrl, hostOf, pathOf, resolver } from './web-url.ts';

export type PageDocument = {
  readonly outline: Outline;
  readonly parts: PageParts;
  /** Contents of the meta elements by name in lower case. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
  /**
   * The page as a tree, built when it is first asked for: that costs several times what the pass does. A function: an
   * object with a getter of its own keeps its page until the whole heap is collected.
   */
  readonly tree: () => PageTree;
  /** Searches that tree by selector. */
  readonly select: () => CheerioAPI;
  /** Text of the main part, read when it is first asked for. */
  readonly mainText: () => string;
  /** What an element is by its class and id. */
  readonly signsOf: SignsOf;
  readonly memory: ReadingMemory;
  /** Final URL without fragment. */
  readonly url: string;
  /** What relative addresses are resolved against. */
  readonly base: string;
  /** What {@link absoluteUrl} makes of an address in the page. */
  readonly resolve: (href: string) => string | null;
  /** The address the page gives for itself, when it is believable; else `url`. */
  readonly canonical: string;
  readonly title: string;
  /** As the page declares it, else as its text tells; BCP 47. */
  readonly language: string | null;
  readonly declaresLanguage: boolean;
  /** ISO 3166: of the site, else by the ending of its host. */
  readonly country: string | null;
  readonly phoneTries: PhoneTries;
  /** The site's currency, for prices that name none. */
  readonly currency: string | null;
  /** When the page was fetched; null for a page that is told no time. */
  readonly clock: Clock | null;
};

/** What is known of a page besides its text. */
export type PageOrigin = {
  /** The Content-Language header. */
  readonly contentLanguage: string | null;
  readonly fetchedAt: Date | null;
};

/** How it is read: by which pass, and what the pages before it have left. */
export type Way = { readonly reader?: HtmlReader; readonly memory?: ReadingMemory };
const UNKNOWN_ORIGIN: PageOrigin = { contentLanguage: null, fetchedAt: null };
/** Characters that are read to tell the language of a page that declares none. */
const LANGUAGE_SAMPLE = 3000;

/**
 * A canonical link is believed when it stays on the host and does not send every page to the home page, a mistake that
 * would make one listing of a whole shop.
 */
function canonicalOf(outline: Outline, parts: PageParts, url: string, base: string): string {
  const link = parts.links.find((node) => hasWord(outline, node, 'rel', 'canonical'));
  const href = link === undefined ? undefined : outline.attribute(link, 'href');
  const canonical = href === undefined ? null : absoluteUrl(href, base);
  if (canonical === null || canonical === url) return url;
  const strip = (host: string) => host.replace(/^(?:www|m|mobile)\./, '');
  if (strip(hostOf(url)) !== strip(hostOf(canonical))) return url;
  return pathOf(canonical) === '/' && pathOf(url) !== '/' ? url : canonical;
}

export function parseDocument(
  text: PageText,
  url: string,
  origin: PageOrigin | null,
  rules: ReadingRules | null,
  { reader = 'own', memory = openReadingMemory() }: Way = {},
): PageDocument {
  const outline = outlineOf(text, reader);
  const parts = partsOf(outline);
  const meta = metaContents(outline, parts.metas);
  const { contentLanguage, fetchedAt } = origin ?? UNKNOWN_ORIGIN;
  const own = absoluteUrl(url, url) ?? url;
  const baseHref = parts.base === null ? undefined : outline.attribute(parts.base, 'href');
  const base = (baseHref === undefined ? null : absoluteUrl(baseHref, own)) ?? own;
  const declared = declaredLanguage(outline, parts, meta, contentLanguage);
  const title = parts.title === null ? '' : oneLine(textInside(outline, parts.title), 500);
  const signsOf = signReader(outline, memory.signsOfNames);
  const tree = once(() => treeOf(outline));
  const mainText = once(() => mainTextOf(outline, parts, signsOf));
  return {
    outline,
    parts,
    signsOf,
    memory,
    meta,
    tree,
    select: once(() => selectorOf(tree())),
    mainText,
    url: own,
    base,
    resolve: resolver(base),
    canonical: canonicalOf(outline, parts, own, base),
    title,
    language:
      declared ??
      detectLanguage(`${title}\n${outlineText(outline, parts.body ?? 0, { limit: LANGUAGE_SAMPLE })}`),
    declaresLanguage: declared !== null,
    country: rules?.country ?? hostCountry(hostOf(own)),
    phoneTries: newPhoneTries(),
    currency: rules?.currency ?? null,
    clock: fetchedAt === null ? null : { now: fetchedAt, timeZone: null },
  };
}
