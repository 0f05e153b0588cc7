/** The peer, as it is shipped: Crawlee's PlaywrightCrawler over a list of addresses, two selectors a page, nothing stored. */
import { log, PlaywrightCrawler } from '@crawlee/playwright';
import { findChromium } from '../../crawlers/find-chromium.ts';
import { tellUsage } from './used-by-process.ts';

const [origin = '', first = '0', pages = '0'] = process.argv.slice(2);
log.setLevel(log.LEVELS.OFF);
const executablePath = findChromium(process.env['CHROMIUM_PATH'] ?? null);
if (executablePath === null) throw new Error('no Chromium: npm test installs one');
let right = 0;
const started = performance.now();
const crawler = new PlaywrightCrawler({
  launchContext: { launchOptions: { executablePath } },
  async requestHandler({ page }) {
    await page.waitForSelector('h1');
    const title = await page.textContent('h1');
    const price = await page.textContent('.product-price');
    if (title?.startsWith('Northwind') && price?.startsWith('€')) right += 1;
  },
});
await crawler.run(Array.from({ length: Number(pages) }, (_, at) => `${origin}/p/${Number(first) + at}`));
await crawler.teardown();
tellUsage({ pages: right, seconds: (performance.now() - started) / 1000 });
process.exit();
