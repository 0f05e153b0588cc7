/** `probe`: fetch one page politely and say how it is read and why it would alert; stores nothing. */
import type { Command } from 'commander';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { extractPage } from '../extract/extract-page.ts';
import { SKIP_REASONS, type SkipReason } from '../model/skip-reasons.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { unreadLines } from './describe-fields.ts';
import { type OnePage, onePage } from './one-page.ts';
import { siteOfPage } from './site-of-page.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

/** Politeness forbids these; anything else may be otherwise another time. */
const REFUSED: ReadonlySet<SkipReason> = new Set(['disallowed', 'opted-out', 'refused-address']);

async function probe(page: OnePage, around: Surroundings) {
  const settings = around.settings();
  const answer = await page.fetch();
  if ('reason' in answer)
    return { url: page.url, skipped: answer.reason, why: answer.detail ?? SKIP_REASONS[answer.reason] };
  const site = await siteOfPage(page.publicUrl(answer.url), null, around);
  const { kind, listings, next, needsBrowser, unread } = extractPage(answer, site, {
    reader: settings.htmlReader,
  });
  const screener = compileWatchlist(await loadWatchlist(...settings.watchlistFolders));
  const read = listings.map((listing) => ({ listing, assessment: screener.screen(listing, around.clock()) }));
  return {
    url: answer.url,
    status: answer.status,
    kind,
    next,
    needsBrowser,
    site: site?.id ?? null,
    listings: read,
    unread,
  };
}

function describe(result: Awaited<ReturnType<typeof probe>>): string[] {
  if ('skipped' in result) return [`${result.url}: not read (${result.skipped}): ${result.why}`];
  const head = `${result.url}: ${result.kind}, ${result.listings.length} listings${result.needsBrowser ? ', needs a browser' : ''}`;
  const lines = result.listings.flatMap(({ listing, assessment }) => [
    `- ${listing.title ?? '(no title)'} — ${listing.price?.raw ?? 'no price'} → ${assessment.verdict} (${assessment.score})`,
    ...assessment.hits.map((hit) => `    ${hit.substance}: "${hit.text}" in ${hit.field}, ${hit.technique}`),
    ...assessment.reasons.map(
      (reason) => `    ${reason.weight > 0 ? '+' : ''}${reason.weight} ${reason.text}`,
    ),
  ]);
  return [head, ...lines, ...unreadLines(result.unread)];
}

export function addProbe(program: Command, around: Surroundings): void {
  program
    .command('probe')
    .argument('<url>', 'a public page, or one of the practice market such as http://<shop>.practice.invalid/')
    .description('fetch one page politely; show its kind, listings, hits and why; stores nothing')
    .option('--json', 'print the result as JSON')
    .action(async (url: string, options: { json?: boolean }) => {
      await using page = await onePage(url, around);
      const result = await probe(page, around);
      if (options.json) printJson(around.output, result);
      else for (const line of describe(result)) printLine(around.output, line);
      if ('skipped' in result) around.exit(REFUSED.has(result.skipped) ? 'refused' : 'incomplete');
    });
}
