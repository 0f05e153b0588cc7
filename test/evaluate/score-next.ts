/** Measures the address of the next page against links that people marked with CSS selectors. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio';
import { z } from 'zod';
import { extractPage } from '../../src/extract/extract-page.ts';
import { decodeBody } from '../../src/extract/html/decode-body.ts';
import { absoluteUrl } from '../../src/extract/page/web-url.ts';
import { type Counts, type Figures, figuresOf } from './intervals.ts';

const MARKED = 'pages/autopager/pagination.json';

const markedPage = z.object({ file: z.string(), 'page url': z.string(), next: z.string() });
type MarkedPage = z.infer<typeof markedPage>;

export type NextResult = Counts & {
  readonly file: string;
  readonly url: string;
  /** Any of these addresses is right; empty where the page has no next one. */
  readonly expected: readonly string[];
  readonly found: string | null;
};

/** Null where the folder has no marked pages. */
function readMarked(folder: string): MarkedPage[] | null {
  const path = join(folder, MARKED);
  return existsSync(path) ? z.array(markedPage).parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Addresses of the links that the selector picks: itself, the link around it, or the link in it. */
function markedAddresses(html: string, selector: string, url: string): string[] {
  if (selector === '') return [];
  const $ = load(html);
  const href = $('base[href]').first().attr('href');
  const base = (href === undefined ? null : absoluteUrl(href, url)) ?? url;
  const addresses = $(selector)
    .toArray()
    .map((element) => {
      const around = $(element).closest('a[href]');
      const link = around.length > 0 ? around : $(element).find('a[href]').first();
      return absoluteUrl(link.attr('href') ?? '', base);
    });
  return [...new Set(addresses.filter((address) => address !== null))];
}

function sameAddress(a: string, b: string): boolean {
  const strip = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
  return strip(a) === strip(b);
}

function scorePage(folder: string, row: MarkedPage): NextResult {
  const body = readFileSync(join(folder, 'pages/autopager', `${row.file}.html`));
  const url = row['page url'];
  const { next } = extractPage({ url, status: 200, headers: { 'content-type': 'text/html' }, body }, null);
  const expected = markedAddresses(decodeBody(body, null), row.next, url);
  const right = next !== null && expected.some((address) => sameAddress(address, next));
  return {
    file: row.file,
    url,
    expected,
    found: next,
    right: right ? 1 : 0,
    wrong: next !== null && !right ? 1 : 0,
    missed: expected.length > 0 && !right ? 1 : 0,
  };
}

export function scoreNext(folder: string): { figures: Figures; results: readonly NextResult[] } | null {
  const results = readMarked(folder)?.map((row) => scorePage(folder, row));
  return results === undefined ? null : { figures: figuresOf(results), results };
}
