/** What a server says of when it may be asked again: one reading for crawls and for messages. */

/** Nobody means more than a month; more would be too much for clocks and databases. */
const LONGEST_RETRY_SECONDS = 30 * 86_400;
/** The three forms of RFC 9110 §5.6.7, each of which is in GMT, also the one that does not say so. */
const HTTP_DATE = /^[a-z]{3,9},? [a-z0-9: -]{15,30}?( gmt)?$/i;

/** Seconds that the header asks us to stay away (RFC 9110 §10.2.3); null when it says nothing. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  // Of several the first: proxies put theirs behind it.
  const value = header?.replace(/^(\d+),.*$/s, '$1').trim() ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : secondsUntil(value, now);
  return seconds === null ? null : Math.min(LONGEST_RETRY_SECONDS, Math.max(0, seconds));
}

function secondsUntil(text: string, now: Date): number | null {
  const form = HTTP_DATE.exec(text);
  if (form === null) return null;
  const date = Date.parse(form[1] === undefined ? `${text} GMT` : text);
  return Number.isNaN(date) ? null : Math.ceil((date - now.getTime()) / 1000);
}
