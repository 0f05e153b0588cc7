/** Comma-separated values (RFC 4180) that a spreadsheet opens as text: no cell of a hostile listing becomes a formula. */

/** What spreadsheets take for the beginning of a formula, in either width (OWASP, "CSV Injection"). */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠|%]|^[\t\r\n]/;

/** Lets spreadsheets know that it is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** One line with its end. Null is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** As a spreadsheet shows it and does not run it: an apostrophe makes it show the rest as it stands. */
export function inertText(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  return `"${inertText(value).replaceAll('"', '""')}"`;
}
