/** Writes a saved page for review: the bytes as they were fetched, and what is read from them today as the expectation. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SAVED_PAGES } from '../../config/read-saved-pages.ts';
import type { SavedPageFile } from '../../config/saved-page-file.ts';
import type { Extraction } from '../extract/extract-page.ts';
import { OperatorError, storageFault } from '../model/errors.ts';
import type { Listing } from '../model/listing.ts';
import type { Page } from '../model/page.ts';

export type PageToSave = Pick<Page, 'url' | 'body'> & {
  readonly contentType: string | null;
  /** null for a file whose time is not known. */
  readonly fetchedAt: string | null;
};

const MAX_NAME = 80;

/** "https://shop.example/en/product/17?colour=red" → "en-product-17-colour-red"; the start page is "start". */
export function savedPageName(url: string): string {
  const { pathname, search } = new URL(url);
  const name = `${pathname}${search}`
    .toLowerCase()
    .replace(/\.(?:html?|php|aspx?)(?=$|\?)/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, MAX_NAME)
    .replace(/-$/, '');
  return name === '' ? 'start' : name;
}

/** Of the readers only the site's own selectors are kept: that another one gives way to a better one is no fault. */
function expectedOf({ source, ...listing }: Listing): NonNullable<SavedPageFile['listings']>[number] {
  const selected = Object.entries(source).filter(([, reader]) => reader === 'site');
  return selected.length === 0 ? listing : { ...listing, source: Object.fromEntries(selected) };
}

function expectationOf(
  page: PageToSave,
  { kind, next, listings }: Pick<Extraction, 'kind' | 'next' | 'listings'>,
  schema: string | null,
): SavedPageFile {
  return {
    ...(schema === null ? {} : { $schema: schema }),
    url: page.url,
    ...(page.contentType === null ? {} : { contentType: page.contentType }),
    ...(page.fetchedAt === null ? {} : { fetchedAt: page.fetchedAt }),
    kind,
    next,
    count: listings.length,
    listings: listings.map(expectedOf),
  };
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const there = await stat(path).catch(() => null);
    if (there !== null) throw new OperatorError('usage', `${path} exists.`, 'Add --force to replace it.');
  }
}

export type SaveOptions = {
  /** Absolute; made where it does not exist. */
  readonly folder: string;
  /** The project's root, below which the expectation can name its schema. */
  readonly root: string;
  readonly replace: boolean;
};

/** @throws OperatorError 'usage' when a page is saved there already, 'storage' when the folder cannot be written to */
export async function savePage(
  page: PageToSave,
  reading: Pick<Extraction, 'kind' | 'next' | 'listings'>,
  { folder, root, replace }: SaveOptions,
): Promise<void> {
  const paths = [join(folder, SAVED_PAGES.page), join(folder, SAVED_PAGES.expected)] as const;
  if (!replace) await refuseExisting(paths);
  const schema = relative(folder, join(root, 'config/schemas/saved-page.schema.json')).replaceAll(sep, '/');
  const inside = !relative(root, folder).startsWith('..');
  const expectation = expectationOf(page, reading, inside ? schema : null);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(paths[0], page.body);
    await writeFile(paths[1], `${JSON.stringify(expectation, null, 2)}\n`);
  } catch (error) {
    throw storageFault(error, folder) ?? error;
  }
}
