/** The peer, as it is shipped: Crawlee's CheerioCrawler over a list of addresses, two selectors a page, nothing stored. */
import { CheerioCrawler, log } from '@crawlee/cheerio';
import { tellUsage } from './used-by-process.ts';

const [origin = '', first = '0', pages = '0'] = process.argv.slice(2);
log.setLevel(log.LEVELS.OFF);
let right = 0;
const started = performance.now();
const crawler = new CheerioCrawler({
  async requestHandler({ $ }) {
    const title = $('h1').text();
    const price = $('.product-price').text();
    if (title.startsWith('Northwind') && price.startsWith('€')) right += 1;
  },
});
await crawler.run(Array.from({ length: Number(pages) }, (_, at) => `${origin}/p/${Number(first) + at}`));
tellUsage({ pages: right, seconds: (performance.now() - started) / 1000 });
process.exit();
