/** The stored page of an alert as it may be shown: nothing in it can run or ask for anything, contacts are masked. */
import type { CaptureStore } from '../evidence/capture-store.ts';
import { decodeBody } from '../extract/html/decode-body.ts';
import { inertBody, inertText } from '../extract/inert-page.ts';
import { SCREENSHOT_TYPE, screenshotOfAlert } from '../store/crawling/screenshots.ts';
import { captureOfAlert, type StoredCapture } from '../store/desk/alert-contacts.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { maskFor } from './mask-listing.ts';
import { findRevealTo } from './reveal.ts';

/** Pictures of a page, such as a screenshot: shown as they are, by types that hold no script. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];
const MAX_PICTURE_BYTES = 20_000_000;

export type ShownCapture =
  | { readonly kind: 'page'; readonly body: string; readonly capture: StoredCapture }
  | { readonly kind: 'picture'; readonly type: string; readonly bytes: Uint8Array };

/**
 * null when there is none, or what was stored is neither text nor a picture. A picture cannot be masked: it is shown to
 * those only who may see the contacts now.
 * @throws OperatorError 'storage' when the stored bytes are damaged
 */
export async function readCapture(
  db: Db,
  captures: Pick<CaptureStore, 'get'>,
  alert: number,
  viewer: Actor,
  now: Date,
): Promise<ShownCapture | null> {
  const capture = await captureOfAlert(db, alert);
  const bytes = capture === null ? null : await captures.get(capture.sha256);
  if (capture === null || bytes === null) return null;
  const type = (capture.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const revealed = (await findRevealTo(db, alert, viewer, now)) !== null;
  if (PICTURES.includes(type)) {
    return revealed && bytes.byteLength <= MAX_PICTURE_BYTES ? { kind: 'picture', type, bytes } : null;
  }
  if (!/^(?:text\/|application\/(?:xhtml\+xml|xml|json|ld\+json)|$)/.test(type)) return null;
  const mask = revealed ? (text: string) => text : maskFor(capture.contacts, capture.numbers);
  const text = decodeBody(bytes, capture.contentType);
  const isHtml = type === '' || type.includes('html');
  return { kind: 'page', body: isHtml ? inertBody(text, mask) : inertText(text, mask), capture };
}

/** `masked`: there is one, but contacts in it cannot be masked, and this person may not see them now. null when there is none. */
export type ShownScreenshot =
  | { readonly kind: 'picture'; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: 'masked' };

/** @throws OperatorError 'storage' when the stored bytes are damaged */
export async function readScreenshot(
  db: Db,
  captures: Pick<CaptureStore, 'get'>,
  alert: number,
  viewer: Actor,
  now: Date,
): Promise<ShownScreenshot | null> {
  const facts = await screenshotOfAlert(db, alert);
  if (facts === null) return null;
  if ((await findRevealTo(db, alert, viewer, now)) === null) return { kind: 'masked' };
  const bytes = await captures.get(facts.sha256);
  return bytes === null ? null : { kind: 'picture', type: SCREENSHOT_TYPE, bytes };
}
