/** A crawl of loopback servers, with everything it reported. */
import type { CrawlOptions, CrawlReport } from '../../crawlers/crawl-options.ts';
import { crawlSite } from '../../crawlers/crawl-site.ts';
import type { PageOutcome } from '../../crawlers/visit-url.ts';
import { createLog } from '../../src/log.ts';
import type { Page } from '../../src/model/page.ts';
import type { Coverage } from '../../src/model/run.ts';
import type { Site } from '../../src/model/site.ts';

export const TEST_AGENT = 'PrecursorWatch/0.1 (+mailto:someone@agency.example)';

export type Crawled = {
  readonly report: CrawlReport;
  readonly pages: readonly Page[];
  readonly coverage: readonly Coverage[];
  /** Outcome by path of the planned URL. */
  readonly outcomes: Readonly<Record<string, Coverage['outcome']>>;
};

export function testSite(
  start: readonly string[],
  change: Partial<Site['politeness']> & { fetch?: Site['fetch'] } = {},
): Site {
  const { fetch = 'http', ...politeness } = change;
  return {
    id: 'test',
    name: 'Test',
    country: null,
    kind: null,
    currency: null,
    start: [...start],
    schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
    politeness: { delaySeconds: 60, pages: 1000, megabytes: 100, minutes: 5, depth: 5, ...politeness },
    overrides: { robots: null, nofollow: null, noarchive: null },
    ports: [],
    fetch,
    practice: false,
    pages: { list: null, detail: null },
  };
}

/** Reads links from `<a href class=kind rel>` and the page's kind from `<main class=kind>`: enough of a reader for a crawl. */
export function readTestPage(page: Page): PageOutcome {
  const html = Buffer.from(page.body).toString('utf8');
  const links = [...html.matchAll(/<a href="([^"]+)" class="(\w+)"( rel="nofollow")?>/g)].map(
    ([, href = '', kind = '', nofollow]) => ({
      url: new URL(href, page.url).href,
      kind: kind as PageOutcome['links'][number]['kind'],
      nofollow: nofollow !== undefined,
    }),
  );
  const kind = (/<main class="(\w+)"/.exec(html)?.[1] ?? 'other') as PageOutcome['kind'];
  return {
    kind,
    listings: kind === 'detail' ? 1 : 0,
    links,
    news: 0,
    changed: [],
    needsBrowser: html.includes('id="root"></div>'),
    down: false,
  };
}

export function testPage(
  kind: string,
  links: readonly [href: string, kind: string, rel?: 'nofollow'][] = [],
): string {
  const anchors = links.map(
    ([href, each, rel]) => `<a href="${href}" class="${each}"${rel ? ' rel="nofollow"' : ''}>x</a>`,
  );
  return `<!doctype html><main class="${kind}">${anchors.join('\n')}</main>`;
}

export async function crawlWith(
  o: { origins: readonly string[]; site: Site } & Partial<Omit<CrawlOptions, 'site'>>,
): Promise<Crawled> {
  const pages: Page[] = [];
  const coverage: Coverage[] = [];
  const { origins, ...options } = o;
  const report = await crawlSite({
    userAgent: TEST_AGENT,
    allowedOrigins: new Set(origins),
    limits: { maxBytes: 1_000_000, pageSeconds: 10 },
    clock: () => new Date(),
    signal: new AbortController().signal,
    log: createLog('silent'),
    chromiumPath: null,
    onPage: async (page) => {
      pages.push(page);
      return readTestPage(page);
    },
    onCoverage: (row) => {
      coverage.push(row);
    },
    ...options,
  });
  const pathOf = (url: string) =>
    origins.some((origin) => url.startsWith(origin)) ? url.replace(/^http:\/\/[^/]+/, '') : url;
  return {
    report,
    pages,
    coverage,
    outcomes: Object.fromEntries(coverage.map(({ url, outcome }) => [pathOf(url), outcome])),
  };
}
