/** Another watch-list is taken up by what runs. */
import { expect, it } from 'vitest';
import { screenerInUse } from '../src/pipeline/configuration/screener-in-use.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';
import { storeWatchlist } from '../src/store/offers/watchlists.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { at, sampleListing, sampleWatchlist } from './support/store-samples.ts';

/** Invented substances, each with a CAS number of its own. */
function listOf(version: string, numbers: Readonly<Record<string, string>>) {
  const list = sampleWatchlist(version, numbers);
  const substances = list.substances.map((each) => ({
    ...each,
    cas: [{ number: each.name, form: 'base', source: 'invented', verified: true }],
  }));
  return { ...list, substances };
}

const NARROW = listOf('list-narrow', { alpha: '125541-22-2' });
const WIDE = listOf('list-wide', { alpha: '125541-22-2', beta: '79099-07-3' });

it('finds what the list names that is in use by now, and asks for it now and then only', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await storeWatchlist(db, NARROW, at(0));
  const opened = compileWatchlist(NARROW);
  const [often, seldom] = [screenerInUse(db, opened, 0), screenerInUse(db, opened)];
  const listing = sampleListing('CAS 79099-07-3, in stock');
  expect((await often()).screen(listing, at(1)).substances).toEqual([]);
  expect(await often()).toBe(opened);
  await storeWatchlist(db, WIDE, at(2));
  const [first, second] = await Promise.all([often(), often()]);
  expect(first.version).toBe('list-wide');
  expect(first.screen(listing, at(3)).substances).toEqual(['beta']);
  expect(second).toBe(first);
  expect(await often()).toBe(first);
  expect(await seldom()).toBe(opened);
});
