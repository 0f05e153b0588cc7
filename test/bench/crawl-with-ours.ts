/** Ours, the whole way: one run of one site with its database, captures and watch-list, as the crawl command makes it. */
import { readSettings } from '../../config/settings.ts';
import { createLog } from '../../src/log.ts';
import { openWorkplace } from '../../src/pipeline/open-tools.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { tellUsage } from './used-by-process.ts';

const [origin = '', id = ''] = process.argv.slice(2);
const settings = readSettings(new URL('../..', import.meta.url).pathname);
const started = performance.now();
const clock = () => new Date();

// The sites of its practice market lie in its data folder, where those of the project lie in its root.
await using workplace = await openWorkplace(settings, settings.dataFolder, createLog('error'), clock, {
  applying: 'all',
});
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
