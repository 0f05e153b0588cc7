/** The cookies of one crawl of one site: kept in memory only, and sent back only to where they came from (RFC 6265). */
import { Cookie, CookieJar } from 'tough-cookie';

export type Cookies = {
  /** The header for a request to `url`; null when there is none to send. */
  headerFor(url: URL): string | null;
  /** Takes the Set-Cookie lines of an answer; what is ill-formed or for another domain is passed over. */
  keep(url: URL, lines: readonly string[]): void;
};

/** Far above what a shop needs, and little enough that no server can fill our memory or its own logs with it. */
const MAX_COOKIES = 100;
const MAX_LINE = 4096;
const MAX_HEADER = 8192;

export function openCookies(): Cookies {
  const jar = new CookieJar();
  const names = new Set<string>();
  return {
    headerFor(url) {
      if (names.size === 0) return null;
      let header = '';
      for (const cookie of jar.getCookiesSync(url.href)) {
        const next = `${header === '' ? '' : `${header}; `}${cookie.cookieString()}`;
        if (next.length <= MAX_HEADER) header = next;
      }
      return header === '' ? null : header;
    },
    keep(url, lines) {
      for (const line of lines) {
        const cookie = line.length > MAX_LINE ? undefined : Cookie.parse(line);
        if (cookie === undefined) continue;
        const name = `${cookie.domain ?? url.hostname} ${cookie.path ?? ''} ${cookie.key}`;
        if (names.size >= MAX_COOKIES && !names.has(name)) continue;
        if (jar.setCookieSync(cookie, url.href, { ignoreError: true }) !== undefined) names.add(name);
      }
    },
  };
}
