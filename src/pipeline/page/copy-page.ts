/** Whether a copy of a page may be kept, and the one copy of it that is. */
import type { Extraction } from '../../extract/extract-page.ts';
import type { Page } from '../../model/page.ts';
import type { Site } from '../../model/site.ts';
import { joinDirectives } from '../../text/robots-directives.ts';
import type { IngestTools, PageBook } from './run-context.ts';

/** Keeps the page's bytes when they are first asked for; gives their SHA-256. */
export function copyOnce({ captures }: IngestTools, page: Page, book: PageBook): () => string {
  let copy: string | null = null;
  return () => {
    if (copy !== null) return copy;
    const { sha256, stored, kept } = captures.begin(page.body);
    const { url, status, headers, fetchedAt } = page;
    const contentType = headers['content-type'] ?? null;
    book.add({ capture: { page: { url, status, contentType, fetchedAt }, stored, kept } });
    copy = sha256;
    return sha256;
  };
}

/** A page that asks not to be shown or kept is still read; the operator may have a written reason to keep it as any other. */
export function asksForNoCopy(page: Page, { directives }: Extraction, site: Site): boolean {
  const { noindex, noarchive } = joinDirectives(page.directives, directives);
  return (noindex || noarchive) && site.overrides.noarchive === null;
}
