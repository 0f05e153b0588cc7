/** Absolute web addresses from what stands in a page. */
import { PLAIN_PATH, PLAIN_URL } from '../../text/plain-url.ts';
import { type PageText, textAt } from '../html/code-units.ts';
import { decodedAttribute } from '../html/decode-entities.ts';
import { nextSum, sumOf } from './address-index.ts';

const MAX_URL = 2000;

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

/** Host of an absolute URL in canonical form, without its port. */
export function hostOf(url: string): string {
  const origin = originOf(url);
  const host = origin.slice(origin.indexOf('//') + 2);
  const colon = host.lastIndexOf(':');
  // Those of an IPv6 address stand before its bracket.
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
}

/** A test whether an absolute URL in canonical form has the same host as this one, whatever the port. */
export function hostTest(own: string): (url: string) => boolean {
  const origin = originOf(own);
  const host = hostOf(own);
  return (url) => (url.startsWith(origin) && url.charAt(origin.length) === '/') || hostOf(url) === host;
}

/** Whether two absolute URLs in canonical form have the same host, whatever the port. */
export function sameHost(a: string, b: string): boolean {
  return hostTest(a)(b);
}

/** What the platform's URL would make of a link that leads to a plain path on the same host; undefined for any other. */
function plainPath(href: string, origin: string): string | undefined {
  const hash = href.indexOf('#');
  const whole = hash < 0 ? href : href.slice(0, hash);
  const path = whole.startsWith(origin) ? whole.slice(origin.length) : whole;
  return PLAIN_PATH.test(path) ? path : undefined;
}

const [SLASH, AMPERSAND] = [47, 38];
/** What a character of ASCII is in such a path: most are plain; a slash or a full stop may make a dot segment, and a "#" ends it. */
const [ODD, PLAIN, DIVIDES, ASKS, ENDS] = [0, 1, 2, 3, 4];
const MEANINGS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[./]/.test(letter)) return DIVIDES;
  if (/[?&]/.test(letter)) return ASKS;
  if (letter === '#') return ENDS;
  return /[\w\-~,;:@!$()*+=]/.test(letter) ? PLAIN : ODD;
});

/** What a look at the characters of a plain path tells of it. */
export type PathLook = {
  /** Where its last part starts: behind the last "/". */
  last: number;
  /** Its last part holds a dot. */
  dotted: boolean;
  /** It holds a "?" or an "&". */
  asks: boolean;
  /** {@link sumOf} it. */
  sum: number;
};

/** Where the plain path that starts at `from` ends: at `to` or before a "#"; -1 where it is none. An "&" may start an entity. */
function plainEnd(units: Uint16Array, from: number, to: number, encoded: boolean, look: PathLook): number {
  if (from >= to || units[from] !== SLASH) return -1;
  let last = from + 1;
  let dotted = false;
  let asks = false;
  let sum = nextSum(0, SLASH);
  let end = from + 1;
  for (; end < to; end++) {
    const unit = units[end] ?? 0;
    const meaning = unit < 128 ? MEANINGS[unit] : ODD;
    if (meaning === ENDS) break;
    sum = nextSum(sum, unit);
    if (meaning === PLAIN) continue;
    const dots = meaning === DIVIDES && units[end - 1] === SLASH;
    if (meaning === ODD || dots || (encoded && unit === AMPERSAND)) return -1;
    if (meaning === ASKS) asks = true;
    else dotted = unit !== SLASH;
    if (unit === SLASH) last = end + 1;
  }
  look.last = last - from;
  look.dotted = dotted;
  look.asks = asks;
  look.sum = sum;
  return end;
}

/** The same of an address that is not known to be plain; null where it is no path. */
function lookAt(address: string): PathLook | null {
  if (!address.startsWith('/')) return null;
  const last = address.lastIndexOf('/') + 1;
  return { last, dotted: address.includes('.', last), asks: /[?&]/.test(address), sum: sumOf(address) };
}

function platformUrl(href: string, base: string): string | null {
  const url = URL.parse(href, base);
  if (url === null) return null;
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  if (url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href;
}

/**
 * Addresses as they are seen from one page: path and query where they are on its own origin, else the absolute URL.
 * Most of a page's hundreds of links are such a path as they stand, and the platform takes microseconds for each.
 */
export type AddressesFrom = {
  /** Of what stands in the page; null as for {@link absoluteUrl}. */
  readonly read: (href: string) => string | null;
  /** The same of what stands between two places, as {@link HtmlSource} gives them. */
  readonly readAt: (text: PageText, from: number, to: number, encoded: boolean) => string | null;
  /** Of the address that was read last: how it is made up, where it is a path. Good until the next is read. */
  readonly look: () => PathLook | null;
  /** {@link sumOf} that address. */
  readonly sum: () => number;
  /** Of an absolute URL in canonical form. */
  readonly short: (url: string) => string;
  readonly full: (address: string) => string;
};

/** `base` is an absolute URL in canonical form. */
export function addressesFrom(base: string): AddressesFrom {
  const origin = originOf(base);
  const plain = PLAIN_BASE.test(base);
  const short = (url: string) =>
    url.startsWith(origin) && url.charAt(origin.length) === '/' ? url.slice(origin.length) : url;
  const seen: PathLook = { last: 1, dotted: false, asks: false, sum: 0 };
  let look: PathLook | null = null;
  let sum = 0;
  const read = (href: string): string | null => {
    const trimmed = href.trim();
    if (trimmed === '' || trimmed.length > MAX_URL) return null;
    const path = plain && trimmed !== base ? plainPath(trimmed, origin) : undefined;
    if (path !== undefined) return path.length + origin.length > MAX_URL ? null : path;
    const url = PLAIN_URL.test(trimmed) ? trimmed : platformUrl(trimmed, base);
    return url === null || url.length > MAX_URL ? null : short(url);
  };
  return {
    read,
    readAt(page, from, to, encoded) {
      const { html, units } = page;
      const start = units[from] !== SLASH && html.startsWith(origin, from) ? from + origin.length : from;
      const end = plain ? plainEnd(units, start, to, encoded, seen) : -1;
      if (end >= 0 && end - start + origin.length <= MAX_URL) {
        look = seen;
        sum = seen.sum;
        return html.slice(start, end);
      }
      const href = textAt(page, from, to);
      const address = read(encoded ? decodedAttribute(href) : href);
      look = address === null ? null : lookAt(address);
      sum = address === null ? 0 : sumOf(address);
      return address;
    },
    look: () => look,
    sum: () => sum,
    short,
    full: (address) => (address.charCodeAt(0) === SLASH ? origin + address : address),
  };
}

/** Absolute http or https URL without fragment, or null for anything else (mailto:, javascript:, data:, too long). */
export function absoluteUrl(href: string, base: string): string | null {
  return resolver(base)(href);
}

/** The same for many addresses of one page. */
export function resolver(base: string): (href: string) => string | null {
  const { read, full } = addressesFrom(base);
  return (href) => {
    const address = read(href);
    return address === null ? null : full(address);
  };
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
