/** Reads a price list that is a table with a row a thing and no page for each: suppliers' static sites have nothing else. */

import { type Element, elementsIn } from '../html/element.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import type { Draft } from '../page/draft.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';
import { draftsOfBareRows, draftsOfRows, type Row } from './price-rows.ts';
import { cellsOf, isRow, tablesOf, textsOf } from './table-rows.ts';

/** Of one table: a longer one is cut. */
const MAX_ELEMENTS = 5000;
const MAX_ROWS = 500;
/** Of one cell. */
const MAX_TEXT = 300;
const MIN_ROWS = 3;

/** Without those of one cell, which head the table or a part of it. */
function rowsOf(survey: Survey, table: Element): Row[] {
  const rows = elementsIn(table, MAX_ELEMENTS).filter((one) => isRow(one) && cellsOf(one).length >= 2);
  return rows.slice(0, MAX_ROWS).map((row) => textsOf(survey, row, MAX_TEXT));
}

type Reading = { readonly table: Element; readonly head: Row; readonly drafts: readonly Draft[] };

function readTable(page: PageDocument, survey: Survey, table: Element): Reading {
  const [head = [], ...rows] = rowsOf(survey, table);
  return head.some(hasSignedNumber)
    ? { table, head: [], drafts: draftsOfBareRows(page, [head, ...rows]) }
    : { table, head, drafts: draftsOfRows(page, head, rows) };
}

/** Alone it is a list only with several names. */
const isList = ({ drafts }: Reading): boolean =>
  new Set(drafts.map(({ fields }) => fields.title)).size >= MIN_ROWS;

export type PriceTable = { readonly drafts: readonly Draft[]; readonly tables: readonly Element[] };

const NO_TABLE: PriceTable = { drafts: [], tables: [] };

/**
 * The longest such table whose rows lead nowhere, with those that have the same head: a long list is parted by sorts of goods.
 * Rows with links are cards like any other.
 */
export function readPriceTable(page: PageDocument, survey: Survey): PriceTable {
  const isPlain = (table: Element) => {
    const place = survey.elements.get(table)?.place;
    return (
      place?.furniture === false &&
      !place.related &&
      !place.hidden &&
      !elementsIn(table, MAX_ELEMENTS).some(
        ({ name, attribs }) => name === 'a' && attribs['href'] !== undefined,
      )
    );
  };
  const read = tablesOf(page, survey)
    .filter(isPlain)
    .map((table) => readTable(page, survey, table));
  const [longest] = read.filter(isList).toSorted((a, b) => b.drafts.length - a.drafts.length);
  if (longest === undefined) return NO_TABLE;
  const sameHead = ({ head, drafts }: Reading) =>
    drafts.length > 0 && head.join('\n') === longest.head.join('\n');
  const parts = read.filter((one) => one === longest || sameHead(one));
  return { drafts: parts.flatMap(({ drafts }) => drafts), tables: parts.map(({ table }) => table) };
}
