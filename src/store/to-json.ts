/** Values from hostile pages in a form that PostgreSQL takes: it knows neither NUL characters nor halves of a pair. */

const REPLACEMENT = '\ufffd';
/** What JSON.stringify writes for a NUL or a lone surrogate; a match may also be an innocent escaped backslash. */
const SUSPECT = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Text for a column: as long as before in UTF-16 units, so that spans still fit. */
export function toText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}

export function toTextOrNull(text: string | null): string | null {
  return text === null ? null : toText(text);
}

/** JSON text for a jsonb column. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Nearly every value is clean, and looking is far cheaper than copying.
  return SUSPECT.test(json) ? JSON.stringify(clean(value)) : json;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return toText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toText(key), clean(inner)]));
}
