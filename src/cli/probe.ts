/** `probe`: fetch one page politely and say how it is read and why it would alert; stores nothing. */
import type { Command } from 'commander';
import { extractPage } from '../extract/extract-page.ts';
import { SKIP_REASONS } from '../model/skip-reasons.ts';
import { recallWatchlist } from '../pipeline/configuration/recall-watchlist.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { count } from '../text/count.ts';
import { unreadLines } from './describe-fields.ts';
import { exitOf, type OnePage, onePage } from './one-page.ts';
import { siteOfPage } from './site-of-page.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

async function probe(page: OnePage, around: Surroundings) {
  const settings = around.settings();
  const answer = await page.fetch();
  if ('reason' in answer)
    return {
      url: page.publicUrl(page.url),
      skipped: answer.reason,
      why: answer.detail ?? SKIP_REASONS[answer.reason],
    };
  const url = page.publicUrl(answer.url);
  const site = await siteOfPage(url, null, around);
  const read = extractPage({ ...answer, url }, site, { reader: settings.htmlReader });
  const { kind, next, needsBrowser, unread } = read;
  const screener = compileWatchlist(await recallWatchlist(settings.dataFolder, settings.watchlistFolders));
  const listings = read.listings.map((listing) => ({
    listing,
    assessment: screener.screen(listing, around.clock(), site?.kind ?? null),
  }));
  return {
    url,
    status: answer.status,
    kind,
    next,
    needsBrowser,
    site: site?.id ?? null,
    listings,
    unread,
  };
}

function describe(result: Awaited<ReturnType<typeof probe>>): string[] {
  if ('skipped' in result) return [`${result.url}: not read (${result.skipped}): ${result.why}`];
  const { url, kind, site, next, needsBrowser } = result;
  const reader = site === null ? 'without a site file' : `with the file of site ${site}`;
  const facts = [
    kind,
    count(result.listings.length, 'listing'),
    ...(needsBrowser ? ['needs a browser'] : []),
    `read ${reader}`,
  ];
  const head = [
    `${url}: ${[...facts, ...(next === null ? [] : [`goes on at ${next}`])].join(', ')}.`,
    ...(kind === 'blocked' ? ['It is a wall, not content.'] : []),
  ];
  const lines = result.listings.flatMap(({ listing, assessment }) => [
    `- ${listing.title ?? '(no title)'} — ${listing.price?.raw ?? 'no price'} → ${assessment.verdict} (${assessment.score})`,
    ...assessment.hits.map((hit) => `    ${hit.substance}: "${hit.text}" in ${hit.field}, ${hit.technique}`),
    ...assessment.reasons.map(
      (reason) => `    ${reason.weight > 0 ? '+' : ''}${reason.weight} ${reason.text}`,
    ),
  ]);
  return [...head, ...lines, ...unreadLines(result.unread)];
}

export function addProbe(program: Command, around: Surroundings): void {
  program
    .command('probe')
    .argument('<url>', 'a public page, or one of the practice market such as http://<shop>.practice.invalid/')
    .description(
      'fetch one page politely; show its kind, listings, hits and why; stores nothing; "stop" and "opt-out" hold it back; waits for its turns at the domain as a crawl does (the delay of its site file, else 5 s, after each request), and says how long',
    )
    .option('--json', 'print the result as JSON')
    .action(async (url: string, options: { json?: boolean }) => {
      await using page = await onePage(url, around);
      const result = await probe(page, around);
      if (options.json) printJson(around.output, result);
      else for (const line of describe(result)) printLine(around.output, line);
      if ('skipped' in result) around.exit(exitOf(result.skipped));
    });
}
