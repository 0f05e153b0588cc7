/** Comma-separated values (RFC 4180) that a spreadsheet opens as text: no cell of a hostile listing becomes a formula. */

/** What spreadsheets take for the beginning of a formula, in either width (OWASP, "CSV Injection"). */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠|%]|^[\t\r\n]/;

/** Lets spreadsheets know that it is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** One line with its end. Null is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // An apostrophe makes a spreadsheet show the rest as it stands.
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
