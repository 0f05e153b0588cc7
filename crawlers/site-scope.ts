/** Which URLs belong to a site, and which of them are one host to be gentle with. */
import { isIP } from 'node:net';
import { getDomain } from 'tldts';

export type Scope = (url: string) => boolean;

function hostAndPort(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}

/** Null for addresses and for names without a public suffix, such as "localhost". */
function registrableDomain(url: URL, allowPrivateDomains: boolean): string | null {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return isIP(host) === 0 ? getDomain(url.href, { allowPrivateDomains }) : null;
}

/** Shops under one hosting suffix (shop-a.github.io, shop-b.github.io) are different sites. */
function siteKey(url: URL, allowedOrigins: ReadonlySet<string>): string {
  if (allowedOrigins.has(url.origin)) return url.origin;
  return registrableDomain(url, true) ?? hostAndPort(url);
}

/** Same site: the registrable domain of a start URL; for the origins that this process registered, exactly that origin. */
export function siteScope(start: readonly string[], allowedOrigins: ReadonlySet<string>): Scope {
  const keys = new Set(
    start.filter((url) => URL.canParse(url)).map((url) => siteKey(new URL(url), allowedOrigins)),
  );
  return (url) => URL.canParse(url) && keys.has(siteKey(new URL(url), allowedOrigins));
}

/** Where turns are taken. */
export type PacePlace = {
  readonly key: string;
  /** Who is left alone when it asks for a pause: what it wants for itself must not hold its neighbours on the same servers. */
  readonly host: string;
  /** Of an origin that this process registered: nobody else's server, so nobody else has to be asked for a turn. */
  readonly ours: boolean;
};

/**
 * The unit of politeness. Shops under one hosting suffix share servers, so here they are one, but for a pause that one of them asks
 * for; addresses and the origins that
 * this process registered are taken by host and port.
 */
export function pacePlace(url: URL, allowedOrigins: ReadonlySet<string>): PacePlace {
  const place = hostAndPort(url);
  if (allowedOrigins.has(url.origin)) return { key: place, host: place, ours: true };
  const [key, host] = [registrableDomain(url, false) ?? place, registrableDomain(url, true) ?? place];
  return { key, host, ours: false };
}

const NOT_OURS: ReadonlySet<string> = new Set();

/** The names under which a pause of hosts of these start URLs is kept. */
export function startNames(start: readonly string[]): Set<string> {
  const places = start.filter((url) => URL.canParse(url)).map((url) => pacePlace(new URL(url), NOT_OURS));
  return new Set(places.flatMap(({ key, host }) => [key, host]));
}
