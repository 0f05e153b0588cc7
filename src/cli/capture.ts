/** `capture`: keep one page and what is read from it beside a site file, for a person to review and `sites check` to hold. */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { SAVED_PAGES } from '../../config/read-saved-pages.ts';
import { type Extraction, extractPage } from '../extract/extract-page.ts';
import { OperatorError } from '../model/errors.ts';
import type { Site } from '../model/site.ts';
import { SKIP_REASONS, type SkipReason } from '../model/skip-reasons.ts';
import { configSources } from '../pipeline/open-tools.ts';
import { type PageToSave, savedPageName, savePage } from '../pipeline/save-page.ts';
import { count } from '../text/count.ts';
import { unreadLines } from './describe-fields.ts';
import { exitOf, onePage } from './one-page.ts';
import { siteOfPage } from './site-of-page.ts';
import { printJson, printLine, type Surroundings } from './surroundings.ts';

type Options = {
  readonly site?: string;
  readonly out?: string;
  readonly url?: string;
  readonly contentType?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

type NotFetched = { readonly url: string; readonly skipped: SkipReason; readonly why: string };

const isWeb = (text: string) => /^https?:\/\//i.test(text);

/** @throws OperatorError 'usage' without its address, 'input' when it cannot be read or is too large */
async function fromFile(path: string, options: Options, maxBytes: number): Promise<PageToSave> {
  const { url, contentType = null } = options;
  if (url === undefined)
    throw new OperatorError('usage', `Where ${path} comes from is not told.`, 'Add --url with its address.');
  if (!isWeb(url) || !URL.canParse(url))
    throw new OperatorError('usage', `${url} is not a URL.`, 'Give a full http(s) URL.');
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  if (size === null) throw new OperatorError('input', `${path} is no file.`, 'Give a URL, or a saved page.');
  if (size > maxBytes)
    throw new OperatorError('input', `${path} has ${size} bytes.`, 'PRECURSOR_PAGE_BYTES sets the limit.');
  return { url, body: await readFile(path), contentType, fetchedAt: null };
}

/** @throws OperatorError 'usage' beside what is told of a file: the server itself says it of a page */
async function fromWeb(
  address: string,
  { url, contentType }: Options,
  around: Surroundings,
): Promise<PageToSave | NotFetched> {
  if (url !== undefined || contentType !== undefined)
    throw new OperatorError('usage', '--url and --content-type are for a FILE.', 'Leave them out.');
  await using page = await onePage(address, around);
  const answer = await page.fetch();
  if ('reason' in answer)
    return { url: address, skipped: answer.reason, why: answer.detail ?? SKIP_REASONS[answer.reason] };
  const { headers, body, fetchedAt } = answer;
  return { url: page.publicUrl(answer.url), body, contentType: headers['content-type'] ?? null, fetchedAt };
}

/** Beside the file of its site, unless told otherwise. */
function folderFor(url: string, site: Site | null, out: string | undefined, around: Surroundings): string {
  if (out !== undefined) return resolve(out);
  if (site === null) {
    throw new OperatorError(
      'usage',
      `No site file names ${new URL(url).host}.`,
      'Add --site ID, or --out FOLDER.',
    );
  }
  const { sitesFolder, practiceSitesFolder } = configSources(around.settings(), around.root);
  const folder = site.practice ? practiceSitesFolder : sitesFolder;
  return join(folder, `${site.id}${SAVED_PAGES.folder}`, savedPageName(url));
}

function describe(
  folder: string,
  site: Site | null,
  { kind, listings, next, needsBrowser, unread }: Extraction,
): string[] {
  const reader = site === null ? 'without a site file' : `with the file of site ${site.id}`;
  return [
    `Kept in ${folder}, read ${reader}: ${kind}, ${count(listings.length, 'listing')}${next === null ? '' : `, goes on at ${next}`}.`,
    ...(needsBrowser ? ['It is an empty shell: save it from a browser and capture that FILE.'] : []),
    ...unreadLines(unread),
    ...(kind === 'blocked' ? ['It is a wall, not content.'] : []),
    `Review ${SAVED_PAGES.expected}: correct what is wrong there, leave out what does not matter; then "sites check".`,
  ];
}

async function capture(source: string, options: Options, around: Surroundings): Promise<void> {
  const settings = around.settings();
  const page = isWeb(source)
    ? await fromWeb(source, options, around)
    : await fromFile(source, options, settings.pageBytes);
  if ('skipped' in page) {
    if (options.json) printJson(around.output, page);
    else printLine(around.output, `${page.url}: not read (${page.skipped}): ${page.why}`);
    around.exit(exitOf(page.skipped));
    return;
  }
  const { url, body, contentType, fetchedAt } = page;
  const site = await siteOfPage(url, options.site ?? null, around);
  const folder = folderFor(url, site, options.out, around);
  const headers = { 'content-type': contentType ?? 'text/html' };
  const saved = { url, status: 200, headers, body, ...(fetchedAt === null ? {} : { fetchedAt }) };
  const reading = extractPage(saved, site, { reader: settings.htmlReader });
  await savePage(page, reading, { folder, root: around.root, replace: options.force === true });
  const { kind, listings, next, needsBrowser } = reading;
  if (options.json) {
    const told = { folder, url, site: site?.id ?? null, kind, listings: listings.length, next, needsBrowser };
    printJson(around.output, told);
  } else for (const line of describe(folder, site, reading)) printLine(around.output, line);
}

export function addCapture(program: Command, around: Surroundings): void {
  program
    .command('capture')
    .argument('<url|file>', 'a public page, one of the practice market, or a file that a browser saved')
    .description(
      'keep a page and what is read from it as a test page of its site: page.html and expected.json; "stop" and "opt-out" hold it back; waits for its turns at the domain as a crawl does (the delay of its site file, else 5 s, after each request), and says how long',
    )
    .option('--site <id>', 'site whose file reads it; by default the one with a start page on its host')
    .option('--out <folder>', 'folder of the test page; by default SITE.pages/… beside the site file')
    .option('--url <url>', 'address that FILE comes from')
    .option('--content-type <type>', 'what the server said of FILE, such as "text/html; charset=gbk"')
    .option('--force', 'replace a test page that is there')
    .option('--json', 'print the result as JSON')
    .action((source: string, options: Options) => capture(source, options, around));
}
