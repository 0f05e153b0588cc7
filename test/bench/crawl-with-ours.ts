/** Ours, the whole way: one run of one site with its database, captures and watch-list, as the crawl command makes it. */
import { readSettings } from '../../config/settings.ts';
import { siteFile, toSite } from '../../config/site-file.ts';
import { createLog } from '../../src/log.ts';
import { openWorkplace } from '../../src/pipeline/open-tools.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { applySites } from '../../src/store/sites.ts';
import { tellUsage } from './used-by-process.ts';

const [origin = '', id = '', pages = '0', fetch = 'http', beside = ''] = process.argv.slice(2);
const root = new URL('../..', import.meta.url).pathname;
const started = performance.now();
const clock = () => new Date();

/** The market's way to a server on loopback: its origin is one that this process registered. */
const siteOf = (name: string) =>
  toSite(
    siteFile.parse({
      id: name,
      start: `http://${name}.practice.invalid/sitemap.xml`,
      fetch,
      politeness: { delay: '0s', pages: Number(pages) + 100, megabytes: 100_000, minutes: 600 },
    }),
    true,
  );

await using workplace = await openWorkplace(readSettings(root), root, createLog('error'), clock);
// All that are crawled on this database: a site that is not named is taken for one that was removed.
const sites = [id, ...beside.split(',').filter((name) => name !== '' && name !== id)].map(siteOf);
await applySites(workplace.database.db, sites, 'practice', clock());
const origins = { [id]: origin };
const market = { origins, [Symbol.asyncDispose]: async () => undefined };
const signal = new AbortController().signal;
const summary = await runSite(
  { ...workplace.tools, practiceMarket: async () => market },
  { site: id, run: null, trigger: 'command', signal },
);
if (summary.status !== 'ok') console.error(summary);
await workplace[Symbol.asyncDispose]();
tellUsage({ pages: summary.pages, seconds: (performance.now() - started) / 1000 });
