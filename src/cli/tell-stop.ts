/** What stands beside a list that would look as if all were well. */
import { saysStop } from '../pipeline/health/check-crawling.ts';
import { currentStop } from '../store/crawling/crawl-stops.ts';
import type { Db } from '../store/open-database.ts';
import { printLine, type Surroundings } from './surroundings.ts';

/** Whether all crawling is stopped. */
export async function tellStop(db: Db, { remarks }: Pick<Surroundings, 'remarks'>): Promise<boolean> {
  const stop = await currentStop(db);
  if (stop !== null) printLine(remarks, `${saysStop(stop)}. Go on with: precursor-watch resume`);
  return stop !== null;
}
