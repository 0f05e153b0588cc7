/** A crawl on the same two processors and the same server, with and without a re-screening beside it. */
import { createLog } from '../../src/log.ts';
import type { Watchlist } from '../../src/model/watchlist.ts';
import { putInUse } from '../../src/pipeline/configuration/use-watchlist.ts';
import { driveRescreen } from '../../src/pipeline/rescreen.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/open-database.ts';
import { findRescreen, openRescreen } from '../../src/store/rescreening/rescreens.ts';
import { countCopies, crawlWithOurs, freshFolder, openShop } from './crawl-ground.ts';
import { expectCount, median } from './in-turn.ts';

const BESIDE = { rounds: 3, pages: 2000 };

/** Stored listings that are screened again until told to stop; gives how many were done. */
function rescreening({ db, databaseUrl }: OpenDatabase, list: Watchlist) {
  const stop = new AbortController();
  const done = (async () => {
    await db.transaction().execute((tx) => putInUse(tx, list, 'bench', new Date()));
    const { id = 0 } = (await openRescreen(db)) ?? {};
    await driveRescreen({
      ...{ db, databaseUrl, rescreen: id, threads: 1, worker: 'bench', alertsPerRun: 200 },
      ...{ clock: () => new Date(), signal: stop.signal },
    });
    return (await findRescreen(db, id))?.screened ?? 0;
  })();
  return {
    async stop(): Promise<number> {
      stop.abort();
      return await done;
    },
  };
}

/** @param listOf a list that makes all be screened again, another one at each call */
export async function crawlBesideRescreen(
  stored: OpenDatabase,
  folder: string,
  listOf: (round: number) => Watchlist,
  { rounds, pages } = BESIDE,
): Promise<string> {
  await using shop = await openShop('./crawl-shop.ts', ['--shape', 'B', '--pages', String(pages)]);
  const rates = { alone: [] as number[], beside: [] as number[], screened: [] as number[] };
  const crawl = async (name: string) => {
    await stored.pool.query(`create database ${name}`);
    const databaseUrl = stored.databaseUrl.replace(/(@[^/?]*)\/[^?]*/, `$1/${name}`);
    await using database = await openDatabase({ databaseUrl, dataFolder: folder, log: createLog('error') });
    const place = { databaseUrl, dataFolder: await freshFolder(folder) };
    const only = { cpuOfDatabase: () => 0 };
    const { seconds } = await crawlWithOurs(only, shop, { site: 'bench-shop', pages }, place);
    const { rows } = await database.pool.query<{ count: number }>('select count(*) from listings');
    expectCount('listings stored', rows[0]?.count ?? 0, pages);
    expectCount('copies on the disk', await countCopies(place.dataFolder), pages);
    return seconds;
  };
  for (let round = 0; round < rounds; round += 1) {
    rates.alone.push(pages / (await crawl(`alone_${round}`)));
    const other = rescreening(stored, listOf(round));
    const seconds = await crawl(`beside_${round}`);
    rates.screened.push((await other.stop()) / seconds);
    rates.beside.push(pages / seconds);
  }
  const [alone, beside] = [median(rates.alone), median(rates.beside)];
  return (
    `a crawl beside it: ${beside.toFixed(0)} pages/s, alone ${alone.toFixed(0)} (${((100 * beside) / alone).toFixed(0)} %); ` +
    `one thread screened ${median(rates.screened).toFixed(0)} listings/s meanwhile`
  );
}
