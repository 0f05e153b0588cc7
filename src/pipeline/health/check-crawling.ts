/** Whether the one switch holds all crawling back: nothing else that is looked at shows it, and all seems well. */
import { type Check, fine, warning } from '../../model/check.ts';
import { type CrawlStop, currentStop } from '../../store/crawling/crawl-stops.ts';
import type { Db } from '../../store/open-database.ts';

export async function checkCrawling(db: Db): Promise<Check> {
  const stop = await currentStop(db);
  if (stop === null) return fine('crawling', 'not stopped');
  return warning('crawling', saysStop(stop), 'Let it go on with: precursor-watch resume');
}

export function saysStop({ at, by, reason }: CrawlStop): string {
  return `All crawling is stopped since ${at} by ${by}: ${reason}`;
}
