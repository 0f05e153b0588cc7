/** Reads a price list that is plain text with a line a thing, as pastes and old static pages have it in a `pre`. */

import { findContacts } from '../contacts/find-contacts.ts';
import type { ChildNode, Element } from '../html/element.ts';
import { oneLine } from '../html/visible-text.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { type Draft, NO_FIELDS } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import { priceListTest } from '../page/price-list.ts';
import { namesGoods } from '../page/selling-words.ts';
import type { Survey } from '../page/survey-page.ts';
import { currencyTokens } from '../values/currencies.ts';
import { quantityIn, wholeQuantity } from '../values/find-quantity.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { draftsOfRows } from './price-rows.ts';
import { readTextTable } from './text-columns.ts';

const MAX_PARTS = 20;
/** UTF-16 units of one part. */
const MAX_TEXT = 100_000;
const MAX_LINES = 500;
const MAX_LINE = 200;
const MIN_LINES = 3;
/** Of the lines that say anything: the rest are headings and how to order. */
const PRICED = 0.4;
const MAX_NAME = 100;

/** Columns that are set apart by more than a space. */
const GAP = /\s{2,}|\t|\s[|–—-]{1,2}\s|\s?\.{3,}\s?|:\s|;\s/;
/** "Citric acid 1kg $18": a sum at the end. */
const ENDS_IN_SUM = /^(.{3,80}?)\s+((?:[^\s\d]{1,4}\s?)?\d[\d.,]{0,12}(?:\s?[^\s\d]{1,4})?)$/u;

type Line = { readonly title: string; readonly sum: string; readonly pack: string | null };

/** "CHF   385.--": sums that are set flush right stand away from their currency. */
function withSumsJoined(line: string): string {
  if (!/\s{2}\d/.test(line)) return line;
  let joined = line;
  for (const { end } of currencyTokens(line).toReversed())
    joined = joined.slice(0, end) + joined.slice(end).replace(/^\s{2,}(?=\d)/, ' ');
  return joined;
}

function priceLine(written: string): Line | null {
  const line = withSumsJoined(written.trim());
  if (line.length > MAX_LINE || !hasSignedNumber(line)) return null;
  const cells = line.split(GAP).map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== '');
  const [, name = '', end = ''] = filled.length > 1 ? [] : (ENDS_IN_SUM.exec(line) ?? []);
  const parts = name === '' ? filled : [name, end];
  const at = parts.findIndex(hasSignedNumber);
  const [title = ''] = parts;
  if (at < 1 || title.length > MAX_NAME || !/\p{L}{3}/u.test(title) || wholeQuantity(title) !== null)
    return null;
  const pack = parts.map(wholeQuantity).find((one) => one !== null) ?? quantityIn(title);
  return { title, sum: parts[at] ?? '', pack };
}

/** With its line breaks; a walk with a stack of its own, so that depth costs no call frames. */
function textOf(part: Element): string {
  const stack: ChildNode[] = part.children.toReversed();
  let text = '';
  for (let node = stack.pop(); node !== undefined && text.length < MAX_TEXT; node = stack.pop()) {
    if ('attribs' in node) {
      if (node.name === 'br') text += '\n';
      for (let at = node.children.length - 1; at >= 0; at--) {
        const child = node.children[at];
        if (child !== undefined) stack.push(child);
      }
    } else if (node.nodeType === 3 && 'data' in node) text += node.data;
  }
  return text.slice(0, MAX_TEXT);
}

function draftOf(page: PageDocument, { title, sum, pack }: Line, line: string, others: string): Draft | null {
  const price = parsePrice(sum, priceHints(page, null));
  if (price?.amount == null) return null;
  const fields = {
    ...NO_FIELDS,
    title: oneLine(title, MAX_NAME),
    url: page.canonical,
    description: oneLine(line, MAX_LINE),
    price,
    quantity: pack,
    contactTexts: [others],
  };
  return { reader: 'heuristic', fields, unread: [] };
}

/** Whether the text sells by its words, or tells how to reach whoever does: programs print sums, too. */
function sells(page: PageDocument, others: readonly string[]): boolean {
  const besides = [...others, page.title].join('\n');
  return namesGoods(besides) || findContacts([besides], [], page).length > 0;
}

const namesOf = (drafts: readonly Draft[]): number => new Set(drafts.map(({ fields }) => fields.title)).size;

/** Where a head names columns, the figures below it are told by their place. */
function readTable(page: PageDocument, lines: readonly string[]): Draft[] {
  const table = readTextTable(lines);
  if (table === null || !sells(page, table.others)) return [];
  const contactTexts = [table.others.join('\n')];
  const drafts = draftsOfRows(page, table.head, table.rows);
  if (namesOf(drafts) < MIN_LINES) return [];
  return drafts.map((draft) => ({ ...draft, fields: { ...draft.fields, contactTexts } }));
}

function readPart(page: PageDocument, text: string): Draft[] {
  const lines = text.split('\n', MAX_LINES).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const table = readTable(page, lines);
  if (table.length > 0) return table;
  const read = lines.map((line) => ({ line, priced: priceLine(line) }));
  const priced = read.flatMap(({ line, priced }) => (priced === null ? [] : [{ line, priced }]));
  if (priced.length < MIN_LINES || priced.length < lines.length * PRICED) return [];
  const others = read.filter(({ priced }) => priced === null).map(({ line }) => line);
  if (!sells(page, others)) return [];
  const drafts = priced.flatMap(({ line, priced }) => draftOf(page, priced, line, others.join('\n')) ?? []);
  return namesOf(drafts) < MIN_LINES ? [] : drafts;
}

/** Of the lines from the first with a price to the last so many have one, and of those so many tell a pack: services have no weight. */
const LISTED = 0.5;

/** Lines of one thing: its name, perhaps its pack, and its price. */
const MAX_TOGETHER = 4;
/** Of the things: whose price stands as far behind that of the one before. */
const EVEN = 0.8;

/** Where name, pack and price stand in lines of their own, those of each thing in one. */
function linesTogether(lines: readonly string[]): string[] {
  const sums = lines.flatMap((line, at) => (hasSignedNumber(line) ? [at] : []));
  const apart = (at: number, index: number) => at - (sums[index - 1] ?? Number.NaN);
  const size = apart(sums[1] ?? 0, 1);
  const even = sums.filter((at, index) => apart(at, index) === size);
  if (!(size >= 2 && size <= MAX_TOGETHER) || even.length < (sums.length - 1) * EVEN) return [];
  return sums.map((at) => lines.slice(Math.max(0, at - size + 1), at + 1).join(' - '));
}

function draftsOfLines(page: PageDocument, lines: readonly string[]): Draft[] {
  const read = lines.map(priceLine);
  const at = lines.flatMap((_, index) => (read[index] == null ? [] : [index]));
  const listed = (at.at(-1) ?? 0) - (at[0] ?? 0) + 1;
  const packed = read.filter((line) => line !== null && line.pack !== null).length;
  if (at.length < Math.max(MIN_LINES, listed * LISTED) || packed < at.length * LISTED) return [];
  const drafts = read.flatMap((line, index) =>
    line === null ? [] : (draftOf(page, line, lines[index] ?? '', '') ?? []),
  );
  return namesOf(drafts) < MIN_LINES ? [] : drafts;
}

/** The lines of a page that calls itself a price list, whatever they are made of. */
function readListed(page: PageDocument): Draft[] {
  const lines = page
    .mainText()
    .slice(0, MAX_TEXT)
    .split('\n', MAX_LINES)
    .filter((line) => line !== '');
  const drafts = draftsOfLines(page, lines);
  return drafts.length > 0 ? drafts : draftsOfLines(page, linesTogether(lines));
}

/** Of the first such text, else of a page that is one; empty for nearly every page. */
export function readPriceLines(page: PageDocument, survey: Survey): Draft[] {
  for (const part of survey.tagged('pre').slice(0, MAX_PARTS)) {
    const drafts = readPart(page, textOf(part));
    if (drafts.length > 0) return drafts;
  }
  return priceListTest(page)() ? readListed(page) : [];
}
