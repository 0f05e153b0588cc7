/** What is wrong with a file that an operator wrote: where, what, and what to do about it. */
import { z } from 'zod';

export const configProblem = z.strictObject({
  file: z.string(),
  /** Counted from 1; null when the whole file or folder is meant. */
  line: z.int().positive().nullable(),
  /** Keys and indexes joined by dots: "substances.0.terms.3.text"; empty when the whole file is meant. */
  field: z.string(),
  /** What the entries that the field lies in are called, from the outermost: a substance's id, a term's text. */
  entry: z.array(z.string()).min(1).optional(),
  problem: z.string(),
  remedy: z.string(),
});
export type ConfigProblem = z.infer<typeof configProblem>;

/** "FILE:LINE: FIELD (ENTRY): PROBLEM.", without the remedy; of the entries those that the problem does not name itself. */
export function placeAndProblem({ file, line, field, entry = [], problem }: ConfigProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  const names = entry.filter((name) => !problem.includes(name)).join(', ');
  const told = names === '' ? field : `${field} (${names})`;
  const said = [place, ...(field === '' ? [] : [told]), problem].join(': ');
  return said.endsWith('?') ? said : `${said}.`;
}

/** What `watchlist check --json` prints. Counts and version are those of what could be read. */
export const watchlistCheck = z.strictObject({
  ok: z.boolean(),
  /** null when no list could be made of the files. */
  version: z.string().nullable(),
  substances: z.int().nonnegative(),
  terms: z.int().nonnegative(),
  /** Innocent texts that were screened. */
  innocentTexts: z.int().nonnegative(),
  problems: z.array(configProblem),
});
export type WatchlistCheck = z.infer<typeof watchlistCheck>;

/** What `sites check --json` prints. */
export const sitesCheck = z.strictObject({
  ok: z.boolean(),
  /** Ids of the sites whose files have the right form. */
  sites: z.array(z.string()),
  /** Saved pages that were read and compared with what is expected of them. */
  pages: z.int().nonnegative(),
  problems: z.array(configProblem),
});
export type SitesCheck = z.infer<typeof sitesCheck>;

/** File by file, in the order in which files are first named, each from top to bottom. */
export function inFileOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
  );
}
