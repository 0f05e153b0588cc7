/** Domain names as people write them, in the one form in which hosts of URLs are compared with them. */

/**
 * "https://Shop.Example./x", "shop.example" and "*.shop.example" → "shop.example"; null for what is no host name. A name
 * without a dot is none either: it would stand for a whole country or trade.
 */
export function domainName(text: string): string | null {
  const bare = text.trim().replace(/^\*\./, '');
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `http://${bare}`;
  if (!URL.canParse(url)) return null;
  const name = new URL(url).hostname.replace(/\.$/, '');
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$|^\[[0-9a-f:]+\]$/.test(name) ? name : null;
}

/** Whether `host` is one of `domains` or below one: itself, then each name that it ends with. */
export function domainAmong(host: string, domains: ReadonlySet<string>): string | null {
  let name = host.replace(/\.$/, '');
  for (;;) {
    if (domains.has(name)) return name;
    const dot = name.indexOf('.');
    if (dot === -1) return null;
    name = name.slice(dot + 1);
  }
}
