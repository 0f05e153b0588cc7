/** The lines of a file of variables that are none: Node passes them by, and with one all that follows it. */

const VARIABLE = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;

/** Number of the first line that is neither empty nor a remark nor NAME=value, which may go on over several lines in quotes. */
export function strangeLine(text: string): number | null {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    const value = VARIABLE.exec(line.trimEnd())?.[1];
    if (value === undefined) return at + 1;
    at = endOfValue(lines, at, value);
  }
  return null;
}

/** The line on which its quotes are closed; its own, where nothing closes them. */
function endOfValue(lines: readonly string[], begin: number, value: string): number {
  const quote = /^["'`]/.exec(value)?.[0];
  if (quote === undefined || value.includes(quote, 1)) return begin;
  const end = lines.findIndex((line, at) => at > begin && line.includes(quote));
  return end === -1 ? begin : end;
}
