/** Reads a folder of saved pages: PAGES.tsv with its pages, and prices.json where there is one. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../src/model/errors.ts';
import { PAGE_KINDS, type PageKind } from '../../src/model/page.ts';

export type SavedPage = {
  readonly source: string;
  readonly file: string;
  readonly path: string;
  readonly url: string;
  /** What a person says it is; a word that is no page kind (a forum, a search form) is `other`. */
  readonly kind: PageKind;
};

const COLUMNS = ['source', 'file', 'host', 'kind', 'url'] as const;

/** A cell may be quoted as in CSV. */
function cell(text: string | undefined): string {
  const value = text ?? '';
  return value.startsWith('"') && value.endsWith('"') && value.length > 1
    ? value.slice(1, -1).replaceAll('""', '"')
    : value;
}

function wrongFolder(problem: string): OperatorError {
  return new OperatorError(
    'usage',
    problem,
    'Give a folder that holds PAGES.tsv (columns source, file, host, kind, url) and the pages it names.',
  );
}

function kindOf(text: string): PageKind {
  return PAGE_KINDS.find((kind) => kind === text) ?? 'other';
}

export function readPages(folder: string): SavedPage[] {
  const inventory = join(folder, 'PAGES.tsv');
  if (!existsSync(inventory)) throw wrongFolder(`${inventory} does not exist.`);
  const [head = '', ...rows] = readFileSync(inventory, 'utf8').split(/\r?\n/);
  const names = head.split('\t');
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw wrongFolder(`${inventory} has no column ${missing.join(', ')}.`);
  const root = resolve(folder);
  return rows
    .filter((row) => row.trim() !== '')
    .map((row) => {
      const cells = row.split('\t');
      const [source = '', file = '', host = '', kind = '', url = ''] = COLUMNS.map((column) =>
        cell(cells[names.indexOf(column)]),
      );
      const path = resolve(root, file);
      if (!path.startsWith(root + sep))
        throw wrongFolder(`${inventory} names a file outside the folder: ${file}.`);
      // Pages whose address was not kept get one on their host that says nothing about their kind.
      const address = URL.canParse(url) ? url : `https://${host || 'unknown.invalid'}/saved-page`;
      return { source, file, path, url: address, kind: kindOf(kind) };
    });
}

const priceRow = z.object({
  text: z.string().nullable(),
  currency_hint: z.string().nullable(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
});
export type PriceRow = z.infer<typeof priceRow>;

/** Null where the folder has no prices. */
export function readPrices(folder: string): PriceRow[] | null {
  const path = join(folder, 'prices.json');
  if (!existsSync(path)) return null;
  const parsed = z.array(priceRow).safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success)
    throw wrongFolder(`${path} is not a list of prices: ${z.prettifyError(parsed.error)}.`);
  return parsed.data;
}
