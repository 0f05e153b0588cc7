/** Rows and cells of tables, also of those that are made of other elements by their roles. */
import { type Element, nearest } from '../html/element.ts';
import { isStruck } from '../looks/main-price.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Run, Survey } from '../page/survey-page.ts';

const MAX_CELLS = 20;
const MAX_TABLES = 100;

/** "Accessible Rich Internet Applications 1.2", table and grid. */
const TABLE_ROLES = ['table', 'grid', 'treegrid'];
const CELLS = new Set(['td', 'th']);
const CELL_ROLES = new Set(['cell', 'gridcell', 'columnheader', 'rowheader']);

export const isTable = ({ name, attribs }: Element): boolean =>
  name === 'table' || TABLE_ROLES.includes(attribs['role'] ?? '');

export const isRow = ({ name, attribs }: Element): boolean => name === 'tr' || attribs['role'] === 'row';

const isCell = ({ name, attribs }: Element): boolean =>
  CELLS.has(name) || CELL_ROLES.has(attribs['role'] ?? '');

export function cellsOf(row: Element): Element[] {
  return row.children
    .filter((child): child is Element => 'attribs' in child && isCell(child))
    .slice(0, MAX_CELLS);
}

/** As browsers read it: a whole number, and one for what is none. */
function columnsOf({ attribs }: Element): number {
  const told = /^\s*\d{1,4}/.exec(attribs['colspan'] ?? '')?.[0];
  return Math.max(1, Math.min(MAX_CELLS, Number(told ?? 1)));
}

/** In elements within a cell. */
const MAX_CLIMB = 6;

/** What a cell shows; what is struck out in it is left out where something else stands beside it. */
function textOf(survey: Survey, cell: Element, limit: number): string {
  const whole = survey.text(cell, limit);
  const { first, last } = survey.elements.get(cell) ?? { first: 0, last: 0 };
  if (last - first < 2 || whole.length >= limit) return whole;
  const isHeld = ({ element }: Run) => {
    const struck = nearest(element, MAX_CLIMB, (at) => at === cell || isStruck(at));
    return struck === null || struck === cell;
  };
  const held = survey.runs.slice(first, last).filter(isHeld);
  return held.length === 0 ? whole : held.map(({ text }) => text).join(' ');
}

/** The texts of a row by its columns: a cell over several of them stands in the first. */
export function textsOf(survey: Survey, row: Element, limit: number): string[] {
  return cellsOf(row)
    .flatMap((cell) => [textOf(survey, cell, limit), ...Array<string>(columnsOf(cell) - 1).fill('')])
    .slice(0, MAX_CELLS);
}

/** Tables first, then what is made one. */
export function tablesOf(page: PageDocument, survey: Survey): Element[] {
  const byRole = page.outline.bearing('role');
  const made = page.tree().elementsOf(TABLE_ROLES.flatMap((role) => byRole.get(role) ?? []));
  return [...survey.tagged('table'), ...made.filter(({ name }) => name !== 'table')].slice(0, MAX_TABLES);
}
