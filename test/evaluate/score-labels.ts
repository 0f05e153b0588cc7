/** Measures the fields of detail pages against labels that people gave by hand, as the pages are and without structured data. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { extractPage } from '../../src/extract/extract-page.ts';
import type { Listing } from '../../src/model/listing.ts';
import { type Counts, type Figures, figuresOf } from './intervals.ts';
import type { SavedPage } from './read-corpus.ts';
import { stripStructuredData } from './strip-structured-data.ts';

const LABELS = new URL('labels.json', import.meta.url);

/** One value, or several of which any is right; null says that the page does not show it. */
const accepted = z
  .union([z.string().nullable(), z.array(z.string().nullable()).min(1)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const label = z.object({
  file: z.string(),
  title: accepted,
  price: accepted,
  currency: accepted,
  availability: accepted,
  seller: accepted,
  id: accepted,
});
type Label = z.infer<typeof label>;

export const LABELLED = ['title', 'price', 'currency', 'availability', 'seller', 'id'] as const;
export type LabelledField = (typeof LABELLED)[number];

type Value = string | null;

const words = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Two names for the same answer to "can I buy it?": a person cannot tell them apart from the page's words. */
const SAME_STOCK: Readonly<Record<string, string>> = {
  SoldOut: 'OutOfStock',
  LimitedAvailability: 'InStock',
};

const SAME: Readonly<Record<LabelledField, (a: string, b: string) => boolean>> = {
  title: (a, b) => words(a) === words(b),
  price: (a, b) => Number(a) === Number(b),
  currency: (a, b) => a === b,
  availability: (a, b) => (SAME_STOCK[a] ?? a) === (SAME_STOCK[b] ?? b),
  seller: (a, b) => words(a) === words(b),
  id: (a, b) => words(a) === words(b),
};

const VALUE_OF: Readonly<Record<LabelledField, (listing: Listing) => Value>> = {
  title: (listing) => listing.title,
  price: (listing) => listing.price?.amount ?? null,
  currency: (listing) => listing.price?.currency ?? null,
  availability: (listing) => listing.availability,
  seller: (listing) => listing.seller?.name ?? null,
  id: (listing) => listing.externalId,
};

/** A value where there is none, or another one, is wrong; where there is one and it is not found, it is missed too. */
export function countValue(field: LabelledField, expected: readonly Value[], found: Value): Counts {
  const same = (value: Value) =>
    value === null || found === null ? value === found : SAME[field](value, found);
  if (expected.some(same)) return { right: found === null ? 0 : 1, wrong: 0, missed: 0 };
  return {
    right: 0,
    wrong: found === null ? 0 : 1,
    missed: expected.every((value) => value === null) ? 0 : 1,
  };
}

export type LabelMiss = {
  readonly file: string;
  readonly field: LabelledField;
  readonly expected: readonly Value[];
  readonly found: Value;
};

export type LabelScore = {
  readonly pages: number;
  readonly figures: Readonly<Record<LabelledField, Figures>>;
  readonly misses: readonly LabelMiss[];
};

function readLabels(): Label[] {
  return existsSync(LABELS) ? z.array(label).parse(JSON.parse(readFileSync(LABELS, 'utf8'))) : [];
}

type PreparePage = (body: Uint8Array) => Uint8Array;

function scoreWith(labels: readonly Label[], pages: readonly SavedPage[], prepare: PreparePage): LabelScore {
  const found = labels.map((label) => {
    const url = pages.find(({ file }) => file === label.file)?.url ?? 'https://unknown.invalid/saved-page';
    const path = pages.find(({ file }) => file === label.file)?.path;
    const body = path === undefined ? new Uint8Array() : prepare(readFileSync(path));
    const headers = { 'content-type': 'text/html' };
    const { kind, listings } = extractPage({ url, status: 200, headers, body }, null);
    return { label, listing: kind === 'detail' ? (listings[0] ?? null) : null };
  });
  const rowsOf = (field: LabelledField) =>
    found.map(({ label, listing }) => ({
      file: label.file,
      field,
      expected: label[field],
      found: listing === null ? null : VALUE_OF[field](listing),
    }));
  const counted = LABELLED.map((field) =>
    rowsOf(field).map((row) => ({ row, counts: countValue(field, row.expected, row.found) })),
  );
  return {
    pages: found.length,
    figures: Object.fromEntries(
      LABELLED.map((field, at) => [field, figuresOf((counted[at] ?? []).map(({ counts }) => counts))]),
    ) as Record<LabelledField, Figures>,
    misses: counted.flat().flatMap(({ row, counts }) => (counts.wrong + counts.missed > 0 ? [row] : [])),
  };
}

/** Only labels whose page is in the folder count; null when there is none. */
export function scoreLabels(
  folder: string,
  pages: readonly SavedPage[],
): { asIs: LabelScore; bare: LabelScore } | null {
  const labels = readLabels().filter(({ file }) => existsSync(join(folder, file)));
  if (labels.length === 0) return null;
  return {
    asIs: scoreWith(labels, pages, (body) => body),
    bare: scoreWith(labels, pages, stripStructuredData),
  };
}
