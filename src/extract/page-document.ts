/** One parse of a page, and what every reader needs to know of it: the address it speaks for, its language, its site's defaults. */
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import type { ReadingRules } from '../model/site.ts';
import { declaredLanguage } from './declared-language.ts';
import { limitNesting } from './limit-nesting.ts';
import { oneLine } from './visible-text.ts';
import { absoluteUrl } from './web-url.ts';

export type PageDocument = {
  readonly $: CheerioAPI;
  /** Final URL without fragment. */
  readonly url: string;
  /** What relative addresses are resolved against. */
  readonly base: string;
  /** The address the page gives for itself, when it is believable; else `url`. */
  readonly canonical: string;
  readonly title: string;
  readonly language: string | null;
  readonly country: string | null;
  /** The site's currency, for prices that name none. */
  readonly currency: string | null;
};

/**
 * A canonical link is believed when it stays on the host and does not send every page to the home page, a mistake that
 * would make one listing of a whole shop.
 */
function canonicalOf($: CheerioAPI, url: string, base: string): string {
  const href = $('link[rel~="canonical" i]').first().attr('href');
  const canonical = href === undefined ? null : absoluteUrl(href, base);
  if (canonical === null) return url;
  const [from, to] = [new URL(url), new URL(canonical)];
  const strip = (host: string) => host.replace(/^(?:www|m|mobile)\./, '');
  if (strip(from.hostname) !== strip(to.hostname)) return url;
  if (to.pathname === '/' && to.search === '' && (from.pathname !== '/' || from.search !== '')) return url;
  return canonical;
}

/** Puts the top-level nodes into one element: every search starts by comparing the root's children with each other. */
function encloseRoot($: CheerioAPI): void {
  const root = $.root().get(0);
  const wrapper = $('<page></page>').get(0);
  if (root === undefined || wrapper === undefined || wrapper.type !== 'tag') return;
  wrapper.children = root.children;
  for (const child of wrapper.children) child.parent = wrapper;
  wrapper.parent = root;
  root.children = [wrapper];
}

export function parseDocument(
  html: string,
  url: string,
  contentLanguage: string | null,
  rules: ReadingRules | null,
): PageDocument {
  const $ = load(limitNesting(html));
  encloseRoot($);
  const own = absoluteUrl(url, url) ?? url;
  const baseHref = $('base[href]').first().attr('href');
  const base = (baseHref === undefined ? null : absoluteUrl(baseHref, own)) ?? own;
  return {
    $,
    url: own,
    base,
    canonical: canonicalOf($, own, base),
    title: oneLine($('title').first().text(), 500),
    language: declaredLanguage($, contentLanguage),
    country: rules?.country ?? null,
    currency: rules?.currency ?? null,
  };
}
