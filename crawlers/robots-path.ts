/** Paths of robots.txt rules and of URLs: as they are written, in one comparable form, and the wildcard match between them. */

const UNRESERVED = /^[A-Za-z0-9._~-]$/;
/** Reserved characters that mean the same raw and escaped, so that either spelling in a rule meets either in a URL. */
const SAME_EITHER_WAY = new Set(":@!'(),;");
/** After "?" these two are only text: RFC 9309 lets "?u=https://a" match "?u=https%3A%2F%2Fa". */
const SAME_IN_QUERY = new Set('/?');
const RAW_DELIMITERS = new Set('/?&=+[]#');
/** Texts of nothing but these have one spelling; dot segments are looked for apart. */
const ONE_SPELLING = /^[\w\-/?&=+]*(?:\.[\w\-/?&=+]+)*$/;
const BEYOND_ASCII = /[^\p{ASCII}]/u;

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  const char = String.fromCharCode(byte);
  return /^[0-9a-fA-F]$/.test(char) ? Number.parseInt(char, 16) : -1;
}

function escaped(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * One spelling for what means the same (RFC 9309 §2.2.2). `keptRaw` are characters with a meaning of their own in the text at
 * hand: "*" in a rule. `keepsEscapes` leaves escaped letters escaped.
 */
function comparable(text: string, keptRaw: string, keepsEscapes: boolean): string {
  const bytes = Buffer.from(text, 'utf8');
  let out = '';
  let inQuery = false;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    let wasEscaped = false;
    if (byte === 0x25) {
      const high = hexValue(bytes[at + 1]);
      const low = hexValue(bytes[at + 2]);
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low;
        wasEscaped = true;
        at += 2;
      }
    }
    const char = String.fromCharCode(byte);
    const plain = UNRESERVED.test(char) && !(wasEscaped && keepsEscapes);
    const free = plain || SAME_EITHER_WAY.has(char) || (inQuery && SAME_IN_QUERY.has(char));
    const raw = !wasEscaped && (RAW_DELIMITERS.has(char) || keptRaw.includes(char));
    out += free || raw ? char : escaped(byte);
    if (!wasEscaped && char === '?') inQuery = true;
  }
  return out;
}

/** What Google's parser does to a rule's path, and no more: capital escapes, and escapes for what is not ASCII. */
function asWritten(path: string): string {
  const capital = path.replace(/%[0-9a-fA-F]{2}/g, (code) => code.toUpperCase());
  if (!BEYOND_ASCII.test(capital)) return capital;
  let out = '';
  for (const byte of Buffer.from(capital, 'utf8'))
    out += byte < 0x80 ? String.fromCharCode(byte) : escaped(byte);
  return out;
}

/** A rule's path, ready to be matched: the texts between its wildcards, twice. */
export type PathPattern = {
  readonly written: readonly string[];
  readonly comparable: readonly string[];
  /** Ended with "$": nothing may follow. */
  readonly anchored: boolean;
  readonly allow: boolean;
  /** Octets, wildcards included: the longest match is the most specific one. */
  readonly length: number;
};

/**
 * RFC 9309 and Google's published checks disagree on a rule that escapes plain letters ("/%62az"): the one lets it match
 * "/baz", the other does not. A guest takes what asks more of it, so such a rule forbids both and allows only its own spelling.
 */
export function pathPattern(path: string, allow: boolean): PathPattern {
  const anchored = path.endsWith('$');
  const body = anchored ? path.slice(0, -1) : path;
  const written = asWritten(body);
  const one = ONE_SPELLING.test(body) ? written : comparable(body, '*', allow);
  return {
    written: written.split('*'),
    comparable: one.split('*'),
    anchored,
    allow,
    length: written.length + (anchored ? 1 : 0),
  };
}

/** Path and query of a URL as it is written, and in comparable form. */
export type UrlPath = {
  readonly written: string;
  readonly comparable: string;
  /** Not a URL as it may be sent: what is not ASCII is not escaped. */
  readonly unescaped: boolean;
};

/** As Google's matcher takes it out of a URL: what is no URL, or has no path, is the front page. */
function pathAsWritten(url: string): string {
  const start = url.startsWith('//') ? 2 : 0;
  const delimiter = /[/?;]/g;
  delimiter.lastIndex = start;
  const early = delimiter.exec(url)?.index ?? url.length;
  const scheme = url.indexOf('://', start);
  delimiter.lastIndex = scheme === -1 || early < scheme ? start : scheme + 3;
  const at = delimiter.exec(url)?.index;
  const hash = url.indexOf('#', start);
  if (at === undefined || (hash !== -1 && hash < at)) return '/';
  const path = url.slice(at, hash === -1 ? undefined : hash);
  return path.startsWith('/') ? path : `/${path}`;
}

/** A literal "*" or "$" is escaped in the comparable form, so that only a rule's own ones are special. */
export function urlPath(url: string): UrlPath {
  const written = pathAsWritten(url);
  const unescaped = BEYOND_ASCII.test(written);
  if (ONE_SPELLING.test(written) && !written.includes('/.') && !written.endsWith('?'))
    return { written, comparable: written, unescaped };
  const absolute = URL.canParse(url) ? url : `http://host.invalid${written}`;
  const { pathname, search } = URL.canParse(absolute) ? new URL(absolute) : { pathname: written, search: '' };
  return { written, comparable: comparable(pathname + search, '', false), unescaped };
}

/** Greedy from the left, which is exact for patterns whose only wildcard is "*", and takes no more than linear steps a part. */
function partsMatch(parts: readonly string[], anchored: boolean, path: string): boolean {
  const first = parts[0] ?? '';
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (let index = 1; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (anchored && index === parts.length - 1) {
      return path.length - part.length >= at && path.endsWith(part);
    }
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return !anchored || at === path.length;
}

export function matchesPath(pattern: PathPattern, path: UrlPath): boolean {
  if (partsMatch(pattern.written, pattern.anchored, path.written)) return true;
  if (pattern.allow && path.unescaped) return false;
  return partsMatch(pattern.comparable, pattern.anchored, path.comparable);
}
