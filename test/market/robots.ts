/** The robots.txt of each make: what every crawler must leave alone, and how fast it may go. */
import type { Make } from './shops.ts';

const COMMON = ['User-agent: *', 'Disallow: /cart', 'Disallow: /search', 'Disallow: /admin'] as const;

/** A short delay, so that obeying it can be seen without making a demonstration slow. */
const CRAWL_DELAY_SECONDS = 0.05;

const MORE: Readonly<Record<Make, readonly string[]>> = {
  'jsonld-shop': ['Allow: /', '', 'User-agent: greedybot', 'Disallow: /'],
  classifieds: ['Disallow: /*?sort='],
  'chem-supplier': [`Crawl-delay: ${CRAWL_DELAY_SECONDS}`],
  board: ['Disallow: /*/post$', '', '# thank you for reading'],
  'script-shop': ['Allow: /api/'],
};

/** Makes that name a sitemap, at this path. */
export const SITEMAP_PATH = '/sitemap.xml';
const WITH_SITEMAP: ReadonlySet<Make> = new Set(['jsonld-shop']);

export function hasSitemap(make: Make): boolean {
  return WITH_SITEMAP.has(make);
}

/** `origin`: as the shop was asked for, since a sitemap is named by its whole address. */
export function robotsOf(make: Make, origin: string): string {
  const sitemap = hasSitemap(make) ? ['', `Sitemap: ${origin}${SITEMAP_PATH}`] : [];
  return `${[...COMMON, ...MORE[make], ...sitemap].join('\n')}\n`;
}
