/** Alerts that wait to be published, with just the rows that they need. */
import type { PublishedAlert } from '../../src/model/alert.ts';
import type { Db } from '../../src/store/open-database.ts';

const AT = '2026-01-02T03:04:05.000Z';

/** `revisions[i]` revisions of each of the alerts, written in turn: all first revisions, then all second ones, … */
export async function seedOutbox(
  db: Db,
  revisions: readonly number[],
  practice = false,
): Promise<PublishedAlert[]> {
  const run = await seedSite(db, practice);
  const ids: number[] = [];
  for (const count of revisions) ids.push(await seedAlert(db, run, count, practice));
  const written: PublishedAlert[] = [];
  for (let revision = 1; revision <= Math.max(...revisions); revision += 1) {
    for (const [index, alert] of ids.entries()) {
      if (revision > (revisions[index] ?? 0)) continue;
      const payload: PublishedAlert = {
        alert,
        revision,
        site: 'shop-a',
        severity: 'high',
        score: 80,
        substances: ['substance-a'],
        listing: `https://shop.invalid/${alert}`,
        practice,
        watchlist: '0123456789abcdef',
        at: AT,
      };
      const row = {
        alert_id: alert,
        revision,
        payload: JSON.stringify(payload),
        created_at: AT,
        published_at: null,
      };
      await db.insertInto('outbox').values(row).execute();
      written.push(payload);
    }
  }
  return written;
}

async function seedSite(db: Db, practice: boolean): Promise<number> {
  const site = {
    id: 'shop-a',
    name: 'Shop A',
    practice,
    origin: practice ? ('practice' as const) : ('file' as const),
    config: '{}',
    config_hash: '',
    next_run_at: AT,
    created_at: AT,
    updated_at: AT,
  };
  await db
    .insertInto('sites')
    .values(site)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const run = { site_id: 'shop-a', trigger: 'schedule' as const, status: 'ok' as const, queued_at: AT };
  return (await db.insertInto('runs').values(run).returning('id').executeTakeFirstOrThrow()).id;
}

async function seedAlert(db: Db, run: number, revision: number, practice: boolean): Promise<number> {
  const key = crypto.randomUUID();
  const seen = { first_seen_at: AT, last_seen_at: AT };
  const offer = await db
    .insertInto('offers')
    .values({ key, site_id: 'shop-a', ...seen })
    .returning('id')
    .executeTakeFirstOrThrow();
  const listing = await db
    .insertInto('listings')
    .values({
      site_id: 'shop-a',
      key,
      url: `https://shop.invalid/${key}`,
      content: '{}',
      content_hash: '',
      state: 'live',
      ...seen,
      last_run_id: run,
      offer_id: offer.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const alert = await db
    .insertInto('alerts')
    .values({
      offer_id: offer.id,
      site_id: 'shop-a',
      listing_id: listing.id,
      state: 'open',
      severity: 'high',
      score: 80,
      substances: ['substance-a'],
      revision,
      material: '{}',
      search_text: '',
      practice,
      opened_at: AT,
      revised_at: AT,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return alert.id;
}
