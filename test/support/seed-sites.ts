/** Sites that are due at once and sites whose turn is an hour later; each is crawled hourly. */
import type { Site } from '../../src/model/site.ts';
import { applySites } from '../../src/store/crawling/sites.ts';
import type { Db } from '../../src/store/open-database.ts';

export async function seedSites(
  db: Db,
  sites: { readonly due: readonly string[]; readonly notDue: readonly string[] },
  now: Date,
): Promise<void> {
  await applySites(db, [...sites.due, ...sites.notDue].map(siteNamed), 'file', now);
  const turn = new Date(now.getTime() + 3_600_000);
  for (const id of sites.notDue) {
    await db.updateTable('sites').set({ next_run_at: turn }).where('id', '=', id).execute();
  }
}

function siteNamed(id: string): Site {
  return {
    id,
    name: id,
    country: null,
    kind: null,
    currency: null,
    start: [`https://${id}.invalid/`],
    schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
    politeness: { delaySeconds: 5, pages: 100, megabytes: 100, minutes: 10, depth: 3 },
    overrides: { robots: null, nofollow: null, noarchive: null },
    ports: [],
    fetch: 'http',
    practice: false,
    pages: { list: null, detail: null },
  };
}
