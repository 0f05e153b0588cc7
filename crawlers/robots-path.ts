/** Paths of robots.txt rules and of URLs in one comparable form, and the wildcard match between them (RFC 9309 §2.2.2, §2.2.3). */

const UNRESERVED = /^[A-Za-z0-9._~-]$/;
/** Reserved characters that mean the same raw and escaped, so that either spelling in a rule meets either in a URL. */
const SAME_EITHER_WAY = new Set(":@!'(),;");
/** After "?" these two are only text: RFC 9309 lets "?u=https://a" match "?u=https%3A%2F%2Fa". */
const SAME_IN_QUERY = new Set('/?');
const RAW_DELIMITERS = new Set('/?&=+[]#');

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  const char = String.fromCharCode(byte);
  return /^[0-9a-fA-F]$/.test(char) ? Number.parseInt(char, 16) : -1;
}

/** `keptRaw` are characters with a meaning of their own in the text at hand: "*" in a rule. */
function comparable(text: string, keptRaw: string): string {
  const bytes = Buffer.from(text, 'utf8');
  let out = '';
  let inQuery = false;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    let escaped = false;
    if (byte === 0x25) {
      const high = hexValue(bytes[at + 1]);
      const low = hexValue(bytes[at + 2]);
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low;
        escaped = true;
        at += 2;
      }
    }
    const char = String.fromCharCode(byte);
    const free = UNRESERVED.test(char) || SAME_EITHER_WAY.has(char) || (inQuery && SAME_IN_QUERY.has(char));
    const raw = !escaped && (RAW_DELIMITERS.has(char) || keptRaw.includes(char));
    out += free || raw ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (!escaped && char === '?') inQuery = true;
  }
  return out;
}

/** A rule's path, ready to be matched: the texts between its wildcards. */
export type PathPattern = {
  readonly parts: readonly string[];
  /** Ended with "$": nothing may follow. */
  readonly anchored: boolean;
  /** Octets, wildcards included: the longest match is the most specific one. */
  readonly length: number;
};

export function pathPattern(path: string): PathPattern {
  const anchored = path.endsWith('$');
  const text = comparable(anchored ? path.slice(0, -1) : path, '*');
  return { parts: text.split('*'), anchored, length: text.length + (anchored ? 1 : 0) };
}

/**
 * Path and query of a URL, in the form that patterns are matched against; null when the text is neither URL nor path.
 * A literal "*" or "$" is escaped here, so that only a rule's own ones are special.
 */
export function comparablePath(url: string): string | null {
  const absolute = url.startsWith('/') && !url.startsWith('//') ? `http://host.invalid${url}` : url;
  if (!URL.canParse(absolute)) return null;
  const { pathname, search } = new URL(absolute);
  return comparable(pathname + search, '');
}

/** Greedy from the left, which is exact for patterns whose only wildcard is "*", and takes no more than linear steps a part. */
export function matchesPath(pattern: PathPattern, path: string): boolean {
  const [first = '', ...rest] = pattern.parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    if (pattern.anchored && index === rest.length - 1) {
      return path.length - part.length >= at && path.endsWith(part);
    }
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return !pattern.anchored || at === path.length;
}
