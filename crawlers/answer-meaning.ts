/** What an HTTP answer means for a guest: content, a redirect, a block, gone, or a failure. */
import type { SkipReason } from '../src/model/skip-reasons.ts';
import type { Answer, Headers } from '../src/net/http-client.ts';
import { readRetryAfter } from '../src/net/retry-after.ts';

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

/** Seconds that an answer asks us to stay away; null when it says nothing. */
export function retryAfterSeconds(headers: Headers, now: Date): number | null {
  return readRetryAfter(headers['retry-after'], now);
}
