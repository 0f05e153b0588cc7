/** Addresses of pages for signing in: to be sent to one, instead of the page that was asked for, is a refusal. */

/** In an address up to its query, which may name where its own links lead. */
const LOGIN_PATH = /^[^?#]*\/(?:log-?in|sign-?in|signon|auth|account\/login|passport|sso)(?:[/?#.]|$)/i;

export function isSentToSignIn(requestedUrl: string, url: string): boolean {
  return url !== requestedUrl && LOGIN_PATH.test(url) && !LOGIN_PATH.test(requestedUrl);
}
