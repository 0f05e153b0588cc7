/** Puts the style sheets of a page on, for its picture: while it was read each was empty, which spared the site and the browser. */
import type { Traffic } from './browser-requests.ts';
import type { PageTab } from './browser-tab.ts';
import { orAbort } from './or-abort.ts';
import { untilQuiet } from './quiet-traffic.ts';

/** Each sheet anew, in its place. Those in the page itself only where they name others. */
const PUT_ON = `(() => {
  for (const sheet of document.querySelectorAll('link[rel~="stylesheet" i], style'))
    if (sheet.localName === 'link' || sheet.textContent.includes('@import')) sheet.replaceWith(sheet.cloneNode(true));
})()`;

/** Style sheets that take longer are left out of the picture. */
const DRESS_SECONDS = 20;

/**
 * Resolves when no more of them is on its way: a sheet that the browser does not ask for, of another language or switched off, never
 * tells that it is there. Rejects when the tab is gone.
 */
export async function dressPage(
  { ask }: Pick<PageTab, 'ask'>,
  traffic: Traffic,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(DRESS_SECONDS * 1000)]);
  traffic.letStylesIn(limit);
  await orAbort(ask(PUT_ON), limit);
  await untilQuiet(traffic, Date.now() + DRESS_SECONDS * 1000);
}
