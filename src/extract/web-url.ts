/** Absolute web addresses from what stands in a page. */

const MAX_URL = 2000;

/** A path and query in which nothing is left to be normalised: no dot segment, no character that would be escaped. */
const PLAIN_PATH = /^\/(?!\/)(?:[\w\-~,;:@!$&()*+=?]|\/(?![./])|(?<!\/)\.)*$/;
/** A canonical origin with its slash; a port that the scheme implies is not canonical. */
const PLAIN_BASE =
  /^(?:http:\/\/[a-z0-9][a-z0-9.-]*(?::(?!80\/)[1-9]\d*)?|https:\/\/[a-z0-9][a-z0-9.-]*(?::(?!443\/)[1-9]\d*)?)\//;

/** The part of an absolute URL before its path. */
function originOf(url: string): string {
  const end = url.indexOf('/', url.indexOf('//') + 2);
  return end < 0 ? url : url.slice(0, end);
}

/** Path and query of an absolute URL in canonical form. */
export function pathOf(url: string): string {
  return url.slice(originOf(url).length);
}

/** Whether two absolute URLs in canonical form have the same host, whatever the port. */
export function sameHost(a: string, b: string): boolean {
  const [one, other] = [originOf(a), originOf(b)];
  if (one === other) return true;
  const host = (origin: string) => origin.replace(/^.*\/\//, '').replace(/:\d+$/, '');
  return host(one) === host(other);
}

/**
 * What the platform's URL would make of a link that leads to a plain path on the same host, which most links of a shop
 * do; undefined for any other. The platform takes several microseconds for each of a page's hundreds.
 */
function plainUrl(href: string, base: string): string | undefined {
  if (href === base || !PLAIN_BASE.test(base)) return undefined;
  const origin = originOf(base);
  const hash = href.indexOf('#');
  const whole = hash < 0 ? href : href.slice(0, hash);
  const path = whole.startsWith(origin) ? whole.slice(origin.length) : whole;
  return PLAIN_PATH.test(path) ? origin + path : undefined;
}

/** Absolute http or https URL without fragment, or null for anything else (mailto:, javascript:, data:, too long). */
export function absoluteUrl(href: string, base: string): string | null {
  const trimmed = href.trim();
  if (trimmed === '' || trimmed.length > MAX_URL) return null;
  const plain = plainUrl(trimmed, base);
  if (plain !== undefined) return plain.length > MAX_URL ? null : plain;
  if (!URL.canParse(trimmed, base)) return null;
  const url = new URL(trimmed, base);
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  if (url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href.length > MAX_URL ? null : url.href;
}

/** A test for a path pattern: `*` is one segment or a part of one, `**` any depth. With "?" it is held against path and query. */
export function pathMatcher(pattern: string): (url: string) => boolean {
  const source = pattern
    .split(/(\/\*\*$|\*\*\/|\*\*|\*)/)
    .map((part) => {
      if (part === '/**') return '(?:/.*)?';
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]+';
      return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const path = new RegExp(`^${source}/?$`);
  const withQuery = pattern.includes('?');
  return (url) => {
    const whole = pathOf(url);
    const subject = withQuery ? whole : whole.replace(/\?.*$/s, '');
    return path.test(subject) || path.test(decodePath(subject));
  };
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch (error) {
    // A stray "%" is allowed in an address: it is compared as it stands.
    if (error instanceof URIError) return path;
    throw error;
  }
}
