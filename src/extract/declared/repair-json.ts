/** Makes JSON out of the almost-JSON that pages carry in script elements. */

/** What is nested deeper than this tells of no goods: the text is cut there. */
const MAX_OPEN = 500;
const CLOSES = new Set(['}', ']']);
const ESCAPED = new Set('"\\/bfnrtu');
const CONTROL: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One character inside a string literal; returns what to write and how many characters were used. */
function insideString(text: string, at: number): readonly [write: string, used: number] {
  const char = text.charAt(at);
  if (char === '\\') {
    const next = text.charAt(at + 1);
    return ESCAPED.has(next) ? [char + next, 2] : [next === "'" ? "'" : `\\\\${next}`, 2];
  }
  if (char === '"') return ['\\"', 1];
  if (char < ' ') return [CONTROL[char] ?? ' ', 1];
  return [char, 1];
}

/** Length of the comment that starts at `at`, or 0. */
function commentLength(text: string, at: number): number {
  for (const [open, close] of [
    ['/*', '*/'],
    ['//', '\n'],
    ['<!--', '-->'],
  ] as const) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return (end < 0 ? text.length : end + close.length) - at;
  }
  return text.startsWith('-->', at) || text.startsWith(']]>', at) ? 3 : 0;
}

/** What may follow the end of a string, and what may follow a comma. */
const AFTER_STRING =
  /[\s]*(?:[:}\]]|$|;|-->|\/[/*]|<!--|\]\]>|,\s*(?:["{}[\]\d/-]|(?:true|false|null)\b|$))/y;

/** A quote that nothing follows which could follow a string is a part of its text: 'Beaker 5" wide'. */
function endsString(text: string, at: number): boolean {
  AFTER_STRING.lastIndex = at + 1;
  return AFTER_STRING.test(text);
}

/** Counts what is open outside strings, and drops the comma before what closes. */
function writeMark(char: string, out: string[], open: string[]): void {
  if (char === '{') open.push('}');
  if (char === '[') open.push(']');
  if (char === '}' || char === ']') {
    dropTrailingComma(out);
    open.pop();
  }
  if (char !== ';') out.push(char);
}

/**
 * Removes comments, CDATA marks, trailing commas and what follows the first value; escapes raw line breaks and quotes in
 * strings; closes what was left open at the end, or is nested without end. The result may still not be JSON.
 */
export function repairJson(source: string): string {
  const text = source.replace(/<!\[CDATA\[/g, '').replace(/^\uFEFF/, '');
  const out: string[] = [];
  const open: string[] = [];
  let inString = false;
  let at = 0;
  while (at < text.length) {
    const comment = inString ? 0 : commentLength(text, at);
    if (comment > 0) {
      at += comment;
      continue;
    }
    const char = text.charAt(at);
    const quote = char === '"' && (!inString || endsString(text, at));
    const [write, used] = inString && !quote ? insideString(text, at) : [char, 1];
    at += used;
    if (inString || quote) out.push(write);
    else writeMark(char, out, open);
    if (quote) inString = !inString;
    else if (!inString && open.length === 0 && CLOSES.has(char)) break;
    if (open.length > MAX_OPEN) break;
  }
  if (inString) out.push('"');
  if (open.length > 0) dropTrailingComma(out);
  return out.join('') + open.reverse().join('');
}

function dropTrailingComma(out: string[]): void {
  let last = out.length - 1;
  while (last >= 0 && /^\s$/.test(out[last] ?? '')) last--;
  if (out[last] === ',') out.splice(last, 1);
}
