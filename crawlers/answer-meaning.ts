/** What an HTTP answer means for a guest: content, a redirect, a block, gone, or a failure. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import type { Answer, Headers } from '../src/net/http-client.ts';

/** Statuses by which a server keeps us out: reported, never evaded, never asked again. 999 is not registered, yet in use. */
const BLOCK_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 407, 429, 451, 999]);

const READABLE_TYPES: ReadonlySet<string> = new Set([
  'text/html',
  'application/xhtml+xml',
  'application/xml',
  'text/xml',
  'text/plain',
  'application/json',
  'application/ld+json',
  'application/rss+xml',
  'application/atom+xml',
]);

/** How many bytes are looked at for a zero byte when the server names no type. */
const SNIFFED_BYTES = 1024;

export type Meaning =
  | { readonly kind: 'content' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly detail: string };

function mediaType(headers: Headers): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Decides before the body is read: pictures and downloads are never loaded. */
export function wantsBody(status: number, headers: Headers): boolean {
  const type = mediaType(headers);
  return status >= 200 && status < 300 && (type === '' || READABLE_TYPES.has(type));
}

function readType(answer: Answer): Meaning {
  const type = mediaType(answer.headers);
  if (type !== '' && !READABLE_TYPES.has(type))
    return { kind: 'skip', reason: 'unsupported-type', detail: type };
  if (type === '' && answer.body.subarray(0, SNIFFED_BYTES).includes(0)) {
    return { kind: 'skip', reason: 'unsupported-type', detail: 'no content type, and the body is not text' };
  }
  return { kind: 'content' };
}

export function meaningOf(answer: Answer): Meaning {
  const { status, headers } = answer;
  if (BLOCK_STATUSES.has(status) || headers['cf-mitigated'] === 'challenge') {
    return { kind: 'skip', reason: 'blocked', detail: `status ${status}` };
  }
  if (status === 404 || status === 410) return { kind: 'skip', reason: 'gone', detail: `status ${status}` };
  const { location } = headers;
  if (status >= 300 && status < 400 && location !== undefined) return { kind: 'redirect', location };
  if (status < 200 || status >= 300) return { kind: 'skip', reason: 'failed', detail: `status ${status}` };
  return readType(answer);
}

/** Nobody means more than a month; more would be too much for clocks and databases. */
const LONGEST_RETRY_SECONDS = 30 * 86_400;
/** The three forms of RFC 9110 §5.6.7, each of which is in GMT, also the one that does not say so. */
const HTTP_DATE = /^[a-z]{3,9},? [a-z0-9: -]{15,30}?( gmt)?$/i;

/** Seconds that Retry-After asks us to stay away (RFC 9110 §10.2.3); null when it says nothing. */
export function retryAfterSeconds(headers: Headers, now: Date): number | null {
  // Of several the first: proxies put theirs behind it.
  const value = headers['retry-after']?.replace(/^(\d+),.*$/s, '$1').trim() ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : secondsUntil(value, now);
  return seconds === null ? null : Math.min(LONGEST_RETRY_SECONDS, Math.max(0, seconds));
}

function secondsUntil(text: string, now: Date): number | null {
  const form = HTTP_DATE.exec(text);
  if (form === null) return null;
  const date = Date.parse(form[1] === undefined ? `${text} GMT` : text);
  return Number.isNaN(date) ? null : Math.ceil((date - now.getTime()) / 1000);
}
