/** Reads the name and value pairs of a detail page: two-column tables, definition lists, "name: value" lists. */

import { childElements, type Node, type Outline } from '../html/outline.ts';
import { outlineText } from '../html/outline-text.ts';
import { TEXT } from '../html/page-numbers.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { labelKey } from '../page/label-words.ts';
import { labelledPairs, type Pair, plainValue } from '../page/labelled-pairs.ts';
import type { PageDocument } from '../page/page-document.ts';

const MAX_ATTRIBUTES = 100;
const MAX_ROWS = 1000;
/** Longer values are prose or layout. */
const MAX_VALUE = 500;
const NAME_AND_VALUE = /^([^:：]{2,40})[:：]\s*(\S.{0,300})$/;

const TABLES = tagSet('table');
const ROWS = tagSet('tr');
const CELLS = tagSet('th td');
/** Pairs side by side in one row. */
const MAX_CELLS = 8;

/** Cells of layout tables hold half the page: only as much is read as is kept. */
const MOST_SHOWN = 1000;

function shown(outline: Outline, node: Node): string {
  // Most cells hold one text.
  const only = outline.endOf(node) === node + 2 && outline.kindOf(node + 1) === TEXT;
  const text = only ? outline.text(node + 1) : '';
  if (only && text.length <= MOST_SHOWN) return oneLine(text);
  return oneLine(outlineText(outline, node, { limit: MOST_SHOWN }));
}

function holdsTable(outline: Outline, node: Node): boolean {
  const end = outline.endOf(node);
  for (let at = node + 1; at < end; at++) if (TABLES[outline.kindOf(at)] === 1) return true;
  return false;
}

const LABEL_NAME = /label|name|key|feature|title|attr|param|prop|term|(?:^|[-_ ])(?:th|dt|left)(?:$|[-_ ])/i;

/** Whether a cell names what stands in the next one. */
function isLabelCell(outline: Outline, cell: Node, text: string): boolean {
  return (
    outline.nameOf(cell) === 'th' ||
    /[:：]$/.test(text) ||
    labelKey(text) !== null ||
    LABEL_NAME.test(outline.attribute(cell, 'class') ?? '')
  );
}

/** The row's name and value, or several such pairs side by side; none where it is layout or the row of a price list. */
function rowPairs(outline: Outline, row: Node): Pair[] {
  const cells: Node[] = [];
  const end = outline.endOf(row);
  for (let at = row + 1; at < end; at = outline.endOf(at)) {
    if (CELLS[outline.kindOf(at)] === 1) cells.push(at);
  }
  if (cells.length < 2 || cells.length > MAX_CELLS || cells.length % 2 === 1 || holdsTable(outline, row))
    return [];
  // The head of a table of more than pairs.
  if (cells.length > 2 && cells.every((cell) => outline.nameOf(cell) === 'th')) return [];
  const texts = cells.map((cell) => shown(outline, cell));
  const pairs: Pair[] = [];
  for (let at = 0; at < cells.length; at += 2) {
    const [name = '', value = ''] = [texts[at], texts[at + 1]];
    if (cells.length > 2 && !isLabelCell(outline, cells[at] ?? row, name)) return [];
    pairs.push([name, value]);
  }
  return pairs;
}

/** Whether a row or a list tells nothing of the offer. */
export type LeaveOut = (node: Node) => boolean;

/** `tables` may hold one another. */
function tableRows(outline: Outline, tables: readonly Node[], leaveOut: LeaveOut): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  let rows = 0;
  for (const table of tables) {
    const end = outline.endOf(table);
    for (at = Math.max(at, table + 1); at < end && rows < MAX_ROWS; at++) {
      if (ROWS[outline.kindOf(at)] === 0) continue;
      rows++;
      if (!leaveOut(at)) pairs.push(...rowPairs(outline, at));
    }
  }
  return pairs;
}

/** The terms right in a list or in the `div` groups that it may have, each with what follows it at once. */
function definitions(outline: Outline, list: Node): Pair[] {
  const children = [...childElements(outline, list)];
  const inGroups = children.filter((child) => outline.nameOf(child) === 'div');
  return [children, ...inGroups.map((group) => [...childElements(outline, group)])].flatMap((entries) =>
    entries.flatMap((entry, at): Pair[] => {
      if (outline.nameOf(entry) !== 'dt') return [];
      const value = entries[at + 1];
      const given = value !== undefined && outline.nameOf(value) === 'dd';
      return [[shown(outline, entry), given ? shown(outline, value) : '']];
    }),
  );
}

/** Only lists in which every entry has the form: others are prose. */
function colonPairs(outline: Outline, list: Node): Pair[] {
  const entries = childElements(outline, list).filter((child) => outline.nameOf(child) === 'li');
  const pairs: Pair[] = [];
  for (const entry of entries.take(50)) {
    const [, name, value] = NAME_AND_VALUE.exec(shown(outline, entry)) ?? [];
    if (name === undefined || value === undefined) return [];
    pairs.push([name, value]);
  }
  return pairs.length < 2 ? [] : pairs;
}

function pairsOf({ outline, parts }: PageDocument, leaveOut: LeaveOut): Pair[] {
  const named = (name: string) => parts.tabular.filter((node) => outline.nameOf(node) === name);
  return [
    ...tableRows(outline, named('table'), leaveOut),
    ...named('dl')
      .filter((list) => !leaveOut(list))
      .slice(0, MAX_ROWS)
      .flatMap((list) => definitions(outline, list))
      .slice(0, MAX_ROWS),
    ...named('ul')
      .filter((list) => !leaveOut(list))
      .slice(0, 200)
      .flatMap((list) => colonPairs(outline, list)),
  ];
}

/** Pairs with a name and a value of sensible length, the first of each name. */
function cleaned(pairs: readonly Pair[], nameOf: (text: string) => string): Pair[] {
  const attributes = new Map<string, string>();
  for (const [rawName, rawValue] of pairs) {
    const name = nameOf(rawName);
    const value = name === '' ? '' : plainValue(rawValue);
    if (value === '' || value.length > MAX_VALUE) continue;
    if (!attributes.has(name) && attributes.size < MAX_ATTRIBUTES) attributes.set(name, value);
  }
  return [...attributes];
}

/** `pieces` are the page's texts in order, in which values stand beside labels that are known. */
export function readAttributes(
  page: PageDocument,
  pieces: readonly string[],
  leaveOut: LeaveOut = () => false,
): Pair[] {
  return cleaned([...pairsOf(page, leaveOut), ...labelledPairs(pieces)], page.memory.plainName);
}
