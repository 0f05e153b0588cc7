/** `npm run evaluate -- FOLDER [--json]`: how well saved pages are read, and labelled pairs and edited pictures known as the same, by the functions that a crawl uses. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { describeError, EXIT_CODES, OperatorError } from '../../src/model/errors.ts';
import { compileWatchlist, type Screener } from '../../src/screen/compile-watchlist.ts';
import { FIGURE_HEAD, figureCells } from './intervals.ts';
import { readPages, readPrices } from './read-corpus.ts';
import { LABELLED, type LabelScore, scoreLabels } from './score-labels.ts';
import { marketRows, scoreMarket } from './score-market.ts';
import { scoreNext } from './score-next.ts';
import {
  FIELD_NAMES,
  type PageResult,
  replayPage,
  type Score,
  type Screen,
  scorePages,
} from './score-pages.ts';
import { pairRows, scorePairs } from './score-pairs.ts';
import { pictureRows, scorePictures } from './score-pictures.ts';
import { type PriceScore, scorePrices } from './score-prices.ts';
import { type ScreeningScore, scoreScreening, screenNaughtyStrings } from './score-screening.ts';
import { type StructuredScore, scoreStructured } from './score-structured.ts';
import { textTable } from './text-table.ts';

const USAGE =
  'Usage: npm run evaluate -- FOLDER [--json] [--misses], or npm run evaluate -- --market DAYS [--json]';

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

function pageRows(scores: readonly Score[]): string[][] {
  return [
    ['source', 'pages', 'kind right', 'listings', ...FIELD_NAMES, 'alert', 'watch', 'ms/page'],
    ...scores.map((score) => [
      score.source,
      String(score.pages),
      `${score.kindsRight}/${score.pages}`,
      String(score.listings),
      ...FIELD_NAMES.map((name) => share(score.filled[name], score.listings)),
      String(score.verdicts.alert),
      String(score.verdicts.watch),
      score.millisecondsPerPage.toFixed(1),
    ]),
  ];
}

function priceLine(score: PriceScore): string {
  const exact = (right: number) =>
    `${right}/${score.prices} (${((100 * right) / score.prices).toFixed(1)} %)`;
  return `prices: amount exact ${exact(score.amountsRight)}, currency ${exact(score.currenciesRight)}, both ${exact(score.bothRight)}`;
}

type LabelScores = { readonly asIs: LabelScore; readonly bare: LabelScore };

function labelTables({ asIs, bare }: LabelScores): string {
  const table = (name: string, score: LabelScore) =>
    textTable([
      [`${score.pages} labelled pages, ${name}`, ...FIGURE_HEAD],
      ...LABELLED.map((field) => figureCells(field, score.figures[field])),
    ]);
  return `${table('as they are', asIs)}\n\n${table('without structured data', bare)}`;
}

function labelMisses({ asIs, bare }: LabelScores): string {
  const rows = (name: string, score: LabelScore) =>
    score.misses.map(({ file, field, expected, found }) => [
      name,
      file,
      field,
      expected.join(' | ') || 'null',
      found ?? 'null',
    ]);
  return textTable([
    ['labels', 'page', 'field', 'expected', 'found'],
    ...rows('as is', asIs),
    ...rows('bare', bare),
  ]);
}

type NextScore = NonNullable<ReturnType<typeof scoreNext>>;

function nextTable({ figures, results }: NextScore): string {
  return textTable([
    [`next page of ${results.length} pages`, ...FIGURE_HEAD],
    figureCells('address', figures),
  ]);
}

const structuredLine = (scores: readonly StructuredScore[]): string =>
  `structured data as expected: ${scores.map(({ name, cases, asExpected }) => `${name} ${asExpected}/${cases}`).join('; ')}`;

const structuredMisses = (scores: readonly StructuredScore[]): string =>
  textTable([
    ['case', 'differs by'],
    ...scores.flatMap(({ wrong }) => wrong.map(({ file, statements }) => [file, statements.join('; ')])),
  ]);

function confusion(results: readonly PageResult[]): string {
  const missed = results.filter(({ expected, found }) => expected !== found);
  return textTable([
    ['page', 'expected', 'found'],
    ...missed.map(({ file, expected, found }) => [file, expected, found]),
  ]);
}

function folderFrom(positionals: readonly string[]): string {
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new OperatorError('usage', 'One folder is needed.', USAGE);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OperatorError('usage', `${folder} is no folder.`, USAGE);
  }
  return folder;
}

type Options = { readonly json: boolean; readonly misses: boolean } & (
  | { readonly folder: string; readonly market: null }
  | { readonly folder: null; readonly market: number }
);

function daysFrom(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 365) return days;
  throw new OperatorError('usage', `${text} is no number of days from 1 to 365.`, USAGE);
}

function options(): Options {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        misses: { type: 'boolean', default: false },
        market: { type: 'string' },
      },
    });
    const { json, misses, market } = values;
    return market === undefined
      ? { folder: folderFrom(positionals), market: null, json, misses }
      : { folder: null, market: daysFrom(market), json, misses };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError('usage', describeError(error), USAGE);
  }
}

/** Screens as a crawl does, with the watch-list that is shipped, under the law of the day. */
async function shippedScreener(): Promise<Screener> {
  return compileWatchlist(
    await loadWatchlist(fileURLToPath(new URL('../../config/watchlist/', import.meta.url))),
  );
}

function screeningLine(score: ScreeningScore, naughty: number | null): string {
  const { offers, found, innocent, silent, wrong } = score;
  const line = `screening: ${found}/${offers} offers alert, ${silent}/${innocent} innocent texts are silent`;
  const strings = naughty === null ? '' : `; ${naughty} naughty strings pass`;
  return `${line}${wrong.length === 0 ? '' : `; wrong: ${wrong.join(', ')}`}${strings}`;
}

/** A folder of labelled pairs or of edited pictures has no pages; gives whether it was one. */
async function evaluateSameness(folder: string, json: boolean): Promise<boolean> {
  if (existsSync(join(folder, 'PAGES.tsv'))) return false;
  const pairs = scorePairs(folder);
  const pictures = pairs === null ? await scorePictures(folder) : null;
  if (pairs === null && pictures === null) return false;
  const tables = [pairs && pairRows(pairs), pictures && pictureRows(pictures)].flatMap((rows) =>
    rows ? [textTable(rows)] : [],
  );
  process.stdout.write(`${json ? JSON.stringify({ pairs, pictures }, null, 2) : tables.join('\n')}\n`);
  return true;
}

async function evaluate(): Promise<void> {
  const { folder, market, json, misses } = options();
  if (market !== null) {
    const score = await scoreMarket(market);
    process.stdout.write(`${json ? JSON.stringify(score, null, 2) : textTable(marketRows(score))}\n`);
    return;
  }
  if (await evaluateSameness(folder, json)) return;
  const pages = readPages(folder);
  const screener = await shippedScreener();
  const today = new Date();
  const screen: Screen = (listing) => screener.screen(listing, today).verdict;
  const results: PageResult[] = [];
  for (const page of pages) {
    results.push(replayPage(page, screen));
    if (results.length % 25 === 0 || results.length === pages.length) {
      process.stderr.write(`${results.length} of ${pages.length} pages read\n`);
    }
  }
  const scores = scorePages(results);
  const rows = readPrices(folder);
  const prices = rows && scorePrices(rows);
  const screening = scoreScreening(folder, screener, today);
  const naughty = screenNaughtyStrings(folder, screener, today);
  const labels = scoreLabels(folder, pages);
  const next = scoreNext(folder);
  const structured = scoreStructured(folder);
  if (json) {
    const kinds = results.map(({ file, expected, found, next, needsBrowser, listings, verdicts }) => {
      return { file, expected, found, next, needsBrowser, listings, verdicts };
    });
    process.stdout.write(
      `${JSON.stringify({ scores, prices, labels, next, structured, screening, pages: kinds }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(`${textTable(pageRows(scores))}\n`);
  if (prices !== null) process.stdout.write(`\n${priceLine(prices)}\n`);
  if (screening !== null) process.stdout.write(`\n${screeningLine(screening, naughty)}\n`);
  if (labels !== null) process.stdout.write(`\n${labelTables(labels)}\n`);
  if (next !== null) process.stdout.write(`\n${nextTable(next)}\n`);
  if (structured !== null) process.stdout.write(`\n${structuredLine(structured)}\n`);
  if (!misses) return;
  process.stdout.write(`\n${confusion(results)}\n`);
  if (labels !== null) process.stdout.write(`\n${labelMisses(labels)}\n`);
  if (structured !== null) process.stdout.write(`\n${structuredMisses(structured)}\n`);
}

try {
  await evaluate();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = error instanceof OperatorError ? EXIT_CODES[error.exit].code : EXIT_CODES.failed.code;
}
