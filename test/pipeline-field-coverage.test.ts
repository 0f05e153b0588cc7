/** Field coverage of runs: counted while pages are read, kept with the run, and compared with what earlier runs had. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { describeFields } from '../src/cli/describe-fields.ts';
import { extractPage } from '../src/extract/extract-page.ts';
import { type FieldCoverage, fieldCoverage } from '../src/model/field-coverage.ts';
import { READERS, type Reader } from '../src/model/listing.ts';
import type { PageKind } from '../src/model/page.ts';
import { runSummary } from '../src/model/run.ts';
import type { ReadingRules } from '../src/model/site.ts';
import { coverageDrops } from '../src/pipeline/health/coverage-drops.ts';
import { createFieldTally } from '../src/pipeline/page/tally-fields.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import {
  addFieldCoverage,
  earlierFieldCoverage,
  fieldCoverageOf,
} from '../src/store/crawling/field-coverage.ts';
import { createRun, finishRun } from '../src/store/crawling/runs.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { purgePractice } from '../src/store/retention/practice.ts';
import cases from './cases/coverage-drops.json' with { type: 'json' };
import { openTestDatabase } from './support/open-test-database.ts';
import { openTestWorkplace } from './support/open-test-workplace.ts';
import { at, sampleSite, sampleSummary } from './support/store-samples.ts';

type Short = readonly (string | number)[];
const row = ([pages, field, reader, filled, listings]: Short): FieldCoverage => ({
  pages: pages as PageKind,
  field: String(field),
  reader: reader as Reader,
  filled: Number(filled),
  listings: Number(listings),
  unread: 0,
  samples: [],
});

const RULES: ReadingRules = {
  id: 'shop',
  country: 'DE',
  currency: 'EUR',
  pages: {
    list: null,
    detail: {
      match: '/p/*',
      item: [],
      next: [],
      fields: {
        title: [{ selector: '.name', attribute: null, pattern: null }],
        price: [{ selector: '.cost', attribute: null, pattern: null }],
        postedAt: [{ selector: '.day', attribute: null, pattern: null }],
      },
    },
  },
};

/** A run over some offers of one shop; `name` is the class that its pages give the title. */
function runOver(count: number, name: string, day = '2025-03-04'): FieldCoverage[] {
  const tally = createFieldTally();
  for (let number = 0; number < count; number++) {
    const html = `<html lang="en"><body><h1 class="${name}">Lamp ${number}</h1><p class="cost">1${number}.00 EUR</p>
      <p class="day">${day}</p><button>Add to cart</button></body></html>`;
    const url = `https://shop.example/p/${number}`;
    tally.add(extractPage({ url, status: 200, headers: {}, body: Buffer.from(html) }, RULES));
  }
  return tally.rows();
}

describe('a tally', () => {
  it('counts listings by field and reader, apart for each kind of page', () => {
    const rows = runOver(4, 'name');
    const by = (field: string) => rows.find((each) => each.field === field);
    expect(by('url')).toEqual({ ...row(['detail', 'url', 'page', 4, 4]) });
    expect(by('title')).toEqual({ ...row(['detail', 'title', 'site', 4, 4]) });
    expect(by('price.amount')).toEqual({ ...row(['detail', 'price.amount', 'site', 4, 4]) });
    expect(by('seller')).toBeUndefined();
    for (const each of rows) expect(fieldCoverage.safeParse(each).error).toBeUndefined();
  });

  it('keeps three different samples of what could not be read, contacts masked', () => {
    const tally = createFieldTally();
    for (const sample of [
      'ask us',
      'ask us',
      'call +49 171 1234567',
      'write to me@shop.example',
      'a fourth',
    ]) {
      tally.add({ kind: 'detail', listings: [], unread: [{ field: 'price', reader: 'site', sample }] });
    }
    const [only] = tally.rows();
    expect(only).toMatchObject({ field: 'price', reader: 'site', filled: 0, listings: 0, unread: 5 });
    expect(only?.samples).toHaveLength(3);
    expect(only?.samples.join()).not.toMatch(/1234567|me@shop/);
  });

  it('does not grow without bound', () => {
    const tally = createFieldTally();
    const unread = Array.from({ length: 5000 }, (_, at) => ({
      field: `field ${at}`,
      reader: 'state' as const,
      sample: '',
    }));
    tally.add({ kind: 'other', listings: [], unread });
    expect(tally.rows().length).toBeLessThan(1000);
  });
});

describe('a comparison with earlier runs', () => {
  it.each(cases)('$name', ({ earlier, now, drops }) => {
    expect(
      coverageDrops(
        now.map(row),
        earlier.map((run) => run.map(row)),
      ),
    ).toEqual(drops);
  });

  it('never tells of a drop where the share is the usual one or higher', () => {
    const share = fc.integer({ min: 0, max: 50 });
    const reader = fc.constantFrom(...READERS);
    fc.assert(
      fc.property(share, share, reader, (usual, more, by) => {
        const usually = [row(['detail', 'price', by, usual, 50])];
        const now = [row(['detail', 'price', by, Math.min(50, usual + more), 50])];
        return coverageDrops(now, [usually, usually, usually]).length === 0;
      }),
    );
  });

  it('shows a redesign: the selectors of the site lose their fields', () => {
    const earlier = [runOver(20, 'name'), runOver(22, 'name'), runOver(18, 'name')];
    expect(coverageDrops(runOver(21, 'name'), earlier)).toEqual([]);
    const [first] = coverageDrops(runOver(20, 'headline-new'), earlier);
    expect(first).toMatchObject({ field: 'title', reader: 'site', usual: 1, now: 0 });
    const dateless = coverageDrops(runOver(20, 'name', 'moments ago, perhaps'), earlier);
    expect(dateless).toMatchObject([{ field: 'postedAt', reader: null, usual: 1, now: 0 }]);
    expect(describeFields(runOver(20, 'name', 'some day'), dateless)).toEqual([
      expect.stringMatching(/^Fields of 20 on detail pages: title 100 % \(site\), .*price 100 % \(site\)/),
      'Not read: postedAt by site, 20 × on detail pages: "some day".',
      'Drop: postedAt in 0 % of 20 listings of detail pages, usually 100 %.',
    ]);
  });
});

test('coverage is kept by run, summed over its parts, and found again for later runs', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await applySites(db, [sampleSite('a'), sampleSite('b')], 'file', at(0));
  const finished = async (site: string, status: 'ok' | 'failed', rows: readonly FieldCoverage[]) => {
    const run = await createRun(db, site, 'manual', at(1));
    await addFieldCoverage(db, run, rows);
    await finishRun(db, run, sampleSummary(run, site, { status }), at(2));
    return run;
  };
  const title = { ...row(['detail', 'title', 'site', 2, 3]), unread: 1, samples: ['nul \0 and half \ud800'] };
  const first = await finished('a', 'ok', [title]);
  await addFieldCoverage(db, first, [{ ...title, samples: ['later'] }]);
  expect(await fieldCoverageOf(db, first)).toEqual([
    { ...title, filled: 4, listings: 6, unread: 2, samples: ['nul \ufffd and half \ufffd'] },
  ]);
  const second = await finished('a', 'ok', [row(['detail', 'title', 'site', 5, 5])]);
  await finished('a', 'failed', [row(['detail', 'title', 'site', 0, 1])]);
  await finished('a', 'ok', []);
  await finished('b', 'ok', [title]);
  const now = await createRun(db, 'a', 'manual', at(3));
  const earlier = await earlierFieldCoverage(db, 'a', now, 10);
  expect(earlier.map(([each]) => each?.filled)).toEqual([5, 4]);
  expect(await earlierFieldCoverage(db, 'a', now, 1)).toHaveLength(1);
  expect(await earlierFieldCoverage(db, 'a', second, 10)).toHaveLength(1);
  expect(await earlierFieldCoverage(db, 'a', first, 10)).toEqual([]);
});

test('a run leaves the coverage of its fields, its summary stays as it is, and a purge takes it along', async () => {
  await using workplace = await openTestWorkplace();
  const { tools, database } = workplace;
  const { signal } = new AbortController();
  const summary = await runSite(tools, { site: 'chem-supplier', run: null, trigger: 'command', signal });
  expect(runSummary.parse(summary)).toEqual(summary);
  const rows = await fieldCoverageOf(database.db, summary.run);
  const share = (field: string, reader: Reader) => {
    const found = rows.find(
      (each) => each.pages === 'detail' && each.field === field && each.reader === reader,
    );
    return found === undefined ? 0 : found.filled / found.listings;
  };
  expect(share('title', 'site')).toBe(1);
  expect(share('price', 'site')).toBeGreaterThan(0.9);
  expect(rows.filter(({ pages, field }) => pages === 'detail' && field === 'url')).toHaveLength(1);
  await purgePractice(database.db);
  expect(await fieldCoverageOf(database.db, summary.run)).toEqual([]);
});
