/** Puts the style sheets of a page on, for its picture: while it was read each was empty, which spared the site and the browser. */
import type { Page as Tab } from 'playwright';
import type { Traffic } from './browser-requests.ts';

/** Each sheet anew, in its place; a copy's own "onload" holds as before. Those in the page itself only where they name others. */
const PUT_ON = `Promise.all([...document.querySelectorAll('link[rel~="stylesheet" i], style')]
  .filter((sheet) => sheet.localName === 'link' || sheet.textContent.includes('@import'))
  .map((sheet) => new Promise((done) => {
    const copy = sheet.cloneNode(true);
    for (const end of ['load', 'error']) copy.addEventListener(end, () => done(), { once: true });
    sheet.replaceWith(copy);
  })))
  .then(() => undefined)`;

/** Resolves when all have come or failed; a page whose scripts stand in the way may keep it waiting. Rejects when the tab is gone. */
export async function dressPage(tab: Tab, traffic: Traffic, signal: AbortSignal): Promise<void> {
  traffic.letStylesIn(signal);
  await tab.evaluate(PUT_ON);
}
