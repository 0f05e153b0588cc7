/** `extract`: JSON lines of saved pages in, kind and listings out. */
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { loadSites } from '../../config/load-sites.ts';
import type { Settings } from '../../config/settings.ts';
import { extractPage } from '../extract/extract-page.ts';
import { openReadingMemory, type ReadingMemory } from '../extract/page/reading-memory.ts';
import { OperatorError } from '../model/errors.ts';
import type { Site } from '../model/site.ts';
import { configSources } from '../pipeline/open-tools.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { readJsonLines, tellWhoTypes } from './read-json-lines.ts';
import { printLine, type Surroundings } from './surroundings.ts';

/** What else a line says is not asked for, and passed over. */
const input = z.object({
  id: z.union([z.string(), z.number()]),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  file: z.string(),
  contentType: z.string().nullish(),
  /** Id of a site file whose selectors are to be used. */
  site: z.string().nullish(),
});

async function knownSites(around: Surroundings): Promise<Map<string, Site>> {
  const sources = configSources(around.settings(), around.root);
  const own = await loadSites(sources.sitesFolder, false);
  const practice = await loadSites(sources.practiceSitesFolder, true);
  return new Map([...practice, ...own].map((site) => [site.id, site]));
}

/** Pages that a crawl would not read are not read here. */
async function readPage(file: string, most: number): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > most)
    throw new OperatorError(
      'input',
      `${file} has ${size} bytes, more than the ${most} of a page.`,
      'Set PRECURSOR_PAGE_BYTES to read larger ones.',
    );
  return await readFile(file);
}

async function extractOne(
  page: z.infer<typeof input>,
  sites: ReadonlyMap<string, Site>,
  { htmlReader, pageBytes }: Pick<Settings, 'htmlReader' | 'pageBytes'>,
  memory: ReadingMemory,
): Promise<unknown> {
  const site = page.site ? sites.get(page.site) : null;
  if (site === undefined)
    throw new OperatorError('input', `no site file has the id "${page.site}".`, 'See "sites list".');
  const body = await readPage(page.file, pageBytes);
  const headers = { 'content-type': page.contentType ?? 'text/html' };
  const way = { reader: htmlReader, memory };
  const read = extractPage({ url: page.url, status: 200, headers, body }, site, way);
  // A saved page is rendered by nobody: an empty shell is a wall before its content, and never "nothing found".
  const kind = read.needsBrowser ? 'blocked' : read.kind;
  return { id: page.id, kind, listings: read.listings, next: read.next };
}

export function addExtract(program: Command, around: Surroundings): void {
  program
    .command('extract')
    .description(
      'read saved pages: JSON lines {id, url, file, contentType?, site?} in, {id, kind, listings, next} out',
    )
    .option('--json', 'JSON lines (what it always prints)')
    .action(async () => {
      tellWhoTypes(around.input, around.remarks);
      const sites = await knownSites(around);
      const settings = around.settings();
      const memory = openReadingMemory();
      let unread = 0;
      await using out = jsonLinesTo(around.output);
      const refused = await readJsonLines(
        around.input,
        input,
        async (page) => {
          try {
            await out.write(await extractOne(page, sites, settings, memory));
          } catch (error) {
            unread += 1;
            printLine(
              around.remarks,
              `${page.id} refused: ${error instanceof Error ? error.message : String(error)}`,
            );
          }
        },
        ({ line, problem }) => printLine(around.remarks, `line ${line} refused: ${problem}`),
      );
      if (refused + unread > 0) around.exit('input');
    });
}
