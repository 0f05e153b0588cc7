/** Days of the practice market: listings come, change, go and are posted again, and each offer keeps its one alert. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liveThrough } from './evaluate/score-market.ts';
import { openTestDatabase } from './support/open-test-database.ts';

test('over three days two shops give one alert an offer, with reposts, edits and removals attributed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pw-market-days-'));
  await using database = await openTestDatabase();
  const score = await liveThrough(database.db, folder, 3, ['classifieds', 'jsonld-shop']);
  await rm(folder, { recursive: true, force: true });
  expect(score.offers).toBeGreaterThan(20);
  expect(score).toMatchObject({
    ...{ alerts: score.offers, attributed: score.listings, runs: { all: 8, failed: 0 } },
    ...{ duplicates: [], merged: [], missed: [], wrong: [] },
    removals: { noted: score.removals.made },
    edits: { noted: score.edits.made },
  });
});
