/** Absolute web addresses from what stands in a page. */

const MAX_URL = 2000;

/** Absolute http or https URL without fragment, or null for anything else (mailto:, javascript:, data:, too long). */
export function absoluteUrl(href: string, base: string): string | null {
  const trimmed = href.trim();
  if (trimmed === '' || trimmed.length > MAX_URL || !URL.canParse(trimmed, base)) return null;
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
    const { pathname, search } = new URL(url);
    const subject = withQuery ? pathname + search : pathname;
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
